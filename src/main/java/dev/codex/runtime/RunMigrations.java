package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.SetSummary;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of this build as one run or one wait needs them. An index may vouch for their summary; they are read as
 * soon as that does not answer the question, and from then on the index counts for nothing.
 */
final class RunMigrations {
  private final Supplier<Future<MigrationSet>> reader;
  private SetSummary summary;
  private @Nullable MigrationSet set;

  private RunMigrations(
      Supplier<Future<MigrationSet>> reader, SetSummary summary, @Nullable MigrationSet set) {
    this.reader = reader;
    this.summary = summary;
    this.set = set;
  }

  /**
   * @param code those that the application hands over
   * @return fails with {@link CodexException.ScriptsInvalid} if something is wrong with scripts that no index vouches for
   */
  static Future<RunMigrations> of(Vertx vertx, CodexConfig config, List<JavaMigration> code) {
    Supplier<Future<MigrationSet>> reader =
        () -> BuildMigrations.load(vertx, config, code).compose(RunMigrations::sound);
    return BuildMigrations.known(vertx, config, code)
        .compose(known -> known.vouched() != null
            ? Future.succeededFuture(new RunMigrations(reader, known.vouched(), null))
            : sound(Objects.requireNonNull(known.set()))
                .map(set -> new RunMigrations(reader, set.summary(), set)));
  }

  private static Future<MigrationSet> sound(MigrationSet set) {
    return set.problems().isEmpty()
        ? Future.succeededFuture(set)
        : Future.failedFuture(new CodexException.ScriptsInvalid(set.problems()));
  }

  /** What tells that a database has all of them. */
  SetSummary summary() {
    return summary;
  }

  /** All of them, read once. */
  Future<MigrationSet> read() {
    MigrationSet known = set;
    return known != null
        ? Future.succeededFuture(known)
        : reader.get().onSuccess(read -> {
          set = read;
          summary = read.summary();
        });
  }
}
