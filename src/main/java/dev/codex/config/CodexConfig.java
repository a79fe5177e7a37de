package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import dev.codex.migration.PlanRules;
import dev.codex.migration.Version;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Codex is told.
 *
 * @param database which database, and how to reach it
 * @param application where {@code serve} listens once the schema is ready
 * @param health where the health checks are, from the first moment
 * @param migrations which scripts, and what is allowed to them
 * @param lock how to be the only one that migrates
 * @param waiting how to wait until others have migrated
 * @param serve what {@code serve} does about migrations before it serves
 * @param rollout how far a run goes while old and new builds live side by side
 * @param api who may see, and do, what over HTTP
 * @param telemetry where figures and traces of runs are sent
 * @param release the release that is deployed, or null
 * @param build the build of this image, or null
 */
public record CodexConfig(
    DatabaseConfig database,
    HttpConfig application,
    HttpConfig health,
    MigrationsConfig migrations,
    LockConfig lock,
    WaitConfig waiting,
    ServeConfig serve,
    RolloutConfig rollout,
    ApiConfig api,
    TelemetryConfig telemetry,
    @Nullable String release,
    @Nullable String build) {

  /**
   * @throws ConfigurationInvalid if the parts contradict each other
   */
  public CodexConfig {
    Faults faults = new Faults();
    checkPorts(application, health, faults);
    faults.throwIfAny();
  }

  /** Every default, and no database. */
  public static CodexConfig defaults() {
    return from(new JsonObject());
  }

  /**
   * Reads the configuration that an application hands over, such as a verticle's {@code config()}: the same nested keys
   * as in the YAML file, and no environment.
   *
   * @throws ConfigurationInvalid with everything that is wrong in it
   */
  public static CodexConfig from(JsonObject json) {
    Faults faults = new Faults();
    Settings settings =
        Settings.of(List.of(JsonLayer.of(json, "the configuration of the application", faults)));
    return from(settings, faults);
  }

  static CodexConfig from(Settings settings, Faults faults) {
    DatabaseConfig database = DatabaseSettings.read(settings, faults);
    MigrationsConfig migrations =
        faults.attempt(() -> MigrationsConfig.of(settings), MigrationsConfig.DEFAULT);
    HttpConfig application = new HttpConfig(
        settings.get(ServeKeys.APPLICATION_HOST), settings.get(ServeKeys.APPLICATION_PORT));
    HttpConfig health =
        new HttpConfig(settings.get(ServeKeys.HEALTH_HOST), settings.get(ServeKeys.HEALTH_PORT));
    checkPorts(application, health, faults);
    faults.throwIfAny();
    return new CodexConfig(
        database,
        application,
        health,
        migrations,
        LockConfig.of(settings),
        WaitConfig.of(settings),
        ServeConfig.of(settings),
        RolloutConfig.of(settings),
        ApiConfig.of(settings),
        TelemetryConfig.of(settings),
        settings.valueOf(ConfigKeys.RELEASE),
        settings.valueOf(ConfigKeys.BUILD));
  }

  private static void checkPorts(HttpConfig application, HttpConfig health, Faults faults) {
    faults.addIf(
        application.clashesWith(health),
        "application.port and health.port are both " + health.port(),
        "the health checks need a port of their own");
  }

  public CodexConfig withDatabase(DatabaseConfig other) {
    return new CodexConfig(
        other,
        application,
        health,
        migrations,
        lock,
        waiting,
        serve,
        rollout,
        api,
        telemetry,
        release,
        build);
  }

  public CodexConfig withMigrations(MigrationsConfig other) {
    return new CodexConfig(
        database,
        application,
        health,
        other,
        lock,
        waiting,
        serve,
        rollout,
        api,
        telemetry,
        release,
        build);
  }

  public CodexConfig withLock(LockConfig other) {
    return new CodexConfig(
        database,
        application,
        health,
        migrations,
        other,
        waiting,
        serve,
        rollout,
        api,
        telemetry,
        release,
        build);
  }

  public CodexConfig withWaiting(WaitConfig other) {
    return new CodexConfig(
        database,
        application,
        health,
        migrations,
        lock,
        other,
        serve,
        rollout,
        api,
        telemetry,
        release,
        build);
  }

  /** What a plan is allowed to overlook. A build that is no version is not held against a floor. */
  public PlanRules planRules() {
    @Nullable Version version = build == null ? null : Version.parse(build).orElse(null);
    return new PlanRules(
        migrations.outOfOrder(), migrations.ignoreMissing(), version, rollout.phase());
  }

  /**
   * The database, for a command that needs one.
   *
   * @throws ConfigurationInvalid if none is configured and no server is to be started
   */
  public DatabaseConfig requireDatabase() {
    return DatabaseSettings.require(database);
  }
}
