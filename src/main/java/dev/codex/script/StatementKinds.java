package dev.codex.script;

import dev.codex.migration.Statement;
import dev.codex.migration.Statement.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;

/**
 * Tells how a statement stands to transactions by its keywords: what PostgreSQL 14 to 18 refuse inside a transaction
 * block, what begins a transaction and what ends one. What only the server can know (whether a CLUSTERed table is
 * partitioned, whether a procedure commits) counts as transactional.
 */
public final class StatementKinds {
  private static final Set<String> OFF = Set.of("false", "off", "0", "no");

  private StatementKinds() {}

  /**
   * How a message names a statement: its first words, and CONCURRENTLY, which is what matters about some.
   */
  static String name(Statement statement) {
    String label = statement.label();
    boolean alone = statement.kind() == Kind.OUTSIDE_TRANSACTION;
    boolean hidden = !label.contains("CONCURRENTLY")
        && statement.text().toUpperCase(Locale.ROOT).contains("CONCURRENTLY");
    return alone && hidden ? label + " ... CONCURRENTLY" : label;
  }

  /** The kind of one statement, given without its semicolon. */
  public static Kind of(String statement) {
    try {
      return of(Words.of(statement));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory needs no reading", e);
    }
  }

  static Kind of(Words words) throws IOException {
    String first = words.keyword();
    words.next();
    switch (first) {
      case "\\":
        return Kind.META_COMMAND;
      case "begin":
        return Kind.BEGIN;
      case "start":
        return words.is("transaction") ? Kind.BEGIN : Kind.TRANSACTIONAL;
      case "commit", "end", "abort":
        return Kind.END_OF_TRANSACTION;
      case "rollback":
        return rollback(words);
      case "prepare":
        return words.accept("transaction") && words.isString()
            ? Kind.END_OF_TRANSACTION
            : Kind.TRANSACTIONAL;
      default:
        return refusedInside(first, words) ? Kind.OUTSIDE_TRANSACTION : Kind.TRANSACTIONAL;
    }
  }

  private static Kind rollback(Words words) throws IOException {
    if (!words.accept("work")) {
      words.accept("transaction");
    }
    return words.is("to") ? Kind.TRANSACTIONAL : Kind.END_OF_TRANSACTION;
  }

  private static boolean refusedInside(String first, Words words) throws IOException {
    switch (first) {
      case "create":
        return create(words);
      case "drop":
        return drop(words);
      case "alter":
        return alter(words);
      case "reindex":
        return reindex(words);
      case "cluster":
        return cluster(words);
      case "do":
        return CommittingBlock.isOne(words);
      case "vacuum":
        return true;
      case "discard":
        return words.is("all");
      default:
        return false;
    }
  }

  private static boolean create(Words words) throws IOException {
    words.accept("unique");
    if (words.accept("index")) {
      return words.is("concurrently");
    }
    if (words.accept("subscription")) {
      return words.skipTo("with") ? createsSlot(words) : true;
    }
    return words.is("database") || words.is("tablespace");
  }

  /** Stands before the option list, which is walked once: no connection means no slot. */
  private static boolean createsSlot(Words words) throws IOException {
    while (!words.isAtEnd()) {
      boolean slot = words.is("create_slot") || words.is("connect");
      words.next();
      if (slot && words.accept("=") && OFF.contains(words.value())) {
        return false;
      }
    }
    return true;
  }

  private static boolean drop(Words words) throws IOException {
    if (words.accept("index")) {
      return words.is("concurrently");
    }
    return words.is("database") || words.is("tablespace") || words.is("subscription");
  }

  private static boolean alter(Words words) throws IOException {
    if (words.accept("database")) {
      words.skipName();
      return words.accept("set") && words.is("tablespace");
    }
    if (words.accept("subscription")) {
      words.skipName();
      return alterSubscription(words);
    }
    return words.accept("table") ? detachesConcurrently(words) : words.is("system");
  }

  private static boolean alterSubscription(Words words) throws IOException {
    if (words.accept("refresh")) {
      return true;
    }
    boolean set = words.accept("set");
    if (set && words.is("(")) {
      return setsSlot(words);
    }
    if (set || words.accept("add") || words.accept("drop")) {
      return words.is("publication") && !OFF.contains(words.option("refresh"));
    }
    return false;
  }

  private static boolean setsSlot(Words words) throws IOException {
    while (!words.isAtEnd() && !words.is("failover") && !words.is("two_phase")) {
      words.next();
    }
    return !words.isAtEnd();
  }

  private static boolean detachesConcurrently(Words words) throws IOException {
    while (words.skipTo("detach")) {
      words.next();
      if (words.accept("partition")) {
        words.skipName();
        return words.is("concurrently");
      }
    }
    return false;
  }

  private static boolean reindex(Words words) throws IOException {
    boolean concurrently = false;
    if (words.accept("(")) {
      while (!words.isAtEnd() && !words.accept(")")) {
        boolean option = words.accept("concurrently");
        concurrently |= option && !OFF.contains(words.value());
        if (!option) {
          words.next();
        }
      }
    }
    boolean whole = words.is("schema") || words.is("database") || words.is("system");
    return concurrently || whole || words.next().is("concurrently");
  }

  /** Without a table it goes through all of them, each in a transaction of its own. */
  private static boolean cluster(Words words) throws IOException {
    words.accept("verbose");
    if (words.is("(")) {
      boolean closed = words.skipTo(")");
      return closed && words.next().isAtEnd();
    }
    return words.isAtEnd();
  }
}
