package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.faults.FaultProxy;
import dev.codex.faults.Kind;
import dev.codex.migration.Activity;
import dev.codex.migration.MigrationReport;
import dev.codex.migration.StatementPosition;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class ProgressOfStatementsTest {
  private final List<Activity> seen = new CopyOnWriteArrayList<>();
  private final List<StatementPosition> sent = new CopyOnWriteArrayList<>();
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void a_table(@TempDir Path directory, Vertx given) {
    vertx = given;
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a (x int)");
  }

  private Future<MigrationReport> migrate(TestDatabase database) {
    return Migrator.create(vertx, scripts.config(database))
        .withProgress(new Progress() {
          @Override
          public void running(Activity activity) {
            seen.add(activity);
          }

          @Override
          public void sending(StatementPosition position) {
            sent.add(position);
          }
        })
        .migrate();
  }

  private List<String> positions() {
    return sent.stream()
        .map(each -> each.describe() + ", line " + each.line() + ": " + each.label())
        .toList();
  }

  private boolean isBlockedBy(TestSession session) {
    return seen.stream()
        .flatMap(activity -> activity.blockers().stream())
        .anyMatch(blocker -> blocker.pid() == session.processId());
  }

  /** As one message, in parts because of its size, and statement by statement. */
  @ParameterizedTest
  @ValueSource(strings = {"", "LARGE", "-- codex:no-transaction\n"})
  void tells_who_blocks_a_script(String way, TestDatabase database) {
    Ended.well(migrate(database));
    String before = way.equals("LARGE") ? "-- " + "x".repeat(300_000) + "\n" : way;
    scripts.with("V2__b.sql", before + "select 1; alter table a add column y int;");
    try (TestSession other = database.open()) {
      other.execute("begin; lock table a in access share mode");
      Future<MigrationReport> run = migrate(database);
      Ended.until("it is blocked", () -> isBlockedBy(other));
      other.execute("commit");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
  }

  @Test
  void tells_whom_a_concurrent_index_build_waits_for(TestDatabase database) {
    Ended.well(migrate(database));
    scripts.with("V2__b.sql", "create index concurrently a_x on a (x)");
    try (TestSession other = database.open()) {
      other.execute("begin; insert into a values (1)");
      Future<MigrationReport> run = migrate(database);
      Ended.until("it is blocked", () -> isBlockedBy(other));
      other.execute("commit");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
  }

  @Test
  void tells_how_far_an_index_is(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "create function slowly(x int) returns int immutable language plpgsql as $$"
            + " begin while x = 150 and (select last_value from public.gate) = 1 loop perform pg_sleep(0.01); end loop;"
            + " return x; end $$;"
            + " create table b with (fillfactor = 10) as select x, repeat('x', 500) as y from generate_series(1, 200) x;"
            + " create index b_x on b (slowly(x))");
    // a sequence is seen by a statement that has begun before
    database.execute("create sequence gate");
    Future<MigrationReport> run = migrate(database);
    Ended.until(
        "it is told how far it is",
        () -> seen.stream().anyMatch(each -> each.step() != null && each.step().percent() > 0));
    database.execute("select setval('gate', 2)");
    Ended.well(run);
    assertThat(seen).anySatisfy(activity -> {
      assertThat(activity.step()).isNotNull();
      assertThat(activity.step().percent()).isBetween(1, 100);
      assertThat(activity.describe()).startsWith("building index").contains(" %");
    });
  }

  @Test
  void an_answer_lost_in_a_silent_network_is_read_from_the_history(TestDatabase database) {
    scripts.with("V2__b.sql", "insert into a values (1)").with("V3__c.sql", "select 1");
    try (FaultProxy wire = FaultProxy.to(database)) {
      wire.harm(
          Kind.STALL_AFTER, query -> query.contains("V2__b.sql") && wire.done().isEmpty());
      MigrationReport report =
          Ended.well(Migrator.create(vertx, scripts.config(wire.config())).migrate());
      assertThat(wire.done()).hasSize(1);
      assertThat(report.applied()).hasSize(3);
    }
    assertThat(database.<Long>value("select count(*) from a")).isEqualTo(1);
  }

  @Test
  void tells_each_statement_that_is_sent_by_itself_and_of_how_many(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "-- codex:no-transaction\nset work_mem = '8MB';\ncreate index concurrently a_x on a (x);\n"
            + "insert into a values (1);\ncopy a from stdin;\n2\n\\.\nvacuum a;\n");
    Ended.well(migrate(database));
    assertThat(positions())
        .containsExactly(
            "statement 1 of 5, line 2: SET WORK_MEM",
            "statement 2 of 5, line 3: CREATE INDEX",
            "statement 3 of 5, line 4: INSERT INTO",
            "statement 4 of 5, line 5: COPY A",
            "statement 5 of 5, line 8: VACUUM A");
  }

  @Test
  void statements_that_were_done_before_are_not_told_again(TestDatabase database) {
    String done = "-- codex:no-transaction\nvacuum a;\n";
    scripts.with("V2__b.sql", done + "create index concurrently a_x on a (y);\n");
    Ended.badly(migrate(database), dev.codex.migration.CodexException.MigrationFailed.class);
    sent.clear();
    scripts.with("V2__b.sql", done + "create index concurrently a_x on a (x);\n");
    Ended.well(migrate(database));
    assertThat(positions()).containsExactly("statement 2 of 2, line 3: CREATE INDEX");
  }

  @Test
  void of_a_script_that_is_read_while_it_is_sent_nobody_knows_the_end(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "insert into a values (1);\ninsert into a values (2);\ncopy a from stdin;\n3\n\\.\n"
            + "insert into a values (" + "0".repeat(200_000) + "4);\ninsert into a values (5);\n");
    Ended.well(migrate(database));
    assertThat(positions())
        .containsExactly(
            "statements 1 to 2, line 1: INSERT INTO",
            "statement 3, line 3: COPY A",
            "statement 4, line 6: INSERT INTO",
            "statement 5, line 7: INSERT INTO");
    assertThat(database.<Long>value("select count(*) from a")).isEqualTo(5);
  }

  @Test
  void a_script_that_is_one_message_is_not_counted(TestDatabase database) {
    Ended.well(migrate(database));
    assertThat(sent).isEmpty();
  }
}
