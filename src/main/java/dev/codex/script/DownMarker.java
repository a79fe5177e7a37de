package dev.codex.script;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The line by which some tool ends what it applies, and below which it keeps what takes that back. A format without such
 * lines would apply both.
 *
 * @param tool whose line it is
 * @param written how it stands in the file
 * @param line the number of the line, from 1
 * @param comment where its comment begins in the text
 */
record DownMarker(String tool, String written, int line, long comment) {
  /** Longer lines are none, and need not be kept. */
  static final int LONGEST = 100;

  private static final String NODE = "node-pg-migrate";

  /** Whole lines, as anything may stand in a comment that only begins like one. */
  private static final List<Map.Entry<String, Predicate<String>>> SHAPES = Stream.of(
          Map.entry("goose", "--[\\s-]*\\+goose\\s+down"),
          Map.entry("dbmate", "--\\s*migrate:down(?:\\s+\\w+:\\w+)*"),
          Map.entry(NODE, "--[\\s-]*down\\s+migration[\\s-]*"),
          Map.entry("sql-migrate", "--\\s*\\+migrate\\s+down(?:\\s+notransaction)?"),
          Map.entry("micrate", "--\\s*\\+micrate\\s+down"),
          Map.entry("Play", "(?:#\\s*)?--[\\s-]*!downs"),
          Map.entry("tern", "----\\s*create above / drop below\\s*----"),
          Map.entry("MyBatis Migrations", "--\\s*(?://\\s*)?@undo"),
          Map.entry("rambler", "--\\s*rambler\\s+down"),
          Map.entry("shmig", "--\\s*={4,}\\s*down\\s*={4,}"))
      .map(shape -> Map.entry(shape.getKey(), Pattern.compile(shape.getValue()).asMatchPredicate()))
      .toList();

  private static final Predicate<String> NODE_UP =
      Pattern.compile("--[\\s-]*up\\s+migration[\\s-]*").asMatchPredicate();

  /** The marker that a line is, if it is one. */
  static Optional<DownMarker> of(String written, int line, long offset) {
    String stripped = written.strip();
    int comment = written.indexOf("--");
    if (comment < 0 || stripped.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = stripped.toLowerCase(Locale.ROOT);
    return SHAPES.stream()
        .filter(shape -> shape.getValue().test(lower))
        .findFirst()
        .map(shape -> new DownMarker(shape.getKey(), stripped, line, offset + comment));
  }

  /** Whether a line begins what node-pg-migrate applies: without one it applies all of a file. */
  static boolean isUpOfNode(String written) {
    return NODE_UP.test(written.strip().toLowerCase(Locale.ROOT));
  }

  boolean isOfNode() {
    return tool.equals(NODE);
  }
}
