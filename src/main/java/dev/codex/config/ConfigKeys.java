package dev.codex.config;

import static dev.codex.config.ConfigKey.Level.ESSENTIAL;
import static dev.codex.config.ConfigKey.Level.OFTEN;
import static dev.codex.config.ConfigKey.Level.RARELY;

import dev.codex.config.ConfigKey.Level;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key there is. Variables, checks, {@code config check}, conf/codex.yaml and the documentation follow from it. */
final class ConfigKeys {
  private static final List<ConfigKey<?>> TABLE = new ArrayList<>();

  static final ConfigKey<String> HOST = key("database.postgres.host", ValueType.HOST, null, null, ESSENTIAL, "The name or address of the server, or the directory of its Unix socket");
  static final ConfigKey<Integer> PORT = key("database.postgres.port", ValueType.SERVER_PORT, "5432", null, ESSENTIAL, "The port of the server");
  static final ConfigKey<String> USERNAME = key("database.postgres.username", ValueType.TEXT, null, null, ESSENTIAL, "The role that logs in, and that owns what it creates");
  static final ConfigKey<Secret> PASSWORD = key("database.postgres.password", ValueType.SECRET, null, null, ESSENTIAL, "Its password; better in a variable or in a file of its own than in this one");
  static final ConfigKey<String> PASSWORD_FILE = key("database.postgres.password_file", ValueType.TEXT, null, null, ESSENTIAL, "A file that holds the password, such as a mounted secret; in place of the password");
  static final ConfigKey<String> DATABASE_NAME = key("database.postgres.database_name", ValueType.TEXT, null, null, ESSENTIAL, "The database to migrate");
  static final ConfigKey<List<String>> LOCATIONS = key("migrations.locations", ValueType.LIST, "migrations", null, ESSENTIAL, "The directories of the scripts");
  static final ConfigKey<SslMode> SSL_MODE = key("database.postgres.ssl_mode", ValueType.choice(SslMode.values()), "prefer", null, OFTEN, "As in libpq: disable, allow, prefer, require, verify-ca or, for production, verify-full");
  static final ConfigKey<String> SSL_ROOT_CERT = key("database.postgres.ssl_root_cert", ValueType.TEXT, null, null, OFTEN, "The PEM file of the authority behind the certificate of the server, or the word system; verify-ca and verify-full need it");
  static final ConfigKey<String> SCHEMA = key("migrations.schema", ValueType.IDENTIFIER, "public", null, OFTEN, "The schema of the history and the other tables of Codex");
  static final ConfigKey<List<String>> READERS = key("migrations.readers", ValueType.LIST, "", null, OFTEN, "The roles that may read the history, such as the one of an application that waits");
  static final ConfigKey<Duration> WAIT_TIMEOUT = key("wait.timeout", ValueType.DURATION, "300", "CODEX_MIGRATION_WAIT_TIMEOUT", OFTEN, "How long wait-for-migrations and serve wait for complete migrations");
  static final ConfigKey<Duration> WAIT_INTERVAL = key("wait.interval", ValueType.INTERVAL, "2", "CODEX_MIGRATION_WAIT_INTERVAL", OFTEN, "How often they look at the database meanwhile");
  static final ConfigKey<Duration> LOCK_TIMEOUT = key("lock.timeout", ValueType.DURATION, "900", null, OFTEN, "How long migrate waits for another process that migrates the same database");
  static final ConfigKey<Boolean> SKIP_MIGRATIONS = key("serve.skip_migrations", ValueType.BOOLEAN, "false", "CODEX_SKIP_MIGRATIONS", OFTEN, "Whether serve applies nothing, and refuses to start while migrations are not complete");
  static final ConfigKey<Boolean> WAIT = key("serve.wait", ValueType.BOOLEAN, "false", null, OFTEN, "Whether serve applies nothing, and waits until migrations are complete");
  static final ConfigKey<Boolean> EXIT_AFTER_MIGRATION = key("serve.exit_after_migration", ValueType.BOOLEAN, "false", "CODEX_EXIT_AFTER_MIGRATION", OFTEN, "Whether serve ends after the migrations, with exit code 0");
  static final ConfigKey<String> APPLICATION_HOST = key("application.host", ValueType.HOST, "0.0.0.0", null, OFTEN, "The address that serve listens on once the schema is ready");
  static final ConfigKey<Integer> APPLICATION_PORT = key("application.port", ValueType.LISTEN_PORT, "8080", null, OFTEN, "The port that serve listens on once the schema is ready");
  static final ConfigKey<String> HEALTH_HOST = key("health.host", ValueType.HOST, "0.0.0.0", null, OFTEN, "The address of the health checks, there from the first moment");
  static final ConfigKey<Integer> HEALTH_PORT = key("health.port", ValueType.LISTEN_PORT, "8081", null, OFTEN, "The port of the health checks, there from the first moment");
  static final ConfigKey<String> RELEASE = key("release", ValueType.TEXT, null, null, OFTEN, "The release that is deployed, to be kept in the history");
  static final ConfigKey<String> BUILD = key("build", ValueType.TEXT, null, null, RARELY, "The build of this image, to be kept in the history; a version, if a migration declares a floor");
  static final ConfigKey<Boolean> OUT_OF_ORDER = key("migrations.out_of_order", ValueType.BOOLEAN, "false", null, RARELY, "Whether a script below the newest applied version is applied");
  static final ConfigKey<Boolean> IGNORE_MISSING = key("migrations.ignore_missing", ValueType.BOOLEAN, "false", null, RARELY, "Whether new scripts are applied although scripts of applied ones are not here");
  static final ConfigKey<String> SSL_CLIENT_CERT = key("database.postgres.ssl_client_cert", ValueType.TEXT, null, null, RARELY, "The PEM file of the certificate to log in with");
  static final ConfigKey<String> SSL_CLIENT_KEY = key("database.postgres.ssl_client_key", ValueType.TEXT, null, null, RARELY, "The PEM file of its key");
  static final ConfigKey<Secret> MIGRATION_URL = key("database.migration_url", ValueType.SECRET, null, null, RARELY, "The direct address of the server where the one above leads to a pooler; used by migrate only");
  static final ConfigKey<Pooler> POOLER = key("database.pooler", ValueType.choice(Pooler.values()), "none", null, RARELY, "What stands between: none, or session for a pooler in session mode");
  static final ConfigKey<Duration> CONNECT_BUDGET = key("database.connect_budget", ValueType.DURATION, "30", null, RARELY, "How long a server that is not up yet is tried again");
  static final ConfigKey<Boolean> EMBEDDED = key("database.embedded", ValueType.BOOLEAN, "false", null, RARELY, "Whether Codex starts a PostgreSQL of its own, for a first try; the same as --embedded");
  static final ConfigKey<DatabaseType> DATABASE_TYPE = key("database.db_type", ValueType.choice(DatabaseType.values()), "postgres", null, RARELY, "Only postgres; there because older files have it");

  private ConfigKeys() {}

  /** The one kind of database there is. */
  enum DatabaseType {
    POSTGRES
  }

  static List<ConfigKey<?>> all() {
    return Collections.unmodifiableList(TABLE);
  }

  static Optional<ConfigKey<?>> atPath(String path) {
    return TABLE.stream().<ConfigKey<?>>map(key -> key).filter(key -> key.path().equals(path)).findFirst();
  }

  static Optional<ConfigKey<?>> ofVariable(String variable) {
    return TABLE.stream().<ConfigKey<?>>map(key -> key).filter(key -> key.variables().contains(variable)).findFirst();
  }

  /** Whether a path is one on the way to keys, such as {@code database.postgres}. */
  static boolean isSection(String path) {
    return TABLE.stream().anyMatch(key -> key.path().startsWith(path + "."));
  }

  private static <T> ConfigKey<T> key(
      String path, ValueType<T> type, @Nullable String defaultText, @Nullable String alias, Level level, String doc) {
    ConfigKey<T> key = new ConfigKey<>(path, type, defaultText, alias, level, doc);
    TABLE.add(key);
    return key;
  }
}
