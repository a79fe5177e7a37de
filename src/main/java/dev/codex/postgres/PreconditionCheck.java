package dev.codex.postgres;

import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.Preconditions;
import dev.codex.migration.Preconditions.Check;
import dev.codex.migration.Preconditions.Otherwise;
import dev.codex.migration.ScriptFailure;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/** Looks at what must hold for a script to be run, one after the other, and at none after one that does not hold. */
final class PreconditionCheck {
  private static final Logger LOG = System.getLogger(PreconditionCheck.class.getName());

  /** What is asked beside what the query gives. */
  private static final int OF_OURS = 2;

  private final Session session;
  private final Migration migration;
  private final Preconditions all;

  PreconditionCheck(Session session, Migration migration) {
    this.session = session;
    this.migration = migration;
    this.all = migration.script().preconditions();
  }

  /** What is the matter with one of them. */
  private record Miss(Check check, Otherwise otherwise, String fact, String sqlState) {}

  /**
   * Looks at them.
   *
   * @return whether the script is to be run; fails with {@link CodexException.MigrationFailed} if nothing is to be done
   */
  Future<Boolean> isToBeRun() {
    return lookFrom(0).compose(miss -> miss.map(this::decide).orElse(Future.succeededFuture(true)));
  }

  private Future<Optional<Miss>> lookFrom(int next) {
    if (next == all.checks().size()) {
      return Future.succeededFuture(Optional.empty());
    }
    return look(all.checks().get(next))
        .compose(miss -> miss.isPresent() ? Future.succeededFuture(miss) : lookFrom(next + 1));
  }

  /** The server writes the value, as it would for psql: a boolean is {@code t} or {@code f}. */
  private Future<Optional<Miss>> look(Check check) {
    String sql =
        "select pg_catalog.format('%s', asked.found) as found, asked.found is null as is_null, asked.* from (\n"
            + check.query() + "\n) as asked (found)";
    return session
        .rows(sql)
        .map(rows -> compare(check, rows))
        .recover(failure -> failure instanceof PgException refused && !Failures.isCancelled(refused)
            ? Future.succeededFuture(Optional.of(cannot(check, refused)))
            : Future.failedFuture(failure));
  }

  private Optional<Miss> compare(Check check, RowSet<Row> rows) {
    int columns = rows.columnsNames().size() - OF_OURS;
    if (rows.size() != 1 || columns != 1) {
      return Optional.of(new Miss(
          check,
          all.onError(),
          "cannot be looked at: the query gave no single value (rows: " + rows.size()
              + ", columns: " + columns + ")",
          ""));
    }
    Row row = rows.iterator().next();
    String found = row.getBoolean(1) ? "null" : row.getString(0);
    boolean holds = !row.getBoolean(1) && check.expected().equals(found);
    return holds
        ? Optional.empty()
        : Optional.of(new Miss(
            check,
            all.onFail(),
            migration
                .script()
                .conceal(
                    "does not hold: found " + found + ", and " + check.expected() + " is expected"),
            ""));
  }

  private Miss cannot(Check check, PgException refused) {
    return new Miss(
        check,
        LockRetry.isPassing(refused) ? Otherwise.HALT : all.onError(),
        "cannot be looked at: " + migration.script().conceal(refused.getErrorMessage()),
        refused.getSqlState());
  }

  private Future<Boolean> decide(Miss miss) {
    if (miss.otherwise() == Otherwise.HALT) {
      return Future.failedFuture(new CodexException.MigrationFailed(failure(miss), List.of()));
    }
    boolean runs = miss.otherwise() == Otherwise.WARN;
    LOG.log(
        Level.WARNING,
        "migration {0} is {1}: its precondition in line {2} {3}",
        migration.label(),
        runs ? "run all the same" : "recorded without being run",
        String.valueOf(miss.check().line()),
        miss.fact());
    return Future.succeededFuture(runs);
  }

  private ScriptFailure failure(Miss miss) {
    Check check = miss.check();
    return new ScriptFailure(
        migration.label(),
        migration.script().path(),
        0,
        check.line(),
        1,
        check.said(),
        miss.sqlState(),
        "its precondition " + miss.fact(),
        null,
        null,
        null,
        true);
  }
}
