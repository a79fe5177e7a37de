package dev.codex.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Plays a PostgreSQL that has everything applied already: takes log-ins on a port of the loopback address, with TLS if it
 * has a certificate, and answers each statement with what a database answers when there is nothing to do.
 */
final class StandInServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String password;
  private final StandInAnswers answers;
  private final @Nullable SSLSocketFactory tls;

  private StandInServer(
      ServerSocket socket,
      String password,
      StandInAnswers answers,
      @Nullable SSLSocketFactory tls) {
    this.socket = socket;
    this.password = password;
    this.answers = answers;
    this.tls = tls;
  }

  /**
   * Starts it on a free port.
   *
   * @param answers what it says to a query
   * @param tls makes the encrypted sockets, or null for a server that does not speak TLS
   */
  static StandInServer start(
      String password, StandInAnswers answers, @Nullable SSLSocketFactory tls) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    StandInServer server = new StandInServer(socket, password, answers, tls);
    daemon(server::acceptAll);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Each in a thread of its own: a client whose TLS was refused comes again before it has left. */
  private void acceptAll() {
    try {
      while (true) {
        Socket client = socket.accept();
        daemon(() -> serve(client));
      }
    } catch (IOException closed) {
      // nobody comes any more
    }
  }

  private void serve(Socket client) {
    try (client) {
      new StandInSession(client, password, answers, tls).serve();
    } catch (IOException | GeneralSecurityException gone) {
      // who sits at the other end tells what went wrong
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "codex-stand-in");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
