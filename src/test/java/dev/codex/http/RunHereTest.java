package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the API shows of a run of its own process, each answer held against the document of the API. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class RunHereTest {
  private static final String WAITS_AT_THE_GATE = """
      do $$
      begin
        while not exists (select from gate) loop
          perform pg_sleep(0.02);
        end loop;
      end $$;
      """;

  @TempDir
  private Path scripts;

  private static List<String> strings(JsonArray objects, String key) {
    return objects.stream().map(each -> ((JsonObject) each).getString(key)).toList();
  }

  @Test
  void a_run_of_this_process_is_seen_while_it_runs_and_after_it(
      Vertx vertx, TestDatabase database) {
    database.execute("create table gate (opened boolean)");
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .withScript("V2__waits.sql", WAITS_AT_THE_GATE)
        .withScript("V3__reader.sql", "create table reader (id int);");
    Instant begun = Instant.now();
    Future<String> deployment = service.deploy();
    Eventually.holds(service.health::isOpen);
    ApiContract contract = ApiContract.of(vertx, service.health);
    Eventually.holds(() -> service.health.get("/api/v1/state").text().contains("\"number\":2"));

    JsonObject state =
        contract.check("getState", service.health.get("/api/v1/state")).json();
    assertThat(state.getString("status")).isEqualTo("migrating");
    assertThat(state.getInteger("applied")).isEqualTo(1);
    assertThat(state.getString("version")).isEqualTo("1");
    assertThat(state.getInteger("pending")).isEqualTo(2);
    JsonObject running = state.getJsonObject("running");
    assertThat(running.getString("by")).isEqualTo("this_process");
    assertThat(running.getInteger("number")).isEqualTo(2);
    assertThat(running.getInteger("total")).isEqualTo(3);
    assertThat(running.getJsonObject("migration").getString("script")).isEqualTo("V2__waits.sql");
    JsonArray migrations = contract
        .check("getMigrations", service.health.get("/api/v1/migrations"))
        .json()
        .getJsonArray("migrations");
    assertThat(strings(migrations, "state")).containsExactly("applied", "running", "pending");
    assertThat(Instant.parse(migrations.getJsonObject(0).getString("applied_at")))
        .isBetween(begun, Instant.now());

    database.execute("insert into gate values (true)");
    Eventually.resultOf(deployment);
    JsonObject after =
        contract.check("getState", service.health.get("/api/v1/state")).json();
    assertThat(after.getString("status")).isEqualTo("ready");
    assertThat(after.getString("version")).isEqualTo("3");
    assertThat(after.getJsonObject("running")).isNull();
    Eventually.holds(() -> service.health.get("/api/v1/state").json().getInteger("applied") == 3);
    JsonArray runs =
        contract.check("getRuns", service.health.get("/api/v1/runs")).json().getJsonArray("runs");
    assertThat(runs).hasSize(1);
    assertThat(runs.getJsonObject(0).getInteger("applied")).isEqualTo(3);
    assertThat(runs.getJsonObject(0).getString("from")).isEqualTo("1 (book)");
    contract.check("getProblems", service.health.get("/api/v1/problems"));
  }

  @Test
  void of_statements_that_are_sent_one_by_one_it_is_told_which_one_runs(
      Vertx vertx, TestDatabase database) {
    database.execute("create table gate (opened boolean)");
    Service service = Service.on(vertx, scripts, database)
        .withScript(
            "V1__waits.sql",
            "-- codex:no-transaction\ncreate table book (id int);\n" + WAITS_AT_THE_GATE
                + "vacuum book;\n");
    Future<String> deployment = service.deploy();
    Eventually.holds(service.health::isOpen);
    ApiContract contract = ApiContract.of(vertx, service.health);
    Eventually.holds(
        () -> service.health.get("/api/v1/state").text().contains("\"statement\":{\"number\":2"));

    JsonObject running = contract
        .check("getState", service.health.get("/api/v1/state"))
        .json()
        .getJsonObject("running");
    assertThat(running.getJsonObject("statement"))
        .isEqualTo(new JsonObject().put("number", 2).put("last", 2).put("total", 3));
    database.execute("insert into gate values (true)");
    Eventually.resultOf(deployment);
  }
}
