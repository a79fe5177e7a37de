package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.config.CodexConfig;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The roles of docs/roles.md, made by the very statements that stand there. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class DocumentedRolesTest {
  private static final String HISTORY = "codex.codex_schema_history";

  private TestDatabase database;
  private Scripts scripts;
  private Vertx vertx;

  @BeforeEach
  void the_roles_of_the_page(@TempDir Path directory, Vertx given, TestDatabase empty)
      throws IOException {
    database = empty;
    vertx = given;
    scripts = Scripts.in(directory)
        .with(
            "V1__books.sql", "create table books (id int generated always as identity, title text)")
        .with("V2__index.sql", "create index concurrently by_title on books (title)");
    Matcher block = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("docs", "roles.md")));
    assertThat(block.find()).isTrue();
    String sql = block.group(1).replaceAll("library_(owner|waiter|app)", database.name() + "_$1");
    database.executeAsSuperuser(sql);
    for (String role : new String[] {"owner", "waiter", "app"}) {
      database.executeAsSuperuser(
          "alter role " + role(role) + " password '" + database.password() + "'");
    }
    Ended.well(Migrator.create(vertx, config("owner")).migrate());
  }

  private String role(String name) {
    return database.name() + "_" + name;
  }

  private CodexConfig config(String name) {
    return scripts.config(database
        .configAs(role(name), database.password())
        .put(
            "migrations",
            new JsonObject()
                .put("schema", "codex")
                .put("readers", new JsonArray().add(role("waiter")).add(role("app")))));
  }

  private void as(String name, String sql) {
    try (TestSession session = database.openAsSuperuser()) {
      session.execute("set session authorization " + role(name) + "; set search_path = library");
      session.execute(sql);
    }
  }

  private void refused(String name, String sql) {
    assertThatThrownBy(() -> as(name, sql)).hasMessageContaining("permission denied");
  }

  @Test
  void the_waiter_and_the_application_see_that_the_schema_is_ready() {
    for (String name : new String[] {"waiter", "app"}) {
      assertThat(
              Ended.well(SchemaWaiter.create(vertx, config(name)).awaitReady()).isReady())
          .isTrue();
    }
  }

  @Test
  void the_application_works_with_rows_and_changes_neither_tables_nor_history() {
    as(
        "app",
        "insert into books (title) values ('a'); update books set title = 'b'; delete from books");
    refused("app", "create table mine ()");
    refused("app", "create table public.mine ()");
    refused("app", "delete from " + HISTORY);
    refused("app", "insert into codex.codex_journal select * from codex.codex_journal");
    assertThatThrownBy(() -> as("app", "drop table books")).hasMessageContaining("must be owner");
  }

  @Test
  void the_waiter_reads_the_history_and_nothing_else() {
    as("waiter", "select count(*) from " + HISTORY);
    refused("waiter", "select * from library.books");
    refused("waiter", "update " + HISTORY + " set checksum = ''");
    refused("waiter", "create table codex.mine ()");
  }
}
