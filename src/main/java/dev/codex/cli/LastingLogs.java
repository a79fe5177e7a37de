package dev.codex.cli;

import java.util.logging.LogManager;

/** Logs until the process is gone: the platform's own manager forgets its handlers as soon as a signal comes. */
public final class LastingLogs extends LogManager {
  /** Made by the platform, which is told of this class by a property. */
  public LastingLogs() {}

  /** Nothing to read: {@link LogSetup} says where the log goes. */
  @Override
  public void readConfiguration() {}

  @Override
  public void reset() {}
}
