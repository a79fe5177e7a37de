package dev.codex.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What a test class of an application gets. */
@ExtendWith(PostgresExtension.class)
class CodexDatabaseTest {
  /** What the classes below have seen. */
  private static final List<String> SEEN = new ArrayList<>();

  private TestDatabase server;

  @BeforeEach
  void nameTheServer(TestDatabase database) {
    server = database;
    SEEN.clear();
    System.setProperty(
        "codex.test.url",
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(
                database.superuserConnectOptions().getUser(),
                database.superuserConnectOptions().getPassword(),
                database.host(),
                database.port(),
                database.name()));
    dropTemplates();
  }

  @AfterEach
  void forgetTheServer() {
    System.clearProperty("codex.test.url");
    dropTemplates();
  }

  @Test
  void a_class_gets_a_database_with_the_schema_which_is_gone_after_it() {
    assertThat(run(Shelves.class).getTestsSucceededCount()).isEqualTo(2);
    assertThat(SEEN).containsExactly("0 shelves", "1 shelves");
    assertThat(databases("codex_copy_" + ProcessHandle.current().pid() + "_%")).isEmpty();
  }

  @Test
  void the_scripts_are_applied_once_and_no_class_sees_the_rows_of_another() {
    run(Shelves.class, MoreShelves.class);
    assertThat(SEEN).contains("0 shelves", "1 shelves", "none of the others");
    run(RunOfTheScripts.class);
    String first = SEEN.get(SEEN.size() - 1);
    run(RunOfTheScripts.class);
    assertThat(SEEN.get(SEEN.size() - 1)).isEqualTo(first);
    assertThat(databases("codex_template_%")).hasSize(1);
  }

  @Test
  void a_nested_class_has_the_database_of_the_one_around_it() {
    assertThat(run(WithNested.class).getTestsSucceededCount()).isEqualTo(2);
    assertThat(SEEN).hasSize(2).allMatch(SEEN.get(0)::equals);
  }

  @Test
  void a_script_that_fails_fails_the_class_with_its_sentence_and_leaves_no_database() {
    TestExecutionSummary summary = run(Broken.class);
    assertThat(summary.getTestsFailedCount()).isEqualTo(1);
    assertThat(summary.getFailures().get(0).getException())
        .hasStackTraceContaining("V1__wrong.sql:1:8")
        .hasStackTraceContaining("\"nosuch\" does not exist");
    assertThat(databases("codex_copy_" + ProcessHandle.current().pid() + "_%")).isEmpty();
  }

  @Test
  void what_a_killed_run_has_left_is_dropped_by_the_next() {
    server.executeAsSuperuser("create database codex_copy_1_killed_1");
    run(Shelves.class);
    assertThat(databases("codex_copy_1_killed_%")).isEmpty();
  }

  @Test
  void an_address_that_is_none_is_said_without_its_password() {
    System.setProperty("codex.test.url", "postgres://me:hush:hush@x");
    TestExecutionSummary summary = run(Shelves.class);
    assertThat(summary.getFailures().get(0).getException())
        .hasStackTraceContaining("codex.test.url or CODEX_TEST_PG is not the address")
        .satisfies(failure -> assertThat(String.valueOf(failure)).doesNotContain("hush"));
  }

  private TestExecutionSummary run(Class<?>... classes) {
    LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
        .selectors(List.of(classes).stream().map(type -> selectClass(type)).toList())
        .configurationParameter(
            "junit.jupiter.testmethod.order.default",
            "org.junit.jupiter.api.MethodOrderer$MethodName")
        .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, summary);
    return summary.getSummary();
  }

  private List<String> databases(String like) {
    return server.values("select datname::text from pg_database where datname like $1", like);
  }

  private void dropTemplates() {
    databases("codex_template_%")
        .forEach(name -> server.executeAsSuperuser("drop database " + name));
  }

  private static RowSet<Row> query(MigratedDatabase database, String sql) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      return ended(PgConnection.connect(vertx, database.connectOptions())
          .compose(connection -> connection.query(sql).execute().eventually(connection::close)));
    } finally {
      ended(vertx.close());
    }
  }

  private static <T> T ended(Future<T> work) throws Exception {
    return work.await(120, TimeUnit.SECONDS);
  }

  @CodexDatabase
  static class Shelves {
    @Test
    void a_the_schema_is_there(MigratedDatabase database) throws Exception {
      SEEN.add(query(database, "select from shelf").size() + " shelves");
      query(database, "insert into shelf (name) values ('fiction')");
    }

    @Test
    void b_its_rows_stay_for_the_class(MigratedDatabase database) throws Exception {
      SEEN.add(query(database, "select from shelf").size() + " shelves");
    }
  }

  @CodexDatabase
  static class MoreShelves {
    private final MigratedDatabase database;

    MoreShelves(MigratedDatabase database) {
      this.database = database;
    }

    @Test
    void the_rows_of_others_are_not_there() throws Exception {
      SEEN.add(query(database, "select from shelf").size() == 0 ? "none of the others" : "some");
    }
  }

  @CodexDatabase
  static class RunOfTheScripts {
    @Test
    void tells_it(MigratedDatabase database) throws Exception {
      SEEN.add(query(database, "select run_id::text from codex_schema_history")
          .iterator()
          .next()
          .getString(0));
    }
  }

  @CodexDatabase
  static class WithNested {
    @Test
    void outside(MigratedDatabase database) {
      SEEN.add(database.databaseName());
    }

    @Nested
    class Within {
      @Test
      void inside(MigratedDatabase database) {
        SEEN.add(database.databaseName());
      }
    }
  }

  @CodexDatabase(locations = "classpath:db/broken")
  static class Broken {
    @Test
    void is_never_run(MigratedDatabase database) {
      SEEN.add("run");
    }
  }
}
