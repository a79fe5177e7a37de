package dev.codex.embedded;

import dev.codex.cli.EmbeddedDatabase;
import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a PostgreSQL in a directory, from the binaries that the zonky project builds. */
public final class ZonkyDatabase implements EmbeddedDatabase {

  @Override
  public Server start(Optional<Path> directory) {
    Account account = Account.find();
    Path place = directory
        .orElseGet(() -> DefaultDirectory.find(account))
        .toAbsolutePath()
        .normalize();
    Start start = new Start(new ServerDirectory(place, account));
    Thread hook = new Thread(start::abandon, "codex-embedded-start");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return start.run();
    } catch (IOException failure) {
      throw new DatabaseUnreachable(
          "the embedded PostgreSQL cannot use " + place + ": " + failure,
          "name another directory",
          null);
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endsAlready) {
      // The hook closes what was started
    }
  }

  /** A signal while the server starts would leave it behind: there is nobody yet who could close it. */
  private static final class Start {
    private final ServerDirectory directory;
    private @Nullable Server server;
    private boolean isAbandoned;

    private Start(ServerDirectory directory) {
      this.directory = directory;
    }

    private synchronized Server run() throws IOException {
      if (isAbandoned) {
        throw new DatabaseUnreachable(
            "the embedded PostgreSQL was not started", "codex was told to end", null);
      }
      Server started = directory.join();
      server = started;
      return started;
    }

    /** Waits for {@link #run} to end. */
    private synchronized void abandon() {
      isAbandoned = true;
      if (server != null) {
        server.close();
      }
    }
  }
}
