package dev.codex.postgres;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace of a statement that does no harm when it is run once more: whether it was done need not be known. */
final class DoneAgain implements Trace {
  private static final Pattern STATEMENT =
      Traces.pattern("(?:vacuum|analyze|cluster|alter system|alter database <name> set tablespace"
          + "|alter subscription <name> (?:refresh|set))\\b.*");

  private static final DoneAgain INSTANCE = new DoneAgain();

  private DoneAgain() {}

  static Optional<DoneAgain> of(String statement) {
    return STATEMENT.matcher(statement).matches() ? Optional.of(INSTANCE) : Optional.empty();
  }

  @Override
  public Future<String> look(Session session) {
    return Future.succeededFuture("");
  }

  @Override
  public boolean isEffect(@Nullable String before, String now) {
    return false;
  }

  @Override
  public Future<Boolean> tidy(Session session, @Nullable String before) {
    return Future.succeededFuture(false);
  }
}
