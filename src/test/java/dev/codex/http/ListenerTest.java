package dev.codex.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.HttpConfig;
import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class ListenerTest {
  private final SchemaReadiness readiness = new SchemaReadiness();
  private final Caller caller = Caller.ofFreePort();

  private Future<String> deployHealth(Vertx vertx, String host) {
    return vertx.deployVerticle(
        new HealthVerticle(new HttpConfig(host, caller.port()), readiness, null));
  }

  @Test
  void a_port_in_use_is_named_with_its_key(Vertx vertx) throws IOException {
    try (ServerSocket other = Caller.occupy(caller.port())) {
      assertThat(Eventually.failureOf(deployHealth(vertx, Caller.HOST)))
          .isInstanceOf(CodexException.ConfigurationInvalid.class)
          .hasMessage(
              "port %d on 127.0.0.1 is in use by another process; end that one, or set health.port to a port that"
                  + " is free",
              other.getLocalPort());
    }
  }

  @Test
  void an_address_of_another_machine_is_named_with_its_key(Vertx vertx) {
    assertThat(Eventually.failureOf(deployHealth(vertx, "192.0.2.1")))
        .isInstanceOf(CodexException.ConfigurationInvalid.class)
        .hasMessageStartingWith("port " + caller.port() + " on 192.0.2.1 cannot be listened on: ")
        .hasMessageEndingWith("; correct health.host or health.port");
  }

  @Test
  void a_huge_header_is_refused(Vertx vertx) throws IOException {
    Eventually.resultOf(deployHealth(vertx, Caller.HOST));

    try (Socket socket = caller.connect()) {
      String request =
          "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Much: " + "a".repeat(16_000) + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes());
      assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 431");
    }
  }

  @Test
  void a_probe_is_answered_however_many_clients_are_slow(Vertx vertx) throws IOException {
    Eventually.resultOf(deployHealth(vertx, Caller.HOST));
    List<Socket> slow = new ArrayList<>();

    for (int i = 0; i < ConnectionLimit.MOST_CONNECTIONS + 50; i++) {
      Socket socket = caller.connect();
      socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nX-Slow: ".getBytes());
      slow.add(socket);
    }

    assertThat(caller.get("/health/live").status()).isEqualTo(200);
    assertThat(slow.get(0).getInputStream().read()).as("the oldest is closed").isEqualTo(-1);
    for (Socket socket : slow) {
      socket.close();
    }
  }
}
