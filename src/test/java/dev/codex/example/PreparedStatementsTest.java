package dev.codex.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Ended;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.SchemaEvents;
import dev.codex.runtime.SchemaView;
import dev.codex.runtime.SchemaWatch;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a change of the schema does to prepared statements that are kept, and what the event is good for. */
@ExtendWith(PostgresExtension.class)
class PreparedStatementsTest {
  private static final String SELECT = "select * from shelf";

  private final Vertx vertx = Vertx.vertx();
  private TestDatabase database;
  private CodexConfig config;

  @TempDir
  private Path scripts;

  @BeforeEach
  void migrateOnce(TestDatabase given) throws Exception {
    database = given;
    Files.writeString(scripts.resolve("V1__shelf.sql"), "create table shelf (name text);");
    config = CodexConfig.from(database
        .config()
        .put(
            "migrations",
            new JsonObject().put("locations", new JsonArray().add(scripts.toString()))));
    migrate();
  }

  @AfterEach
  void close() throws Exception {
    ended(vertx.close());
  }

  @Test
  void a_statement_that_was_prepared_before_a_migration_fails_after_it() throws Exception {
    Pool pool = PgBuilder.pool()
        .connectingTo(database.connectOptions().setCachePreparedStatements(true))
        .using(vertx)
        .build();
    ended(pool.preparedQuery(SELECT).execute());
    addColumn();
    assertThatThrownBy(() -> ended(pool.preparedQuery(SELECT).execute()))
        .hasMessageContaining("cached plan must not change result type");
  }

  @Test
  void a_pool_that_is_renewed_at_the_event_goes_on() throws Exception {
    RenewedPool pool = new RenewedPool(vertx, database.connectOptions());
    ended(pool.start());
    SchemaWatch watch = SchemaWatch.create(vertx, config);
    ended(watch.start(new Unwatched()));
    Promise<JsonObject> change = Promise.promise();
    ended(SchemaEvents.onChange(vertx, change::tryComplete).completion());
    Pool before = pool.get();
    ended(before.preparedQuery(SELECT).execute());
    addColumn();
    assertThat(ended(change.future()).getString("version")).isEqualTo("2");
    // it is told of the event as this test is, before it or after it
    Ended.until("another pool", () -> pool.get() != before);
    assertThat(ended(pool.get().preparedQuery(SELECT).execute()).columnsNames())
        .containsExactly("name", "room");
    ended(watch.close());
  }

  @Test
  void a_watch_that_begins_and_a_run_with_nothing_to_do_are_no_change() throws Exception {
    Promise<JsonObject> change = Promise.promise();
    ended(SchemaEvents.onChange(vertx, change::tryComplete).completion());
    SchemaWatch watch = SchemaWatch.create(vertx, config);
    ended(watch.start(new Unwatched()));
    migrate();
    addColumn();
    assertThat(ended(change.future()).getString("version")).isEqualTo("2");
    ended(watch.close());
  }

  private void addColumn() throws Exception {
    Files.writeString(scripts.resolve("V2__room.sql"), "alter table shelf add room text;");
    migrate();
  }

  /** In another Vert.x, as another process would: its event bus is not ours. */
  private void migrate() throws Exception {
    Vertx other = Vertx.vertx();
    ended(Migrator.create(other, config).migrate());
    ended(other.close());
  }

  private static <T> T ended(Future<T> work) throws Exception {
    return work.await(120, TimeUnit.SECONDS);
  }

  private record Unwatched() implements SchemaWatch.Listener {
    @Override
    public void seen(SchemaView view) {}

    @Override
    public void unreachable(String reason, Duration since) {}
  }
}
