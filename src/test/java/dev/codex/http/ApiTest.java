package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.http.Caller.Answer;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The API of a service that migrates and of one that is up, each answer held against the document of the API. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ApiTest {
  private static final String TOKEN = "0123456789abcdef";
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

  @Test
  void whoever_asks_too_often_is_told_to_wait_and_probes_are_not_counted(
      Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(32));
    List<Future<Integer>> calls = IntStream.range(0, RateLimit.BURST * 5)
        .mapToObj(call -> client
            .request(HttpMethod.GET, service.health.port(), Caller.HOST, "/api/v1/state")
            .compose(request -> request.send())
            .compose(answer -> answer.body().map(read -> answer.statusCode())))
        .toList();
    Eventually.resultOf(Future.all(calls));
    assertThat(calls.stream().map(Future::result).distinct()).containsExactlyInAnyOrder(200, 429);

    assertThat(service.health.get("/health/ready").status()).isEqualTo(200);
    Eventually.holds(() -> service.health.get("/api/v1/state").status() == 200);
  }

  @Test
  void a_failure_is_among_the_problems_with_its_line(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    ApiContract contract = ApiContract.of(vertx, service.health);
    service.withScript("V2__broken.sql", "create table shelf (id int);\ncreate tabel x (id int);");

    Answer started =
        service.health.call("POST", "/api/v1/runs", Map.of("Authorization", "Bearer " + TOKEN));
    assertThat(contract.check("startRun", started).status()).isEqualTo(202);

    Eventually.holds(() -> !problems(service).isEmpty());
    contract.check("getProblems", service.health.get("/api/v1/problems"));
    JsonObject problem = problems(service).getJsonObject(0);
    assertThat(problem.getString("code")).isEqualTo("migration_failed");
    assertThat(problem.getString("script")).isEqualTo("V2__broken.sql");
    assertThat(problem.getInteger("line")).isEqualTo(2);
    assertThat(service.health.get("/health/ready").status()).isEqualTo(200);
  }

  private static JsonArray problems(Service service) {
    return service.health.get("/api/v1/problems").json().getJsonArray("problems");
  }

  private Service up(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("api", "token", TOKEN)
        .with("serve", "poll", "50ms");
    Eventually.resultOf(service.deploy());
    return service;
  }

  @Test
  void a_run_that_was_started_can_be_cancelled(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    service.withScript("V2__slow.sql", "select pg_sleep(600);");
    Map<String, String> token = Map.of("Authorization", "Bearer " + TOKEN);
    assertThat(service.health.call("POST", "/api/v1/runs", token).status()).isEqualTo(202);
    assertThat(service.health.call("POST", "/api/v1/runs", token).status()).isEqualTo(409);
    Eventually.holds(() -> service.health.get("/api/v1/state").text().contains("V2__slow.sql"));

    ApiContract contract = ApiContract.of(vertx, service.health);
    Answer cancelled = service.health.call("DELETE", "/api/v1/runs/current", token);
    assertThat(contract.check("cancelRun", cancelled).status()).isEqualTo(202);

    Eventually.holds(service::isIdle);
    assertThat(service.health.call("DELETE", "/api/v1/runs/current", token).status())
        .isEqualTo(409);
    assertThat(database.<Long>value("select count(*) from codex_schema_history"))
        .isEqualTo(1);
  }

  @Test
  void without_the_token_nothing_can_be_done(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    for (Map<String, String> headers : List.<Map<String, String>>of(
        Map.of(),
        Map.of("Authorization", "Bearer 0123456789abcdeg"),
        Map.of("Authorization", "Basic " + TOKEN),
        Map.of("Authorization", TOKEN),
        Map.of("Cookie", "token=" + TOKEN))) {
      assertThat(service.health.call("POST", "/api/v1/runs", headers).status()).isEqualTo(403);
      assertThat(service.health.call("DELETE", "/api/v1/runs/current", headers).status())
          .isEqualTo(403);
    }
  }

  @Test
  void without_a_configured_token_there_are_no_actions(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
    Eventually.resultOf(service.deploy());

    for (String token : List.of("Bearer ", "Bearer null", "Bearer x")) {
      assertThat(service
              .health
              .call("POST", "/api/v1/runs", Map.of("Authorization", token))
              .status())
          .isEqualTo(404);
    }
  }

  @Test
  void every_answer_keeps_a_browser_on_a_short_leash(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    for (String path : List.of("/", "/dashboard.js", "/api/v1/state", "/api/v1/openapi.json")) {
      Answer answer = service.health.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("content-security-policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }
  }

  @Test
  void nobody_is_told_of_users_hosts_or_the_text_of_scripts(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    for (String document : List.of("state", "migrations", "runs", "problems")) {
      assertThat(service.health.get("/api/v1/" + document).text())
          .doesNotContain(database.username(), database.host(), "create table");
    }
  }

  @Test
  void a_body_is_not_taken(Vertx vertx, TestDatabase database) {
    Service service = up(vertx, database);
    assertThat(service
            .health
            .call("POST", "/api/v1/runs", Map.of(), "x".repeat(10))
            .status())
        .isEqualTo(413);
  }

  @Test
  void where_the_api_is_can_be_said(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("api", "port", "application");
    Eventually.resultOf(service.deploy());

    assertThat(service.application.get("/api/v1/state").status()).isEqualTo(200);
    assertThat(service.application.get("/").text()).startsWith("<!doctype html>");
    assertThat(service.health.get("/api/v1/state").status()).isEqualTo(404);
    assertThat(service.health.get("/").status()).isEqualTo(404);
  }
}
