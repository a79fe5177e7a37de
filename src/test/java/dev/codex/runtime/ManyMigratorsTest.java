package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class ManyMigratorsTest {
  private Scripts scripts;

  @BeforeEach
  void three_scripts(@TempDir Path directory) {
    scripts = Scripts.in(directory)
        .with("V1__seen.sql", "create table seen (script text)")
        .with("V2__slow.sql", "insert into seen values ('2'); select pg_sleep(0.2)")
        .with("V3__last.sql", "insert into seen values ('3')")
        .with("R__view.sql", "create or replace view v as select * from seen");
  }

  @Test
  void of_32_at_once_on_an_empty_database_one_applies_and_all_succeed(
      Vertx vertx, TestDatabase database) {
    CodexConfig config = scripts.config(database);
    Future<?> waiter = SchemaWaiter.create(vertx, config).awaitReady();
    List<Future<MigrationReport>> runs = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      runs.add(Migrator.create(vertx, config).migrate());
    }
    List<MigrationReport> reports = runs.stream().map(Ended::well).toList();
    Ended.well(waiter);
    assertThat(reports)
        .extracting(report -> report.applied().size())
        .containsOnly(0, 4)
        .containsOnlyOnce(4);
    assertThat(reports).allMatch(report -> report.state().isReady());
    assertEachScriptOnce(database);
  }

  @Test
  void in_processes_of_their_own_too(TestDatabase database) {
    CodexConfig config = scripts.config(database);
    List<Vertx> processes = new ArrayList<>();
    List<Future<MigrationReport>> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Vertx vertx = Vertx.vertx();
      processes.add(vertx);
      runs.add(Migrator.create(vertx, config).migrate());
    }
    List<MigrationReport> reports = runs.stream().map(Ended::well).toList();
    processes.forEach(vertx -> Ended.well(vertx.close()));
    assertThat(reports)
        .extracting(report -> report.applied().size())
        .containsOnly(0, 4)
        .containsOnlyOnce(4);
    assertEachScriptOnce(database);
  }

  private static void assertEachScriptOnce(TestDatabase database) {
    assertThat(database.<String>values("select script from codex_schema_history order by rank"))
        .containsExactly("V1__seen.sql", "V2__slow.sql", "V3__last.sql", "R__view.sql");
    assertThat(database.<Integer>values("select rank from codex_schema_history order by rank"))
        .containsExactly(1, 2, 3, 4);
    assertThat(database.<String>values("select script from seen order by 1"))
        .containsExactly("2", "3");
  }
}
