package dev.codex.script;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options of a COPY, in the list of today and in the older forms that PostgreSQL still takes. */
final class CopyOptions {
  private static final Set<String> TRUE = Set.of("true", "on", "1", "");
  private static final Set<String> UTF_8 = Set.of("utf8", "utf-8", "unicode");

  private boolean csv;
  private @Nullable Character delimiter;
  private @Nullable String nullText;
  private boolean header;
  private char quote = '"';
  private @Nullable Character escape;
  private final Set<String> forceNull = new HashSet<>();
  private final Set<String> forceNotNull = new HashSet<>();

  /** What Codex cannot do, and what to do about it. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String fact;
    private final String advice;

    Refused(String fact, String advice) {
      super(fact);
      this.fact = fact;
      this.advice = advice;
    }

    String fact() {
      return fact;
    }

    String advice() {
      return advice;
    }
  }

  /** Reads from behind {@code FROM stdin} to the end. */
  void read(Words words) throws IOException {
    words.accept("using");
    words.accept("with");
    if (words.accept("(")) {
      while (!words.isAtEnd() && !words.accept(")")) {
        option(words, words.keyword());
        words.accept(",");
      }
    }
    while (!words.isAtEnd()) {
      if (words.is("where")) {
        throw new Refused(
            "COPY ... WHERE needs a server that reads the data itself", "leave the other rows out");
      }
      olderOption(words);
    }
  }

  private void option(Words words, String name) throws IOException {
    words.next();
    if (name.startsWith("force_")) {
      columns(name, words);
    } else if (words.is(",") || words.is(")") || words.isAtEnd()) {
      take(name, "");
    } else {
      take(name, constant(words));
      words.next();
    }
  }

  private void olderOption(Words words) throws IOException {
    String name = words.keyword();
    switch (name) {
      case "binary", "csv" -> {
        words.next();
        take("format", name);
      }
      case "header", "freeze" -> {
        words.next();
        take(name, "");
      }
      case "force" -> {
        words.next();
        String kind = words.accept("not") ? "force_not_null" : "force_" + words.keyword();
        words.next();
        columns(kind, words);
      }
      default -> {
        words.next().accept("as");
        take(name.equals("delimiters") ? "delimiter" : name, constant(words));
        words.next();
      }
    }
  }

  private void columns(String name, Words words) throws IOException {
    if (words.is("*")) {
      throw new Refused("COPY with " + shown(name) + " *", "name the columns");
    }
    List<String> columns = CopyCommand.names(words);
    switch (name) {
      case "force_null" -> forceNull.addAll(columns);
      case "force_not_null" -> forceNotNull.addAll(columns);
      default -> throw unknown(name);
    }
  }

  /** Takes an option that is no list of columns. */
  void take(String name, String value) {
    switch (name) {
      case "format" -> format(value.toLowerCase(Locale.ROOT));
      case "delimiter" -> delimiter = character(name, value);
      case "null" -> nullText = value;
      case "header" -> header = header(value.toLowerCase(Locale.ROOT));
      case "quote" -> quote = character(name, value);
      case "escape" -> escape = character(name, value);
      case "encoding" -> encoding(value);
      case "freeze", "log_verbosity" -> {} // neither changes a row
      case "on_error" -> onError(value);
      default -> throw unknown(name);
    }
  }

  private void format(String value) {
    if (!value.equals("text") && !value.equals("csv")) {
      throw new Refused(
          "COPY data in the format " + value + " cannot stand in a script", "use text or csv");
    }
    csv = value.equals("csv");
  }

  private static boolean header(String value) {
    if (value.equals("match")) {
      throw new Refused("COPY with HEADER MATCH", "write HEADER");
    }
    return TRUE.contains(value);
  }

  private static void encoding(String value) {
    if (!UTF_8.contains(value.toLowerCase(Locale.ROOT))) {
      throw new Refused("COPY data in the encoding " + value, "convert the file to UTF-8");
    }
  }

  private static void onError(String value) {
    if (!value.equalsIgnoreCase("stop")) {
      throw new Refused(
          "COPY with ON_ERROR " + value, "leave out the rows that are not to be applied");
    }
  }

  private static char character(String name, String value) {
    if (value.length() != 1
        || value.charAt(0) >= 0x80
        || value.charAt(0) == '\n'
        || value.charAt(0) == '\r') {
      throw new Refused(
          "COPY's " + shown(name) + " is \"" + value + "\"", "it has to be one ASCII character");
    }
    return value.charAt(0);
  }

  private static Refused unknown(String name) {
    return new Refused(
        "COPY with the option " + shown(name),
        "remove it; Codex does not know what it does to the data");
  }

  private static String shown(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static String constant(Words words) {
    if (!words.isString()) {
      return words.source();
    }
    String source = words.source();
    String inside = words.quoted();
    if (source.startsWith("$")) {
      return inside;
    }
    String single = inside.replace("''", "'");
    return source.startsWith("'") ? single : CopyText.unescaped(single);
  }

  CopyFormat format() {
    char between = delimiter == null ? (csv ? ',' : '\t') : delimiter;
    String none = nullText == null ? (csv ? "" : "\\N") : nullText;
    char before = escape == null ? quote : escape;
    return new CopyFormat(
        csv, between, none, header, quote, before, Set.copyOf(forceNull), Set.copyOf(forceNotNull));
  }
}
