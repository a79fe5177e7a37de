package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Progress;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A service under test on two ports of its own, and its scripts. */
final class Service {
  final Caller health = Caller.ofFreePort();
  final Caller application = Caller.ofFreePort();

  private final Vertx vertx;
  private final Path scripts;
  private final JsonObject json;

  private Service(Vertx vertx, Path scripts, JsonObject database) {
    this.vertx = vertx;
    this.scripts = scripts;
    this.json = database
        .copy()
        .put("health", listener(health))
        .put("application", listener(application))
        .put(
            "migrations",
            new JsonObject().put("locations", new JsonArray().add(scripts.toString())))
        .put("wait", new JsonObject().put("interval", "50ms"));
  }

  static Service on(Vertx vertx, Path scripts, TestDatabase database) {
    return new Service(vertx, scripts, database.config());
  }

  /** A service whose database does not answer. */
  static Service withoutDatabase(Vertx vertx, Path scripts) {
    JsonObject postgres = new JsonObject()
        .put("host", Caller.HOST)
        .put("port", Caller.ofFreePort().port())
        .put("username", "codex")
        .put("password", "canary-password")
        .put("database_name", "codex");
    return new Service(
        vertx,
        scripts,
        new JsonObject().put("database", new JsonObject().put("postgres", postgres)));
  }

  private static JsonObject listener(Caller caller) {
    return new JsonObject().put("host", Caller.HOST).put("port", caller.port());
  }

  Service withScript(String name, String sql) {
    try {
      Files.writeString(scripts.resolve(name), sql);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sets a key in a section of the configuration. */
  Service with(String section, String key, Object value) {
    JsonObject values = json.getJsonObject(section, new JsonObject());
    json.put(section, values.put(key, value));
    return this;
  }

  /** The configuration in the shape of the YAML file. */
  JsonObject json() {
    return json;
  }

  CodexConfig config() {
    return CodexConfig.from(json);
  }

  ServiceVerticle verticle() {
    return ServiceVerticle.create(config(), Progress.NONE);
  }

  Future<String> deploy() {
    return vertx.deployVerticle(verticle());
  }

  /** Whether it says that nothing runs; an answer that says nothing at all is no yes. */
  boolean isIdle() {
    Caller.Answer answer = health.get("/api/v1/state");
    return answer.status() == 200 && answer.json().getJsonObject("running") == null;
  }

  String readiness() {
    return health.get("/health/ready").text();
  }
}
