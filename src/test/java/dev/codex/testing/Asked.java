package dev.codex.testing;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is asked of a database, or done in it, on a connection of its own for each call. */
interface Asked {
  /** A session as the owner, which the test must close. */
  TestSession open();

  /** A session as the superuser, which the test must close. */
  TestSession openAsSuperuser();

  /** Runs one statement or several as the owner. */
  default void execute(String sql) {
    inSession(session -> {
      session.execute(sql);
      return null;
    });
  }

  /** Runs one statement or several as the superuser. */
  default void executeAsSuperuser(String sql) {
    try (TestSession session = openAsSuperuser()) {
      session.execute(sql);
    }
  }

  /** The rows of one statement, in order, by column name. */
  default List<Map<String, Object>> query(String sql, Object... parameters) {
    return inSession(session -> session.query(sql, parameters));
  }

  /** The first column of the first row, null if there is none. */
  default <T> T value(String sql, Object... parameters) {
    return inSession(session -> session.value(sql, parameters));
  }

  /** The first column of all rows. */
  default <T> List<T> values(String sql, Object... parameters) {
    return inSession(session -> session.values(sql, parameters));
  }

  private <T> T inSession(Function<TestSession, T> work) {
    try (TestSession session = open()) {
      return work.apply(session);
    }
  }
}
