package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.testing.OwnServer;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many readiness probes as wrk can send on this machine, and what PostgreSQL saw meanwhile by its own account
 * (pg_stat_statements), the slow poll counted openly. {@code -Dcodex.probes.seconds=60} makes it longer.
 */
final class ProbeLoadIT {
  private static final Path WRK = Path.of("/usr/bin/wrk");
  private static final int SECONDS = Integer.getInteger("codex.probes.seconds", 5);
  private static final int CONNECTIONS = 32;
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final String EVERYTHING_SEEN =
      "select r.rolname as role, s.calls, s.query from pg_stat_statements s"
          + " join pg_roles r on r.oid = s.userid order by s.calls desc, s.query";

  @TempDir
  private Path scripts;

  @BeforeEach
  void wrk_is_there() {
    assumeTrue(Files.isExecutable(WRK), "readiness under load is measured with wrk: install it");
  }

  @Test
  void probes_cost_the_database_nothing() throws Exception {
    new ScriptDirectory(scripts).with("V1__book.sql", "create table book (id int);\n");
    Map<String, String> counting = Map.of("shared_preload_libraries", "pg_stat_statements");
    try (OwnServer server = OwnServer.start(counting)) {
      TestDatabase database = server.database();
      try (TestSession account = database.openAsSuperuser();
          ProbedPod pod = ProbedPod.start("pod", environment(database), (name, answer) -> {})) {
        account.execute("create extension pg_stat_statements");
        pod.awaitAnswer("UP");
        awaitTheWatch(account, database);

        account.execute("select pg_stat_statements_reset()");
        long begun = System.nanoTime();
        double rate = load(pod.healthPort());
        List<Map<String, Object>> seen = account.query(EVERYTHING_SEEN);

        long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);

        long all = calls(seen, row -> isOf(database, row));
        long polls = calls(seen, row -> isOf(database, row) && isPoll(row));
        System.out.printf(
            "probe load: %.0f readiness probes a second for %d s (wrk, %d connections); PostgreSQL saw %d statements of"
                + " the service meanwhile, %d of them of its poll: %d because of probes%n",
            rate, SECONDS, CONNECTIONS, all, polls, all - polls);
        assertThat(seen)
            .as("nobody but the service and this test")
            .allMatch(row -> isOf(database, row) || says(row, "pg_stat_statements"));
        assertThat(all).as("nothing but the poll: %s", seen).isEqualTo(polls);
        assertThat(polls)
            .as("the poll does not follow the probes")
            .isLessThan(2 * (elapsed * 2 + 5));
        assertThat(rate * SECONDS).as("there was a load").isGreaterThan(polls * 10.0);
        assertThat(pod.answers()).last().asString().startsWith("200");
      }
    }
  }

  private Map<String, String> environment(TestDatabase database) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_SERVE_POLL", "1");
    environment.put("CODEX_MIGRATIONS_LOCATIONS", scripts.toString());
    return environment;
  }

  /** Its first looks are over when it has begun to listen, and polls. */
  private static void awaitTheWatch(TestSession account, TestDatabase database) {
    Eventually.isTrue(
        () -> calls(
                account.query(EVERYTHING_SEEN), row -> isOf(database, row) && says(row, "^listen "))
            > 0,
        () -> "the service that listens");
    account.execute("select pg_stat_statements_reset()");
    Eventually.isTrue(
        () -> calls(account.query(EVERYTHING_SEEN), row -> isOf(database, row) && isPoll(row)) > 2,
        () -> "the poll of the service");
  }

  private static boolean isOf(TestDatabase database, Map<String, Object> row) {
    return database.username().equals(row.get("role"));
  }

  /** Of one message of three statements. */
  private static boolean isPoll(Map<String, Object> row) {
    return says(row, "set local search_path = ")
        || says(row, "case when exists .*pg_class")
        || says(row, "as migrating");
  }

  private static boolean says(Map<String, Object> row, String words) {
    return Pattern.compile(words).matcher(String.valueOf(row.get("query"))).find();
  }

  private static long calls(
      List<Map<String, Object>> rows, java.util.function.Predicate<Map<String, Object>> which) {
    return rows.stream().filter(which).mapToLong(row -> (Long) row.get("calls")).sum();
  }

  /** How many probes a second were answered, every one of them with 200. */
  private static double load(int port) throws IOException, InterruptedException {
    Process wrk = new ProcessBuilder(
            WRK.toString(),
            "--threads=1",
            "--connections=" + CONNECTIONS,
            "--duration=" + SECONDS + "s",
            "http://127.0.0.1:" + port + "/health/ready")
        .redirectErrorStream(true)
        .start();
    String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(wrk.waitFor(SECONDS + 60L, TimeUnit.SECONDS)).as(output).isTrue();
    assertThat(output).doesNotContain("Non-2xx");
    Matcher rate = RATE.matcher(output);
    assertThat(rate.find()).as(output).isTrue();
    return Double.parseDouble(rate.group(1));
  }
}
