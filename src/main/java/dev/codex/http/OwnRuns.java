package dev.codex.http;

import dev.codex.config.CodexConfig;
import dev.codex.postgres.StopSignal;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.Progress;
import dev.codex.runtime.SchemaEvents;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** The migration runs that callers of the API start and cancel in this process, one at a time. */
final class OwnRuns implements Actions.Runs {
  private static final Logger LOG = System.getLogger(OwnRuns.class.getName());

  private final Vertx vertx;
  private final CodexConfig config;
  private final LiveRun live;
  private final Progress progress;
  private final StopSignal startStop;
  private @Nullable Migrator current;

  /** @param startStop ends the run that the service begins with */
  OwnRuns(Vertx vertx, CodexConfig config, LiveRun live, Progress progress, StopSignal startStop) {
    this.vertx = vertx;
    this.config = config;
    this.live = live;
    this.progress = progress;
    this.startStop = startStop;
  }

  @Override
  public synchronized boolean start() {
    if (live.view() != null) {
      return false;
    }
    LOG.log(Level.INFO, "a migration was asked for over HTTP");
    live.begin();
    Migrator migrator = Migrator.create(vertx, config).withProgress(progress);
    current = migrator;
    migrator
        .migrate()
        .onComplete(ended -> ended())
        .onSuccess(report -> SchemaEvents.publishReady(vertx, report.state()))
        .onFailure(failure -> LOG.log(Level.ERROR, failure.getMessage()));
    return true;
  }

  private synchronized void ended() {
    current = null;
    live.end();
  }

  @Override
  public synchronized Future<Boolean> cancel() {
    Migrator running = current;
    if (running != null) {
      LOG.log(Level.INFO, "the migration was cancelled over HTTP");
      // the answer does not wait for the end, which the events tell
      running.stop().onComplete(ended -> {});
      return Future.succeededFuture(true);
    }
    if (live.view() == null) {
      return Future.succeededFuture(false);
    }
    LOG.log(Level.INFO, "the start was cancelled over HTTP");
    startStop.request();
    return Future.succeededFuture(true);
  }

  /** Ends what runs; completes when it has ended. */
  synchronized Future<Void> close() {
    return current == null ? Future.succeededFuture() : current.stop();
  }
}
