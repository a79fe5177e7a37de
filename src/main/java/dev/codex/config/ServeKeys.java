package dev.codex.config;

import static dev.codex.config.ConfigKey.Level.OFTEN;
import static dev.codex.config.ConfigKey.Level.RARELY;

import java.time.Duration;

/** The keys that say what {@code serve} does, and where it listens. */
final class ServeKeys {
  static final KeyTable TABLE = new KeyTable();

  static final ConfigKey<Boolean> SKIP_MIGRATIONS = TABLE.key(
      "serve.skip_migrations",
      ValueType.BOOLEAN,
      "false",
      "CODEX_SKIP_MIGRATIONS",
      OFTEN,
      "Whether serve applies nothing, and refuses to start while migrations are not complete");
  static final ConfigKey<Boolean> WAIT = TABLE.key(
      "serve.wait",
      ValueType.BOOLEAN,
      "false",
      null,
      OFTEN,
      "Whether serve applies nothing, and waits until migrations are complete");
  static final ConfigKey<Boolean> EXIT_AFTER_MIGRATION = TABLE.key(
      "serve.exit_after_migration",
      ValueType.BOOLEAN,
      "false",
      "CODEX_EXIT_AFTER_MIGRATION",
      OFTEN,
      "Whether serve ends after the migrations, with exit code 0");
  static final ConfigKey<String> APPLICATION_HOST = TABLE.key(
      "application.host",
      ValueType.HOST,
      "0.0.0.0",
      null,
      OFTEN,
      "The address that serve listens on once the schema is ready");
  static final ConfigKey<Integer> APPLICATION_PORT = TABLE.key(
      "application.port",
      ValueType.LISTEN_PORT,
      "8080",
      null,
      OFTEN,
      "The port that serve listens on once the schema is ready");
  static final ConfigKey<String> HEALTH_HOST = TABLE.key(
      "health.host",
      ValueType.HOST,
      "0.0.0.0",
      null,
      OFTEN,
      "The address of the health checks, there from the first moment");
  static final ConfigKey<Integer> HEALTH_PORT = TABLE.key(
      "health.port",
      ValueType.LISTEN_PORT,
      "8081",
      null,
      OFTEN,
      "The port of the health checks, there from the first moment");
  static final ConfigKey<Duration> POLL = TABLE.key(
      "serve.poll",
      ValueType.INTERVAL,
      "1",
      null,
      RARELY,
      "How often serve looks whether the schema is still what it needs, beside being notified");
  static final ConfigKey<Duration> OUTAGE_GRACE = TABLE.key(
      "serve.outage_grace",
      ValueType.DURATION,
      null,
      null,
      RARELY,
      "How long serve stays ready while the database cannot be reached; not set, for ever");
  static final ConfigKey<ApiPlace> API_PORT = TABLE.key(
      "api.port",
      ValueType.choice(ApiPlace.values()),
      "health",
      null,
      OFTEN,
      "The port of the HTTP API, the dashboard and the metrics: health, application, both or none");
  static final ConfigKey<Secret> API_TOKEN = TABLE.key(
      "api.token",
      ValueType.SECRET,
      null,
      null,
      RARELY,
      "What a caller has to know to start or cancel a migration over HTTP; not set, nobody can");

  private ServeKeys() {}
}
