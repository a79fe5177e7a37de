package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.FreePorts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that comes up after Codex has. */
@ExtendWith(PostgresExtension.class)
final class ServerStartingIT {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "info"})
  void is_waited_for(String command, TestDatabase database) throws Exception {
    int port = FreePorts.next();
    try (CodexProcess process = start(database, port, command)) {
      process.awaitLog("is not reachable yet");
      try (Forwarder server = new Forwarder(port, database)) {
        process.end().withCode(0);
        assertThat(server.connections).isPositive();
      }
    }
  }

  @Test
  void is_waited_for_by_the_wait(TestDatabase database) throws Exception {
    int port = FreePorts.next();
    try (CodexProcess waiter = start(database, port, "wait-for-migrations")) {
      waiter.awaitLog("waiting: ");
      Cli.run(database.env(), "migrate", "--location", directory.toString()).withCode(0);
      try (Forwarder server = new Forwarder(port, database)) {
        waiter.end().withCode(0);
        assertThat(server.connections).isPositive();
      }
    }
  }

  private CodexProcess start(TestDatabase database, int port, String command) {
    new ScriptDirectory(directory).with("V1__a.sql", "create table a (id int);");
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_DATABASE_POSTGRES_HOST", "127.0.0.1");
    environment.put("CODEX_DATABASE_POSTGRES_PORT", String.valueOf(port));
    return CodexProcess.start(environment, command, "--location", directory.toString());
  }

  /** Stands at the port of a server that is not there yet, and leads to the real one. */
  private static final class Forwarder implements AutoCloseable {
    private final ServerSocket listener;
    private volatile int connections;

    Forwarder(int port, TestDatabase database) throws IOException {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      run(() -> {
        while (!listener.isClosed()) {
          Socket client = listener.accept();
          Socket server = new Socket(database.host(), database.port());
          connections++;
          run(() -> copy(client, server));
          run(() -> copy(server, client));
        }
      });
    }

    private interface Work {
      void run() throws IOException;
    }

    private static void run(Work work) {
      Thread thread = new Thread(() -> {
        try {
          work.run();
        } catch (IOException closed) {
          Thread.currentThread().interrupt();
        }
      });
      thread.setDaemon(true);
      thread.start();
    }

    private static void copy(Socket from, Socket to) throws IOException {
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        in.transferTo(out);
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
