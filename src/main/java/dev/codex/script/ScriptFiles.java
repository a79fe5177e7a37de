package dev.codex.script;

import dev.codex.config.CodexConfig;
import dev.codex.config.ScriptFormat;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.SetSummary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the scripts of this build from where they are kept: directories, and for embedders the class path. A file that
 * is no script is left alone; a script that cannot be used is a problem of the set, never left out in silence.
 */
public final class ScriptFiles {
  private final Vertx vertx;

  private ScriptFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  public static ScriptFiles create(Vertx vertx) {
    return new ScriptFiles(vertx);
  }

  /** The format that a location shows; Codex's own if it shows none. */
  public Future<ScriptFormat> formatOf(String location) {
    return vertx.executeBlocking(
        () -> Locations.format(location, ScriptFiles.class.getClassLoader()), false);
  }

  /** Reads every script of the format that each location shows. */
  public Future<MigrationSet> load(List<String> locations) {
    return load(locations, ScriptFormat.AUTO);
  }

  /** Reads every script of a configuration, with what stands for their placeholders. */
  public Future<MigrationSet> load(CodexConfig config) {
    return load(config, config.migrations().format());
  }

  /** The same in another format than the configuration names. */
  public Future<MigrationSet> load(CodexConfig config, ScriptFormat format) {
    return load(
        config.migrations().locations(),
        format,
        Placeholders.of(config),
        config.migrations().contexts());
  }

  /**
   * Reads every script once, on a worker thread.
   *
   * @param locations directories, each a path or {@code classpath:} and a directory of the class path
   * @param format whose names and markers the scripts have
   * @return the migrations, completed on the caller's context; what is wrong with the files is in
   *     {@link MigrationSet#problems()}, all of it at once
   */
  public Future<MigrationSet> load(List<String> locations, ScriptFormat format) {
    return load(locations, format, Placeholders.NONE, List.of());
  }

  private Future<MigrationSet> load(
      List<String> locations,
      ScriptFormat format,
      Placeholders placeholders,
      List<String> contexts) {
    List<String> copy = List.copyOf(locations);
    ClassLoader loader = loader();
    return vertx.executeBlocking(
        () -> Locations.read(copy, format, placeholders, contexts, loader), false);
  }

  /** Reads every script of a configuration, as {@link #load(CodexConfig)} does. Blocks. */
  public static MigrationSet read(CodexConfig config, ClassLoader loader) {
    return Locations.read(
        config.migrations().locations(),
        config.migrations().format(),
        Placeholders.of(config),
        config.migrations().contexts(),
        loader);
  }

  /**
   * What an index vouches for in place of the scripts, which are not opened; empty if there is none that counts. Never
   * fails for what is wrong with an index, as scripts can be read. Blocks.
   */
  public static Optional<SetSummary> vouched(CodexConfig config, ClassLoader loader) {
    return new IndexedScripts(config, loader).vouched();
  }

  /**
   * Writes the index of a configuration's scripts into the first of its locations.
   *
   * @return where it is and what it vouches for; fails with {@link dev.codex.migration.CodexException} if the scripts are
   *     not such as an index can vouch for
   */
  public Future<WrittenIndex> index(CodexConfig config) {
    IndexedScripts scripts = new IndexedScripts(config, loader());
    return vertx.executeBlocking(scripts::write, false);
  }

  /** Reads everything anew, and tells what an index that is there has wrong. */
  public Future<List<Problem>> indexProblems(CodexConfig config) {
    IndexedScripts scripts = new IndexedScripts(config, loader());
    return vertx.executeBlocking(scripts::problems, false);
  }

  private static ClassLoader loader() {
    return Objects.requireNonNullElseGet(
        Thread.currentThread().getContextClassLoader(), ScriptFiles.class::getClassLoader);
  }
}
