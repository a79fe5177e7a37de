package dev.codex.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A running server, as its file {@code postmaster.pid} describes it. */
record Postmaster(long pid, int port) {
  private static final int CONNECT_MILLIS = 2000;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  /** The server of a data directory, if it lives, takes connections and answers. */
  static Optional<Postmaster> of(Path data) {
    return read(data).filter(Postmaster::isAlive);
  }

  private static Optional<Postmaster> read(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      boolean isReady = lines.size() > 7 && lines.get(7).strip().equals("ready");
      return isReady
          ? Optional.of(
              new Postmaster(Long.parseLong(lines.get(0).strip()), Integer.parseInt(lines.get(3))))
          : Optional.empty();
    } catch (IOException | NumberFormatException notThere) {
      return Optional.empty();
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid).isPresent() && answers(port);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), CONNECT_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
