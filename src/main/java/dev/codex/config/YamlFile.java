package dev.codex.config;

import dev.codex.migration.CodexException.ConfigurationInvalid;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.scanner.ScannerException;

/** Reads the YAML file through Vert.x Config, the one class that needs it: who embeds Codex need not have it. */
final class YamlFile {
  private static final Pattern NOTHING = Pattern.compile("\\s*(#.*)?|---");

  private YamlFile() {}

  /** Completes with the file's keys, or fails with {@link ConfigurationInvalid}. */
  static Future<JsonObject> read(Vertx vertx, String file) {
    ConfigStoreOptions store = new ConfigStoreOptions()
        .setType("file")
        .setFormat("yaml")
        .setConfig(new JsonObject().put("path", Path.of(file).toAbsolutePath().toString()));
    // A scan period below 1: read once, leave no timer
    ConfigRetrieverOptions options = new ConfigRetrieverOptions()
        .setIncludeDefaultStores(false)
        .setScanPeriod(-1)
        .addStore(store);
    ConfigRetriever retriever = ConfigRetriever.create(vertx, options);
    return retriever
        .getConfig()
        .eventually(retriever::close)
        .recover(failure -> find(failure, NullPointerException.class).isPresent()
            ? emptyOr(vertx, file, explain(file, failure))
            : Future.failedFuture(explain(file, failure)));
  }

  /** Vert.x Config stumbles over a file in which everything is commented out. */
  private static Future<JsonObject> emptyOr(
      Vertx vertx, String file, ConfigurationInvalid otherwise) {
    return vertx
        .fileSystem()
        .readFile(file)
        .compose(content ->
            content.toString().lines().allMatch(line -> NOTHING.matcher(line).matches())
                ? Future.succeededFuture(new JsonObject())
                : Future.failedFuture(otherwise));
  }

  private static ConfigurationInvalid explain(String file, Throwable failure) {
    if (find(failure, NoSuchFileException.class).isPresent()) {
      return new ConfigurationInvalid(
          "the file " + file + " of --config does not exist", "check the path");
    }
    if (find(failure, AccessDeniedException.class).isPresent()) {
      return new ConfigurationInvalid(
          "the file " + file + " of --config may not be read",
          "give the user that runs Codex the right to read it");
    }
    return find(failure, MarkedYAMLException.class)
        .map(syntax -> syntaxError(file, syntax))
        .orElseGet(() -> new ConfigurationInvalid(
            "the file " + file + " of --config cannot be read as YAML",
            "it holds keys and values, as conf/codex.yaml does"));
  }

  /** The snippet that the parser shows is left out, and what it says of names: a password may stand there. */
  private static ConfigurationInvalid syntaxError(String file, MarkedYAMLException syntax) {
    Mark mark = syntax.getProblemMark();
    String place =
        mark == null ? file : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    String problem = syntax instanceof ScannerException ? " (" + syntax.getProblem() + ")" : "";
    return new ConfigurationInvalid(
        place + ": this is not YAML" + problem,
        "put a value with special characters in quotes, and indent with spaces");
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
