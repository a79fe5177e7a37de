package dev.codex.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Watches what is logged, at every level, for a text that must not be in it. */
public final class Logged extends Handler implements AutoCloseable {
  private final String secret;
  private final List<String> leaks = new CopyOnWriteArrayList<>();
  /** Strong, or the level is lost with the logger. */
  private final Logger logger = Logger.getLogger("dev.codex");

  private final Level before = logger.getLevel();
  private final boolean toParent = logger.getUseParentHandlers();

  private Logged(String secret) {
    this.secret = secret;
  }

  public static Logged watch(String secret) {
    Logged watching = new Logged(secret);
    watching.logger.addHandler(watching);
    watching.logger.setLevel(Level.ALL);
    watching.logger.setUseParentHandlers(false);
    return watching;
  }

  public List<String> leaks() {
    return leaks;
  }

  @Override
  public void publish(LogRecord record) {
    String line = new SimpleFormatter().format(record);
    if (line.contains(secret)) {
      leaks.add(line);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
    logger.setUseParentHandlers(toParent);
  }
}
