package dev.codex.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The flags that every command has. */
final class Options {
  /** How something is written. */
  enum Format {
    text,
    json
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The YAML file of the configuration.")
  private @Nullable String config;

  @Option(
      names = "--location",
      paramLabel = "DIR",
      description = "A directory of migration scripts; may be repeated. Default: migrations.")
  private List<String> locations = List.of();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "How the result is written: text or json. Default: text.")
  private Format output = Format.text;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "How the log on stderr is written: text or json lines. Default: text.")
  private Format logFormat = Format.text;

  @Option(names = "--verbose", description = "Log more, and stack traces.")
  private boolean verbose;

  @Option(names = "--quiet", description = "Log only warnings and errors.")
  private boolean quiet;

  @Option(
      names = "--embedded",
      description =
          "Use a PostgreSQL of our own, kept in a directory of the user, to try things out.")
  private boolean embedded;

  /** The flags of a command, or the defaults if it has none. */
  static Options of(CommandLine command) {
    CommandSpec mixin = command.getCommandSpec().mixins().get("options");
    return mixin != null && mixin.userObject() instanceof Options options ? options : new Options();
  }

  @Nullable
  String config() {
    return config;
  }

  /** Those flags that stand for a key of the configuration, by the path of the key. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!locations.isEmpty()) {
      settings.put("migrations.locations", String.join(",", locations));
    }
    if (embedded) {
      settings.put("database.embedded", "true");
    }
    return settings;
  }

  boolean isJson() {
    return output == Format.json;
  }

  boolean isLogJson() {
    return logFormat == Format.json;
  }

  boolean isVerbose() {
    return verbose;
  }

  boolean isQuiet() {
    return quiet;
  }
}
