package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;

/** Puts the database's settings together: the address from wherever it stands. */
final class DatabaseSettings {
  private DatabaseSettings() {}

  static DatabaseConfig read(Settings settings, Faults faults) {
    return new DatabaseConfig(
        settings.text(ConfigKeys.HOST),
        settings.get(ConfigKeys.PORT),
        settings.text(ConfigKeys.USERNAME),
        secret(settings, ConfigKeys.PASSWORD),
        settings.text(ConfigKeys.DATABASE_NAME),
        settings.get(ConfigKeys.SSL_MODE),
        settings.valueOf(ConfigKeys.SSL_ROOT_CERT),
        settings.valueOf(ConfigKeys.SSL_CLIENT_CERT),
        settings.valueOf(ConfigKeys.SSL_CLIENT_KEY),
        secret(settings, ConfigKeys.MIGRATION_URL),
        settings.get(ConfigKeys.POOLER),
        settings.get(ConfigKeys.EMBEDDED),
        settings.get(ConfigKeys.CONNECT_BUDGET),
        source(settings));
  }

  private static Secret secret(Settings settings, ConfigKey<Secret> key) {
    Secret value = settings.valueOf(key);
    return value == null ? Secret.NONE : value;
  }

  private static String source(Settings settings) {
    String host = settings.source(ConfigKeys.HOST).name();
    String database = settings.source(ConfigKeys.DATABASE_NAME).name();
    return host.equals(database) ? "from " + host : "host from " + host + ", database from " + database;
  }

  static DatabaseConfig require(DatabaseConfig database) {
    if (database.embedded() || database.isConfigured()) {
      return database;
    }
    if (database.host().isEmpty()) {
      throw new ConfigurationInvalid(
          "no database is configured",
          "set database.postgres.host, username and database_name in the file of --config, or CODEX_DATABASE_POSTGRES_HOST"
              + " and so on, or DATABASE_URL; or try Codex on a server of its own with --embedded");
    }
    ConfigKey<String> missing = database.username().isEmpty() ? ConfigKeys.USERNAME : ConfigKeys.DATABASE_NAME;
    throw new ConfigurationInvalid(
        missing.path() + " is not set, and the host is " + database.host() + " (" + database.source() + ")",
        "set it in the file of --config, or the variable " + missing.variable());
  }
}
