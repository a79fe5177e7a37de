package dev.codex.postgres;

import dev.codex.migration.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the trace that a statement leaves in the catalog. The traces look names up by the script's own search path; so
 * that nothing planted in it is called, their functions are qualified and their operators meet the types they are for.
 */
final class Traces {
  /** A name without its schema, with or without quotes. */
  static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  /** A name with or without its schema. */
  static final String QUALIFIED = "(?:" + NAME + "\\s*\\.\\s*)?" + NAME;

  /** Strings and quoted names, which may hold what looks like a comment; and comments. */
  private static final Pattern QUOTED_OR_COMMENT =
      Pattern.compile("(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*')|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final List<Function<String, Optional<? extends Trace>>> KINDS = List.of(
      ConcurrentIndex::of,
      UnnamedIndex::of,
      CatalogValue::of,
      DetachedPartition::of,
      ReindexLeftovers::of,
      DoneAgain::of);

  private Traces() {}

  /** Empty if the catalog tells nothing of such a statement. */
  static Optional<Trace> of(Statement statement) {
    String text = withoutComments(statement.text());
    return KINDS.stream()
        .<Optional<? extends Trace>>map(kind -> kind.apply(text))
        .flatMap(Optional::stream)
        .<Trace>map(trace -> trace)
        .findFirst();
  }

  private static String withoutComments(String text) {
    return QUOTED_OR_COMMENT
        .matcher(text)
        .replaceAll(
            match -> match.group(1) == null ? " " : Matcher.quoteReplacement(match.group(1)))
        .strip();
  }

  /** A pattern in which a blank stands for any space. */
  static Pattern pattern(String words) {
    return Pattern.compile(
        words
            .replace(" ", "\\s+")
            .replace("<name>", "(" + NAME + ")")
            .replace("<qualified>", "(" + QUALIFIED + ")"),
        Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
