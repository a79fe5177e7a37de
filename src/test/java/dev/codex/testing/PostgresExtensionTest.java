package dev.codex.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class PostgresExtensionTest {
  private TestDatabase beforeTheTest;

  @BeforeEach
  void remember(TestDatabase database) {
    beforeTheTest = database;
  }

  @RepeatedTest(2)
  void gives_every_test_a_database_of_its_own(TestDatabase database) {
    assertThat(database).isSameAs(beforeTheTest);
    assertThat(database.<String>value("select current_database()")).isEqualTo(database.name());
    assertThat(database.<String>value("select to_regclass('t')::text")).isNull();
    database.execute("create table t (id int); insert into t values (1), (2)");
    assertThat(database.<Integer>values("select id from t order by id")).containsExactly(1, 2);
    assertThat(database.query("select id from t where id > $1", 1))
        .singleElement()
        .asString()
        .isEqualTo("{id=2}");
  }

  @Test
  void the_owner_is_an_ordinary_role(TestDatabase database) {
    assertThat(database.<Boolean>value(
            "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"))
        .isFalse();
    assertThat(database.<String>value("select current_setting('server_version_num')"))
        .startsWith(String.valueOf(database.major()));
    assertThatThrownBy(() -> database.execute("create role x")).isInstanceOf(PgException.class);
    database.executeAsSuperuser("create table s ()");
    String reader = database.createRole("reader");
    assertThat(database.configAs(reader, database.password()).encode()).contains(reader);
  }

  @Test
  void a_wrong_password_is_refused(TestDatabase database, Vertx vertx) {
    assertThatThrownBy(() -> TestSession.await(
            PgConnection.connect(vertx, database.connectOptions().setPassword("wrong"))))
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("28P01"));
  }

  @Test
  void a_Vertx_that_the_test_did_not_close_is_no_leak(Vertx vertx, TestDatabase database) {
    TestSession.await(PgConnection.connect(vertx, database.connectOptions())
        .compose(connection -> connection.query("select pg_advisory_lock(1)").execute()));
  }

  @Test
  void finds_a_leaked_connection(TestDatabase database) {
    try (TestSession leaked = database.open();
        TestSession admin = database.openElsewhere()) {
      leaked.execute("select 'the last query'");
      assertThatThrownBy(() -> Leaks.check(admin, database.name(), Duration.ofMillis(100)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(
              "connection " + leaked.processId() + " of application \"codex-test\", idle")
          .hasMessageContaining("the last query");
    }
  }

  @Test
  void finds_a_leaked_advisory_lock(TestDatabase database) {
    try (TestSession leaked = database.open();
        TestSession admin = database.openElsewhere()) {
      leaked.execute("select pg_advisory_lock(7)");
      assertThatThrownBy(() -> Leaks.check(admin, database.name(), Duration.ofMillis(100)))
          .hasMessageContaining("advisory lock 0/7 held by connection " + leaked.processId());
    }
  }

  @Test
  void waits_for_a_connection_that_is_being_closed(TestDatabase database)
      throws InterruptedException {
    TestSession slow = database.open();
    try (TestSession admin = database.openElsewhere()) {
      Thread closing = new Thread(() -> {
        slow.execute("select pg_sleep(0.3)");
        slow.close();
      });
      closing.start();
      Leaks.check(admin, database.name(), Duration.ofSeconds(60));
      closing.join();
    }
  }
}
