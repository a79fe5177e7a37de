package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers the configuration of the program: key by key a flag, a variable, the file, the default. */
public final class ConfigLoader {
  private final Vertx vertx;
  private final Map<String, String> environment;

  private ConfigLoader(Vertx vertx, Map<String, String> environment) {
    this.vertx = vertx;
    this.environment = Map.copyOf(environment);
  }

  /**
   * @param environment the variables, {@code System.getenv()} outside of tests
   */
  public static ConfigLoader create(Vertx vertx, Map<String, String> environment) {
    return new ConfigLoader(vertx, environment);
  }

  /**
   * Reads every source. The future fails with {@link ConfigurationInvalid}, which then tells everything that is wrong.
   *
   * @param file the YAML file, or null for none
   * @param flags what the command line said: the path of a key, such as {@code wait.timeout}, and its value, a text, a
   *     number, a boolean or a list of texts
   */
  public Future<LoadedConfig> load(@Nullable String file, Map<String, ?> flags) {
    Future<JsonObject> read =
        file == null ? Future.succeededFuture(new JsonObject()) : YamlFile.read(vertx, file);
    String name = file == null ? "no file" : file;
    // A password file is read on the way
    return read.compose(
        json -> vertx.executeBlocking(() -> resolve(json, name, environment, flags)));
  }

  static LoadedConfig resolve(
      JsonObject json, String file, Map<String, String> environment, Map<String, ?> flags) {
    Faults faults = new Faults();
    List<String> warnings = new ArrayList<>();
    Layer inFile = JsonLayer.of(json, file, faults);
    Layer onCommandLine = ofFlags(flags, faults);
    Settings settings =
        Settings.of(layers(onCommandLine, new Environment(environment, faults), inFile, warnings));
    settings.warnAll(warnings);
    return LoadedConfig.of(CodexConfig.from(settings, faults), settings);
  }

  private static List<Layer> layers(
      Layer onCommandLine, Environment variables, Layer inFile, List<String> warnings) {
    if (variables.hasUrl()) {
      inFile.removeAll(DatabaseKeys.ADDRESS);
    }
    List<Layer> layers = List.of(
        onCommandLine,
        variables.ofCodex(),
        variables.ofUrl(warnings),
        inFile,
        variables.ofOpenTelemetry(warnings));
    boolean hostIsNamed =
        layers.stream().anyMatch(layer -> layer.find(DatabaseKeys.HOST).isPresent());
    return hostIsNamed
        ? layers
        : Stream.concat(layers.stream(), Stream.of(variables.ofLibpq())).toList();
  }

  private static Layer ofFlags(Map<String, ?> flags, Faults faults) {
    Layer layer = new Layer(faults);
    Source source = new Source(Source.Rank.FLAG, "the command line");
    flags.forEach((path, value) -> {
      ConfigKey<?> key = ConfigKeys.atPath(path)
          .orElseThrow(() -> new IllegalArgumentException("no such key: " + path));
      if (value instanceof List<?> items) {
        layer.put(new Setting(key, items.stream().map(String::valueOf).toList(), source));
      } else {
        layer.put(key, String.valueOf(value), source);
      }
    });
    return layer;
  }
}
