package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationReport;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs cases, each on a database of its own, and judges what they leave. */
final class Arena {
  private final Vertx vertx;
  private final Administrators admins;
  private final Duration patience;
  private final Duration late;
  private final Map<String, State> undisturbed = new ConcurrentHashMap<>();

  /**
   * @param patience for how long a run may take
   * @param late by how much a message comes late that is delayed
   */
  Arena(Vertx vertx, Administrators admins, Duration patience, Duration late) {
    this.vertx = vertx;
    this.admins = admins;
    this.patience = patience;
    this.late = late;
  }

  /** What the workload leaves when nothing happens to it. */
  State undisturbed(Workload workload) {
    return undisturbed.computeIfAbsent(workload.name(), name -> {
      TestDatabase database = admins.ask(workload.template()::copy);
      try {
        End end = run(workload, workload.direct(database));
        if (!end.isGood()) {
          throw new AssertionError(workload + " undisturbed", end.failure());
        }
        try (TestSession session = database.openAsSuperuser()) {
          return State.of(database, session);
        }
      } finally {
        admins.tell(database::dropCopy);
      }
    });
  }

  /** Runs a case. */
  Result run(Case one) {
    long started = System.nanoTime();
    State expected = undisturbed(one.workload());
    TestDatabase database = admins.ask(one.workload().template()::copy);
    List<String> violations = new ArrayList<>();
    try (FaultProxy proxy = FaultProxy.to(database)) {
      proxy.delayBy(late);
      proxy.onTerminate(pid -> end("pg_terminate_backend", pid, one, database));
      proxy.onCancel(pid -> end("pg_cancel_backend", pid, one, database));
      List<End> ends = new HarmedRun(vertx, one, database, proxy, patience(one)).ends();
      violations.addAll(judge(one, ends));
      proxy.close();
      if (ends.stream().noneMatch(End::isEndless)) {
        violations.addAll(again(one.workload(), database, ends));
        violations.addAll(left(database, expected));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      return new Result(one, proxy.done().size(), proxy.frames(), violations, took);
    } finally {
      admins.tell(database::dropCopy);
    }
  }

  /** Silence takes a minute where it is not watched, each time. */
  private Duration patience(Case one) {
    return patience.multipliedBy(Math.max(1, one.silences()));
  }

  /** Behind a pooler the client does not know the number of the server's process. */
  private void end(String function, int pid, Case one, TestDatabase database) {
    boolean pooled = one.workload().worker().pooler() != null;
    String which = pooled
        ? "backend_type = 'client backend' and datname = '" + database.name() + "'"
        : "pid = " + pid;
    admins.tell(session ->
        session.execute("select " + function + "(pid) from pg_stat_activity where " + which));
  }

  /** With a network that comes back a run gets through; one that dies does not know. */
  private static List<String> judge(Case one, List<End> ends) {
    List<String> violations = new ArrayList<>();
    End harmed = ends.get(0);
    boolean unknown = harmed.failure() instanceof CodexException.OutcomeInDoubt
        || harmed.failure() instanceof CodexException.DatabaseUnreachable
        || harmed.failure() instanceof CodexException.WaitTimedOut;
    boolean cancelled = harmed.failure() instanceof CodexException.MigrationFailed failed
        && failed.failure().sqlState().equals("57014");
    if (!one.workload().endsWith(harmed.failure())
        && !(one.isDeath() && unknown)
        && !(one.isCancel() && cancelled)) {
      violations.add("the run ended with " + harmed);
    }
    if (String.valueOf(harmed.failure()).contains(Workload.CANARY)) {
      violations.add("the password stands in the failure");
    }
    ends.stream()
        .skip(1)
        .filter(end -> !end.isGood())
        .forEach(end -> violations.add("the other run ended with " + end));
    return violations;
  }

  /** The run after it, which nothing stands in the way of; a script that fails is run as it was before it is mended. */
  private List<String> again(Workload workload, TestDatabase database, List<End> ends) {
    End harmed = ends.get(0);
    if (workload.isMended() && !workload.endsWith(harmed.failure())) {
      End same = run(workload, workload.unmended(database));
      if (!workload.endsWith(same.failure())) {
        return List.of("the run after it, with the same scripts, ended with " + same);
      }
    }
    End end = run(workload, workload.direct(database));
    if (!(end.answer() instanceof MigrationReport report)) {
      return List.of("the run after it ended with " + end);
    }
    return harmed.isGood() && !report.applied().isEmpty()
        ? List.of("it was said to be complete, and the run after it applied " + report.applied())
        : List.of();
  }

  private End run(Workload workload, CodexConfig config) {
    return End.of(workload.worker().migrator(vertx, config).migrate(), patience);
  }

  private List<String> left(TestDatabase database, State expected) {
    List<String> violations = new ArrayList<>(Leftovers.after(admins, database.name()));
    try (TestSession session = database.openAsSuperuser()) {
      violations.addAll(Probes.violations(session));
      violations.addAll(expected.differences(State.of(database, session)));
    }
    return violations;
  }
}
