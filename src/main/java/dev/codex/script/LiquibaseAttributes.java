package dev.codex.script;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code name:value} pairs of a line. Names are alike in either case; those that nobody knows mean nothing. */
final class LiquibaseAttributes {
  private static final Pattern PAIR = Pattern.compile("\\b([A-Za-z]+):\\s*(\"[^\"]*\"|\\S*)");
  private static final String DATABASES = "dbms";
  private static final String POSTGRES = "postgresql";

  private final Map<String, String> values = new HashMap<>();

  private LiquibaseAttributes() {}

  static LiquibaseAttributes of(String text) {
    LiquibaseAttributes attributes = new LiquibaseAttributes();
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      String value = pair.group(2);
      boolean quoted = value.length() > 1 && value.startsWith("\"");
      attributes.values.put(
          key(pair.group(1)), quoted ? value.substring(1, value.length() - 1) : value);
    }
    attributes.values.put(DATABASES, databases(text));
    return attributes;
  }

  /** Names between commas, up to any other sign; a quote in front belongs to the first one, which is then no database's. */
  private static String databases(String text) {
    String mark = DATABASES + ":";
    int found = key(text).lastIndexOf(mark);
    int begin = found + mark.length();
    if (found < 0 || begin >= text.length() || text.charAt(begin) == ',') {
      return "";
    }
    int end = begin + 1;
    while (end < text.length() && isOfDatabases(text.charAt(end))) {
      end++;
    }
    return end - begin > 1 ? text.substring(begin, end) : "";
  }

  private static boolean isOfDatabases(char sign) {
    return sign == ','
        || sign == '!'
        || sign == '_'
        || (sign < 128 && Character.isLetterOrDigit(sign));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The value, or null if there is none or it is empty. */
  @Nullable
  String text(String name) {
    String value = values.get(key(name));
    return value == null || value.isBlank() ? null : value;
  }

  /** Whether it says {@code true}; any other word says no. */
  boolean isTrue(String name, boolean byDefault) {
    String value = text(name);
    return value == null ? byDefault : value.equalsIgnoreCase("true");
  }

  /** For which contexts, or null for all. */
  @Nullable
  String context() {
    String filter = text("contextFilter");
    return filter == null ? text("context") : filter;
  }

  /** Whether {@code dbms} names PostgreSQL, or excludes only others. */
  boolean isForPostgres() {
    String listed = text(DATABASES);
    if (listed == null) {
      return true;
    }
    Set<String> names = new HashSet<>();
    for (String name : listed.toLowerCase(Locale.ROOT).split(",")) {
      names.add(name.strip());
    }
    if (names.contains("all")) {
      return true;
    }
    if (names.contains("none") || names.contains("!" + POSTGRES)) {
      return false;
    }
    return names.contains(POSTGRES) || names.stream().allMatch(name -> name.startsWith("!"));
  }
}
