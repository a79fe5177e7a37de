package dev.codex.junit;

import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A database that has the schema, and is empty but for what the scripts put in.
 *
 * @param host the name or address of the server
 * @param port its port
 * @param username a role that owns the database
 * @param password its password
 * @param databaseName the name of the database, another one for each test class
 */
public record MigratedDatabase(
    String host, int port, String username, String password, String databaseName) {

  /** For a client or a pool of the test's own. */
  public PgConnectOptions connectOptions() {
    return new PgConnectOptions()
        .setHost(host)
        .setPort(port)
        .setUser(username)
        .setPassword(password)
        .setDatabase(databaseName);
  }

  /** {@code postgresql://...}, as {@code DATABASE_URL} has it. */
  public String url() {
    return "postgresql://" + encoded(username) + ":" + encoded(password) + "@" + host + ":" + port
        + "/" + encoded(databaseName);
  }

  /** As the configuration of Codex names it: {@code database.postgres} with its five keys. */
  public JsonObject config() {
    JsonObject postgres = new JsonObject()
        .put("host", host)
        .put("port", port)
        .put("username", username)
        .put("password", password)
        .put("database_name", databaseName);
    return new JsonObject().put("database", new JsonObject().put("postgres", postgres));
  }

  MigratedDatabase named(String name) {
    return new MigratedDatabase(host, port, username, password, name);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "database " + databaseName + " on " + host + ":" + port + " as " + username;
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
