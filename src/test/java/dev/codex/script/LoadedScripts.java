package dev.codex.script;

import dev.codex.migration.MigrationSet;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that a test writes below one directory, and the set that a run would load of them. */
abstract class LoadedScripts {
  static Vertx vertx;

  @TempDir
  Path root;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  String path(String name) {
    return root.resolve(name).toString();
  }

  MigrationSet load() throws Exception {
    return load(root.toString());
  }

  static MigrationSet load(String... locations) throws Exception {
    return ScriptFiles.create(vertx)
        .load(List.of(locations))
        .toCompletionStage()
        .toCompletableFuture()
        .get(180, TimeUnit.SECONDS);
  }
}
