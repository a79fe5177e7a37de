package dev.codex.embedded;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory that holds a server's data, its identity and its programs. Processes take turns to join and to leave; the
 * first starts the server, the last stops it.
 */
final class ServerDirectory {
  /** The database, and the superuser who owns it. */
  static final String NAME = "codex";

  private static final int ATTEMPTS = 3;
  /** Without waiting for the disk, which costs five seconds: nothing of value is in it yet. */
  private static final List<String> OPTIONS =
      List.of("--no-sync", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");

  private final Path directory;
  private final Path data;
  private final Path identityFile;
  private final Path turnFile;
  private final Path usersFile;
  private final Account account;

  ServerDirectory(Path directory, Account account) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.identityFile = directory.resolve("server.properties");
    this.turnFile = directory.resolve("turn.lock");
    this.usersFile = directory.resolve("users.lock");
    this.account = account;
  }

  Path path() {
    return directory;
  }

  RunningServer join() throws IOException {
    if (!account.reaches(directory)) {
      throw new DatabaseUnreachable(
          "the embedded PostgreSQL runs as the user nobody here, who cannot enter " + directory,
          "name a directory that everybody may enter",
          null);
    }
    Files.createDirectories(directory);
    return Turn.take(turnFile, () -> {
      Users.join(usersFile);
      try {
        return startOrAttach();
      } catch (IOException | RuntimeException failure) {
        boolean unused = Users.leave(usersFile);
        throw failure;
      }
    });
  }

  /** Stops the server if nobody else uses it. */
  void leave() throws IOException {
    boolean unused = Turn.take(turnFile, () -> {
      boolean isLast = Users.leave(usersFile);
      PostgresServer server = server(data);
      if (isLast && server.isRunning()) {
        server.stop(false);
      }
      return isLast;
    });
  }

  private RunningServer startOrAttach() throws IOException {
    Optional<Postmaster> running = Postmaster.of(data);
    if (running.isPresent() && Files.exists(identityFile)) {
      String password = Identity.load(identityFile).password();
      return new RunningServer(this, running.get().port(), password, false);
    }
    Identity identity = prepare();
    return new RunningServer(this, start(identity), identity.password(), true);
  }

  private Identity prepare() throws IOException {
    boolean isNew = !Files.exists(identityFile);
    Identity identity = Identity.load(identityFile);
    String setPassword = "alter role " + NAME + " password '" + identity.password() + "'";
    if (!Files.exists(data)) {
      initialize(setPassword);
    } else if (isNew) {
      server(data).executeOffline(setPassword);
    }
    identity.store(identityFile);
    return identity;
  }

  /** Beside its place and then moved there: a process that is killed leaves nothing half made. */
  private void initialize(String setPassword) throws IOException {
    Path unfinished = directory.resolve("data.unfinished");
    Binaries.delete(unfinished);
    PostgresServer server = server(unfinished);
    server.initialize(NAME, OPTIONS);
    server.executeOffline(setPassword + "\ncreate database " + NAME);
    Files.move(unfinished, data);
  }

  /** Returns the port, another one than the last time's if that is taken. */
  private int start(Identity last) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Identity identity = last.withFreePort();
      identity.store(identityFile);
      try {
        server(data).start(identity.port(), Map.of());
        return identity.port();
      } catch (DatabaseUnreachable failure) {
        if (attempt == ATTEMPTS || !PostgresServer.isPortTaken(failure)) {
          throw failure;
        }
      }
    }
  }

  private PostgresServer server(Path where) throws IOException {
    return new PostgresServer(Binaries.unpack(Binaries.jar(), directory), where, account);
  }
}
