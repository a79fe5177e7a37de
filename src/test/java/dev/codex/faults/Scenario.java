package dev.codex.faults;

import dev.codex.migration.CodexException;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.Scripts;
import dev.codex.testing.OwnServer;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A run that shows a bug, if there is one. It is called from outside of the program with the bug. */
public final class Scenario {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** A rival that begins meanwhile is as far as the lock by then. */
  private static final Duration LATE = Duration.ofSeconds(6);

  private final Vertx vertx;
  private final Administrators admins;
  private final Workloads workloads;

  private Scenario(Vertx vertx, Administrators admins, Workloads workloads) {
    this.vertx = vertx;
    this.admins = admins;
    this.workloads = workloads;
  }

  /** What is wrong after the run, empty if nothing is. */
  public static List<String> violations(
      String scenario,
      @Nullable String mutant,
      Vertx vertx,
      TestDatabase database,
      Path directory) {
    try (Workloads workloads = new Workloads(database, directory);
        Administrators admins = Administrators.of(database, 1)) {
      if (mutant != null) {
        Bug.plant(Mutant.valueOf(mutant));
      }
      String[] parts = scenario.split(":", 2);
      return new Scenario(vertx, admins, workloads).run(parts[0], parts[1]);
    }
  }

  private List<String> run(String name, String harm) {
    return switch (name) {
      case "half-built" -> halfBuilt();
      case "elsewhere" -> elsewhere();
      case "own-commit", "own-rollback" -> refused(workloads.get(name));
      case "crash" -> crash();
      case "swapped" -> swapped(workloads.get(name), harm);
      default -> harmed(workloads.get(name), harm);
    };
  }

  private List<String> harmed(Workload workload, String harm) {
    Arena arena = new Arena(vertx, admins, PATIENCE, LATE);
    Result undisturbed = arena.run(new Case(workload, List.of()));
    if (harm.isEmpty() || !undisturbed.violations().isEmpty()) {
      return undisturbed.violations();
    }
    String[] parts = harm.split("=");
    int number = undisturbed.frames().stream()
        .filter(frame -> frame.side() == Side.CLIENT && frame.toString().contains(parts[0])
            || frame.query().contains(parts[0]))
        .findFirst()
        .orElseThrow()
        .number();
    Fault fault = new Fault(Side.CLIENT, number, Kind.parse(parts[1]));
    return arena.run(new Case(workload, List.of(fault))).violations();
  }

  /** A script changes after it was read, and before any is sent. */
  private List<String> swapped(Workload workload, String harm) {
    TestDatabase database = workload.template().copy();
    try (FaultProxy proxy = FaultProxy.to(database)) {
      Bug.at(database, workload.scripts());
      // once: at the next message the script may be read, and half of a file is no other text
      proxy.harm(
          Kind.DELAY,
          query -> query.contains(harm.split("=")[0]) && proxy.done().isEmpty());
      proxy.onHarm(
          () -> Scripts.in(workload.scripts()).with("V2__note.sql", "insert into t values (1, 1)"));
      ended(Migrator.create(vertx, workload.harmed(database, proxy, false)).migrate());
      boolean other = database.<Long>value("select count(*) from t") > 0;
      return other ? List.of("another text was applied than the one that was read") : List.of();
    } finally {
      database.dropCopy();
    }
  }

  private List<String> halfBuilt() {
    Workload workload = workloads.get("half");
    TestDatabase database = workload.template().copy();
    try {
      database.execute("create table u (a int); insert into u values (1), (1)");
      ended(Future.fromCompletionStage(CompletableFuture.runAsync(
          () -> database.execute("create unique index concurrently u_a on u (a)"))));
      database.execute("delete from u");
      Path own = Scripts.in(workload.scripts().resolve("own"))
          .with("V1__i.sql", "create unique index concurrently if not exists u_a on u (a)")
          .directory();
      ended(Migrator.create(vertx, Scripts.in(own).config(database)).migrate());
      return database.values(
          "select 'invalid: ' || indexrelid::regclass from pg_index where not indisvalid");
    } finally {
      database.dropCopy();
    }
  }

  private List<String> elsewhere() {
    Workload workload = workloads.get("elsewhere");
    TestDatabase database = workload.template().copy();
    try (FaultProxy proxy = FaultProxy.to(database)) {
      proxy.harm(
          Kind.RESET, query -> query.contains("V2__rows.sql") && proxy.done().isEmpty());
      proxy.onHarm(database::replaceByEmpty);
      Throwable failure =
          ended(Migrator.create(vertx, Scripts.in(workload.scripts()).config(proxy.config()))
              .migrate());
      return failure instanceof CodexException.OutcomeInDoubt
          ? List.of()
          : List.of("a run went on in another database: " + failure);
    } finally {
      database.dropCopy();
    }
  }

  private List<String> refused(Workload workload) {
    TestDatabase database = workload.template().copy();
    try {
      Throwable failure =
          ended(Migrator.create(vertx, Scripts.in(workload.scripts()).config(database))
              .migrate());
      return failure == null
          ? List.of("a script that left our transaction is recorded")
          : List.of();
    } finally {
      database.dropCopy();
    }
  }

  private List<String> crash() {
    try (OwnServer server = OwnServer.start(Map.of("wal_writer_delay", "10000"))) {
      TestDatabase database = server.database();
      database.executeAsSuperuser(
          "alter role " + database.username() + " set synchronous_commit = off");
      Path scripts = workloads.get("crash").scripts();
      ended(Migrator.create(vertx, Scripts.in(scripts).config(database)).migrate());
      server.crash();
      server.startAgain();
      return database.<Long>value("select count(*) from public.codex_schema_history") == 2
          ? List.of()
          : List.of("a run that had succeeded is not there after a crash");
    }
  }

  /** With what a future has failed, null if it has not. */
  private static @Nullable Throwable ended(Future<?> future) {
    CompletableFuture<Object> adapted = new CompletableFuture<>();
    future.onComplete(adapted::complete, adapted::completeExceptionally);
    try {
      adapted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException failure) {
      return failure.getCause();
    } catch (TimeoutException late) {
      return late;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
