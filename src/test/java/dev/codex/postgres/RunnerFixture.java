package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.CodexConfig;
import dev.codex.migration.History;
import dev.codex.migration.Migration;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.runtime.Ended;
import dev.codex.runtime.Scripts;
import dev.codex.script.ScriptFiles;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** A session with the lock and the tables of a run, and a runner on it that is fed scripts without a look at them. */
final class RunnerFixture implements AutoCloseable {
  private static final CodexTables TABLES = new CodexTables("public");

  private final Vertx vertx;
  private final Scripts scripts;
  private final CodexConfig config;
  private final Session session;
  private final ScriptRunner runner;
  private int rank;

  private RunnerFixture(Vertx vertx, Scripts scripts, CodexConfig config) {
    this.vertx = vertx;
    this.scripts = scripts;
    this.config = config;
    this.session = Ended.well(new Connector(vertx, config.database(), "runner").connect());
    RunIdentity run = new RunIdentity(UUID.randomUUID(), null, null);
    LockRetry locks = new LockRetry(session, config.lock(), new StopSignal(), blockers -> {});
    this.runner = Ended.well(new CodexSchema(TABLES, java.util.List.of())
        .ensure(session)
        .compose(there -> session.query("select pg_advisory_lock(" + TABLES.lockKey() + ")"))
        .compose(locked -> ScriptRunner.on(session, TABLES, run, locks, new StopSignal())));
  }

  static RunnerFixture on(Vertx vertx, Path directory, TestDatabase database) {
    Scripts scripts = Scripts.in(directory);
    return new RunnerFixture(vertx, scripts, scripts.config(database));
  }

  static RunnerFixture asSuperuser(Vertx vertx, Path directory, TestDatabase database) {
    Scripts scripts = Scripts.in(directory);
    var superuser = database.superuserConnectOptions();
    String password = superuser.getPassword() == null ? "" : superuser.getPassword();
    return new RunnerFixture(
        vertx, scripts, scripts.config(database.configAs(superuser.getUser(), password)));
  }

  /** Sends a script as the next one, whatever is in it. */
  Future<Duration> apply(String text) {
    return apply(text, Way.ONE_MESSAGE);
  }

  Future<Duration> apply(String text, Way way) {
    rank++;
    return applyAt(rank, text, way).onFailure(failure -> rank--);
  }

  Future<Duration> applyAt(int at, String text, Way way) {
    return runner.apply(turn(at, text), way, null);
  }

  /** Sends a script as the next one, and the one after it while the server is at it; the answer is that to the first. */
  Future<Duration> sendWithNext(String text, String next) {
    return runner
        .apply(turn(rank + 1, text), Way.ONE_MESSAGE, turn(rank + 2, next))
        .onSuccess(done -> rank++);
  }

  /** The same, and both must succeed. */
  void applyWithNext(String text, String next) {
    Turn second = turn(rank + 2, next);
    Ended.well(runner.apply(turn(rank + 1, text), Way.ONE_MESSAGE, second));
    assertThat(runner.hasSent(second)).isTrue();
    Ended.well(runner.apply(second, Way.ONE_MESSAGE, null));
    rank += 2;
  }

  /** From now on the last script's rank is taken for free. */
  void forgetLast() {
    rank--;
  }

  private Turn turn(int at, String text) {
    return new Turn(migration(at, text), at, Commit.DURABLE);
  }

  /** A script as it is found now, to be applied later. */
  Migration find(String text) {
    return migration(rank + 1, text);
  }

  Future<Duration> apply(Migration migration, Way way) {
    return runner.apply(new Turn(migration, rank + 1, Commit.DURABLE), way, null);
  }

  private Migration migration(int version, String text) {
    scripts.with("V" + version + "__script.sql", text);
    return Ended.well(ScriptFiles.create(vertx).load(config.migrations().locations()))
        .migrations()
        .stream()
        .filter(migration -> migration.label().startsWith(version + " "))
        .findFirst()
        .orElseThrow();
  }

  /** What the history holds, seen from this session. */
  History history() {
    return Ended.well(new HistoryTable(TABLES).read(session));
  }

  /** One value in this session. */
  String value(String sql) {
    return Ended.well(session.query(sql)).iterator().next().getString(0);
  }

  Session session() {
    return session;
  }

  @Override
  public void close() {
    Ended.well(session.close());
  }
}
