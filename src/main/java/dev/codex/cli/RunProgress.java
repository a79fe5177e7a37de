package dev.codex.cli;

import dev.codex.runtime.Progress;

/** Shows how a run goes on: as a bar where a person watches, as log lines otherwise. */
interface RunProgress extends Progress, AutoCloseable {
  static RunProgress on(Console console, Options options) {
    boolean bar = console.isTerminal() && !options.isLogJson() && !options.isQuiet();
    return bar ? new ProgressOnTerminal() : new ProgressInLog();
  }

  /** Ends the display; does nothing the second time. */
  @Override
  void close();
}
