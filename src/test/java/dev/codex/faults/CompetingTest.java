package dev.codex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.MigrationReport;
import dev.codex.runtime.Ended;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.Scripts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
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

/** Many migrators at once, each of which loses its connection somewhere, and some for good. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class CompetingTest {
  private static final int MIGRATORS = 50;
  private static final int LAST_MESSAGE = 24;
  private static final int SCRIPTS = 8;
  private static final List<Kind> KINDS =
      List.of(Kind.RESET, Kind.LOSE_ANSWER, Kind.RESET_AFTER, Kind.DIE, Kind.DIE_AFTER);

  @Test
  void of_50_that_are_cut_off_or_die_the_living_succeed_and_each_script_is_applied_once(
      Vertx vertx, TestDatabase database, @TempDir Path directory) {
    long seed = Long.getLong("codex.faults.seed", System.currentTimeMillis());
    System.out.println("competing migrators: seed " + seed);
    Random random = new Random(seed);
    Scripts scripts = Scripts.in(directory).with("V1__seen.sql", "create table seen (script int)");
    for (int number = 2; number <= SCRIPTS; number++) {
      scripts.with("V" + number + "__x.sql", "insert into seen values (" + number + ")");
    }
    List<FaultProxy> wires = new ArrayList<>();
    List<Future<MigrationReport>> living = new ArrayList<>();
    List<Future<MigrationReport>> dying = new ArrayList<>();
    for (int number = 0; number < MIGRATORS; number++) {
      FaultProxy wire = FaultProxy.to(database);
      int message = 1 + random.nextInt(LAST_MESSAGE);
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      boolean dies = kind == Kind.DIE || kind == Kind.DIE_AFTER;
      wire.harm(frame -> frame.side() == Side.CLIENT && frame.number() == message ? kind : null);
      wires.add(wire);
      CodexConfig config = scripts.config(wire.config());
      CodexConfig own = dies
          ? config.withDatabase(config.database().withConnectBudget(Duration.ofMillis(200)))
          : config;
      (dies ? dying : living).add(Migrator.create(vertx, own).migrate());
    }
    living.forEach(Ended::well);
    dying.forEach(run -> End.of(run, Duration.ofSeconds(60)));
    long cut = wires.stream().filter(wire -> !wire.done().isEmpty()).count();
    wires.forEach(FaultProxy::close);
    System.out.printf(
        "%d migrators, %d cut off, %d of them for good%n", MIGRATORS, cut, dying.size());
    assertThat(database.<Integer>values("select script from seen order by 1"))
        .containsExactly(2, 3, 4, 5, 6, 7, 8);
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }
}
