package dev.codex.faults;

import dev.codex.testing.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A wire to a server that takes the protocol's messages apart, both ways, and does harm where it is told to. It counts
 * the messages of one connection at a time, so that the n-th message of a run is the same one each time: what a run
 * sends on a second connection beside its first is not counted.
 */
public final class FaultProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final List<Frame> counted = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final List<Kind> done = new CopyOnWriteArrayList<>();
  private final Map<Side, Integer> numbers = new EnumMap<>(Side.class);
  private final TestDatabase database;
  private volatile InetSocketAddress target;
  private volatile Function<Frame, @Nullable Kind> harm = frame -> null;
  private volatile Duration late = Duration.ofMillis(400);
  private volatile Runnable onHarm = () -> {};
  private volatile IntConsumer terminate = pid -> {};
  private volatile IntConsumer cancel = pid -> {};
  private @Nullable Link primary;

  private FaultProxy(ServerSocket listener, TestDatabase database) {
    this.listener = listener;
    this.database = database;
    this.target = new InetSocketAddress(database.host(), database.port());
  }

  /** A wire to a database, on a port of its own. */
  public static FaultProxy to(TestDatabase database) {
    return to(database, 0);
  }

  /** The same on a given port. */
  public static FaultProxy to(TestDatabase database, int ownPort) {
    try {
      ServerSocket listener = new ServerSocket(ownPort, 50, InetAddress.getLoopbackAddress());
      FaultProxy proxy = new FaultProxy(listener, database);
      Link.daemon(proxy::accept);
      return proxy;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Does harm at each simple query that is asked for. */
  public void harm(Kind kind, Predicate<String> query) {
    harm(frame -> !frame.query().isEmpty() && query.test(frame.query()) ? kind : null);
  }

  /** Does harm at the n-th query of a run, whatever is sent beside it. */
  public void harmAtQuery(int number, Kind kind) {
    harm(frame ->
        frame.number() > 0 && !frame.query().isEmpty() && countedQueries().size() == number
            ? kind
            : null);
  }

  /** Does harm at each message of the client that is of a type of the protocol. */
  public void harm(Kind kind, char type) {
    harm(frame -> frame.side() == Side.CLIENT && frame.type() == type ? kind : null);
  }

  /** The harm is asked of every message; null is for none. */
  void harm(Function<Frame, @Nullable Kind> what) {
    harm = what;
  }

  /** By how much a message comes late. */
  void delayBy(Duration time) {
    late = time;
  }

  Duration late() {
    return late;
  }

  /** Runs something each time that harm is done. */
  void onHarm(Runnable work) {
    onHarm = work;
  }

  /** How the server is made to end a session. */
  void onTerminate(IntConsumer work) {
    terminate = work;
  }

  /** How the server is made to give up what a session is at. */
  public void onCancel(IntConsumer work) {
    cancel = work;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The configuration that goes through the wire, in clear. */
  public JsonObject config() {
    JsonObject config = database.config();
    config
        .getJsonObject("database")
        .getJsonObject("postgres")
        .put("host", "127.0.0.1")
        .put("port", port())
        .put("ssl_mode", "disable");
    return config;
  }

  /** From now on new connections lead elsewhere. */
  public void leadTo(String host, int port) {
    target = new InetSocketAddress(host, port);
  }

  /** Every counted message so far. */
  public List<Frame> frames() {
    return List.copyOf(counted);
  }

  /** The simple queries among them: what a run sends beside them depends on how long the answers take. */
  public List<String> countedQueries() {
    return counted.stream().map(Frame::query).filter(query -> !query.isEmpty()).toList();
  }

  /** The simple queries that have come so far, all connections together. */
  public List<String> queries() {
    return List.copyOf(queries);
  }

  /** How many connections have been made so far. */
  public int connections() {
    return links.size();
  }

  /** What harm was done so far. */
  public List<Kind> done() {
    return List.copyOf(done);
  }

  /** Lets nobody in any more; who is in may stay. */
  public void stopListening() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Resets every connection there is. */
  public void resetAll() {
    links.forEach(Link::reset);
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      Socket server = new Socket();
      try {
        server.connect(target);
        Link link = new Link(this, client, server);
        links.add(link);
        link.start();
        if (listener.isClosed()) {
          link.reset();
        }
      } catch (IOException refused) {
        client.close();
      }
    }
  }

  /** Numbers a message if its connection is the one that counts. */
  synchronized Frame count(Link link, Frame frame) {
    if (!frame.query().isEmpty()) {
      queries.add(frame.query());
    }
    if (frame.type() == 0 && (primary == null || primary.isOver()) && !frame.isCancelRequest()) {
      primary = link;
    }
    if (primary != link) {
      return frame;
    }
    Frame numbered = frame.numbered(numbers.merge(frame.side(), 1, Integer::sum));
    counted.add(numbered);
    return numbered;
  }

  synchronized @Nullable Kind harmAt(Frame frame) {
    Kind kind = harm.apply(frame);
    if (kind != null) {
      done.add(kind);
      onHarm.run();
    }
    return kind;
  }

  void terminate(int processId) {
    terminate.accept(processId);
  }

  void cancel(int processId) {
    cancel.accept(processId);
  }

  /** The client's process is gone. */
  void die() {
    stopListening();
    resetAll();
  }

  @Override
  public void close() {
    die();
  }
}
