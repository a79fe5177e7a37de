package dev.codex.runtime;

import dev.codex.migration.SchemaState;
import dev.codex.postgres.AdvisoryLock;
import dev.codex.postgres.HistoryTable;
import dev.codex.postgres.HistoryTable.Glance;
import dev.codex.postgres.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a run looks at while another process migrates: of many that start at once all but one find their work done, and
 * need not wait for each other's turn to see it. The end of the other run is told by the server.
 */
final class DoneByOthers implements AdvisoryLock.Meanwhile<SchemaState> {
  private final HistoryTable history;
  private final Session session;
  private final Predicate<Glance> isComplete;
  private final Supplier<Future<SchemaState>> complete;
  private volatile Promise<Void> changed = Promise.promise();
  private boolean listening;

  /**
   * @param isComplete whether a look shows that nothing is left to do
   * @param complete what the run ends with then
   */
  DoneByOthers(
      HistoryTable history,
      Session session,
      Predicate<Glance> isComplete,
      Supplier<Future<SchemaState>> complete) {
    this.history = history;
    this.session = session;
    this.isComplete = isComplete;
    this.complete = complete;
  }

  @Override
  public Future<Optional<SchemaState>> look() {
    changed = Promise.promise();
    return listen()
        .compose(heard -> history.glance(session))
        .compose(glance -> isComplete.test(glance)
            ? complete.get().map(Optional::of)
            : Future.succeededFuture(Optional.empty()));
  }

  /** Before the first look: what was told before it is seen by it. */
  private Future<Boolean> listen() {
    if (listening) {
      return Future.succeededFuture(true);
    }
    listening = true;
    return history.listen(session, () -> changed.tryComplete());
  }

  @Override
  public Future<?> changed() {
    return changed.future();
  }
}
