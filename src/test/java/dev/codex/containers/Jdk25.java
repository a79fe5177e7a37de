package dev.codex.containers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDK 25 of this machine, which images are made with whatever Java the tests run on. */
public final class Jdk25 {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  private Jdk25() {}

  /** Skips the test where there is none. */
  public static Path assumed() {
    Optional<Path> found = find();
    assumeTrue(found.isPresent(), "there is no JDK 25");
    return found.get();
  }

  private static Optional<Path> find() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(INSTALLED)) {
      return all.filter(home -> Files.exists(home.resolve("bin/jlink")))
          .filter(home -> home.getFileName().toString().contains("25"))
          .findFirst();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
