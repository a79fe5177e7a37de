package dev.codex.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * What stays the same from run to run: port and password. The password is random, as a superuser of PostgreSQL can run
 * any program: without one, every user of the machine could act as the one who runs the demo.
 */
record Identity(int port, String password) {
  private static final int FIRST_PORT = 15432;
  private static final int PORTS = 1000;

  /** Reads the file, or makes it. A port that somebody else has taken since is replaced. */
  static Identity load(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    String port = properties.getProperty("port", "");
    String password = properties.getProperty("password", "");
    return new Identity(
        port.matches("\\d{1,5}") ? Integer.parseInt(port) : FIRST_PORT,
        password.isEmpty() ? random() : password);
  }

  /** The same with a port that is free now. */
  Identity withFreePort() {
    return new Identity(
        IntStream.concat(IntStream.of(port), IntStream.range(FIRST_PORT, FIRST_PORT + PORTS))
            .filter(Postmaster::isFree)
            .findFirst()
            .orElse(port),
        password);
  }

  void store(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, readableByOwner());
    }
    Properties properties = new Properties();
    properties.setProperty("port", String.valueOf(port));
    properties.setProperty("password", password);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  private static FileAttribute<?>[] readableByOwner() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static String random() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
