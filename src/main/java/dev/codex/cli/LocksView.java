package dev.codex.cli;

import dev.codex.migration.Blocker;
import dev.codex.migration.LockReport;
import dev.codex.migration.LockReport.Holder;
import dev.codex.migration.LockReport.Wait;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who holds and who waits, as text and as JSON. */
final class LocksView {
  private LocksView() {}

  static void print(Console console, Options options, LockReport report) {
    if (options.isJson()) {
      console.print(json(report));
      return;
    }
    if (report.holders().isEmpty()) {
      console.print("nobody holds the migration lock");
    }
    for (Holder holder : report.holders()) {
      console.print("the migration lock is held by " + holder.session().describe()
          + connected(holder.connectedFor()));
    }
    if (report.waits().isEmpty()) {
      console.print("nobody waits for a lock in this database");
      return;
    }
    Table table = new Table("Waiting", "For", "Wants", "Blocked by", "State", "Query");
    report.waits().forEach(wait -> table.row(cells(wait)));
    console.print(table.toString());
  }

  private static String[] cells(Wait wait) {
    Blocker blocker = wait.blocker();
    return new String[] {
      who(wait.waiter()),
      wait.waiting().toSeconds() + " s",
      wait.wanted(),
      who(blocker),
      text(blocker.state())
          + (blocker.transactionAge() == null
              ? ""
              : " " + blocker.transactionAge().toSeconds() + " s"),
      text(blocker.query())
    };
  }

  private static String who(Blocker session) {
    return session.pid() == 0
        ? "prepared transaction"
        : (session.pid() + " " + text(session.application()) + " " + text(session.user())).strip();
  }

  private static String connected(@Nullable Duration time) {
    return time == null ? "" : "; connected for " + time.toSeconds() + " s";
  }

  private static @Nullable Long seconds(@Nullable Duration time) {
    return time == null ? null : time.toSeconds();
  }

  private static String text(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }

  private static JsonObject json(LockReport report) {
    JsonArray holders = new JsonArray();
    report
        .holders()
        .forEach(holder -> holders.add(
            json(holder.session()).put("connected_seconds", seconds(holder.connectedFor()))));
    JsonArray waits = new JsonArray();
    report
        .waits()
        .forEach(wait -> waits.add(new JsonObject()
            .put("waiter", json(wait.waiter()))
            .put("waiting_seconds", wait.waiting().toSeconds())
            .put("wanted", wait.wanted())
            .put("blocker", json(wait.blocker()))));
    return new JsonObject().put("migration_lock", holders).put("waits", waits);
  }

  private static JsonObject json(Blocker session) {
    return new JsonObject()
        .put("pid", session.pid())
        .put("user", session.user())
        .put("application", session.application())
        .put("client", session.client())
        .put("state", session.state())
        .put("transaction_seconds", seconds(session.transactionAge()))
        .put("query", session.query());
  }
}
