package dev.codex.junit;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.MigrationSet;
import dev.codex.postgres.Connector;
import dev.codex.postgres.Session;
import dev.codex.postgres.StopSignal;
import dev.codex.postgres.TemplateDatabases;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.SchemaReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Migrates a template once, and copies it for each test class. */
@SuppressWarnings("deprecation") // before JUnit 5.13 a store closes nothing else
final class DatabaseCopies implements CloseableResource, AutoCloseable {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
  private static final long LONGEST_MINUTES = 10;
  private static final String RUN =
      ProcessHandle.current().pid() + "_" + Long.toString(System.currentTimeMillis(), 36);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final AtomicInteger number = new AtomicInteger();
  private final TestServer server;
  private final Session session;

  private DatabaseCopies(TestServer server) {
    this.server = server;
    this.session = ended(connect());
  }

  static DatabaseCopies open() {
    TestServer server = TestServer.find();
    try {
      return new DatabaseCopies(server);
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  /** The name tells whose copies are still in use, as long as this session lasts. */
  private Future<Session> connect() {
    return new Connector(
            vertx, config(server.maintenance(), List.of()).database(), "codex test " + RUN)
        .connectWithin(LONGEST_CONNECT, new StopSignal())
        .onSuccess(connected -> TemplateDatabases.sweep(connected)
            .onFailure(left -> System.getLogger(DatabaseCopies.class.getName())
                .log(System.Logger.Level.DEBUG, "copies of an earlier run are left", left)));
  }

  /** Makes a copy. */
  synchronized Lease lease(List<String> locations) {
    MigratedDatabase copy =
        server.maintenance().named("codex_copy_" + RUN + "_" + number.incrementAndGet());
    return ended(scripts(locations)
        .compose(set -> template(set, locations))
        .compose(template -> TemplateDatabases.copy(session, template, copy.databaseName()))
        .map(copied -> new Lease(this, copy)));
  }

  synchronized void drop(MigratedDatabase copy) {
    ended(TemplateDatabases.drop(session, copy.databaseName()));
  }

  private Future<MigrationSet> scripts(List<String> locations) {
    return SchemaReader.create(vertx, config(server.maintenance(), locations), "test")
        .migrations()
        .compose(set -> set.problems().isEmpty()
            ? Future.succeededFuture(set)
            : Future.failedFuture(new ScriptsInvalid(set.problems())));
  }

  /** A template gets its name when it is whole: who is killed meanwhile leaves none that is half made. */
  private Future<String> template(MigrationSet set, List<String> locations) {
    String template = "codex_template_" + set.digest().substring(0, 16);
    return TemplateDatabases.exists(session, template).compose(exists -> {
      if (exists) {
        return Future.succeededFuture(template);
      }
      MigratedDatabase unfinished = server.maintenance().named("codex_copy_" + RUN + "_template");
      return TemplateDatabases.create(session, unfinished.databaseName())
          .compose(
              created -> Migrator.create(vertx, config(unfinished, locations)).migrate())
          .compose(
              migrated -> TemplateDatabases.publish(session, unfinished.databaseName(), template),
              failure -> TemplateDatabases.drop(session, unfinished.databaseName())
                  .transform(dropped -> Future.failedFuture(failure)))
          .map(template);
    });
  }

  private static CodexConfig config(MigratedDatabase database, List<String> locations) {
    JsonObject json = database.config();
    return CodexConfig.from(
        locations.isEmpty()
            ? json
            : json.put("migrations", new JsonObject().put("locations", new JsonArray(locations))));
  }

  @Override
  public void close() {
    ended(session.close());
    ended(vertx.close());
    server.close();
  }

  private static <T> T ended(Future<T> work) {
    try {
      return work.await(LONGEST_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          "the database of a test was not there within " + LONGEST_MINUTES + " minutes", late);
    }
  }
}
