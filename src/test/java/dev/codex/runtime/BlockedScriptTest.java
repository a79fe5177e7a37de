package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.LocksNotObtained;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script that needs a lock which somebody holds: nobody else is held up for long, and the script gets its turn. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class BlockedScriptTest {
  private static final String SHORT = "{'lock': {'statement_timeout': '1s'}}";
  private static final String HOPELESS =
      "{'lock': {'statement_timeout': '1s', 'statement_budget': '1500ms'}}";
  /** A slow machine gets to a second attempt too. */
  private static final String IN_VAIN =
      "{'lock': {'statement_timeout': '1s', 'statement_budget': '8s'}}";

  private static final String READER = "begin; lock table a in access share mode";

  private final List<String> told = new CopyOnWriteArrayList<>();
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void a_table(@TempDir Path directory, Vertx given) {
    vertx = given;
    scripts = Scripts.in(directory).with("V1__a.sql", "create table a (x int)");
  }

  private Future<MigrationReport> migrate(TestDatabase database, String config) {
    return Migrator.create(vertx, scripts.config(database, config))
        .withProgress(new Progress() {
          @Override
          public void waitingForLocks(String blockers) {
            told.add(blockers);
          }
        })
        .migrate();
  }

  /** As one message, in parts because of its size, and statement by statement. */
  @ParameterizedTest
  @ValueSource(strings = {"", "LARGE", "-- codex:no-transaction\n"})
  void is_tried_again_until_the_lock_is_free(String way, TestDatabase database) {
    Ended.well(migrate(database, SHORT));
    String before = way.equals("LARGE") ? "-- " + "x".repeat(300_000) + "\n" : way;
    scripts.with("V2__b.sql", before + "alter table a add column y int;");
    try (TestSession other = database.open()) {
      other.execute(READER);
      Future<MigrationReport> run = migrate(database, SHORT);
      String holder = "held by pid " + other.processId();
      Ended.until(
          "tried twice, and said who is in the way",
          () -> told.size() >= 2 && told.get(told.size() - 1).contains(holder));
      assertThat(database.<Long>value("select count(*) from codex_schema_history"))
          .isEqualTo(1);
      other.execute("commit");
      assertThat(Ended.well(run).applied()).hasSize(1);
    }
    assertThat(database.<Long>value("select count(y) from a")).isZero();
  }

  @Test
  void holds_up_the_application_no_longer_than_the_limit(TestDatabase database) {
    Ended.well(migrate(database, SHORT));
    scripts.with("V2__b.sql", "alter table a add column y int");
    try (TestSession reader = database.open();
        TestSession application = database.open()) {
      reader.execute(READER);
      Future<MigrationReport> run = migrate(database, SHORT);
      Duration longest = Duration.ZERO;
      // behind an ALTER TABLE without a limit the first query would never come back
      while (told.size() < 3) {
        long started = System.nanoTime();
        application.execute("select count(x) from a");
        Duration waited = Duration.ofNanos(System.nanoTime() - started);
        longest = waited.compareTo(longest) > 0 ? waited : longest;
      }
      assertThat(longest).isBetween(Duration.ofMillis(50), Duration.ofSeconds(30));
      reader.execute("commit");
      Ended.well(run);
    }
  }

  @Test
  void is_given_up_when_the_time_for_attempts_is_over_and_names_who_was_in_the_way(
      TestDatabase database) {
    Ended.well(migrate(database, IN_VAIN));
    scripts.with("V2__b.sql", "create table b ();\nalter table a add column y int");
    try (TestSession other = database.open()) {
      other.execute(READER);
      LocksNotObtained failure = Ended.badly(migrate(database, IN_VAIN), LocksNotObtained.class);
      assertThat(failure)
          .hasMessageContaining("migration 2 (b) did not get its locks within 8 s (")
          .hasMessageContaining("V2__b.sql:2:1")
          .hasMessageContaining("held by pid " + other.processId())
          .hasMessageContaining("nothing of this script was kept")
          .hasMessageContaining("pg_terminate_backend");
      assertThat(failure.attempts()).isGreaterThan(1);
      other.execute("commit");
    }
    assertThat(database.<String>value("select to_regclass('b')::text")).isNull();
    // a waiting process goes on waiting
    assertThat(database.<Long>value("select count(*) from codex_attempt")).isZero();
    assertThat(Ended.well(migrate(database, SHORT)).applied()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- codex:lock-timeout 0\n",
        "set lock_timeout = 0; ",
        "-- codex:no-transaction\nset lock_timeout = 0; "
      })
  void says_itself_how_long_it_waits(String own, TestDatabase database) {
    Ended.well(migrate(database, HOPELESS));
    scripts.with("V2__b.sql", own + "alter table a add column y int");
    try (TestSession other = database.open()) {
      other.execute(READER);
      Future<MigrationReport> run = migrate(database, HOPELESS);
      other.execute("select pg_sleep(2.5); commit");
      assertThat(Ended.well(run).applied()).hasSize(1);
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create index concurrently a_x on a (x)",
        "alter table a validate constraint positive",
      })
  void waits_without_a_limit_where_it_holds_up_nobody(String statement, TestDatabase database) {
    scripts.with(
        "V1__a.sql",
        "create table a (x int); alter table a add constraint positive check (x > 0) not valid");
    Ended.well(migrate(database, HOPELESS));
    scripts.with("V2__b.sql", statement);
    try (TestSession other = database.open()) {
      other.execute("begin; lock table a in share row exclusive mode");
      Future<MigrationReport> run = migrate(database, HOPELESS);
      other.execute("select pg_sleep(2.5); commit");
      assertThat(Ended.well(run).applied()).hasSize(1);
      assertThat(told).isEmpty();
    }
    assertThat(database.<Long>value("select count(*) from pg_index where not indisvalid"))
        .isZero();
  }

  @Test
  void a_deadlock_with_the_application_is_tried_again(TestDatabase database) {
    scripts.with(
        "V2__b.sql",
        "create table b ();\ndo $$ begin if nextval('tries') = 1 then raise 'deadlock' using errcode = '40P01'; end if; end $$");
    database.execute("create sequence tries");
    assertThat(Ended.well(migrate(database, SHORT)).applied()).hasSize(2);
    assertThat(told).hasSize(1);
  }
}
