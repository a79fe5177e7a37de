package dev.codex.faults;

import dev.codex.migration.CodexException;
import dev.codex.migration.SchemaState;
import dev.codex.postgres.ConnectionLostException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** What the mutants do to the texts and futures of the program. */
final class Mutations {
  private static final Map<Object, Object> FIRST = new ConcurrentHashMap<>();
  private static final Map<String, Throwable> KEPT = new ConcurrentHashMap<>();

  private Mutations() {}

  static String rowAfterCommit(String sql) {
    return sql.replaceFirst(
        "(?s);(insert into [^;]*codex_schema_history.* returning rank);commit$",
        ";commit;$1;select 1");
  }

  static Object success(Object failed) {
    return Future.succeededFuture(Duration.ZERO);
  }

  static Object failureKept(Object statement) {
    return ((Future<?>) statement).otherwise(failure -> {
      KEPT.putIfAbsent("first", failure);
      return null;
    });
  }

  static Object failureTold(Object script) {
    return ((Future<?>) script).compose(done -> {
      Throwable first = KEPT.remove("first");
      return first == null ? Future.succeededFuture() : Future.failedFuture(first);
    });
  }

  static String withSnapshot(String sql) {
    if (sql.contains("pg_try_advisory_lock(")) {
      Bug.holdSnapshot();
    }
    return sql;
  }

  static String blocking(String sql) {
    return sql.replaceFirst(
        "^select pg_catalog.pg_try_advisory_lock\\((.*)\\)$",
        "select pg_catalog.pg_advisory_lock($1) is not null");
  }

  static Object firstRead(Bug.Place place, Object read) {
    return FIRST.computeIfAbsent(place.first(), session -> read);
  }

  static Object done(Object run) {
    return ((Future<?>) run)
        .transform(ended -> ended.failed() && ended.cause() instanceof ConnectionLostException
            ? Future.succeededFuture(new SchemaState(SchemaState.Status.READY, "2", 2, 0))
            : same(run));
  }

  @SuppressWarnings("unchecked")
  private static Future<Object> same(Object future) {
    return (Future<Object>) future;
  }

  static Object valid(Object look) {
    return ((Future<?>) look).map(state -> "invalid".equals(state) ? "valid" : state);
  }

  static String notDropped(String sql) {
    return sql.replace("and not i.indisvalid", "and false");
  }

  static Object endless(Object connecting) {
    return same(connecting)
        .recover(failure -> failure instanceof TimeoutException
            ? Promise.promise().future()
            : Future.failedFuture(failure));
  }

  static Object fromFile(Bug.Place place, Object text) {
    try {
      return Optional.of(Files.readString(Bug.scripts().resolve(place.self().toString())));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String unfenced(String sql) {
    return sql.replaceFirst(
            "\\) values \\(\\d+,",
            ") values ((select coalesce(max(rank), 0) + 1 from public.codex_schema_history),")
        .replaceFirst(
            "pg_catalog.pg_try_advisory_xact_lock\\(-?\\d+\\)\\) returning", "true) returning");
  }

  static Object accepted(Object inspected) {
    return same(inspected)
        .recover(failure -> failure instanceof CodexException.ScriptsInvalid
            ? Future.succeededFuture()
            : Future.failedFuture(failure));
  }

  static String withoutSavepoint(String sql) {
    return sql.replaceFirst("release savepoint codex_\\w+;", "");
  }

  static Object secret(Object address) {
    return address + "?password=" + Workload.CANARY;
  }

  static String asynchronous(String sql) {
    return sql.replace("synchronous_commit = on", "synchronous_commit = off");
  }
}
