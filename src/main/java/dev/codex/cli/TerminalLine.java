package dev.codex.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The line of a terminal that a progress bar is drawn in. The library's own asks JLine for the width, which takes SIGINT
 * for itself: Ctrl-C would then end the process where it stands, with a script running on the server.
 */
final class TerminalLine implements ProgressBarConsumer {
  private static final int USUAL_WIDTH = 80;
  private static final int LONGEST_SECONDS = 1;

  private final PrintStream stream;
  private final int width;

  TerminalLine(PrintStream stream) {
    this.stream = stream;
    this.width = width();
  }

  private static int width() {
    try {
      Process stty = new ProcessBuilder("stty", "size")
          .redirectInput(new File("/dev/tty"))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      if (!stty.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return USUAL_WIDTH;
      }
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int columns = Integer.parseInt(answer.strip().split(" ", 2)[1]);
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException | RuntimeException unknown) {
      return USUAL_WIDTH;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return USUAL_WIDTH;
    }
  }

  /** The last column is left free: some terminals go to the next line with it. */
  @Override
  public int getMaxRenderedLength() {
    return width - 1;
  }

  @Override
  public void accept(String drawn) {
    stream.print("\r" + drawn);
    stream.flush();
  }

  @Override
  public void clear() {
    stream.print("\r" + " ".repeat(width - 1) + "\r");
  }

  @Override
  public void close() {
    stream.println();
    stream.flush();
  }
}
