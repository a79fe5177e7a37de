package dev.codex.migration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session that holds what a statement waits for. Of another role's session an ordinary role sees only the pid, the
 * user and the application.
 *
 * @param pid its process on the server; 0 for a prepared transaction, which has none
 * @param user its role, or null
 * @param application what it calls itself, or null
 * @param client the address that it comes from, or null
 * @param state {@code active}, {@code idle in transaction} and the like, or null
 * @param transactionAge for how long its transaction is open, or null
 * @param query what it runs, or has run last, in one line and cut; or null
 */
public record Blocker(
    int pid,
    @Nullable String user,
    @Nullable String application,
    @Nullable String client,
    @Nullable String state,
    @Nullable Duration transactionAge,
    @Nullable String query) {

  /** All that is known, as part of a sentence. */
  public String describe() {
    if (pid == 0) {
      return "a prepared transaction (see pg_prepared_xacts)";
    }
    StringBuilder text = new StringBuilder("pid ").append(pid);
    append(text, ", ", application);
    append(text, ", user ", user);
    append(text, ", from ", client);
    append(text, ", ", state);
    append(
        text,
        ", in a transaction for ",
        transactionAge == null ? null : transactionAge.toSeconds() + " s");
    append(text, ", query: ", query);
    return text.toString();
  }

  private static void append(StringBuilder text, String before, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      text.append(before).append(value);
    }
  }
}
