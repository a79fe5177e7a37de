package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release goes out: pods of the old build serve, the new build migrates for a while, its pods wait. Prints what the
 * probes of every pod said and when. {@code -Dcodex.rolling.seconds=60} makes the migration as long as a real one.
 */
@ExtendWith(PostgresExtension.class)
final class RollingUpdateIT {
  private static final int MIGRATION_SECONDS = Integer.getInteger("codex.rolling.seconds", 5);

  @TempDir
  private Path old;

  @TempDir
  private Path next;

  @TempDir
  private Path afterNext;

  private final Timeline timeline = new Timeline();

  /** What was seen when, on one clock. */
  private static final class Timeline {
    private final long start = System.nanoTime();

    synchronized void note(String who, String what) {
      System.out.printf(
          "rolling update %7.3f s  %-13s %s%n", (System.nanoTime() - start) / 1e9, who, what);
    }
  }

  private Map<String, String> build(
      TestDatabase database, String build, Path scripts, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_BUILD", build);
    environment.put("CODEX_MIGRATIONS_LOCATIONS", scripts.toString());
    environment.putAll(more);
    return environment;
  }

  private void writeScripts() {
    String book = "create table book (id int);\n";
    String slow = "create table reader (id int);\nselect pg_sleep(" + MIGRATION_SECONDS + ");\n";
    new ScriptDirectory(old).with("V1__book.sql", book);
    new ScriptDirectory(next).with("V1__book.sql", book).with("V2__slow.sql", slow);
    new ScriptDirectory(afterNext)
        .with("V1__book.sql", book)
        .with("V2__slow.sql", slow)
        .with("V3__shelf.sql", "-- codex:min-build 2.0\ncreate table shelf (id int);\n");
  }

  private void migrate(TestDatabase database, String build, Path scripts) {
    timeline.note("migrate " + build, "starts");
    CodexProcess.start(build(database, build, scripts, Map.of()), "migrate")
        .end()
        .withCode(0);
    timeline.note("migrate " + build, "has ended");
  }

  @Test
  void nobody_is_unready_for_an_instant_and_nobody_is_ready_early(TestDatabase database) {
    writeScripts();
    Map<String, String> verify = Map.of("CODEX_SKIP_MIGRATIONS", "true");
    Map<String, String> wait = Map.of("CODEX_SERVE_WAIT", "true");
    migrate(database, "1.0", old);
    try (ProbedPod one =
            ProbedPod.start("pod 1.0 a", build(database, "1.0", old, verify), timeline::note);
        ProbedPod two =
            ProbedPod.start("pod 1.0 b", build(database, "1.0", old, verify), timeline::note)) {
      List<ProbedPod> oldPods = List.of(one, two);
      oldPods.forEach(pod -> pod.awaitAnswer("UP"));

      try (ProbedPod fresh =
          ProbedPod.start("pod 2.0", build(database, "2.0", next, wait), timeline::note)) {
        fresh.awaitAnswer("503");
        migrate(database, "2.0", next);
        Instant applied = appliedAt(database, "2");
        fresh.awaitAnswer("UP");
        assertThat(Instant.now()).as("ready after the migration").isAfter(applied);
        assertThat(fresh.answers())
            .as("never ready before it was")
            .first()
            .asString()
            .startsWith("503");
        assertThat(fresh.neverUnreadySinceReady()).isTrue();
        assertThat(oldPods).allMatch(ProbedPod::neverUnreadySinceReady);

        migrate(database, "3.0", afterNext);
        oldPods.forEach(pod -> pod.awaitAnswer("schema_below_floor"));
        Duration took = Duration.between(appliedAt(database, "3"), Instant.now());
        timeline.note(
            "old pods", "are unready " + took.toMillis() + " ms after the floor was raised");
        assertThat(took).as("slow machines included").isLessThan(Duration.ofSeconds(60));
        assertThat(fresh.neverUnreadySinceReady()).isTrue();
      }
    }
  }

  private static Instant appliedAt(TestDatabase database, String version) {
    return Instant.ofEpochMilli(database.<Long>value(
        "select (extract(epoch from installed_at) * 1000)::bigint from codex_schema_history where version = $1",
        version));
  }
}
