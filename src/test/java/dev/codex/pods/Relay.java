package dev.codex.pods;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Hands connections on to the server of the test, which listens where containers do not get to. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final Supplier<String> host;
  private final IntSupplier port;

  private Relay(ServerSocket listener, Supplier<String> host, IntSupplier port) {
    this.listener = listener;
    this.host = host;
    this.port = port;
  }

  static Relay start(String address, int at, Supplier<String> host, IntSupplier port) {
    try {
      Relay relay = new Relay(new ServerSocket(at, 50, InetAddress.getByName(address)), host, port);
      daemon(relay::accept);
      return relay;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket from = listener.accept();
        daemon(() -> connect(from));
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private void connect(Socket from) {
    try {
      Socket to = new Socket(host.get(), port.getAsInt());
      daemon(() -> copy(from, to));
      copy(to, from);
    } catch (IOException noServer) {
      close(from);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // the other direction ends with it
    } finally {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
