package dev.codex.http;

import dev.codex.testing.FreePorts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls a listener on this machine as a stranger would. */
record Caller(int port) {
  static final String HOST = "127.0.0.1";

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(TIMEOUT)
      .build();

  /** An answer: its status, its headers and its body as text. */
  record Answer(int status, HttpResponse<String> response) {
    String text() {
      return response.body();
    }

    JsonObject json() {
      return new JsonObject(text());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /** For a port that nobody uses, another one each time. */
  static Caller ofFreePort() {
    return new Caller(FreePorts.next());
  }

  /** Takes a port from everybody else. */
  static ServerSocket occupy(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.bind(new InetSocketAddress(HOST, port));
      return socket;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Answer get(String path) {
    return call("GET", path);
  }

  Answer call(String method, String path) {
    return call(method, path, Map.of());
  }

  Answer call(String method, String path, Map<String, String> headers) {
    return call(method, path, headers, "");
  }

  Answer call(String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://" + HOST + ":" + port + path))
        .timeout(TIMEOUT)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Whether anybody listens. */
  boolean isOpen() {
    try (Socket socket = connect()) {
      return socket.isConnected();
    } catch (UncheckedIOException | IOException refused) {
      return false;
    }
  }

  /** A moment after a listener was closed: the selector lets go of the port when it comes round. */
  boolean isClosed() {
    return !isOpen();
  }

  Socket connect() {
    try {
      return new Socket(HOST, port);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
