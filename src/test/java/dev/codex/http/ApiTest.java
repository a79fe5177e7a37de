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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The API of a service that is up: what may be asked and done, and by whom. */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ApiTest {
  private static final String TOKEN = "0123456789abcdef";

  @TempDir
  private Path scripts;

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
