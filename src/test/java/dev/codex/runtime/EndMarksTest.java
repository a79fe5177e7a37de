package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Some tools end a statement at a comment: then it needs no semicolon. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class EndMarksTest {
  private static final String GOOSE = """
      -- +goose Up
      -- +goose StatementBegin
      create table a (x int)
      -- +goose StatementEnd
      -- +goose StatementBegin
      do $$ begin insert into a values (1); insert into a values (2); END$$
      -- +goose StatementEnd
        --  +goose statementend
      -- +goose StatementBegin
      insert into a values (3); insert into a values (4)
      -- +goose StatementEnd
      create table b (x int);
      """;

  @TempDir
  private Path root;

  private Scripts scripts;

  @BeforeEach
  void start() {
    scripts = Scripts.in(root);
  }

  @Test
  void goose_ends_a_statement_at_its_mark(Vertx vertx, TestDatabase database) {
    scripts.with("1_a.sql", GOOSE + "-- +goose Down\ndrop table a;\n");
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<Long>value("select count(*) from a")).isEqualTo(4);
    assertThat(database.<Long>value("select count(*) from b")).isZero();
  }

  @Test
  void goose_ends_it_outside_a_transaction_too(Vertx vertx, TestDatabase database) {
    scripts.with("1_a.sql", "-- +goose NO TRANSACTION\n" + GOOSE);
    assertThat(migrate(vertx, database).applied()).hasSize(1);
    assertThat(database.<Long>value("select count(*) from a")).isEqualTo(4);
  }

  @Test
  void a_failure_below_a_mark_is_told_at_its_place(Vertx vertx, TestDatabase database) {
    scripts.with("1_a.sql", GOOSE + "select 1,\n  nothing;\n");
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.failure().line()).isEqualTo(14);
    assertThat(failed.failure().column()).isEqualTo(3);
  }

  private MigrationReport migrate(Vertx vertx, TestDatabase database) {
    return Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
  }
}
