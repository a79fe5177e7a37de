package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An index that the server could not finish is invalid, and is found to be, whatever its name. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class InvalidIndexTest {
  private static final String INDEXES =
      "select indexrelid::regclass || case when indisvalid then '' else ' INVALID' end"
          + " from pg_index where indrelid = 't'::regclass order by 1";

  private Scripts scripts;
  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void a_table(@TempDir Path directory, Vertx given, TestDatabase empty) {
    scripts = Scripts.in(directory);
    vertx = given;
    database = empty;
    database.execute("create table t (a int, b int); insert into t values (1, 1), (1, 2)");
  }

  private Future<MigrationReport> run() {
    return Migrator.create(vertx, scripts.config(database)).migrate();
  }

  @Test
  void an_invalid_index_never_counts_as_success() {
    scripts.with("V1__i.sql", "create unique index concurrently if not exists i on t (a)");
    for (int i = 0; i < 2; i++) {
      MigrationFailed failed = Ended.badly(run(), MigrationFailed.class);
      assertThat(failed.failure().sqlState()).isEqualTo("23505");
      assertThat(failed.failure().rolledBack()).isFalse();
      assertThat(database.<String>values(INDEXES)).containsExactly("i INVALID");
      assertThat(database.<Long>value("select count(*) from codex_schema_history"))
          .isZero();
    }
    database.execute("delete from t where b = 2");
    assertThat(Ended.well(run()).applied()).hasSize(1);
    assertThat(database.<String>values(INDEXES)).containsExactly("i");
  }

  @Test
  void names_that_need_quotes_or_are_too_long_are_found_in_the_catalog() {
    String longName = "x".repeat(70);
    database.execute("create schema \"My Schema\"; create table \"My Schema\".\"T 1\" (a int);"
        + " insert into \"My Schema\".\"T 1\" values (1), (1)");
    scripts
        .with(
            "V1__i.sql",
            "Create Unique Index\nConcurrently If Not Exists \"I \"\"1\"\n On \"My Schema\" . \"T 1\" (a)")
        .with(
            "V2__i.sql",
            "create unique index concurrently if not exists " + longName + " on T (a)");
    Ended.badly(run(), MigrationFailed.class);
    Ended.badly(run(), MigrationFailed.class);
    database.execute("truncate \"My Schema\".\"T 1\"");
    Ended.badly(run(), MigrationFailed.class);
    Ended.badly(run(), MigrationFailed.class);
    database.execute("truncate t");
    Ended.well(run());
    assertThat(database.<Boolean>values(
            "select indisvalid from pg_index where indexrelid::regclass::text ~ '^(x|.My)'"))
        .containsExactly(true, true);
  }
}
