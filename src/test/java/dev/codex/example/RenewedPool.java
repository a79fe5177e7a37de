package dev.codex.example;

// tag::docs
import dev.codex.runtime.SchemaEvents;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;

/** A pool that keeps prepared statements, and begins anew when the schema has changed. */
final class RenewedPool {
  private final Vertx vertx;
  private final PgConnectOptions options;
  private volatile Pool pool;

  RenewedPool(Vertx vertx, PgConnectOptions options) {
    this.vertx = vertx;
    this.options = new PgConnectOptions(options).setCachePreparedStatements(true);
    this.pool = open();
  }

  /** Completes when changes are heard of. */
  Future<Void> start() {
    return SchemaEvents.onChange(vertx, change -> renew()).completion();
  }

  /** The pool to use now; not to be kept. */
  Pool get() {
    return pool;
  }

  /** What is under way on the old connections has half a minute to come to its end. */
  private void renew() {
    Pool old = pool;
    pool = open();
    vertx.timer(30, TimeUnit.SECONDS).onComplete(passed -> old.close());
  }

  private Pool open() {
    return PgBuilder.pool().connectingTo(options).using(vertx).build();
  }
}
// end::docs
