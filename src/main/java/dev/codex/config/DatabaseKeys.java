package dev.codex.config;

import static dev.codex.config.ConfigKey.Level.ESSENTIAL;
import static dev.codex.config.ConfigKey.Level.OFTEN;
import static dev.codex.config.ConfigKey.Level.RARELY;

import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.Set;

/** The keys that say which database, and how to reach it. */
final class DatabaseKeys {
  static final KeyTable TABLE = new KeyTable();

  static final ConfigKey<String> HOST = TABLE.key(
      "database.postgres.host",
      ValueType.HOST,
      null,
      null,
      ESSENTIAL,
      "The name or address of the server, or the directory of its Unix socket");
  static final ConfigKey<Integer> PORT = TABLE.key(
      "database.postgres.port",
      ValueType.SERVER_PORT,
      "5432",
      null,
      ESSENTIAL,
      "The port of the server");
  static final ConfigKey<String> USERNAME = TABLE.key(
      "database.postgres.username",
      ValueType.TEXT,
      null,
      null,
      ESSENTIAL,
      "The role that logs in, and that owns what it creates");
  static final ConfigKey<Secret> PASSWORD = TABLE.key(
      "database.postgres.password",
      ValueType.SECRET,
      null,
      null,
      ESSENTIAL,
      "Its password; better in a variable or in a file of its own than in this one");
  static final ConfigKey<String> PASSWORD_FILE = TABLE.key(
      "database.postgres.password_file",
      ValueType.TEXT,
      null,
      null,
      ESSENTIAL,
      "A file that holds the password, such as a mounted secret; in place of the password");
  static final ConfigKey<String> DATABASE_NAME = TABLE.key(
      "database.postgres.database_name",
      ValueType.TEXT,
      null,
      null,
      ESSENTIAL,
      "The database to migrate");
  static final ConfigKey<SslMode> SSL_MODE = TABLE.key(
      "database.postgres.ssl_mode",
      ValueType.choice(SslMode.values()),
      "prefer",
      null,
      OFTEN,
      "As in libpq: disable, allow, prefer, require, verify-ca or, for production, verify-full");
  static final ConfigKey<String> SSL_ROOT_CERT = TABLE.key(
      "database.postgres.ssl_root_cert",
      ValueType.TEXT,
      null,
      null,
      OFTEN,
      "The PEM file of the authority behind the certificate of the server, or the word system; verify-ca and verify-full need it");
  static final ConfigKey<String> SSL_CLIENT_CERT = TABLE.key(
      "database.postgres.ssl_client_cert",
      ValueType.TEXT,
      null,
      null,
      RARELY,
      "The PEM file of the certificate to log in with");
  static final ConfigKey<String> SSL_CLIENT_KEY = TABLE.key(
      "database.postgres.ssl_client_key",
      ValueType.TEXT,
      null,
      null,
      RARELY,
      "The PEM file of its key");
  static final ConfigKey<Secret> MIGRATION_URL = TABLE.key(
      "database.migration_url",
      ValueType.SECRET,
      null,
      null,
      RARELY,
      "The direct address of the server where the one above leads to a pooler; used by migrate only");
  static final ConfigKey<Pooler> POOLER = TABLE.key(
      "database.pooler",
      ValueType.choice(Pooler.values()),
      "none",
      null,
      RARELY,
      "What stands between: none, or session or transaction for a pooler in that mode");
  static final ConfigKey<Duration> CONNECT_BUDGET = TABLE.key(
      "database.connect_budget",
      ValueType.DURATION,
      "30",
      null,
      RARELY,
      "How long a server that is not up yet is tried again");
  static final ConfigKey<Boolean> EMBEDDED = TABLE.key(
      "database.embedded",
      ValueType.BOOLEAN,
      "false",
      null,
      RARELY,
      "Whether Codex starts a PostgreSQL of its own, for a first try; the same as --embedded");
  static final ConfigKey<DatabaseType> DATABASE_TYPE = TABLE.key(
      "database.db_type",
      ValueType.choice(DatabaseType.values()),
      "postgres",
      null,
      RARELY,
      "Only postgres; there because older files have it");

  /** Where the database is; a URL stands for all of it. */
  static final Set<ConfigKey<?>> ADDRESS =
      Set.of(HOST, PORT, USERNAME, PASSWORD, PASSWORD_FILE, DATABASE_NAME);

  /** How the connection is secured. */
  static final Set<ConfigKey<?>> TLS =
      Set.of(SSL_MODE, SSL_ROOT_CERT, SSL_CLIENT_CERT, SSL_CLIENT_KEY);

  private DatabaseKeys() {}

  /** The one kind of database there is. */
  enum DatabaseType {
    POSTGRES
  }
}
