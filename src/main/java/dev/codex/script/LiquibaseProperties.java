package dev.codex.script;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --property name:x value:y} lines define: the first word on a name holds, in every file after it unless it is
 * {@code global:false}.
 */
final class LiquibaseProperties {
  private static final Pattern USE = Pattern.compile("\\$\\{([^${}]+)}");

  private final LiquibaseContexts contexts;
  private final Map<String, String> global = new HashMap<>();
  private final Map<String, String> local = new HashMap<>();

  LiquibaseProperties(LiquibaseContexts contexts) {
    this.contexts = contexts;
  }

  /** Forgets what held for one file. */
  void nextFile() {
    local.clear();
  }

  /** Takes the attributes of a line. */
  void define(LiquibaseAttributes attributes) {
    if (!attributes.isForPostgres() || !contexts.include(attributes.context())) {
      return;
    }
    String name = attributes.text("name");
    String value = attributes.text("value");
    if (name != null && value != null) {
      boolean everywhere = attributes.isTrue("global", true);
      (everywhere ? global : local).putIfAbsent(expand(name), expand(value));
    }
  }

  /** A text with the values; what nobody has defined stays as it is. */
  String expand(String text) {
    if (!text.contains("${")) {
      return text;
    }
    StringBuilder expanded = new StringBuilder();
    Matcher use = USE.matcher(text);
    while (use.find()) {
      String name = use.group(1).strip();
      String value = global.getOrDefault(name, local.getOrDefault(name, use.group()));
      use.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return use.appendTail(expanded).toString();
  }
}
