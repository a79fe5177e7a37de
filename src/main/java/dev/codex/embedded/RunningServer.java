package dev.codex.embedded;

import dev.codex.cli.EmbeddedDatabase;
import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.IOException;
import java.nio.file.Path;

/** A server as its user sees it. */
final class RunningServer implements EmbeddedDatabase.Server {
  private final ServerDirectory directory;
  private final int port;
  private final String password;
  private final boolean startedHere;
  private boolean isClosed;

  RunningServer(ServerDirectory directory, int port, String password, boolean startedHere) {
    this.directory = directory;
    this.port = port;
    this.password = password;
    this.startedHere = startedHere;
  }

  @Override
  public String host() {
    return PostgresServer.HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String databaseName() {
    return ServerDirectory.NAME;
  }

  @Override
  public String username() {
    return ServerDirectory.NAME;
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public boolean isStartedHere() {
    return startedHere;
  }

  @Override
  public Path directory() {
    return directory.path();
  }

  /** The second caller waits for the first: in a shutdown hook, nothing else would. */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      directory.leave();
    } catch (IOException failure) {
      throw new DatabaseUnreachable(
          "the embedded PostgreSQL in " + directory() + " could not be stopped: " + failure,
          "the next codex --embedded will use it, and stop it",
          null);
    }
  }
}
