package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script whose message was on its way while the one before it ran: it runs if that one was recorded, and only then. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class SentAheadTest {
  /** No rollback takes it back, so it tells whether any of the script ran. */
  private static final String WITNESS = "select nextval('witness')";

  @TempDir
  private Path directory;

  @Test
  void a_script_runs_after_the_one_before_it(Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      runner.applyWithNext("create table one (); select pg_sleep(0.3)", "create table two ()");
      assertThat(runner.history().rows()).hasSize(2);
      assertThat(runner.value("select to_regclass('two')::text")).isEqualTo("two");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1/0",
        "no statement at all",
        "set search_path = nowhere; select 1/0",
        "commit",
        "rollback",
        "commit and chain",
        "commit; begin",
        "rollback; begin",
        "commit; begin; savepoint codex",
        "commit; select 1/0",
        "rollback; select 1/0",
        "commit; set search_path = shadow, pg_catalog; select 1/0",
        "release savepoint codex",
        "do $$ begin commit; end $$",
        "do $$ begin perform set_config('role', 'nobody', false); end $$",
        "set constraints all deferred; insert into child values (1); select 1/0",
        "insert into child values (1)"
      })
  void nothing_of_it_runs_after_a_failure(String failing, Vertx vertx, TestDatabase database) {
    database.execute("create sequence witness; create schema shadow;"
        + " create function shadow.count() returns bigint language sql as 'select 1::bigint';"
        + " create function shadow.divide(int, bigint) returns bigint language sql as 'select 1::bigint';"
        + " create operator shadow./ (leftarg = int, rightarg = bigint, function = shadow.divide);"
        + " create table parent (id int primary key);"
        + " create table child (id int references parent deferrable initially deferred)");
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      Ended.badly(
          runner.sendWithNext(failing, WITNESS + "; create table two ()"), MigrationFailed.class);
      assertThat(runner.history().rows()).isEmpty();
      assertThat(runner.value("select is_called::text from witness")).isEqualTo("false");
      assertThat(runner.value("select (now() = statement_timestamp())::text")).isEqualTo("true");
      runner.applyWithNext("create table one ()", WITNESS);
      assertThat(runner.history().rows()).hasSize(2);
    }
  }

  @Test
  void nor_after_one_that_comes_too_late(Vertx vertx, TestDatabase database) {
    database.execute("create sequence witness");
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      Ended.well(runner.apply("create table one ()"));
      runner.forgetLast();
      Ended.badly(runner.sendWithNext("create table late ()", WITNESS), StalePlanException.class);
      assertThat(runner.history().rows()).hasSize(1);
      assertThat(runner.value("select is_called::text from witness")).isEqualTo("false");
    }
  }
}
