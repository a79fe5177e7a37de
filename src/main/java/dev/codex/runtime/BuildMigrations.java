package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.SetSummary;
import dev.codex.migration.Version;
import dev.codex.script.ScriptFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The migrations of this build: its scripts, and what is written in Java. */
final class BuildMigrations {
  private BuildMigrations() {}

  /** @param registered those that the application hands over, besides the ones that are found */
  static Future<MigrationSet> load(
      Vertx vertx, CodexConfig config, List<JavaMigration> registered) {
    ClassLoader loader = loader();
    return vertx.executeBlocking(
        () -> with(ScriptFiles.read(config, loader), all(registered, loader)), false);
  }

  /**
   * What is known of them.
   *
   * @param vouched what an index vouches for in their place, or null
   * @param set what was read, or null
   */
  record Known(@Nullable SetSummary vouched, @Nullable MigrationSet set) {}

  /**
   * Asks the index, and reads the scripts if there is none that counts, in one turn of a worker: between two of them the
   * event loop may have a log-in to begin. An index knows nothing of what is written in Java.
   */
  static Future<Known> known(Vertx vertx, CodexConfig config, List<JavaMigration> registered) {
    ClassLoader loader = loader();
    return vertx.executeBlocking(
        () -> {
          List<JavaMigration> code = all(registered, loader);
          SetSummary vouched =
              code.isEmpty() ? ScriptFiles.vouched(config, loader).orElse(null) : null;
          return new Known(
              vouched, vouched == null ? with(ScriptFiles.read(config, loader), code) : null);
        },
        false);
  }

  private static ClassLoader loader() {
    return Objects.requireNonNullElseGet(
        Thread.currentThread().getContextClassLoader(), BuildMigrations.class::getClassLoader);
  }

  private static List<JavaMigration> all(List<JavaMigration> registered, ClassLoader loader) {
    List<JavaMigration> all = new ArrayList<>(registered);
    ServiceLoader.load(JavaMigration.class, loader).forEach(all::add);
    return all;
  }

  private static MigrationSet with(MigrationSet set, List<JavaMigration> code) {
    if (code.isEmpty()) {
      return set;
    }
    List<Migration> migrations = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (JavaMigration one : code) {
      Optional<Version> version = Version.parse(one.version());
      if (version.isEmpty()) {
        problems.add(Problem.ofFile(
            Problem.Code.UNREADABLE_NAME,
            one.getClass().getName(),
            one.getClass().getName() + ": \"" + one.version() + "\" is no version",
            "give numbers with dots between them"));
      }
      version.ifPresent(found ->
          migrations.add(new Migration(found, one.description(), CodeScript.of(one), null)));
    }
    return set.with(migrations, problems);
  }
}
