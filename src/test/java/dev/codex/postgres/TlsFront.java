package dev.codex.postgres;

import dev.codex.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server as one that speaks TLS with a certificate of the test's choice, and counts who took it. */
public final class TlsFront implements AutoCloseable {
  private static final int SSL_REQUEST_LENGTH = 8;
  private static final int SSL_REQUEST = 80877103;

  private final NetServer server;
  private final NetClient client;
  private final TestDatabase database;
  private final Certificate certificate;
  private final AtomicInteger encrypted = new AtomicInteger();
  private final AtomicInteger inClear = new AtomicInteger();

  private TlsFront(Vertx vertx, TestDatabase database, Certificate certificate) {
    this.database = database;
    this.certificate = certificate;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer().connectHandler(this::accept);
  }

  public static TlsFront of(Vertx vertx, TestDatabase database, Certificate certificate)
      throws Exception {
    TlsFront front = new TlsFront(vertx, database, certificate);
    await(front.server.listen(0, "127.0.0.1"));
    return front;
  }

  public int port() {
    return server.actualPort();
  }

  public int encrypted() {
    return encrypted.get();
  }

  public int inClear() {
    return inClear.get();
  }

  private void accept(NetSocket from) {
    from.handler(first -> {
      boolean asked = first.length() == SSL_REQUEST_LENGTH && first.getInt(4) == SSL_REQUEST;
      from.pause();
      if (!asked) {
        inClear.incrementAndGet();
        pass(from, first);
        return;
      }
      ServerSSLOptions tls = new ServerSSLOptions()
          .setKeyCertOptions(new PemKeyCertOptions()
              .setCertPath(certificate.certificate().toString())
              .setKeyPath(certificate.key().toString()));
      from.resume();
      from.upgradeToSsl(tls, Buffer.buffer("S")).onSuccess(secured -> {
        encrypted.incrementAndGet();
        from.pause();
        pass(from, Buffer.buffer());
      });
    });
  }

  private void pass(NetSocket from, Buffer first) {
    client
        .connect(database.port(), database.host())
        .onFailure(failure -> from.close())
        .onSuccess(to -> {
          to.handler(from::write);
          from.handler(to::write);
          to.closeHandler(closed -> from.close());
          from.closeHandler(closed -> to.close());
          if (first.length() > 0) {
            to.write(first);
          }
          from.resume();
        });
  }

  @Override
  public void close() throws Exception {
    await(server.close());
    await(client.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
