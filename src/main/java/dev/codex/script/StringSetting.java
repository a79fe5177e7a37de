package dev.codex.script;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Sees the statements that change {@code standard_conforming_strings}, after which the same text reads otherwise. */
final class StringSetting {
  static final String NAME = "standard_conforming_strings";

  private static final Set<String> OFF =
      Set.of("off", "of", "false", "fals", "fal", "fa", "f", "no", "n", "0");

  private StringSetting() {}

  /** Whether a backslash escapes after this statement; empty if it changes nothing. */
  static Optional<Boolean> backslashEscapes(Words words) throws IOException {
    if (words.accept("set")) {
      if (!words.accept("session")) {
        words.accept("local");
      }
      return set(words);
    }
    if (words.accept("reset")) {
      return words.is("all") || words.is(NAME) ? Optional.of(false) : Optional.empty();
    }
    return words.accept("select") ? setConfig(words) : Optional.empty();
  }

  private static Optional<Boolean> set(Words words) throws IOException {
    boolean named = words.accept(NAME);
    if (!named || !(words.accept("=") || words.accept("to"))) {
      return Optional.empty();
    }
    return Optional.of(OFF.contains(words.value()));
  }

  private static Optional<Boolean> setConfig(Words words) throws IOException {
    if (words.accept("pg_catalog")) {
      words.next();
    }
    if (!words.accept("set_config") || !words.accept("(") || !words.value().equals(NAME)) {
      return Optional.empty();
    }
    words.next();
    return words.accept(",") ? Optional.of(OFF.contains(words.value())) : Optional.empty();
  }
}
