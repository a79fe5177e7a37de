package dev.codex.postgres;

import dev.codex.config.DatabaseConfig;
import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Opens sessions to the configured server. */
public final class Connector {
  private static final Logger LOG = System.getLogger(Connector.class.getName());
  private static final int CONNECT_SECONDS = 5;
  private static final int CLOSE_SECONDS = 1;
  private static final long LONGEST_TURN_MS = 8_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final DatabaseConfig config;
  private final String applicationName;

  /** @param applicationName what {@code pg_stat_activity} shows of us; cut to the 63 bytes that the server keeps */
  public Connector(Vertx vertx, DatabaseConfig config, String applicationName) {
    this.vertx = vertx;
    this.config = config;
    this.applicationName = applicationName;
  }

  /** Connects once. Fails with what the client or the server said, also when the server says nothing at all. */
  public Future<Session> connect() {
    // the pool's own timeout is left out: the pool then cannot be closed in answer to it, and the
    // future never completes
    Pool pool = PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1).setConnectionTimeout(0).setShared(false))
        .with(
            new NetClientOptions().setTcpKeepAlive(true).setConnectTimeout(CONNECT_SECONDS * 1000))
        .connectingTo(options())
        .using(vertx)
        .build();
    return pool.getConnection()
        .timeout(CONNECT_SECONDS, TimeUnit.SECONDS)
        .compose(
            connection -> Future.succeededFuture(
                new Session(vertx, pool, PgConnection.cast(connection), config.address())),
            failure -> pool.close()
                .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .transform(closed -> Future.failedFuture(said(failure))));
  }

  /**
   * Connects once, after whoever else of this Vert.x is logging in to the same server in this way. Each log-in takes one of the
   * server's connections, also of a role that has none left: hundreds at once would leave none for the applications.
   *
   * @param wanted whether anybody still wants the session when its turn has come
   */
  public Future<Session> connectInTurn(BooleanSupplier wanted) {
    return vertx
        .sharedData()
        .getLocalLockWithTimeout("codex.log-in." + config.address(), LONGEST_TURN_MS)
        .compose(
            turn -> (wanted.getAsBoolean() ? connect() : Connector.<Session>late("nobody waits"))
                .onComplete(connected -> turn.release()),
            busy -> late("others of this process were logging in all the time"));
  }

  private static <T> Future<T> late(String why) {
    return Future.failedFuture(new TimeoutException(why));
  }

  private static Throwable said(Throwable failure) {
    return failure instanceof TimeoutException
        ? new TimeoutException("the server did not answer within " + CONNECT_SECONDS + " s")
        : failure;
  }

  /**
   * Connects, and tries again while the server is not up yet, until the budget is spent.
   *
   * @return the session; fails with {@link CodexException.DatabaseUnreachable}, or at once with
   *     {@link CodexException.Interrupted} when the run is told to stop
   */
  public Future<Session> connectWithin(Duration budget, StopSignal stop) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, budget, System::nanoTime);
    return stop.orStopped(
        connect(backoff, budget, stop, 1), "connecting to " + config.address(), Session::abandon);
  }

  private Future<Session> connect(Backoff backoff, Duration budget, StopSignal stop, int attempt) {
    return connect().recover(failure -> {
      if (stop.isRequested() || !Failures.isPassing(failure) || backoff.isExhausted()) {
        return Future.failedFuture(unreachable(failure, budget));
      }
      Level level = attempt == 1 ? Level.INFO : Level.DEBUG;
      LOG.log(
          level,
          "{0} is not reachable yet ({1}); trying for {2} s",
          config.address(),
          Failures.reason(failure),
          budget.toSeconds());
      return stop.pause(vertx, backoff.next())
          .compose(paused -> connect(backoff, budget, stop, attempt + 1));
    });
  }

  /** The sentence for a failure to connect. */
  public CodexException unreachable(Throwable failure, Duration budget) {
    return ConnectAdvice.of(failure, config, budget);
  }

  private PgConnectOptions options() {
    Map<String, String> properties = new HashMap<>();
    // no other start-up parameters: a pooler refuses them, and would not get as far as being
    // recognised
    properties.put("client_encoding", "UTF8");
    properties.put("application_name", applicationName);
    PgConnectOptions options = new PgConnectOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setDatabase(config.databaseName())
        .setUser(config.username())
        .setPassword(config.password().reveal())
        .setCachePreparedStatements(false)
        // what the server is at, and the message that comes next
        .setPipeliningLimit(2);
    options.setProperties(properties);
    options.setSslMode(config.sslMode());
    if (config.sslMode() != SslMode.DISABLE) {
      options.setSslOptions(tls());
    }
    return options;
  }

  /** What libpq means by the modes: below verify-ca any certificate will do, and only verify-full looks at the name. */
  private ClientSSLOptions tls() {
    ClientSSLOptions tls = new ClientSSLOptions();
    boolean verifies =
        config.sslMode() == SslMode.VERIFY_CA || config.sslMode() == SslMode.VERIFY_FULL;
    if (!verifies) {
      tls.setTrustAll(true);
    } else {
      String rootCert = config.sslRootCert();
      if (rootCert != null && !rootCert.equals(DatabaseConfig.SYSTEM_TRUST)) {
        tls.setTrustOptions(new PemTrustOptions().addCertPath(rootCert));
      }
    }
    tls.setHostnameVerificationAlgorithm(config.sslMode() == SslMode.VERIFY_FULL ? "HTTPS" : "");
    if (config.sslClientCert() != null) {
      tls.setKeyCertOptions(new PemKeyCertOptions()
          .setCertPath(config.sslClientCert())
          .setKeyPath(config.sslClientKey()));
    }
    return tls;
  }
}
