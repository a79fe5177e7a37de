package dev.codex.faults;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many migrators at once, each of which loses its connection somewhere. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class CompetingTest {
  private static final int MIGRATORS = 50;
  private static final int LAST_MESSAGE = 24;
  private static final int SCRIPTS = 8;

  @Test
  void of_50_whose_connections_are_cut_all_succeed_and_each_script_is_applied_once(
      Vertx vertx, TestDatabase database, @TempDir Path directory) {
    long seed = Long.getLong("codex.faults.seed", System.currentTimeMillis());
    System.out.println("competing migrators: seed " + seed);
    Random random = new Random(seed);
    Scripts scripts = Scripts.in(directory).with("V1__seen.sql", "create table seen (script int)");
    for (int number = 2; number <= SCRIPTS; number++) {
      scripts.with("V" + number + "__x.sql", "insert into seen values (" + number + ")");
    }
    List<FaultProxy> wires = new ArrayList<>();
    List<Future<MigrationReport>> runs = new ArrayList<>();
    for (int number = 0; number < MIGRATORS; number++) {
      FaultProxy wire = FaultProxy.to(database);
      int message = 1 + random.nextInt(LAST_MESSAGE);
      Kind kind = random.nextBoolean() ? Kind.RESET : Kind.LOSE_ANSWER;
      wire.harm(frame -> frame.side() == Side.CLIENT && frame.number() == message ? kind : null);
      wires.add(wire);
      runs.add(Migrator.create(vertx, scripts.config(wire.config())).migrate());
    }
    long applied =
        runs.stream().mapToLong(run -> Ended.well(run).applied().size()).sum();
    long cut = wires.stream().filter(wire -> !wire.done().isEmpty()).count();
    wires.forEach(FaultProxy::close);
    System.out.printf("%d migrators, %d connections cut%n", MIGRATORS, cut);
    assertThat(applied).isEqualTo(SCRIPTS);
    assertThat(database.<Integer>values("select script from seen order by 1"))
        .containsExactly(2, 3, 4, 5, 6, 7, 8);
    assertThat(database.<Integer>values("select rank from codex_schema_history order by 1"))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }
}
