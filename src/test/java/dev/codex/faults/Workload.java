package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Scripts;
import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * Scripts to be applied to a database in a given state, and what is to come of it however the wire is harmed.
 *
 * @param template the state in which each run finds its database
 * @param scripts what the harmed run applies
 * @param mended what the run after it applies: the same, unless a script of the first fails
 * @param failing the script that fails in the harmed run, empty if none does
 * @param hasRival whether a second migrator is started, on a wire of its own, when harm is done
 */
record Workload(
    String name,
    TestDatabase template,
    Path scripts,
    Path mended,
    String failing,
    boolean hasRival) {
  /** The password of every run: it may be seen nowhere. */
  static final String CANARY = "canary-4711-secret";

  /** For the run whose wire is harmed. */
  CodexConfig harmed(TestDatabase database, FaultProxy proxy) {
    JsonObject config = proxy.through(database.configAs(database.username(), CANARY));
    return Scripts.in(scripts).config(config);
  }

  /** For a run that nothing stands in the way of. */
  CodexConfig direct(TestDatabase database) {
    return Scripts.in(mended).config(database.configAs(database.username(), CANARY));
  }

  Workload named(String other, boolean withRival) {
    return new Workload(other, template, scripts, mended, failing, withRival);
  }

  @Override
  public String toString() {
    return name;
  }
}
