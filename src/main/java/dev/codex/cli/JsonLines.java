package dev.codex.cli;

import io.vertx.core.json.JsonObject;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A log line for programs: one JSON object. */
final class JsonLines extends Formatter {
  @Override
  public String format(LogRecord record) {
    JsonObject line = new JsonObject()
        .put("time", record.getInstant().toString())
        .put("level", PlainLines.level(record.getLevel()).strip())
        .put("logger", record.getLoggerName())
        .put("message", formatMessage(record));
    if (record.getThrown() != null) {
      line.put("failure", record.getThrown().getClass().getName());
    }
    return line.encode() + System.lineSeparator();
  }
}
