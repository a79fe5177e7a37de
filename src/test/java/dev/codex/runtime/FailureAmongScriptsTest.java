package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script that fails means for those before it and after it. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class FailureAmongScriptsTest {
  private Scripts scripts;
  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void a_good_script(@TempDir Path directory, Vertx given, TestDatabase empty) {
    scripts = Scripts.in(directory).with("V1__good.sql", "create table good (x text)");
    vertx = given;
    database = empty;
  }

  @Test
  void what_was_applied_before_it_is_told_and_stays() {
    scripts.with("V2__bad.sql", "select 1 / 0");
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.applied())
        .extracting(applied -> applied.migration().label())
        .containsExactly("1 (good)");
    assertThat(database.<String>values("select script from codex_schema_history"))
        .containsExactly("V1__good.sql");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-- codex:no-transaction\n"})
  void nothing_runs_after_the_first_statement_that_fails(String way) {
    // no rollback takes it back
    database.execute("create sequence witness");
    scripts
        .with(
            "V1__good.sql",
            way + "create table seen ();\nselect nosuch;\nselect nextval('witness');\n")
        .with("V2__b.sql", "select nextval('witness')")
        .with("V3__c.sql", "select nextval('witness')");
    try (FaultProxy wire = FaultProxy.to(database)) {
      Ended.badly(
          Migrator.create(vertx, scripts.config(wire.config())).migrate(), MigrationFailed.class);
      assertThat(wire.queries()).noneMatch(query -> query.contains("V3__c.sql"));
      assertThat(database.<Boolean>value("select is_called from witness")).isFalse();
    }
  }
}
