package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that waits while another process has the lock, whose part a session of the test plays. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class DoneByOthersTest {
  private static final CodexTables TABLES = new CodexTables("public");

  private static final int CHANGES = 30;

  private Vertx vertx;
  private Scripts scripts;

  @BeforeEach
  void two_scripts(@TempDir Path directory, Vertx given) {
    vertx = given;
    scripts = Scripts.in(directory)
        .with("V1__a.sql", "create table a ()")
        .with("V2__b.sql", "create table b ()");
  }

  /** Takes the lock, and the row of the last migration away. */
  private TestSession otherProcess(TestDatabase database) {
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
    TestSession other = database.open();
    other.execute("select pg_advisory_lock(" + TABLES.lockKey() + ")");
    other.execute("create table kept as select * from codex_schema_history where version = '2';"
        + "delete from codex_schema_history where version = '2'");
    return other;
  }

  private Future<MigrationReport> waitingRun(JsonObject config) {
    AtomicBoolean waits = new AtomicBoolean();
    Future<MigrationReport> run = Migrator.create(vertx, scripts.config(config))
        .withProgress(new Progress() {
          @Override
          public void waitingForLock(String holder) {
            waits.set(true);
          }
        })
        .migrate();
    Ended.until("the run waits", waits::get);
    return run;
  }

  private static void finish(TestSession other) {
    other.execute("insert into codex_schema_history select * from kept");
  }

  @Test
  void ends_when_the_work_is_done_and_not_only_when_the_lock_is_free(TestDatabase database) {
    try (TestSession other = otherProcess(database)) {
      Future<MigrationReport> run = waitingRun(database.config());
      finish(other);

      MigrationReport report = Ended.well(run);
      assertThat(report.applied()).isEmpty();
      assertThat(report.state().status()).isEqualTo(SchemaState.Status.READY);
      assertThat(report.state().version()).isEqualTo("2");
    }
  }

  /** Once it has waited for some seconds it looks twice a second at most by itself. */
  @Test
  void looks_whenever_the_database_tells_of_a_change(TestDatabase database) {
    try (TestSession other = otherProcess(database);
        FaultProxy wire = FaultProxy.to(database)) {
      Future<MigrationReport> run = waitingRun(wire.config());
      Ended.until("it has looked often", () -> looks(wire) > 5);
      long started = System.nanoTime();
      for (int change = 0; change < CHANGES; change++) {
        long before = looks(wire);
        other.execute("notify " + TABLES.channel());
        Ended.until("it looks", () -> looks(wire) > before);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isLessThan(Duration.ofMillis(500).multipliedBy(CHANGES));

      finish(other);
      Ended.well(run);
    }
  }

  private static long looks(FaultProxy wire) {
    return wire.queries().stream()
        .filter(query -> query.contains("pg_try_advisory_lock"))
        .count();
  }

  @Test
  void goes_on_itself_when_the_lock_is_free_and_something_is_left(TestDatabase database) {
    Future<MigrationReport> run;
    try (TestSession other = otherProcess(database)) {
      other.execute("drop table b");
      run = waitingRun(database.config());
    }
    assertThat(Ended.well(run).applied()).hasSize(1);
  }
}
