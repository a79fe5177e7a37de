package dev.codex.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.codex.config.CodexConfig;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts of a test in a directory of their own, and the configuration that leads to them. */
public final class Scripts {
  private final Path directory;

  private Scripts(Path directory) {
    this.directory = directory;
  }

  public static Scripts in(Path directory) {
    return new Scripts(directory);
  }

  /** Writes a script, or writes it anew. */
  @CanIgnoreReturnValue
  public Scripts with(String name, String text) {
    try {
      Files.createDirectories(directory.resolve(name).getParent());
      Files.writeString(directory.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @CanIgnoreReturnValue
  public Scripts without(String name) {
    try {
      Files.delete(directory.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String read(String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** The configuration for the owner of a database. */
  public CodexConfig config(TestDatabase database) {
    return config(database.config());
  }

  /** The same with more keys, in the shape of the YAML file. */
  public CodexConfig config(TestDatabase database, String more) {
    return config(database.config().mergeIn(new JsonObject(more.replace('\'', '"')), true));
  }

  public CodexConfig config(JsonObject json) {
    return CodexConfig.from(json(json));
  }

  public JsonObject json(JsonObject json) {
    JsonObject locations =
        new JsonObject().put("locations", new JsonArray().add(directory.toString()));
    return json.mergeIn(new JsonObject().put("migrations", locations), true);
  }
}
