package dev.codex.cli;

import dev.codex.testing.TestDatabase;
import java.nio.file.Path;

/** A script that can be caught in the middle: its first statement makes a table, its second sleeps. */
final class SleepingScript {
  private SleepingScript() {}

  /** An ordinary script, and after it the one that sleeps. */
  static ScriptDirectory in(Path directory) {
    return in(directory, 600);
  }

  static ScriptDirectory in(Path directory, int seconds) {
    return new ScriptDirectory(directory)
        .with("V1__before.sql", "create table before (id int);\n")
        .with("V2__slow.sql", "create table slow (id int);\nselect pg_sleep(" + seconds + ");\n");
  }

  /** The same, until {@link #wake}. */
  static ScriptDirectory untilItIsWoken(TestDatabase database, Path directory) {
    database.execute("create table alarm (rung boolean)");
    return new ScriptDirectory(directory)
        .with("V1__before.sql", "create table before (id int);\n")
        .with(
            "V2__slow.sql",
            "do $$ begin while not exists (select from alarm) loop perform pg_sleep(0.1); end loop; end $$;\n");
  }

  static void wake(TestDatabase database) {
    database.execute("insert into alarm values (true)");
  }

  static void awaitRunning(TestDatabase database) {
    Eventually.isTrue(() -> sleeping(database) == 1, () -> "a statement that sleeps");
  }

  /** The server has noticed, at the latest when it looks for its client. */
  static void awaitGone(TestDatabase database) {
    Eventually.isTrue(() -> backends(database) == 0, () -> "the end of the backend");
  }

  static long sleeping(TestDatabase database) {
    return database.<Long>value(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'");
  }

  private static long backends(TestDatabase database) {
    return database.<Long>value(
        "select count(*) from pg_stat_activity where datname = current_database() and application_name like 'codex mig%'");
  }

  /** A lock ends with its session, at the end of which the server may still be. */
  static void awaitUnlocked(TestDatabase database) {
    Eventually.isTrue(() -> locks(database) == 0, () -> "the end of the lock");
  }

  private static long locks(TestDatabase database) {
    return database.<Long>value(
        "select count(*) from pg_locks where locktype = 'advisory' and database ="
            + " (select oid from pg_database where datname = current_database())");
  }
}
