package dev.codex.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives a PostgreSQL to somebody who has none. Found by {@link java.util.ServiceLoader}: the server is in a jar of its
 * own, which a production image leaves out.
 */
public interface EmbeddedDatabase {

  /**
   * Starts the server, or joins the one that another process runs in the same directory. Blocks until it answers.
   *
   * @param directory where the server keeps its data; empty for the default below the user's home
   * @throws dev.codex.migration.CodexException.DatabaseUnreachable when it cannot be started
   */
  Server start(Optional<Path> directory);

  /** A running server with an empty or used database in it; the last process to close it stops it. */
  interface Server extends AutoCloseable {
    String host();

    int port();

    String databaseName();

    String username();

    String password();

    /** False when the server was running already. */
    boolean isStartedHere();

    /** Where the data are: to delete it is to start afresh. */
    Path directory();

    /** The command that shows the database to a person. */
    default String psql() {
      return "psql postgresql://%s:%s@%s:%d/%s"
          .formatted(username(), password(), host(), port(), databaseName());
    }

    /** Lets go of the server, and stops it if nobody else uses it. Safe in a shutdown hook, and more than once. */
    @Override
    void close();
  }
}
