package dev.codex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import dev.codex.migration.Phase;
import dev.codex.migration.PlanRules;
import dev.codex.migration.Version;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CodexConfigTest {
  @Test
  void nothing_given_is_every_default() {
    CodexConfig config = CodexConfig.from(new JsonObject());
    assertThat(config)
        .isEqualTo(CodexConfig.defaults())
        .isEqualTo(new CodexConfig(
            DatabaseConfig.NONE,
            new HttpConfig("0.0.0.0", 8080),
            new HttpConfig("0.0.0.0", 8081),
            new MigrationsConfig(
                List.of("migrations"),
                ScriptFormat.AUTO,
                "public",
                List.of(),
                false,
                false,
                false,
                Durability.RUN,
                List.of(),
                PlaceholderConfig.DEFAULT),
            new LockConfig(Duration.ofSeconds(900), Duration.ofSeconds(2), Duration.ofSeconds(300)),
            new WaitConfig(Duration.ofSeconds(300), Duration.ofSeconds(2)),
            new ServeConfig(false, false, false, Duration.ofSeconds(1), null),
            new RolloutConfig(Phase.CONTRACT, false),
            new ApiConfig(ApiPlace.HEALTH, Secret.NONE),
            new TelemetryConfig(null, Duration.ofSeconds(3)),
            null,
            null));
  }

  @Test
  void every_key_is_read() {
    JsonObject json = new JsonObject("""
        {"database": {
           "postgres": {"host": "db", "port": 6543, "username": "owner", "password": "s3cret", "database_name": "library",
             "ssl_mode": "verify-full", "ssl_root_cert": "ca.pem", "ssl_client_cert": "c.pem", "ssl_client_key": "c.key"},
           "migration_url": "postgres://direct:7654/library", "pooler": "session", "embedded": false,
           "connect_budget": "1m", "db_type": "postgres"},
         "application": {"host": "127.0.0.1", "port": 1},
         "health": {"host": "::1", "port": 2},
         "migrations": {"locations": ["a", "b,c"], "format": "golang-migrate", "schema": "ops", "readers": ["app"], "out_of_order": true,
           "ignore_missing": "true", "ignore_other_history": true, "durability": "each", "contexts": ["prod"], "placeholder_replacement": true, "placeholder_prefix": "<<", "placeholder_suffix": ">>",
           "placeholders": {"A": "b=1"}},
         "lock": {"timeout": 5, "statement_timeout": "500ms", "statement_budget": "1m"}, "wait": {"timeout": "500ms", "interval": 0.25},
         "serve": {"skip_migrations": true, "wait": true, "exit_after_migration": 1, "poll": 30,
           "outage_grace": "5m"},
         "rollout": {"phase": "expand", "force": true},
         "api": {"port": "both", "token": "0123456789abcdef"},
         "telemetry": {"endpoint": "https://collector:4318", "timeout": "1500ms"}, "release": "2024-05", "build": "4.12"}""");
    assertThat(CodexConfig.from(json))
        .isEqualTo(new CodexConfig(
            new DatabaseConfig(
                "db",
                6543,
                "owner",
                Secret.of("s3cret"),
                "library",
                SslMode.VERIFY_FULL,
                "ca.pem",
                "c.pem",
                "c.key",
                Secret.of("postgres://direct:7654/library"),
                Pooler.SESSION,
                false,
                Duration.ofMinutes(1),
                "from the configuration of the application"),
            new HttpConfig("127.0.0.1", 1),
            new HttpConfig("::1", 2),
            new MigrationsConfig(
                List.of("a", "b,c"),
                ScriptFormat.GOLANG_MIGRATE,
                "ops",
                List.of("app"),
                true,
                true,
                true,
                Durability.EACH,
                List.of("prod"),
                new PlaceholderConfig(
                    PlaceholderConfig.Replacement.TRUE, "<<", ">>", Map.of("a", Secret.of("b=1")))),
            new LockConfig(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(60)),
            new WaitConfig(Duration.ofMillis(500), Duration.ofMillis(250)),
            new ServeConfig(true, true, true, Duration.ofSeconds(30), Duration.ofMinutes(5)),
            new RolloutConfig(Phase.EXPAND, true),
            new ApiConfig(ApiPlace.BOTH, Secret.of("0123456789abcdef")),
            new TelemetryConfig("https://collector:4318", Duration.ofMillis(1500)),
            "2024-05",
            "4.12"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"databse": {"pooler": "none"}}            | the key databse in     | did you mean database?
      {"database": {"postgress": {}}}            | database.postgress     | did you mean database.postgres?
      {"database": {"host": "db"}}               | database.host          | did you mean database.postgres.host?
      {"database": {"postgres": {"user": "u"}}}  | database.postgres.user | did you mean database.postgres.username?
      {"migrations": {"location": "x"}}          | migrations.location    | did you mean migrations.locations?
      {"logging": {"level": "debug"}}            | the key logging        | list the known ones
      """)
  void an_unknown_key_is_refused_with_the_nearest_one(String json, String fact, String advice) {
    assertRefused(json, fact, advice);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"application": {"port": "http"}}          | application.port in the configuration of the application is 'http'; a number from 0 to 65535 is wanted
      {"database": {"postgres": {"port": 0}}}    | database.postgres.port in the configuration of the application is '0'; a number from 1 to
      {"health": {"port": 65536}}                | health.port in the configuration of the application is '65536'
      {"migrations": {"out_of_order": "maybe"}}  | is 'maybe'; true or false is wanted
      {"wait": {"timeout": "5 minutes"}}         | is '5 minutes'; a duration such as
      {"wait": {"timeout": -1}}                  | is '-1'; a duration such as
      {"wait": {"interval": 0}}                  | is '0'; a duration from 10ms on
      {"database": {"pooler": "pgbouncer"}}      | is 'pgbouncer'; one of none, session, transaction is wanted
      {"database": {"db_type": "sqlite"}}        | is 'sqlite'; one of postgres is wanted
      {"database": {"postgres": {"ssl_mode": "on"}}} | is 'on'; one of disable, allow, prefer, require, verify-ca, verify-full is wanted
      {"database": {"postgres": {"host": "a/b"}}} | is 'a/b'; a name, an address or the absolute path
      {"database": {"postgres": "localhost"}}    | database.postgres in the configuration of the application is a value; it is a section
      {"lock": {"timeout": {"seconds": 3}}}      | lock.timeout in the configuration of the application is a section
      {"lock": {"timeout": [3]}}                 | is a list; a duration
      {"release": 1.10}                          | release in the configuration of the application is read as a number; put the value in quotes
      {"database": {"postgres": {"database_name": true}}} | is read as a boolean; put the value in quotes
      {"migrations": {"locations": [1]}}         | holds something that is no text; put each item in quotes
      {"migrations": {"locations": []}}          | migrations.locations is empty; name at least one directory
      {"migrations": {"locations": ["a", " "]}}  | migrations.locations names an empty directory
      {"application": {"port": 8081}}            | application.port and health.port are both 8081; the health checks need a port of their own
      """)
  void a_value_that_cannot_be_used_is_refused_with_what_is_allowed(String json, String message) {
    assertRefused(json, message, "");
  }

  @Test
  void a_schema_name_that_the_server_would_cut_off_is_refused() {
    assertRefused(
        new JsonObject()
            .put("migrations", new JsonObject().put("schema", "ä".repeat(32)))
            .encode(),
        "a name of at most 63 bytes is wanted",
        "");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"ssl_mode": "verify-ca"}                             | ssl_mode is verify-ca, and database.postgres.ssl_root_cert is not set
      {"ssl_mode": "require", "ssl_root_cert": "system"}    | set ssl_mode to verify-full
      {"ssl_client_cert": "c.pem"}                          | only one is set; set both or none
      {"password": "x", "password_file": "y"}               | are set; keep one of the two
      """)
  void parts_that_contradict_each_other_are_refused(String json, String message) {
    assertRefused("{\"database\": {\"postgres\": " + json + "}}", message, "");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once() {
    String json = """
        {"databse": 1, "lock": {"timeout": "x"}, "health": {"port": 8080}, "migrations": {"schema": 5, "locations": []},
         "database": {"migration_url": "mysql://h", "postgres": {"ssl_mode": "verify-full", "password_file": "/none"}}}""";
    assertThatThrownBy(() -> CodexConfig.from(new JsonObject(json)))
        .isInstanceOf(ConfigurationInvalid.class)
        .message()
        .satisfies(message -> assertThat(message.lines()).hasSize(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"database\": null}",
        "{\"database\": {\"postgres\": {\"host\": null, \"username\": \"\"}}}"
      })
  void a_key_without_a_value_is_not_set(String json) {
    assertThat(CodexConfig.from(new JsonObject(json))).isEqualTo(CodexConfig.defaults());
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "30,30000",
    "1.5,1500",
    "500ms,500",
    "30s,30000",
    "5m,300000",
    "1h,3600000",
    "2 s,2000"
  })
  void a_duration_is_seconds_or_has_a_unit(String text, long millis) {
    assertThat(ValueType.DURATION.parse(text)).hasMillis(millis);
  }

  @Test
  void a_list_may_be_one_text() {
    JsonObject json = new JsonObject().put("migrations", new JsonObject().put("locations", "a, b"));
    assertThat(CodexConfig.from(json).migrations().locations()).containsExactly("a", "b");
    json.getJsonObject("migrations").put("locations", new JsonArray().add("a, b"));
    assertThat(CodexConfig.from(json).migrations().locations()).containsExactly("a, b");
  }

  @Test
  void a_plan_is_told_what_it_may_overlook() {
    CodexConfig config = CodexConfig.from(
        new JsonObject(
            "{\"build\": \"4.12\", \"migrations\": {\"out_of_order\": true, \"ignore_missing\": true}}"));
    assertThat(config.planRules()).isEqualTo(new PlanRules(true, true, Version.of("4.12")));
    assertThat(CodexConfig.from(new JsonObject().put("build", "0f3c2a1")).planRules())
        .isEqualTo(PlanRules.STRICT);
  }

  private static void assertRefused(String json, String fact, String advice) {
    assertThatThrownBy(() -> CodexConfig.from(new JsonObject(json)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(fact)
        .hasMessageContaining(advice);
  }
}
