package dev.codex.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured, and all there is to know about it.
 *
 * @param path where it stands in the YAML file, with dots
 * @param defaultText its default as it would be written in an environment variable, or null if it has none
 * @param alias one more variable that sets it, or null
 * @param doc what it does, as one line
 */
record ConfigKey<T>(
    String path,
    ValueType<T> type,
    @Nullable String defaultText,
    @Nullable String alias,
    Level level,
    String doc) {

  /** How often somebody needs it. */
  enum Level {
    ESSENTIAL,
    OFTEN,
    RARELY
  }

  /** The variable that sets it: {@code CODEX_} and the path. */
  String variable() {
    return "CODEX_" + path.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Every variable that sets it: with one underscore between the levels, with two, and the alias. */
  List<String> variables() {
    String twoUnderscores = "CODEX_" + path.toUpperCase(Locale.ROOT).replace(".", "__");
    return Stream.of(variable(), twoUnderscores, alias == null ? variable() : alias)
        .distinct()
        .toList();
  }

  /** The path alone tells keys apart; what a record would make itself is linked anew at every start, for 14 ms. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigKey<?> key && key.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  boolean isSecret() {
    return type.parser() == ValueType.SECRET.parser();
  }
}
