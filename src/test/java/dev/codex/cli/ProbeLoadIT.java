package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many readiness probes as this machine can send, and what the database is sent meanwhile. Every message to the server
 * goes through a wire that counts it. {@code -Dcodex.probes.seconds=60} makes it longer.
 */
@ExtendWith({PostgresExtension.class, VertxExtension.class})
final class ProbeLoadIT {
  private static final int SECONDS = Integer.getInteger("codex.probes.seconds", 4);
  private static final int CLIENTS = 16;

  @TempDir
  private Path scripts;

  @Test
  void probes_cost_the_database_nothing(Vertx vertx, TestDatabase database) {
    new ScriptDirectory(scripts).with("V1__book.sql", "create table book (id int);\n");
    try (FaultProxy wire = FaultProxy.to(database)) {
      Map<String, String> environment = new HashMap<>(database.env());
      environment.putAll(Map.of(
          "CODEX_DATABASE_POSTGRES_PORT", String.valueOf(wire.port()),
          "CODEX_DATABASE_POSTGRES_HOST", "127.0.0.1",
          "CODEX_DATABASE_POSTGRES_SSL_MODE", "disable",
          "CODEX_SERVE_POLL", "1",
          "CODEX_MIGRATIONS_LOCATIONS", scripts.toString()));
      try (ProbedPod pod = ProbedPod.start("pod", environment, (name, answer) -> {})) {
        pod.awaitAnswer("UP");
        Eventually.isTrue(
            () -> wire.queries().stream().anyMatch(query -> query.startsWith("listen")),
            () -> "the watch");
        List<String> before = List.copyOf(wire.queries());
        long probes = load(vertx, pod.healthPort());
        List<String> meanwhile = new ArrayList<>(wire.queries())
            .subList(before.size(), wire.queries().size());
        long polls =
            meanwhile.stream().filter(query -> query.contains("as migrating")).count();
        System.out.printf(
            "probe load: %d probes a second for %d s; the server was sent %d messages, of them %d of the poll: %d because of"
                + " probes%n",
            probes / SECONDS, SECONDS, meanwhile.size(), polls, meanwhile.size() - polls);
        assertThat(meanwhile).as("nothing but the poll").hasSize((int) polls);
        assertThat(polls).as("the poll does not follow the probes").isLessThan(SECONDS * 2L + 3);
        assertThat(pod.answers()).last().asString().startsWith("200");
      }
    }
  }

  private static long load(Vertx vertx, int port) {
    HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CLIENTS));
    AtomicLong answered = new AtomicLong();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    List<Future<Void>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(probeUntil(end, client, port, answered));
    }
    Ended.well(Future.all(clients));
    Ended.well(client.close());
    return answered.get();
  }

  private static Future<Void> probeUntil(
      long end, HttpClient client, int port, AtomicLong answered) {
    return dev.codex.postgres.Repeat.whileTrue(() -> client
        .request(HttpMethod.GET, port, "127.0.0.1", "/health/ready")
        .compose(request -> request
            .send()
            .compose(response -> response.body().map(body -> {
              assertThat(response.statusCode()).isEqualTo(200);
              answered.incrementAndGet();
              return System.nanoTime() < end;
            }))));
  }
}
