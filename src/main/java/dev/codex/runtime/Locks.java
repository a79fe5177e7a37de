package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.LockReport;
import dev.codex.postgres.CodexTables;
import dev.codex.postgres.Connector;
import dev.codex.postgres.LockHolders;
import dev.codex.postgres.Session;
import dev.codex.postgres.StopSignal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** Shows who holds the migration lock and who waits for whom, and frees the lock on demand. */
public final class Locks {
  private final Vertx vertx;
  private final CodexConfig config;
  private final LockHolders holders;

  private Locks(Vertx vertx, CodexConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.holders = new LockHolders(new CodexTables(config.migrations().schema()));
  }

  public static Locks create(Vertx vertx, CodexConfig config) {
    return new Locks(vertx, config);
  }

  /** Looks once, and changes nothing. */
  public Future<LockReport> read() {
    return withSession(holders::read);
  }

  /**
   * Ends the session of a holder; what it has not committed is rolled back.
   *
   * @return whether it was still there; fails with {@link dev.codex.migration.CodexException.Refused} if this role may
   *     not
   */
  public Future<Boolean> release(LockReport.Holder holder) {
    return withSession(session -> holders.end(session, holder));
  }

  private <T> Future<T> withSession(Function<Session, Future<T>> work) {
    return new Connector(vertx, config.database().forMigrator(), "codex locks")
        .connectWithin(config.database().connectBudget(), new StopSignal())
        .compose(session -> work.apply(session).eventually(session::close));
  }
}
