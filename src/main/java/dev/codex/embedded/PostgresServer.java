package dev.codex.embedded;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One data directory and the programs that make it, start it and stop it. The server listens on the loopback interface
 * alone, and runs in a session of its own: Ctrl-C in the terminal does not reach it.
 */
public final class PostgresServer {
  /** Where every server listens. */
  public static final String HOST = "127.0.0.1";

  /** What the server says when it could listen at no address. */
  private static final String NO_SOCKET = "could not create any TCP/IP sockets";

  private static final Pattern ERROR =
      Pattern.compile("(?:FATAL|PANIC|error|ERROR):\\s+(.*(?:\\R.*DETAIL:.*)?)");

  private final Path home;
  private final Path data;
  private final Path log;
  private final Account account;

  /**
   * @param home the unpacked binaries
   * @param data the data directory; need not exist, its parent must
   */
  public PostgresServer(Path home, Path data, Account account) {
    this.home = home;
    this.data = data;
    this.log = data.resolve("server.log");
    this.account = account;
  }

  public boolean isInitialized() {
    return Files.exists(data.resolve("PG_VERSION"));
  }

  /** Whether the server runs and answers. */
  public boolean isRunning() {
    return Postmaster.of(data).isPresent();
  }

  Optional<Postmaster> postmaster() {
    return Postmaster.of(data);
  }

  /** Makes a data directory with one superuser, who may log in with a password only. */
  public void initialize(String superuser, List<String> options) {
    try {
      Files.createDirectory(data);
      account.own(data);
    } catch (IOException failure) {
      throw failed("made", data + " cannot be written: " + failure);
    }
    List<String> words = new ArrayList<>(List.of("-D", data.toString(), "-U", superuser));
    words.addAll(List.of("--encoding=UTF8", "--auth-local=reject", "--auth-host=scram-sha-256"));
    words.addAll(options);
    check("made", run("", "initdb", words));
  }

  /** Runs statements, one in a line, while the server is down; no password is asked. */
  public void executeOffline(String statements) {
    List<String> words = List.of("--single", "-D", data.toString(), "-c", "fsync=off", "postgres");
    check("made", run(statements + "\n", "postgres", words));
  }

  /** Starts the server and waits until it takes connections. */
  public void start(int port, Map<String, String> settings) {
    try {
      account.own(data);
      Files.deleteIfExists(log);
    } catch (IOException failure) {
      throw failed("started", data + " cannot be written: " + failure);
    }
    StringBuilder options = new StringBuilder(
        "-c listen_addresses=" + HOST + " -c unix_socket_directories= -p " + port);
    settings.forEach(
        (name, value) -> options.append(" -c ").append(name).append('=').append(value));
    List<String> words = List.of(
        "start", "-w", "-s", "-D", data.toString(), "-l", log.toString(), "-o", options.toString());
    check("started", run("", "pg_ctl", words));
  }

  /** Whether it could not start as somebody has taken its port since that was seen free, maybe for an instant. */
  static boolean isPortTaken(DatabaseUnreachable failure) {
    return String.valueOf(failure.getMessage()).contains(NO_SOCKET);
  }

  /** Stops the server as a crash would if {@code immediate}, which is quicker; otherwise in good order. */
  public void stop(boolean immediate) {
    String mode = immediate ? "immediate" : "fast";
    Command.Result result =
        run("", "pg_ctl", List.of("stop", "-w", "-s", "-m", mode, "-D", data.toString()));
    if (isRunning()) {
      check("stopped", result);
    }
  }

  private Command.Result run(String input, String program, List<String> words) {
    List<String> command =
        new ArrayList<>(account.command(home.resolve("bin").resolve(program).toString()));
    command.addAll(words);
    return Command.run(home, input, command);
  }

  private void check(String done, Command.Result result) {
    if (!result.isSuccess()) {
      throw failed(done, reason(logged() + "\n" + result.output()));
    }
  }

  private String logged() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** What a person wants to know of the output: the first error and its detail. */
  private static String reason(String output) {
    Matcher matcher = ERROR.matcher(output);
    return matcher.find() ? matcher.group(1).replaceAll("\\R.*DETAIL:\\s*", ": ") : output.strip();
  }

  private DatabaseUnreachable failed(String done, String reason) {
    String fact = "the embedded PostgreSQL in " + data + " could not be " + done + ": " + reason;
    String advice = reason.contains("could not look up effective user ID")
        ? "run codex as a user that /etc/passwd knows"
        : "mend that, or name another directory";
    return new DatabaseUnreachable(fact, advice, null);
  }
}
