package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.FailedAttempt;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Plan;
import dev.codex.migration.RunningElsewhere;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.Connector;
import dev.codex.postgres.FailedAttempts;
import dev.codex.postgres.Failures;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.HistoryTable.Pulse;
import dev.codex.postgres.HolderLook;
import dev.codex.postgres.InvalidIndexes;
import dev.codex.postgres.Repeat;
import dev.codex.postgres.Session;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an eye on the schema for as long as a service is up, on one connection at most: it looks when the database tells
 * of a change, every {@code serve.poll} in any case, and after each reconnect. Whoever asks how the schema stands is
 * answered from what was seen last, so that the database has nothing to do with how often that is asked. When the
 * history has grown, {@code codex.schema.changed} is published.
 */
public final class SchemaWatch {
  private static final Logger LOG = System.getLogger(SchemaWatch.class.getName());
  private static final long LONGEST_SECONDS = 15;

  private final Vertx vertx;
  private final CodexConfig config;
  private final CodexTables tables;
  private final HistoryTable history;
  private final FailedAttempts attempts;
  private final HistoryLink link;
  private final StopSignal stop = new StopSignal();
  private volatile Promise<Void> pause = Promise.promise();
  private @Nullable Pulse lastPulse;
  private @Nullable SchemaView lastView;
  private boolean told = true;
  private long lastSeen;

  /** Is told what is seen, on the watch's context. */
  public interface Listener {
    /** The database has answered. */
    void seen(SchemaView view);

    /**
     * The database does not answer; the watch goes on.
     *
     * @param since for how long it has not
     */
    void unreachable(String reason, Duration since);
  }

  private SchemaWatch(Vertx vertx, CodexConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.tables = new CodexTables(config.migrations().schema());
    this.history = new HistoryTable(tables);
    this.attempts = new FailedAttempts(tables);
    this.link = new HistoryLink(
        new Connector(vertx, config.database(), "codex serve"), history, this::hear);
  }

  public static SchemaWatch create(Vertx vertx, CodexConfig config) {
    return new SchemaWatch(vertx, config);
  }

  /**
   * Reads the scripts and begins to look.
   *
   * @return completes when the database was first looked at, whether it answered or not; fails if the scripts cannot be
   *     read
   */
  public Future<Void> start(Listener listener) {
    lastSeen = System.nanoTime();
    return BuildMigrations.load(vertx, config, List.of())
        .compose(set -> look(set, listener).onSuccess(looked -> goOn(set, listener)));
  }

  private void goOn(MigrationSet set, Listener listener) {
    Repeat.whileTrue(() -> pause()
            .compose(passed -> stop.isRequested()
                ? Future.succeededFuture(false)
                : look(set, listener).map(looked -> !stop.isRequested())))
        .onFailure(failure -> LOG.log(Level.ERROR, "the watch over the schema has ended", failure));
  }

  /** Who wakes us during the look has something that the look may not have seen: then there is no pause after it. */
  private Future<Void> look(MigrationSet set, Listener listener) {
    pause = Promise.promise();
    return link.connected()
        .compose(open -> see(open, set)
            .compose(view -> link.listen(open)
                .compose(again -> again ? see(open, set) : Future.succeededFuture(view))))
        .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
        .compose(
            view -> {
              lastSeen = System.nanoTime();
              listener.seen(view);
              return Future.succeededFuture();
            },
            failure -> link.disconnect().onSuccess(gone -> lost(failure, listener)));
  }

  private void lost(Throwable failure, Listener listener) {
    lastPulse = null;
    if (!stop.isRequested()) {
      listener.unreachable(
          Failures.reason(failure), Duration.ofNanos(System.nanoTime() - lastSeen));
    }
  }

  /** One message, and no more as long as its answer is the same, nobody migrates and nobody has told of a change. */
  private Future<SchemaView> see(Session open, MigrationSet set) {
    return history.pulse(open).compose(pulse -> {
      SchemaView known = lastView;
      Future<SchemaView> seen = known != null && pulse.equals(lastPulse) && !told
          ? Future.succeededFuture(known)
          : readAnew(open, set, pulse);
      return pulse.migrating() ? seen.compose(view -> withHolder(open, view)) : seen;
    });
  }

  private Future<SchemaView> readAnew(Session open, MigrationSet set, Pulse pulse) {
    SchemaView known = lastView;
    told = false;
    return read(open, set, pulse).onSuccess(view -> {
      publish(known, view);
      lastPulse = pulse;
      lastView = view;
    });
  }

  private Future<SchemaView> withHolder(Session open, SchemaView view) {
    return HolderLook.at(tables, open)
        .recover(failure -> unreadable(failure, Optional.<RunningElsewhere>empty()))
        .map(holder -> view.with(holder.orElse(null)));
  }

  /** What the first look finds is no change: nobody has prepared anything before it. */
  private void publish(@Nullable SchemaView before, SchemaView now) {
    boolean grown = before != null
        && now.plan().history().highestRank() != before.plan().history().highestRank();
    if (grown) {
      SchemaEvents.publishChanged(vertx, now.plan().state());
    }
  }

  private Future<SchemaView> read(Session open, MigrationSet set, Pulse pulse) {
    Future<Plan> plan = history.read(open).map(rows -> Plan.of(set, rows, config.planRules()));
    return plan.compose(made -> attempts
        .unresolved(open)
        .recover(failure -> unreadable(failure, List.<FailedAttempt>of()))
        .compose(failed -> InvalidIndexes.read(open)
            .map(invalid -> new SchemaView(made, pulse.migrating(), null, failed, invalid))));
  }

  /** A role that may read nothing but the history sees no more than that. */
  private static <T> Future<T> unreadable(Throwable failure, T instead) {
    return Failures.sqlState(failure).filter(Failures.NO_PRIVILEGE::equals).isPresent()
        ? Future.succeededFuture(instead)
        : Future.failedFuture(failure);
  }

  private void hear() {
    told = true;
    pause.tryComplete();
  }

  /** The interval, or a little less so that many services spread, or until the database tells of a change. */
  private Future<Void> pause() {
    long longest = config.serve().poll().toMillis();
    long millis = longest - ThreadLocalRandom.current().nextLong(longest / 4 + 1);
    Promise<Void> woken = pause;
    Timer timer = vertx.timer(Math.max(1, millis), TimeUnit.MILLISECONDS);
    timer.onSuccess(passed -> woken.tryComplete());
    return woken.future().onComplete(over -> timer.cancel());
  }

  /** Ends the watch and its connection. Always succeeds. */
  public Future<Void> close() {
    stop.request();
    pause.tryComplete();
    return link.close();
  }
}
