package dev.codex.cli;

import dev.codex.config.CodexConfig;
import dev.codex.config.ConfigLoader;
import dev.codex.config.DatabaseConfig;
import dev.codex.config.LoadedConfig;
import dev.codex.config.Secret;
import dev.codex.migration.CodexException;
import dev.codex.runtime.Progress;
import dev.codex.runtime.ProgressToAll;
import dev.codex.runtime.SchemaReader;
import dev.codex.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the program around a command: log, Vert.x, configuration, the embedded server if one is asked for, and an
 * orderly end, also after a signal.
 */
final class Program implements AutoCloseable {
  private static final Logger LOG = System.getLogger("dev.codex.cli");
  /** A run takes as long as its scripts do: it is ended by a signal, and every step in it has a deadline of its own. */
  static final Duration UNBOUNDED = Duration.ofDays(365);

  private static final Duration LONGEST_READ = Duration.ofMinutes(10);
  private static final Duration LONGEST_LOAD = Duration.ofSeconds(30);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Console console;
  private final Vertx vertx;
  private final LoadedConfig loaded;
  private EmbeddedDatabase.@Nullable Server server;
  private Telemetry telemetry = Telemetry.NONE;

  private Program(Console console, Vertx vertx, LoadedConfig loaded) {
    this.console = console;
    this.vertx = vertx;
    this.loaded = loaded;
  }

  /** Starts the program for a command; throws {@link CodexException.ConfigurationInvalid}. */
  static Program start(Console console, Options options, Map<String, String> flags)
      throws Exception {
    return start(console, options, flags, LeanStart::vertx);
  }

  /** The same with a Vert.x of the command's own. */
  static Program start(
      Console console, Options options, Map<String, String> flags, Supplier<Vertx> made)
      throws Exception {
    LogSetup.configure(options, console.err());
    Vertx vertx = console.headStart().vertx(made);
    try {
      Map<String, String> settings = new LinkedHashMap<>(options.settings());
      settings.putAll(flags);
      Future<LoadedConfig> load =
          ConfigLoader.create(vertx, console.environment()).load(options.config(), settings);
      Program program = new Program(console, vertx, Outcome.of(load, LONGEST_LOAD));
      program.loaded.value("termination_log").ifPresent(console.termination()::is);
      program.loaded.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
      return program;
    } catch (Exception failure) {
      end(vertx.close(), LONGEST_CLOSE);
      throw failure;
    }
  }

  static Program start(Console console, Options options) throws Exception {
    return start(console, options, Map.of());
  }

  Vertx vertx() {
    return vertx;
  }

  LoadedConfig loaded() {
    return loaded;
  }

  CodexConfig config() {
    return loaded.config();
  }

  /** The configuration for a command that needs a database, which is the embedded one if that is asked for. */
  CodexConfig withDatabase() {
    CodexConfig config = loaded.config();
    if (config.database().embedded()) {
      config = config.withDatabase(startEmbedded(config.database()));
    }
    DatabaseConfig database = config.requireDatabase();
    LOG.log(Level.INFO, "{0}", database.describe());
    return config;
  }

  private DatabaseConfig startEmbedded(DatabaseConfig configured) {
    EmbeddedDatabase embedded = ServiceLoader.load(EmbeddedDatabase.class)
        .findFirst()
        .orElseThrow(() -> new CodexException.ConfigurationInvalid(
            "there is no embedded PostgreSQL in this installation",
            "put codex-embedded.jar beside codex-fat.jar, or configure a database with DATABASE_URL or"
                + " database.postgres.host"));
    EmbeddedDatabase.Server started = embedded.start(Optional.empty());
    server = started;
    console.signals().atEnd(started::close);
    LOG.log(
        Level.INFO,
        "{0} PostgreSQL in {1}; while it runs: {2}",
        started.isStartedHere() ? "started" : "joined",
        started.directory(),
        started.psql());
    return configured.withAddress(
        started.host(),
        started.port(),
        started.username(),
        Secret.of(started.password()),
        started.databaseName(),
        "embedded");
  }

  /**
   * Runs a command and waits for its end. A signal asks it to stop, and waits for its end.
   *
   * @param command is begun when a signal can no longer be missed
   * @param stop asks the command to stop; what it answers is when it has
   */
  <T> T await(Supplier<Future<T>> command, Supplier<Future<Void>> stop, Duration atMost)
      throws Exception {
    return console.signals().stopping(stop, () -> Outcome.of(command.get(), atMost));
  }

  /** Waits for something short that needs no stopping. */
  <T> T await(Future<T> command) throws Exception {
    return Outcome.of(command, LONGEST_READ);
  }

  /** A reader for the configured database, for a command. */
  SchemaReader reader(String command) {
    return SchemaReader.create(vertx, withDatabase(), command);
  }

  /** A listener to a run, and beside it whoever sends figures and traces, if that is configured. */
  Progress observed(Progress listener, CodexConfig config) throws Exception {
    telemetry = await(Telemetry.of(vertx, config));
    return telemetry == Telemetry.NONE
        ? listener
        : new ProgressToAll(listener, telemetry.progress());
  }

  @Override
  public void close() {
    end(telemetry.close(), loaded.config().telemetry().timeout().plus(LONGEST_CLOSE));
    end(vertx.close(), LONGEST_CLOSE);
    if (server != null) {
      server.close();
    }
  }

  /** What does not close in time ends with the process. */
  private static void end(Future<Void> closed, Duration atMost) {
    try {
      Outcome.of(closed, atMost);
    } catch (Exception slow) {
      LOG.log(Level.DEBUG, "something did not close in time", slow);
    }
  }
}
