package dev.codex.script;

import dev.codex.config.CodexConfig;
import dev.codex.config.PlaceholderConfig;
import dev.codex.config.PlaceholderConfig.Replacement;
import dev.codex.config.Secret;
import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.Statement;
import dev.codex.migration.Written;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands for the placeholders of a script, by the rules of Flyway: everywhere in a statement, and in COPY data. */
final class Placeholders {
  static final Placeholders NONE = new Placeholders(
      new PlaceholderConfig(Replacement.FALSE, "${", "}", Map.of()), Map.of(), Instant.EPOCH);

  private static final String TIMESTAMP = "flyway:timestamp";
  /** Shorter ones would turn up in a message by accident. */
  private static final int SHORTEST_CONCEALED = 3;

  private final PlaceholderConfig config;
  private final Map<String, String> builtIn;
  private final Instant now;

  private Placeholders(PlaceholderConfig config, Map<String, String> builtIn, Instant now) {
    this.config = config;
    this.builtIn = builtIn;
    this.now = now;
  }

  /** Those of a configuration, with the ones that are always there. */
  static Placeholders of(CodexConfig config) {
    return new Placeholders(
        config.migrations().placeholders(),
        Map.of(
            "flyway:defaultschema", config.migrations().schema(),
            "flyway:user", config.database().username(),
            "flyway:database", config.database().databaseName(),
            "flyway:workingdirectory", System.getProperty("user.dir", ""),
            "flyway:table", "codex_schema_history",
            "flyway:environment", "default"),
        Instant.now());
  }

  /** Those of one file; none if its format has none. */
  Placeholders in(FoundFile file, Format format) {
    boolean wanted = config.replacement() == Replacement.TRUE
        || (config.replacement() == Replacement.AUTO && format.hasPlaceholders());
    if (!wanted) {
      return NONE;
    }
    Map<String, String> all = new HashMap<>(builtIn);
    all.put("flyway:filename", file.name());
    return new Placeholders(config, all, now);
  }

  private boolean isOn() {
    return config.replacement() != Replacement.FALSE;
  }

  boolean mayOccurIn(String text) {
    return isOn() && text.contains(config.prefix());
  }

  /**
   * The statement with values put in, or more than one if a value holds several; fails with
   * {@link CodexException.ScriptsInvalid} at a placeholder without a value.
   */
  List<Statement> replace(String path, Statement statement) throws IOException {
    if (!mayOccurIn(statement.text())) {
      return List.of(statement);
    }
    Replaced replaced = replace(path, statement.text(), statement.line(), statement.column());
    return replaced.written().stretches().isEmpty()
        ? List.of(statement)
        : ReplacedStatements.of(path, statement, replaced.text(), replaced.written());
  }

  /** A line of COPY data with values put in. */
  String replaceLine(String path, String text, int line) {
    return mayOccurIn(text) ? replace(path, text, line, 1).text() : text;
  }

  private record Replaced(String text, Written written) {}

  private Replaced replace(String path, String text, int line, int column) {
    StringBuilder sent = new StringBuilder();
    List<Written.Stretch> stretches = new ArrayList<>();
    int from = 0;
    int start = text.indexOf(config.prefix());
    while (start >= 0) {
      int nameFrom = start + config.prefix().length();
      int nameTo = text.indexOf(config.suffix(), nameFrom);
      if (nameTo < 0) {
        break;
      }
      sent.append(text, from, start);
      int sentFrom = sent.length();
      from = nameTo + config.suffix().length();
      sent.append(value(path, text, start, text.substring(nameFrom, nameTo), line, column));
      stretches.add(new Written.Stretch(sentFrom, sent.length(), start, from));
      start = text.indexOf(config.prefix(), from);
    }
    sent.append(text, from, text.length());
    return new Replaced(sent.toString(), new Written(text, stretches, 0));
  }

  private String value(String path, String text, int at, String written, int line, int column) {
    String name = written.toLowerCase(Locale.ROOT);
    if (config.values().containsKey(name)) {
      return config.values().get(name).reveal();
    }
    String value = name.equals(TIMESTAMP) ? timestamp() : builtIn.get(name);
    if (value == null) {
      throw unresolved(path, text, at, written, line, column);
    }
    return value;
  }

  /** Written only for who asks: to learn the time zone takes a start 7 ms. */
  private String timestamp() {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
        .format(now.atZone(ZoneId.systemDefault()));
  }

  private CodexException.ScriptsInvalid unresolved(
      String path, String text, int at, String name, int line, int column) {
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    int lines =
        Math.toIntExact(text.substring(0, at).chars().filter(c -> c == '\n').count());
    int place = text.codePointCount(lineStart, at) + (lines == 0 ? column : 1);
    String meant = Similar.to(name, List.copyOf(new TreeMap<>(config.values()).keySet()))
        .map(similar -> "did you mean " + similar + "? Otherwise ")
        .orElse("");
    return new CodexException.ScriptsInvalid(List.of(Problem.at(
        path,
        line + lines,
        place,
        "there is no value for the placeholder " + config.prefix()
            + name.lines().findFirst().orElse("") + config.suffix(),
        meant + "set migrations.placeholders, or, if it is none, placeholderReplacement=false in "
            + path + ".conf or migrations.placeholder_replacement")));
  }

  /** Whether a script's fingerprint may hold a value; one that is not at hand may use any. */
  boolean mayCount(@Nullable String text) {
    return isOn() && (text == null || mayOccurIn(text));
  }

  /**
   * Of the configured values that a repeatable script uses, the fingerprint: a change of one is a change of the script, as
   * for Flyway, and one of the time or of the user is not.
   *
   * @param text the script, or null if it is not at hand: then it may use any
   */
  String fingerprint(@Nullable String text) {
    if (!mayCount(text)) {
      return "";
    }
    boolean any = text == null || text.contains("\\i");
    String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(config.values()).forEach((name, value) -> {
      String shape = (config.prefix() + name + config.suffix()).toLowerCase(Locale.ROOT);
      if (any || lower.contains(shape)) {
        lines.append(name).append('=').append(value.reveal()).append('\n');
      }
    });
    return lines.toString();
  }

  /** A message with the names of placeholders for their values. */
  String conceal(String message) {
    String concealed = message;
    for (Map.Entry<String, Secret> entry : config.values().entrySet()) {
      String value = entry.getValue().reveal();
      if (value.length() >= SHORTEST_CONCEALED) {
        concealed = concealed.replace(value, config.prefix() + entry.getKey() + config.suffix());
      }
    }
    return concealed;
  }
}
