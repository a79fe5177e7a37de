package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationReport;
import dev.codex.runtime.Migrator;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs cases, each on a database of its own, and judges what they leave. */
final class Arena {
  private final Vertx vertx;
  private final TestSession admin;
  private final Duration patience;
  private final Map<String, State> undisturbed = new ConcurrentHashMap<>();

  /** @param patience for how long a run may take */
  Arena(Vertx vertx, TestSession admin, Duration patience) {
    this.vertx = vertx;
    this.admin = admin;
    this.patience = patience;
  }

  /** How a run has ended: with a report or with a failure, or not at all. */
  private record End(
      @Nullable MigrationReport report, @Nullable Throwable failure) {
    boolean isGood() {
      return report != null;
    }

    /** Whether it would only be in the way of the next run. */
    boolean isEndless() {
      return failure instanceof TimeoutException;
    }

    @Override
    public String toString() {
      return failure == null ? "success" : failure.toString();
    }
  }

  /** What the workload leaves when nothing happens to it. */
  State undisturbed(Workload workload) {
    return undisturbed.computeIfAbsent(workload.name(), name -> {
      TestDatabase database = workload.template().copy();
      try {
        await(Migrator.create(vertx, workload.direct(database)).migrate());
        return State.of(database);
      } finally {
        database.dropCopy();
      }
    });
  }

  /** Runs a case. */
  Result run(Case one) {
    long started = System.nanoTime();
    State expected = undisturbed(one.workload());
    TestDatabase database = one.workload().template().copy();
    List<String> violations = new ArrayList<>();
    try (FaultProxy proxy = FaultProxy.to(database)) {
      proxy.harm(frame -> harm(one, frame));
      proxy.onTerminate(pid -> admin.execute("select pg_terminate_backend(" + pid + ")"));
      List<End> ends = harmedRun(one, database, proxy);
      violations.addAll(judge(one, ends));
      proxy.close();
      if (ends.stream().noneMatch(End::isEndless)) {
        violations.addAll(again(one.workload(), database, ends.get(0).isGood()));
        violations.addAll(left(database, expected));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      return new Result(one, proxy.done().size(), proxy.frames(), violations, took);
    } finally {
      database.dropCopy();
    }
  }

  private static @Nullable Kind harm(Case one, Frame frame) {
    return one.faults().stream()
        .filter(fault -> fault.side() == frame.side() && fault.number() == frame.number())
        .map(Fault::kind)
        .findFirst()
        .orElse(null);
  }

  /** The end of the harmed run, and that of its rival if it has one. */
  private List<End> harmedRun(Case one, TestDatabase database, FaultProxy proxy) {
    CompletableFuture<End> rival = new CompletableFuture<>();
    if (one.workload().hasRival()) {
      proxy.onHarm(() -> rival(one.workload(), database, rival));
    }
    Bug.at(database, one.workload().scripts());
    CodexConfig config = one.workload().harmed(database, proxy);
    if (one.isDeath()) {
      config = config.withDatabase(config.database().withConnectBudget(Duration.ofMillis(200)));
    }
    List<End> ends = new ArrayList<>();
    ends.add(end(Migrator.create(vertx, config).migrate()));
    if (one.workload().hasRival() && !proxy.done().isEmpty()) {
      ends.add(await(Future.fromCompletionStage(rival)));
    }
    return ends;
  }

  private void rival(Workload workload, TestDatabase database, CompletableFuture<End> rival) {
    Migrator.create(vertx, workload.direct(database))
        .migrate()
        .onComplete(
            report -> rival.complete(new End(report, null)),
            failure -> rival.complete(new End(null, failure)));
    if (workload.rival() == Workload.Rival.BEFORE) {
      rival
          .completeOnTimeout(
              new End(null, new TimeoutException("no end of the rival")),
              patience.toMillis(),
              TimeUnit.MILLISECONDS)
          .join();
    }
  }

  /** With a network that comes back a run gets through; one that dies does not know. */
  private static List<String> judge(Case one, List<End> ends) {
    List<String> violations = new ArrayList<>();
    End harmed = ends.get(0);
    boolean allowed = one.workload().failing().isEmpty()
        ? harmed.isGood()
        : failedAt(harmed.failure(), one.workload().failing());
    boolean unknown = harmed.failure() instanceof CodexException.OutcomeInDoubt
        || harmed.failure() instanceof CodexException.DatabaseUnreachable;
    if (!allowed && !(one.isDeath() && unknown)) {
      violations.add("the run ended with " + harmed);
    }
    if (String.valueOf(harmed.failure()).contains(Workload.CANARY)) {
      violations.add("the password stands in the failure");
    }
    ends.stream()
        .skip(1)
        .filter(end -> !end.isGood())
        .forEach(end -> violations.add("the rival ended with " + end));
    return violations;
  }

  private static boolean failedAt(@Nullable Throwable failure, String script) {
    return failure instanceof CodexException.MigrationFailed failed
        && failed.getMessage().contains(script);
  }

  /** The run after it, which nothing stands in the way of. */
  private List<String> again(Workload workload, TestDatabase database, boolean complete) {
    End end = end(Migrator.create(vertx, workload.direct(database)).migrate());
    if (end.report() == null) {
      return List.of("the run after it ended with " + end);
    }
    return complete && !end.report().applied().isEmpty()
        ? List.of("it was said to be complete, and the run after it applied "
            + end.report().applied())
        : List.of();
  }

  private List<String> left(TestDatabase database, State expected) {
    List<String> violations = new ArrayList<>(Leftovers.after(admin, database.name()));
    try (TestSession session = database.openAsSuperuser()) {
      violations.addAll(Probes.violations(session));
    }
    violations.addAll(expected.differences(State.of(database)));
    return violations;
  }

  private End end(Future<MigrationReport> run) {
    try {
      return new End(await(run), null);
    } catch (ExecutionFailed failure) {
      return new End(null, failure.getCause());
    }
  }

  /** A future that has failed. */
  private static final class ExecutionFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExecutionFailed(Throwable cause) {
      super(cause);
    }
  }

  private <T> T await(Future<T> future) {
    CompletableFuture<T> adapted = new CompletableFuture<>();
    future.onComplete(adapted::complete, adapted::completeExceptionally);
    try {
      return adapted.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new ExecutionFailed(failure.getCause());
    } catch (TimeoutException late) {
      throw new ExecutionFailed(new TimeoutException("no end within " + patience));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
