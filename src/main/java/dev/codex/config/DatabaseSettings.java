package dev.codex.config;

import dev.codex.config.Source.Rank;
import dev.codex.migration.CodexException.ConfigurationInvalid;

/** Puts the database's settings together: the address from wherever it stands. */
final class DatabaseSettings {
  private DatabaseSettings() {}

  static DatabaseConfig read(Settings settings, Faults faults) {
    faults.check(() -> settleEmbedded(settings));
    faults.check(() -> PasswordFile.settle(settings));
    faults.check(() -> settleMigrationUrl(settings));
    DatabaseConfig database = faults.attempt(() -> build(settings), DatabaseConfig.NONE);
    faults.check(() -> settings.warnAll(database.forMigrator().warnings()));
    return database;
  }

  /** Either an address or a server of our own: what counts more as a source decides, and the other is warned of. */
  private static void settleEmbedded(Settings settings) {
    if (!settings.get(DatabaseKeys.EMBEDDED)) {
      return;
    }
    Source embedded = settings.source(DatabaseKeys.EMBEDDED);
    Source host = settings.source(DatabaseKeys.HOST);
    if (settings.isSet(DatabaseKeys.HOST)) {
      String both = embedded.nameOf(DatabaseKeys.EMBEDDED) + " is true, and "
          + host.nameOf(DatabaseKeys.HOST) + " names a server";
      settleEmbedded(settings, embedded, host, both);
    }
    if (settings.get(DatabaseKeys.EMBEDDED)) {
      DatabaseKeys.ADDRESS.forEach(key -> settings.reset(key, embedded));
      DatabaseKeys.TLS.forEach(key -> settings.reset(key, embedded));
    }
  }

  private static void settleEmbedded(Settings settings, Source embedded, Source host, String both) {
    if (embedded.rank() == host.rank()) {
      throw new ConfigurationInvalid(both, "keep one of the two");
    }
    if (host.outranks(embedded)) {
      settings.replace(DatabaseKeys.EMBEDDED, false, host);
      settings.warn(both + ": the server that is named is used");
    } else if (host.rank() != Rank.PG_VARIABLE) {
      settings.warn(both + ": the embedded server is used");
    }
  }

  private static void settleMigrationUrl(Settings settings) {
    Secret url = secret(settings, DatabaseKeys.MIGRATION_URL);
    if (!url.isEmpty()) {
      DatabaseUrl.parse(DatabaseKeys.MIGRATION_URL.path(), url.reveal())
          .unused()
          .forEach(parameter -> settings.warn(
              "the parameter " + parameter + " of database.migration_url is not used"));
    }
  }

  private static DatabaseConfig build(Settings settings) {
    return new DatabaseConfig(
        settings.text(DatabaseKeys.HOST),
        settings.get(DatabaseKeys.PORT),
        settings.text(DatabaseKeys.USERNAME),
        secret(settings, DatabaseKeys.PASSWORD),
        settings.text(DatabaseKeys.DATABASE_NAME),
        settings.get(DatabaseKeys.SSL_MODE),
        settings.valueOf(DatabaseKeys.SSL_ROOT_CERT),
        settings.valueOf(DatabaseKeys.SSL_CLIENT_CERT),
        settings.valueOf(DatabaseKeys.SSL_CLIENT_KEY),
        secret(settings, DatabaseKeys.MIGRATION_URL),
        settings.get(DatabaseKeys.POOLER),
        settings.get(DatabaseKeys.EMBEDDED),
        settings.get(DatabaseKeys.CONNECT_BUDGET),
        source(settings));
  }

  private static Secret secret(Settings settings, ConfigKey<Secret> key) {
    Secret value = settings.valueOf(key);
    return value == null ? Secret.NONE : value;
  }

  private static String source(Settings settings) {
    if (!settings.isSet(DatabaseKeys.HOST)) {
      return DatabaseConfig.NONE.source();
    }
    String host = settings.source(DatabaseKeys.HOST).name();
    String database = settings.source(DatabaseKeys.DATABASE_NAME).name();
    return host.equals(database)
        ? "from " + host
        : "host from " + host + ", database from " + database;
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
    ConfigKey<String> missing =
        database.username().isEmpty() ? DatabaseKeys.USERNAME : DatabaseKeys.DATABASE_NAME;
    throw new ConfigurationInvalid(
        missing.path() + " is not set, and the host is " + database.host() + " ("
            + database.source() + ")",
        "set it in the file of --config, or by the variable " + missing.variable());
  }
}
