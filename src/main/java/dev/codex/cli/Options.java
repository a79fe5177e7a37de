package dev.codex.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags that every command has. */
final class Options {
  /** How something is written. */
  enum Format {
    text,
    json
  }

  private final OptionSpec help = OptionSpec.builder("-h", "--help")
      .type(boolean.class)
      .usageHelp(true)
      .description("Show this help and exit.")
      .build();
  private final OptionSpec config = text("--config", "FILE", "The YAML file of the configuration.");
  private final OptionSpec locations = OptionSpec.builder("--location")
      .type(List.class)
      .auxiliaryTypes(String.class)
      .paramLabel("DIR")
      .description("A directory of migration scripts; may be repeated. Default: migrations.")
      .build();
  private final OptionSpec output =
      format("--output", "How the result is written: text or json. Default: text.");
  private final OptionSpec logFormat = format(
      "--log-format", "How the log on stderr is written: text or json lines. Default: text.");
  private final OptionSpec verbose = flag("--verbose", "Log more, and stack traces.");
  private final OptionSpec quiet = flag("--quiet", "Log only warnings and errors.");
  private final OptionSpec embedded = flag(
      "--embedded",
      "Use a PostgreSQL of our own, kept in a directory of the user, to try things out.");

  /** A flag with a value. */
  static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** A flag that is there or not. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  private static OptionSpec format(String name, String description) {
    return OptionSpec.builder(name)
        .type(Format.class)
        .paramLabel("FORMAT")
        .description(description)
        .build();
  }

  static void ifGiven(OptionSpec text, Consumer<String> use) {
    String value = text.getValue();
    if (value != null) {
      use.accept(value);
    }
  }

  static boolean isGiven(OptionSpec flag) {
    return Boolean.TRUE.equals(flag.<@Nullable Boolean>getValue());
  }

  /** What is added to a command. */
  CommandSpec describe() {
    CommandSpec flags = CommandSpec.wrapWithoutInspection(this);
    List.of(help, config, locations, output, logFormat, verbose, quiet, embedded)
        .forEach(flags::addOption);
    return flags;
  }

  /** The flags of a command, or the defaults if it has none. */
  static Options of(CommandLine command) {
    return command.getCommand() instanceof WithOptions with ? with.options() : new Options();
  }

  @Nullable
  String config() {
    return config.getValue();
  }

  /** Those flags that stand for a key of the configuration, by the path of the key. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> named = locations.getValue();
    if (named != null && !named.isEmpty()) {
      settings.put("migrations.locations", String.join(",", named));
    }
    if (isGiven(embedded)) {
      settings.put("database.embedded", "true");
    }
    return settings;
  }

  boolean isJson() {
    return output.getValue() == Format.json;
  }

  boolean isLogJson() {
    return logFormat.getValue() == Format.json;
  }

  boolean isVerbose() {
    return isGiven(verbose);
  }

  boolean isQuiet() {
    return isGiven(quiet);
  }
}
