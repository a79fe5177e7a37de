package dev.codex.cli;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Leaves the reason of an end where Kubernetes shows it with the pod: in the file of its termination message. Where there
 * is no such file, there is nobody to tell.
 */
final class TerminationLog {
  private static final Logger LOG = System.getLogger("dev.codex.cli");
  private static final String VARIABLE = "CODEX_TERMINATION_LOG";
  private static final String OF_KUBERNETES = "/dev/termination-log";
  /** What Kubernetes keeps of it. */
  private static final int MOST_BYTES = 4096;

  private Path file;

  /** Until the configuration is read, the environment tells where it is. */
  TerminationLog(Map<String, String> environment) {
    this.file = Path.of(environment.getOrDefault(VARIABLE, OF_KUBERNETES));
  }

  void is(String path) {
    file = Path.of(path);
  }

  /** Never fails: the reason itself is in the log, too. */
  void write(String reason) {
    try {
      if (Files.isWritable(file)) {
        Files.write(file, cut(reason));
      }
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, "no termination message was written", failure);
    }
  }

  /** At most what is kept, and whole characters. */
  private static byte[] cut(String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_BYTES) {
      return bytes;
    }
    int end = MOST_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return java.util.Arrays.copyOf(bytes, end);
  }
}
