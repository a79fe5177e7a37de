package dev.codex.postgres;

import dev.codex.config.LockConfig;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * For how long a statement of a script may wait for a lock. The danger is the queue: everybody who comes after a waiting
 * {@code ALTER TABLE} waits too. A few statements wait without holding anybody up, and may do so for as long as it takes;
 * being cut short is what would harm them, as it leaves an invalid index.
 */
final class LockPatience {
  private static final Pattern HARMLESS = Pattern.compile(
      "create (?:unique )?index concurrently\\b.*|drop index concurrently\\b.*|reindex\\b.*\\bconcurrently\\b.*"
          + "|alter table\\b.* detach partition \\S+ concurrently|alter table\\b[^,]*\\bvalidate constraint [^,]*"
          + "|vacuum(?!.*\\bfull\\b).*");
  private static final String OWN_SETTING = "lock_timeout";
  private static final Duration NO_LIMIT = Duration.ZERO;

  private final Duration usual;

  LockPatience(LockConfig config) {
    this.usual = config.statementTimeout();
  }

  /** The setting for a script as a whole; the script's own {@code SET lock_timeout} comes after it and wins. */
  Future<String> setting(Vertx vertx, Migration migration) {
    boolean mayBeHarmless = migration.script().header().lockTimeout() == null
        && migration
            .script()
            .text()
            .filter(text -> text.toLowerCase(Locale.ROOT).contains("validate"))
            .isPresent();
    return mayBeHarmless
        ? vertx
            .executeBlocking(() -> isHarmless(migration))
            .map(harmless -> "set local " + setting(harmless ? NO_LIMIT : usual(migration)))
        : Future.succeededFuture("set local " + setting(usual(migration)));
  }

  private Duration usual(Migration migration) {
    Duration own = migration.script().header().lockTimeout();
    return own == null ? usual : own;
  }

  private static boolean isHarmless(Migration migration) throws IOException {
    try (StatementCursor cursor = migration.script().open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        if (!waitsHarmlessly(next)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The setting for statements that are sent one by one, unless the script has a {@code SET lock_timeout} of its own. */
  String setting(Migration migration, List<Statement> statements) {
    boolean harmless = migration.script().header().lockTimeout() == null
        && statements.stream().allMatch(LockPatience::waitsHarmlessly);
    return "set " + setting(harmless ? NO_LIMIT : usual(migration));
  }

  static boolean isSetBy(List<Step> script) {
    return script.stream()
        .flatMap(step -> step.statements().stream())
        .anyMatch(statement ->
            normal(statement).startsWith("set ") && normal(statement).contains(OWN_SETTING));
  }

  static boolean waitsHarmlessly(Statement statement) {
    return HARMLESS.matcher(normal(statement)).matches();
  }

  private static String normal(Statement statement) {
    return statement.text().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private static String setting(Duration patience) {
    return OWN_SETTING + "=" + patience.toMillis();
  }
}
