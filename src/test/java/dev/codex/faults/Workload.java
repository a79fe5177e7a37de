package dev.codex.faults;

import dev.codex.config.CodexConfig;
import dev.codex.runtime.Scripts;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;

/**
 * Scripts to be applied to a database in a given state, and what is to come of it however the wire is harmed.
 *
 * @param template the state in which each run finds its database
 * @param scripts what the harmed run applies
 * @param mended what the run after it applies: the same, unless a script of the first fails
 * @param failing the script that fails in the harmed run, empty if none does
 * @param rival whether a second migrator is started, on a wire of its own, when harm is done
 */
record Workload(
    String name, TestDatabase template, Path scripts, Path mended, String failing, Rival rival) {
  /** The password of every run: it may be seen nowhere. */
  static final String CANARY = "canary-4711-secret";

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

  /** For the run whose wire is harmed. */
  CodexConfig harmed(TestDatabase database, FaultProxy proxy) {
    return Scripts.in(scripts).config(proxy.config());
  }

  /** For a run that nothing stands in the way of. */
  CodexConfig direct(TestDatabase database) {
    return Scripts.in(mended).config(database);
  }

  Workload with(String other, Rival withRival) {
    return new Workload(other, template, scripts, mended, failing, withRival);
  }

  @Override
  public String toString() {
    return name;
  }
}
