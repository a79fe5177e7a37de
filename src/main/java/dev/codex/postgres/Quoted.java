package dev.codex.postgres;

import org.jspecify.annotations.Nullable;

/** Names and values as they stand in SQL text, whatever they hold. */
public final class Quoted {
  private Quoted() {}

  public static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A string constant that means the same whether {@code standard_conforming_strings} is on or off. */
  static String text(@Nullable String value) {
    if (value == null) {
      return "null";
    }
    String doubled = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
