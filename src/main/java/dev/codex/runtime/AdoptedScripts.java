package dev.codex.runtime;

import dev.codex.config.CodexConfig;
import dev.codex.config.ScriptFormat;
import dev.codex.migration.CodexException;
import dev.codex.migration.ForeignChecksums;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Revisions;
import dev.codex.migration.Version;
import dev.codex.postgres.ForeignHistory;
import dev.codex.script.AlembicRevisions;
import dev.codex.script.ScriptFiles;
import dev.codex.script.ScriptFingerprints;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of this build as another tool reads them.
 *
 * @param checksums what that tool may have recorded of them
 * @param revisions which versions the tool's revisions stand for, where its migrations are no scripts; otherwise null
 * @param note what to set so that {@code migrate} reads them alike, if it would not
 */
record AdoptedScripts(
    MigrationSet set,
    ForeignChecksums checksums,
    @Nullable Revisions revisions,
    @Nullable String note) {

  /** Reads them; fails with {@link CodexException.ScriptsInvalid} if something is wrong with the files. */
  static Future<AdoptedScripts> load(Vertx vertx, CodexConfig config, String tool) {
    ScriptFormat format = ForeignHistory.formatOf(tool);
    return format == ScriptFormat.AUTO
        ? ofAnyFormat(vertx, config, tool)
        : ofFormat(vertx, config, format);
  }

  private static Future<AdoptedScripts> ofAnyFormat(Vertx vertx, CodexConfig config, String tool) {
    return ScriptFiles.create(vertx)
        .load(config)
        .compose(set -> set.problems().isEmpty()
            ? vertx
                .executeBlocking(() -> AlembicRevisions.of(set), false)
                .map(versions -> new AdoptedScripts(
                    set, ForeignChecksums.NONE, new Revisions(tool, versions), null))
            : Future.failedFuture(new CodexException.ScriptsInvalid(set.problems())));
  }

  private static Future<AdoptedScripts> ofFormat(
      Vertx vertx, CodexConfig config, ScriptFormat tool) {
    ScriptFormat named = config.migrations().format();
    if (!fits(named, tool)) {
      return Future.failedFuture(new CodexException.ConfigurationInvalid(
          "the scripts are " + named + " by migrations.format, and the history to adopt is of "
              + tool,
          "name the same with both"));
    }
    ScriptFiles files = ScriptFiles.create(vertx);
    return files
        .load(config, tool)
        .compose(set -> set.problems().isEmpty()
            ? files
                .load(config, named)
                .compose(detected -> fingerprints(vertx, tool, set)
                    .map(checksums ->
                        new AdoptedScripts(set, checksums, null, note(set, detected, tool))))
            : Future.failedFuture(new CodexException.ScriptsInvalid(set.problems())));
  }

  /** The same with what a person says of the tool's revisions. */
  AdoptedScripts with(Map<String, Version> said) {
    return revisions == null
        ? this
        : new AdoptedScripts(set, checksums, revisions.with(said), note);
  }

  private static Future<ForeignChecksums> fingerprints(
      Vertx vertx, ScriptFormat tool, MigrationSet set) {
    return vertx.executeBlocking(
        () -> ForeignChecksums.of(ScriptFingerprints.of(tool, set)), false);
  }

  private static boolean fits(ScriptFormat named, ScriptFormat tool) {
    return named == ScriptFormat.AUTO
        || named == tool
        || (named == ScriptFormat.NATIVE && tool == ScriptFormat.FLYWAY);
  }

  private static @Nullable String note(MigrationSet set, MigrationSet detected, ScriptFormat tool) {
    boolean alike = detected.problems().isEmpty() && detected.digest().equals(set.digest());
    return alike
        ? null
        : "the files alone do not tell their format: set migrations.format to " + tool;
  }
}
