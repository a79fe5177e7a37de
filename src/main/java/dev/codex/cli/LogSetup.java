package dev.codex.cli;

import java.io.PrintWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sends the log to stderr, as plain lines or as JSON lines. */
final class LogSetup {
  /** These are kept, as the log manager would forget the level of a logger that nobody holds. */
  private static final Logger CODEX = Logger.getLogger("dev.codex");

  private static final Logger SQL_CLIENT = Logger.getLogger("io.vertx.sqlclient");
  private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");
  private static final Logger MICROMETER = Logger.getLogger("io.micrometer");
  private static final Logger ROOT = Logger.getLogger("");
  private static final String OVER_THE_LINE = "\r\u001b[2K";

  private static volatile boolean lineIsDrawn;

  private LogSetup() {}

  static void configure(Options options, PrintWriter err) {
    for (Handler other : ROOT.getHandlers()) {
      ROOT.removeHandler(other);
    }
    Handler handler = new WriterHandler(
        err, options.isLogJson() ? new JsonLines() : new PlainLines(options.isVerbose()));
    ROOT.addHandler(handler);
    ROOT.setLevel(options.isVerbose() ? Level.INFO : Level.WARNING);
    CODEX.setLevel(
        options.isVerbose() ? Level.FINE : options.isQuiet() ? Level.WARNING : Level.INFO);
    // a lost connection, and a collector that is not there, are ours to tell, and told once
    SQL_CLIENT.setLevel(Level.OFF);
    // Vert.x registers the gauges of a client anew with each one, and Micrometer warns of that
    MICROMETER.setLevel(Level.SEVERE);
    OPEN_TELEMETRY.setLevel(options.isVerbose() ? Level.WARNING : Level.OFF);
  }

  /** Whether a progress bar stands in the line where the log goes on: what is logged then takes its place. */
  static void lineIsDrawn(boolean drawn) {
    lineIsDrawn = drawn;
  }

  /** A handler for a writer that a test can read. */
  private static final class WriterHandler extends Handler {
    private final PrintWriter writer;

    WriterHandler(PrintWriter writer, Formatter formatter) {
      this.writer = writer;
      setFormatter(formatter);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        writer.print((lineIsDrawn ? OVER_THE_LINE : "") + getFormatter().format(record));
        writer.flush();
      }
    }

    @Override
    public void flush() {
      writer.flush();
    }

    @Override
    public void close() {
      writer.flush();
    }
  }
}
