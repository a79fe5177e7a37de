package dev.codex.config;

import static dev.codex.config.ConfigKey.Level.ESSENTIAL;
import static dev.codex.config.ConfigKey.Level.OFTEN;
import static dev.codex.config.ConfigKey.Level.RARELY;

import dev.codex.migration.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every key there is, those of the database in {@link DatabaseKeys}, those of {@code serve} in
 * {@link ServeKeys}, those of figures and traces in {@link TelemetryKeys}. Variables, checks, {@code config check},
 * conf/codex.yaml and the documentation follow from it.
 */
final class ConfigKeys {
  private static final KeyTable TABLE = new KeyTable();

  static final ConfigKey<List<String>> LOCATIONS = TABLE.key(
      "migrations.locations",
      ValueType.LIST,
      "migrations",
      null,
      ESSENTIAL,
      "The directories of the scripts");
  static final ConfigKey<ScriptFormat> FORMAT = TABLE.key(
      "migrations.format",
      ValueType.choice(ScriptFormat.values()),
      "auto",
      null,
      OFTEN,
      "The tool whose format the scripts are in; auto tells it from the files");
  static final ConfigKey<String> SCHEMA = TABLE.key(
      "migrations.schema",
      ValueType.IDENTIFIER,
      "public",
      null,
      OFTEN,
      "The schema of the history and the other tables of Codex");
  static final ConfigKey<List<String>> READERS = TABLE.key(
      "migrations.readers",
      ValueType.LIST,
      "",
      null,
      OFTEN,
      "The roles that may read the history, such as the one of an application that waits");
  static final ConfigKey<Duration> WAIT_TIMEOUT = TABLE.key(
      "wait.timeout",
      ValueType.DURATION,
      "300",
      "CODEX_MIGRATION_WAIT_TIMEOUT",
      OFTEN,
      "How long wait-for-migrations and serve wait for complete migrations");
  static final ConfigKey<Duration> WAIT_INTERVAL = TABLE.key(
      "wait.interval",
      ValueType.INTERVAL,
      "2",
      "CODEX_MIGRATION_WAIT_INTERVAL",
      OFTEN,
      "How often they look at the database meanwhile; up to four times as long where it has no connection left for them");
  static final ConfigKey<Duration> LOCK_TIMEOUT = TABLE.key(
      "lock.timeout",
      ValueType.DURATION,
      "900",
      null,
      OFTEN,
      "How long migrate waits for another process that migrates the same database");
  static final ConfigKey<Duration> STATEMENT_TIMEOUT = TABLE.key(
      "lock.statement_timeout",
      ValueType.DURATION,
      "2",
      null,
      OFTEN,
      "How long a statement of a script waits for a lock that the application holds, and holds up others; 0 for no limit");
  static final ConfigKey<Duration> STATEMENT_BUDGET = TABLE.key(
      "lock.statement_budget",
      ValueType.DURATION,
      "300",
      null,
      OFTEN,
      "For how long a script that did not get its locks in time is tried again");
  static final ConfigKey<Phase> ROLLOUT_PHASE = TABLE.key(
      "rollout.phase",
      ValueType.choice(Phase.values()),
      "contract",
      null,
      OFTEN,
      "Up to which phase scripts are applied: expand before a roll-out, contract after it");
  static final ConfigKey<Boolean> ROLLOUT_FORCE = TABLE.key(
      "rollout.force",
      ValueType.BOOLEAN,
      "false",
      null,
      RARELY,
      "Whether contractions are applied although sessions of builds below their floor are connected");
  static final ConfigKey<String> RELEASE = TABLE.key(
      "release",
      ValueType.TEXT,
      null,
      null,
      OFTEN,
      "The release that is deployed, to be kept in the history");
  static final ConfigKey<String> BUILD = TABLE.key(
      "build",
      ValueType.TEXT,
      null,
      null,
      RARELY,
      "The build of this image, to be kept in the history; a version, if a migration declares a floor");
  static final ConfigKey<Boolean> OUT_OF_ORDER = TABLE.key(
      "migrations.out_of_order",
      ValueType.BOOLEAN,
      "false",
      null,
      RARELY,
      "Whether a script below the newest applied version is applied");
  static final ConfigKey<Boolean> IGNORE_MISSING = TABLE.key(
      "migrations.ignore_missing",
      ValueType.BOOLEAN,
      "false",
      null,
      RARELY,
      "Whether new scripts are applied although scripts of applied ones are not here");
  static final ConfigKey<Boolean> IGNORE_OTHER_HISTORY = TABLE.key(
      "migrations.ignore_other_history",
      ValueType.BOOLEAN,
      "false",
      null,
      RARELY,
      "Whether a first run goes on although the tool that the scripts are of has applied some of them");
  static final ConfigKey<List<String>> CONTEXTS = TABLE.key(
      "migrations.contexts",
      ValueType.LIST,
      "",
      null,
      RARELY,
      "The contexts of this database, by which changesets of Liquibase are left out; none: all are run");
  static final ConfigKey<Durability> DURABILITY = TABLE.key(
      "migrations.durability",
      ValueType.choice(Durability.values()),
      "run",
      null,
      RARELY,
      "Which commits wait for the disk: run, the last one of a run; each, all of them");

  static final ConfigKey<String> TERMINATION_LOG = TABLE.key(
      "termination_log",
      ValueType.TEXT,
      "/dev/termination-log",
      null,
      RARELY,
      "The file in which Kubernetes looks for the reason of an end; written if it is there");
  static final ConfigKey<Map<String, Secret>> PLACEHOLDERS = TABLE.key(
      "migrations.placeholders",
      ValueType.PLACEHOLDERS,
      "",
      null,
      RARELY,
      "What stands for ${name} in scripts: a key for each name, or name=value with commas; or one variable for each, with the name behind");
  static final ConfigKey<PlaceholderConfig.Replacement> PLACEHOLDER_REPLACEMENT = TABLE.key(
      "migrations.placeholder_replacement",
      ValueType.choice(PlaceholderConfig.Replacement.values()),
      "auto",
      null,
      RARELY,
      "Whether placeholders are looked for: true, false, or auto for the formats that have them");
  static final ConfigKey<String> PLACEHOLDER_PREFIX = TABLE.key(
      "migrations.placeholder_prefix",
      ValueType.TEXT,
      "${",
      null,
      RARELY,
      "What a placeholder begins with");
  static final ConfigKey<String> PLACEHOLDER_SUFFIX = TABLE.key(
      "migrations.placeholder_suffix",
      ValueType.TEXT,
      "}",
      null,
      RARELY,
      "What a placeholder ends with");

  private ConfigKeys() {}

  static List<ConfigKey<?>> all() {
    return Stream.of(DatabaseKeys.TABLE, TABLE, ServeKeys.TABLE, TelemetryKeys.TABLE)
        .flatMap(table -> table.keys().stream())
        .toList();
  }

  static Optional<ConfigKey<?>> atPath(String path) {
    return all().stream().filter(key -> key.path().equals(path)).findFirst();
  }

  static Optional<ConfigKey<?>> ofVariable(String variable) {
    return all().stream().filter(key -> key.variables().contains(variable)).findFirst();
  }

  /** Every path on the way to keys, such as {@code database.postgres}. */
  static Stream<String> sections() {
    return all().stream()
        .map(ConfigKey::path)
        .flatMap(path -> IntStream.range(0, path.length())
            .filter(at -> path.charAt(at) == '.')
            .mapToObj(at -> path.substring(0, at)))
        .distinct();
  }

  static boolean isSection(String path) {
    return sections().anyMatch(path::equals);
  }
}
