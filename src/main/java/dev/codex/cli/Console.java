package dev.codex.cli;

import dev.codex.migration.CodexException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** The environment and the two streams that a command talks to. */
final class Console {
  private static final Logger LOG = System.getLogger("dev.codex.cli");

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Signals signals = new Signals();
  private final TerminationLog termination;
  private final HeadStart headStart = new HeadStart();

  Console(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.termination = new TerminationLog(environment);
  }

  Map<String, String> environment() {
    return environment;
  }

  Signals signals() {
    return signals;
  }

  TerminationLog termination() {
    return termination;
  }

  HeadStart headStart() {
    return headStart;
  }

  PrintWriter err() {
    return err;
  }

  /** Writes a line of the result. */
  void print(String line) {
    out.println(line);
    out.flush();
  }

  /** Asks a person, if there is one at a terminal. */
  boolean confirms(String question) throws IOException {
    if (!isInTerminal()) {
      return false;
    }
    err.print(question + " [y/N] ");
    err.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  /** What Java calls the console is there without a terminal too, since Java 22. */
  private static boolean isInTerminal() {
    try {
      String in = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
      return in.startsWith("/dev/pts/") || in.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException unknown) {
      return true;
    }
  }

  void print(JsonObject json) {
    print(json.encodePrettily());
  }

  /** Tells a failure once, and gives the exit code for it. */
  int failed(Throwable failure, Options options) {
    boolean known = failure instanceof CodexException;
    String message = known ? String.valueOf(failure.getMessage()) : "unexpected: " + failure;
    LOG.log(Level.ERROR, message, failure);
    termination.write(message);
    if (!known && !options.isVerbose()) {
      LOG.log(Level.ERROR, "run again with --verbose for the details, and please report it");
    }
    int code = ExitCode.of(failure);
    if (options.isJson()) {
      print(new JsonObject()
          .put(
              "error",
              new JsonObject()
                  .put("exit_code", code)
                  .put("kind", failure.getClass().getSimpleName())
                  .put("message", message)));
    }
    return code;
  }

  /** Whether a person watches, so that a line may be drawn over. */
  boolean isTerminal() {
    String term = environment.getOrDefault("TERM", "dumb");
    return Ansi.AUTO.enabled()
        && !term.equals("dumb")
        && !environment.containsKey("CI")
        && isErrTerminal();
  }

  /** Java knows of stdin and stdout; what is drawn goes to stderr, which Linux shows as a link. */
  private static boolean isErrTerminal() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).startsWith("/dev");
    } catch (IOException | UnsupportedOperationException unknown) {
      return true;
    }
  }
}
