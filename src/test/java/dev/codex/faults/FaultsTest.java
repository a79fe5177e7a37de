package dev.codex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Harms the wire at the messages of a run and looks at what is left. The short form takes a sample; {@code
 * -Dcodex.faults=long} runs every message, direction and kind of harm, and random ones after that; {@code
 * -Dcodex.faults=random} runs those alone; {@code -Dcodex.faults=nasty:c12=reset} runs one case again.
 */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class FaultsTest {
  private static final String FORM = System.getProperty("codex.faults", "short");
  private static final long SEED = Long.getLong("codex.faults.seed", System.currentTimeMillis());
  private static final int RANDOM_RUNS = Integer.getInteger("codex.faults.random", 2_000);
  private static final int SAMPLE = Integer.getInteger("codex.faults.sample", 132);
  /** All of them if none is named. */
  private static final String WORKLOADS = System.getProperty("codex.faults.workloads", "");

  /** All of them if none is named. */
  private static final String KINDS = System.getProperty("codex.faults.kinds", "");

  private static final int ADMINISTRATORS = 4;
  private static final Duration LATE = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  @TempDir
  private Path directory;

  @Test
  void wherever_the_wire_is_cut_the_next_run_reaches_the_same_schema(
      Vertx vertx, TestDatabase database) {
    try (Workloads workloads = workloads(database);
        Administrators admins = Administrators.of(database, ADMINISTRATORS);
        Logged logged = Logged.watch(Workload.CANARY)) {
      Arena arena = new Arena(vertx, admins, PATIENCE, LATE);
      Tally tally = new Tally(arena, SEED);
      Points points = new Points(arena, workloads, new Random(SEED));
      System.out.println(points.describe());
      tally.runAll(cases(points).stream().filter(FaultsTest::isAskedFor).toList());
      System.out.println(tally.summary());
      assertThat(tally.violations()).as(tally.summary()).isEmpty();
      assertThat(logged.leaks()).isEmpty();
    }
  }

  private Workloads workloads(TestDatabase database) {
    Workloads workloads = new Workloads(database, directory).withPoolers();
    return WORKLOADS.isEmpty() ? workloads : workloads.only(List.of(WORKLOADS.split(",")));
  }

  private static boolean isAskedFor(Case one) {
    List<String> kinds = List.of(KINDS.split(","));
    return KINDS.isEmpty()
        || one.faults().stream().allMatch(fault -> kinds.contains(fault.kind().toString()));
  }

  private static List<Case> cases(Points points) {
    return switch (FORM) {
      case "short" -> points.sample(SAMPLE);
      case "long" -> {
        List<Case> all = new ArrayList<>(points.every(Side.CLIENT));
        all.addAll(points.random(RANDOM_RUNS));
        all.addAll(points.every(Side.SERVER));
        yield all;
      }
      case "random" -> points.random(RANDOM_RUNS);
      default -> List.of(points.parse(FORM));
    };
  }
}
