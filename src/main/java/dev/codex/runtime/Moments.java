package dev.codex.runtime;

import dev.codex.migration.Callback;
import dev.codex.migration.Callback.Event;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.postgres.Around;
import dev.codex.postgres.Failures;
import dev.codex.postgres.Repeat;
import dev.codex.postgres.ScriptRunner;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Runs the callbacks of a run at their moments. */
final class Moments {
  private static final Logger LOG = System.getLogger(Moments.class.getName());

  private final List<Callback> callbacks;
  private final PendingScripts scripts;
  private final ScriptRunner runner;
  private final StopSignal stop;
  private final RunLog log;
  private boolean versioned;
  private boolean repeatable;

  Moments(
      List<Callback> callbacks,
      PendingScripts scripts,
      ScriptRunner runner,
      StopSignal stop,
      RunLog log) {
    this.callbacks = callbacks;
    this.scripts = scripts;
    this.runner = runner;
    this.stop = stop;
    this.log = log;
  }

  /** A runner that runs those of each migration together with it. */
  ScriptRunner runner() {
    return runner.with(new Around(of(Event.BEFORE_EACH_MIGRATE), of(Event.AFTER_EACH_MIGRATE)));
  }

  private List<Migration> of(Event event) {
    return callbacks.stream()
        .filter(callback -> callback.event() == event)
        .map(Callback::migration)
        .toList();
  }

  Future<Void> beforeAll() {
    return run(Event.BEFORE_MIGRATE);
  }

  /** The moments between the versioned migrations and the repeatable ones. */
  Future<Void> before(Migration next) {
    if (next.version() != null) {
      versioned = true;
      return Future.succeededFuture();
    }
    if (repeatable) {
      return Future.succeededFuture();
    }
    return afterVersioned().compose(done -> {
      repeatable = true;
      return run(Event.BEFORE_REPEATABLES);
    });
  }

  private Future<Void> afterVersioned() {
    return versioned && !repeatable ? run(Event.AFTER_VERSIONED) : Future.succeededFuture();
  }

  Future<Void> afterAll() {
    return afterVersioned()
        .compose(done -> run(Event.AFTER_MIGRATE_APPLIED))
        .compose(done -> run(Event.AFTER_MIGRATE));
  }

  private Future<Void> run(Event event) {
    return Repeat.forEach(of(event).iterator(), this::runOne);
  }

  private Future<Void> runOne(Migration callback) {
    log.sent(callback);
    return runner
        .runUnrecorded(callback, scripts.way(callback))
        .onSuccess(done -> log.failed())
        .recover(failure -> {
          if (!(failure instanceof CodexException.MigrationFailed failed)) {
            return Future.failedFuture(failure);
          }
          if (stop.isRequested()) {
            return Future.failedFuture(log.interrupted("stopped", false));
          }
          log.failed();
          return Future.failedFuture(
              new CodexException.MigrationFailed(failed.failure(), log.applied()));
        });
  }

  /** What a callback does after a failure must not hide the failure. */
  Future<Void> afterFailure(Event event) {
    return run(event)
        .onFailure(failure ->
            LOG.log(Level.WARNING, "{0} failed too: {1}", event, Failures.reason(failure)))
        .otherwiseEmpty();
  }
}
