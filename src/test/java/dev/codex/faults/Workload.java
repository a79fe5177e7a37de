package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.migration.CodexException;
import dev.codex.runtime.Scripts;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Scripts to be applied to a database in a given state, and what is to come of it however the wire is harmed.
 *
 * @param template the state in which each run finds its database
 * @param scripts what the harmed run applies
 * @param mended what the run after it applies: the same, unless a script of the first fails
 * @param failing the script that fails in the harmed run, empty if none does, {@link #REFUSED} if nothing is to be run
 * @param rival whether a second migrator is started, on a wire of its own, when harm is done
 */
record Workload(
    String name,
    TestDatabase template,
    Path scripts,
    Path mended,
    String failing,
    Rival rival,
    Worker worker) {
  /** The password of every run: it may be seen nowhere. */
  static final String CANARY = "canary-4711-secret";

  static final String REFUSED = "refused";

  /** How long a process that is cut off for good goes on trying. */
  private static final Duration LAST_BREATH = Duration.ofMillis(200);

  private static final int WAITING_SECONDS = 120;

  /** A second migrator. */
  enum Rival {
    NONE,
    /** Works while the first one goes on. */
    BESIDE,
    /** Comes to its end before the first one goes on. */
    BEFORE
  }

  boolean hasRival() {
    return rival != Rival.NONE;
  }

  /** Whether what fails is mended before it all is run again. */
  boolean isMended() {
    return !mended.equals(scripts);
  }

  /** Whether a run that nothing happens to ends so. */
  boolean endsWith(@Nullable Throwable failure) {
    return switch (failing) {
      case "" -> failure == null;
      case REFUSED -> failure instanceof CodexException.Refused;
      default ->
        failure instanceof CodexException.MigrationFailed failed
            && failed.getMessage().contains(failing);
    };
  }

  /** For the run whose wire is harmed. */
  CodexConfig harmed(TestDatabase database, FaultProxy proxy, boolean dies) {
    JsonObject json = worker
        .config(proxy)
        .put("wait", new JsonObject().put("timeout", dies ? 2 : WAITING_SECONDS));
    CodexConfig config = Scripts.in(scripts).config(json);
    return dies ? config.withDatabase(config.database().withConnectBudget(LAST_BREATH)) : config;
  }

  /** For a run that nothing stands in the way of. */
  CodexConfig direct(TestDatabase database) {
    return Scripts.in(mended).config(database);
  }

  /** The same with what fails as it was. */
  CodexConfig unmended(TestDatabase database) {
    return Scripts.in(scripts).config(database);
  }

  Workload with(String other, Rival withRival) {
    return new Workload(other, template, scripts, mended, failing, withRival, worker);
  }

  Workload by(String other, Worker withWorker, String ending) {
    return new Workload(other, template, scripts, mended, ending, rival, withWorker);
  }

  @Override
  public String toString() {
    return name;
  }
}
