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

/** The migrations of this build: its scripts, and what is written in Java. */
final class BuildMigrations {
  private BuildMigrations() {}

  /** @param registered those that the application hands over, besides the ones that are found */
  static Future<MigrationSet> load(
      Vertx vertx, CodexConfig config, List<JavaMigration> registered) {
    ClassLoader loader = loader();
    return ScriptFiles.create(vertx)
        .load(config)
        .compose(set -> vertx.executeBlocking(() -> found(loader), false).map(found -> {
          List<JavaMigration> all = new ArrayList<>(registered);
          all.addAll(found);
          return all.isEmpty() ? set : with(set, all);
        }));
  }

  /** What an index vouches for in their place; it knows nothing of what is written in Java. */
  static Future<Optional<SetSummary>> vouched(
      Vertx vertx, CodexConfig config, List<JavaMigration> registered) {
    if (!registered.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    ClassLoader loader = loader();
    return ScriptFiles.create(vertx)
        .vouched(config)
        .compose(vouched -> vouched.isEmpty()
            ? Future.succeededFuture(vouched)
            : vertx
                .executeBlocking(() -> found(loader), false)
                .map(code -> code.isEmpty() ? vouched : Optional.<SetSummary>empty()));
  }

  private static ClassLoader loader() {
    return Objects.requireNonNullElseGet(
        Thread.currentThread().getContextClassLoader(), BuildMigrations.class::getClassLoader);
  }

  private static List<JavaMigration> found(ClassLoader loader) {
    List<JavaMigration> found = new ArrayList<>();
    ServiceLoader.load(JavaMigration.class, loader).forEach(found::add);
    return found;
  }

  private static MigrationSet with(MigrationSet set, List<JavaMigration> code) {
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
