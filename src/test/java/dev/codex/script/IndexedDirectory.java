package dev.codex.script;

import dev.codex.config.CodexConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three scripts in a directory, and the index of them. */
abstract class IndexedDirectory {
  static final String NAME = "V2__b.sql";

  @TempDir
  Path root;

  FormatDirectory directory;

  @BeforeEach
  void scripts() {
    directory = new FormatDirectory(root.resolve("migrations"))
        .with("V1__a.sql", "create table a (id int);\n")
        .with(NAME, "create table b (id int);\n")
        .with("more/R__c.sql", "create view c as select 1;\n");
  }

  CodexConfig config(JsonObject migrations) {
    JsonObject all = new JsonObject().put("locations", new JsonArray().add(directory.root() + ""));
    return CodexConfig.from(new JsonObject().put("migrations", all.mergeIn(migrations)));
  }

  IndexedScripts indexed(JsonObject migrations) {
    return new IndexedScripts(config(migrations), getClass().getClassLoader());
  }

  IndexedScripts indexed() {
    return indexed(new JsonObject());
  }

  Path file(String path) {
    return directory.root().resolve(path);
  }

  /** As an editor would that is done within the second, and puts the time back. */
  void swap(String path, String from, String to) throws IOException {
    FileTime time = Files.getLastModifiedTime(file(path));
    Files.writeString(file(path), Files.readString(file(path)).replace(from, to));
    Files.setLastModifiedTime(file(path), time);
  }
}
