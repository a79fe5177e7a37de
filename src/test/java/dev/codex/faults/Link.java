package dev.codex.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link FaultProxy}: two threads that carry messages, until harm is done to it. */
final class Link {
  /** So that what was written before a reset is read by then. */
  private static final Duration SETTLE = Duration.ofMillis(5);
  /** After this the server's kernel gives up a client that has vanished: in the field, keepalive's times. */
  private static final Duration ORPHANED = Duration.ofSeconds(2);

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private final OutputStream toClient;
  private final OutputStream toServer;
  private volatile boolean silent;
  private volatile boolean muted;
  private volatile boolean endsWithAnswer;
  private volatile boolean harmed;
  private volatile @Nullable Side halfClosed;
  private volatile boolean over;
  private volatile int processId;

  Link(FaultProxy proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    this.toClient = new BufferedOutputStream(client.getOutputStream());
    this.toServer = new BufferedOutputStream(server.getOutputStream());
  }

  /** Work that may end with its socket. */
  interface Work {
    void run() throws IOException;
  }

  static void daemon(Work work) {
    Thread thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException closed) {
            return;
          }
        },
        "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  void start() {
    daemon(() -> carry(Side.CLIENT));
    daemon(() -> carry(Side.SERVER));
  }

  /** Whether another connection may be counted in its place. */
  boolean isOver() {
    return over || harmed;
  }

  private void carry(Side side) {
    try {
      Socket from = side == Side.CLIENT ? client : server;
      DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
      boolean first = true;
      Frame frame = Frame.read(in, side, first);
      while (frame != null && take(proxy.count(this, frame))) {
        // what comes before a harm must be there by then, also where the next message is sent ahead
        if (side == Side.CLIENT || in.available() == 0) {
          out(side).flush();
        }
        first = false;
        frame = Frame.read(in, side, first);
      }
      if (frame == null) {
        ended(side);
      }
    } catch (IOException gone) {
      ended(side);
    }
  }

  private OutputStream out(Side from) {
    return from == Side.CLIENT ? toServer : toClient;
  }

  /** Whether the side is to be carried on. */
  private boolean take(Frame frame) throws IOException {
    if (frame.type() == 'K' && frame.side() == Side.SERVER) {
      processId = frame.processId();
    }
    if (silent || frame.side() == halfClosed) {
      return true;
    }
    if (muted && frame.side() == Side.SERVER) {
      if (frame.endsAnswer()) {
        reset();
      }
      return true;
    }
    Kind kind = proxy.harmAt(frame);
    return kind == null ? pass(frame) : harm(frame, kind);
  }

  private boolean pass(Frame frame) throws IOException {
    frame.write(out(frame.side()));
    if (endsWithAnswer && frame.side() == Side.SERVER && frame.endsAnswer()) {
      toClient.flush();
      close();
      return false;
    }
    return true;
  }

  private boolean harm(Frame frame, Kind kind) throws IOException {
    OutputStream out = out(frame.side());
    out.flush();
    harmed = kind != Kind.DELAY && kind != Kind.CANCEL && kind != Kind.STALE_ANSWER;
    switch (kind) {
      case RESET -> reset();
      case CLOSE -> close();
      case HALF -> {
        frame.writeHalf(out);
        out.flush();
        reset();
      }
      case HALF_CLOSE -> {
        halfClosed = frame.side();
        (frame.side() == Side.CLIENT ? server : client).shutdownOutput();
      }
      case STALL -> silent = true;
      case DELAY -> {
        pause(proxy.late());
        return pass(frame);
      }
      case DIE -> proxy.die();
      case TERMINATE -> {
        proxy.terminate(processId);
        return pass(frame);
      }
      case CANCEL -> {
        boolean goesOn = pass(frame);
        out.flush();
        pause(SETTLE);
        proxy.cancel(processId);
        return goesOn;
      }
      case STALE_ANSWER -> {
        toClient.write(Frame.ANSWER_TO_SET);
        toClient.flush();
        return pass(frame);
      }
      case RESET_AFTER, LOSE_ANSWER, CLOSE_AFTER_ANSWER, STALL_AFTER, DIE_AFTER -> {
        muted = kind == Kind.LOSE_ANSWER;
        endsWithAnswer = kind == Kind.CLOSE_AFTER_ANSWER;
        silent = kind == Kind.STALL_AFTER;
        frame.write(out);
        out.flush();
        return after(kind);
      }
    }
    return !over;
  }

  private boolean after(Kind kind) {
    if (kind == Kind.RESET_AFTER) {
      reset();
    } else if (kind == Kind.DIE_AFTER) {
      proxy.die();
    }
    return !over;
  }

  /** Who hangs up is heard at the other end, but for a wire that is silent: there a kernel gives up some day. */
  private void ended(Side side) {
    if (silent && side == Side.CLIENT) {
      pause(ORPHANED);
      close();
    } else if (!silent) {
      close();
    }
  }

  private synchronized void close() {
    over = true;
    try (client;
        server) {
      toClient.flush();
      toServer.flush();
    } catch (IOException gone) {
      harmed = true;
    }
  }

  /** As if the network had been cut: neither end is told in good order. */
  synchronized void reset() {
    over = true;
    pause(SETTLE);
    abort(client);
    abort(server);
  }

  private static void abort(Socket socket) {
    try (socket) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException gone) {
      // the other thread was first
      return;
    }
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
