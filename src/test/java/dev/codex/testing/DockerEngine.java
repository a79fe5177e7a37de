package dev.codex.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the Docker engine, in a millisecond, what Testcontainers would take a second to find out. */
final class DockerEngine {
  private DockerEngine() {}

  /** Whether an engine answers and has the image. */
  static boolean has(String image) {
    return address()
        .map(engine -> isFound(engine, "/images/" + image + "/json"))
        .orElse(false);
  }

  private static Optional<SocketAddress> address() {
    String host = System.getenv("DOCKER_HOST");
    if (host != null && host.startsWith("tcp:")) {
      URI uri = URI.create(host);
      return Optional.of(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    return Stream.of(
            host == null ? null : URI.create(host).getPath(),
            "/var/run/docker.sock",
            runtime == null ? null : runtime + "/docker.sock",
            System.getProperty("user.home") + "/.docker/run/docker.sock")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(Files::exists)
        .<SocketAddress>map(UnixDomainSocketAddress::of)
        .findFirst();
  }

  private static boolean isFound(SocketAddress engine, String path) {
    try (SocketChannel channel = SocketChannel.open(engine)) {
      channel.write(US_ASCII.encode("GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n"));
      ByteBuffer answer = ByteBuffer.allocate(12);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // until the status is there
      }
      return US_ASCII.decode(answer.flip()).toString().endsWith(" 200");
    } catch (IOException noEngine) {
      return false;
    }
  }
}
