package dev.codex.postgres;

import dev.codex.migration.Migration;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What stands before and after a script in the transaction that records it. The savepoint of the head is released in the
 * tail, which fails as soon as the script has ended our transaction; the row is refused unless the lock is ours and the
 * rank is the next one.
 */
final class ScriptFrame {
  private final SessionProfile profile;
  private final long lockKey;
  private final HistoryRow rows;
  private final String history;
  private final UUID runId;
  private final String savepoint;

  ScriptFrame(SessionProfile profile, CodexTables tables, RunIdentity run) {
    this.profile = profile;
    this.lockKey = tables.lockKey();
    this.rows = new HistoryRow(tables, run);
    this.history = tables.history();
    this.runId = run.runId();
    // a name that no script can know, and so neither release nor make anew
    this.savepoint = "codex_" + run.runId().toString().substring(0, 8);
  }

  /**
   * The statements before the script, the last of which asks for the lock.
   *
   * @param locks sets how long the script's statements wait for locks
   */
  List<String> head(String locks) {
    return profile.isShared() ? sharedHead(locks) : ownHead(locks);
  }

  /**
   * The same of a script that is sent before the answer about the one before has come: it fails unless that one's row is
   * there, at its rank and of this run. Whatever search path holds by then, the operators are ours.
   */
  List<String> headAfter(int rankBefore, String locks) {
    List<String> head = new ArrayList<>(head(locks));
    int last = head.size() - 1;
    String row = "from" + history + "where(rank,run_id)operator(pg_catalog.=)(" + rankBefore + ",'"
        + runId + "')";
    head.set(
        last, head.get(last) + ",1 operator(pg_catalog./)(select pg_catalog.count(*)" + row + ")");
    return head;
  }

  /** In a session that other clients have after us: nothing outlasts the transaction, the lock neither. */
  private List<String> sharedHead(String locks) {
    List<String> head = new ArrayList<>();
    head.add("begin isolation level read committed read write");
    head.addAll(profile.statements());
    head.add(locks);
    head.add("savepoint " + savepoint);
    head.add("select pg_catalog.pg_try_advisory_xact_lock(" + lockKey + ")");
    return head;
  }

  private List<String> ownHead(String locks) {
    List<String> head = new ArrayList<>();
    // a transaction of its own: defaults for transactions hold from the next one on, and a failure
    // does not undo it
    head.add("begin");
    head.addAll(profile.statements());
    head.add("commit");
    head.add("begin");
    head.add(locks);
    head.add("savepoint " + savepoint);
    // one after the other: under the first, the locks that the script before has left go without
    // anybody else getting ours
    head.add("select pg_catalog.pg_try_advisory_xact_lock(" + lockKey
        + "),pg_catalog.pg_advisory_unlock_all(),pg_catalog.pg_try_advisory_lock(" + lockKey + ")");
    return head;
  }

  /** The statements after the script, the last but one of which writes its row. */
  List<String> tail(Migration migration, int rank, Commit commit) {
    String millis =
        "(extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000)::bigint";
    return List.of(
        "release savepoint " + savepoint,
        "set constraints all immediate",
        HistoryRow.ownGround(commit),
        rows.insert(migration, rank, millis),
        "commit");
  }

  /** The statements after a script that leaves no row. */
  List<String> tailUnrecorded() {
    return List.of("release savepoint " + savepoint, "set constraints all immediate", "commit");
  }

  /** Whether the row was refused, as another process has the lock or has gone on. */
  boolean isStale(PgException refused) {
    return rows.isStale(refused);
  }
}
