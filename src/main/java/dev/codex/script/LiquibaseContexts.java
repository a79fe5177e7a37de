package dev.codex.script;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contexts that hold in this database. Where none are named, every changeset is run, as Liquibase has it. */
final class LiquibaseContexts {
  static final LiquibaseContexts NONE = new LiquibaseContexts(Set.of());

  private static final Pattern TOKEN = Pattern.compile("[(),!]|[^\\s(),!]+");

  private final Set<String> named;

  private LiquibaseContexts(Set<String> named) {
    this.named = named;
  }

  static LiquibaseContexts of(Collection<String> names) {
    return new LiquibaseContexts(
        names.stream().map(LiquibaseContexts::lower).collect(Collectors.toUnmodifiableSet()));
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether what is meant for these contexts is run: names with {@code and}, {@code or}, a comma, {@code not} and brackets. */
  boolean include(@Nullable String expression) {
    if (expression == null) {
      return true;
    }
    Deque<String> tokens = new ArrayDeque<>();
    Matcher token = TOKEN.matcher(lower(expression));
    while (token.find()) {
      tokens.add(token.group());
    }
    return either(tokens);
  }

  private boolean either(Deque<String> tokens) {
    boolean holds = both(tokens);
    while (",".equals(tokens.peek()) || "or".equals(tokens.peek())) {
      tokens.remove();
      holds |= both(tokens);
    }
    return holds;
  }

  private boolean both(Deque<String> tokens) {
    boolean holds = single(tokens);
    while ("and".equals(tokens.peek())) {
      tokens.remove();
      holds &= single(tokens);
    }
    return holds;
  }

  private boolean single(Deque<String> tokens) {
    String token = tokens.isEmpty() ? "" : tokens.remove();
    switch (token) {
      case "!", "not":
        // where none are named, a name holds with a not before it too
        boolean inner = single(tokens);
        return named.isEmpty() ? inner : !inner;
      case "(":
        boolean holds = either(tokens);
        tokens.poll();
        return holds;
      default:
        boolean required = token.startsWith("@");
        return (named.isEmpty() && !required)
            || named.contains(required ? token.substring(1) : token);
    }
  }
}
