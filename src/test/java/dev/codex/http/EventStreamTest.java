package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class EventStreamTest {
  @TempDir
  private Path scripts;

  private HttpClientResponse open(HttpClient client, Service service) {
    return Eventually.resultOf(client
        .request(HttpMethod.GET, service.health.port(), Caller.HOST, "/api/v1/events")
        .compose(request -> request.send())
        // what comes before there is a handler is lost, and it is set on another thread
        .onSuccess(response -> response.exceptionHandler(closed -> {}).pause()));
  }

  @Test
  void the_state_comes_at_once_and_after_each_change_and_the_end_with_the_service(
      Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);")
        .with("serve", "poll", "50ms");
    String id = Eventually.resultOf(service.deploy());
    List<JsonObject> events = new CopyOnWriteArrayList<>();
    AtomicBoolean ended = new AtomicBoolean();
    HttpClientResponse response = open(vertx.createHttpClient(), service);
    response.handler(text -> text.toString()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .forEach(line -> events.add(new JsonObject(line.substring(6)))));
    response.endHandler(end -> ended.set(true));
    response.resume();

    assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
    Eventually.holds(() -> !events.isEmpty());
    assertThat(events.get(0).getString("status")).isEqualTo("ready");

    database.execute("update codex_schema_history set checksum = 'another'");
    Eventually.holds(
        () -> events.get(events.size() - 1).getString("status").equals("schema_modified"));
    long revision = events.get(events.size() - 1).getLong("revision");
    assertThat(revision).isGreaterThan(events.get(0).getLong("revision"));

    Eventually.resultOf(vertx.undeploy(id));
    Eventually.holds(ended::get);
  }

  @Test
  void there_is_a_limit_to_how_many_read(Vertx vertx, TestDatabase database) {
    Service service = Service.on(vertx, scripts, database)
        .withScript("V1__book.sql", "create table book (id int);");
    Eventually.resultOf(service.deploy());
    HttpClient client = vertx.createHttpClient(
        new io.vertx.core.http.PoolOptions().setHttp1MaxSize(EventStream.MOST_READERS + 1));

    for (int i = 0; i < EventStream.MOST_READERS; i++) {
      assertThat(open(client, service).statusCode()).isEqualTo(200);
    }

    assertThat(open(client, service).statusCode()).isEqualTo(503);
  }
}
