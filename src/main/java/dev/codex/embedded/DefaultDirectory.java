package dev.codex.embedded;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses where the data are when nobody says where: below the home if it can be written. */
final class DefaultDirectory {
  private static final String NAME = "codex/embedded-18";

  private DefaultDirectory() {}

  static Path find(Account account) {
    return Stream.of(
            variable("XDG_DATA_HOME"),
            variable("HOME").map(home -> home.resolve(".local/share")),
            absolute(System.getProperty("user.home")).map(home -> home.resolve(".local/share")),
            // For root in a container, whose home the server cannot reach
            Optional.of(Path.of("/var/lib")).filter(absent -> account == Account.NOBODY),
            Optional.of(temporary()))
        .flatMap(Optional::stream)
        .map(place -> place.resolve(NAME))
        .filter(directory -> isUsable(directory, account))
        .findFirst()
        .orElseThrow(() -> new DatabaseUnreachable(
            "there is no place for the embedded PostgreSQL: neither the home nor " + temporary()
                + " can be written",
            "name a directory",
            null));
  }

  private static Optional<Path> variable(String name) {
    return absolute(System.getenv(name));
  }

  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }

  /** One for each user: what another one has put there is not ours to run. */
  private static Path temporary() {
    String user = System.getProperty("user.name").replaceAll("\\W", "_");
    return Path.of(System.getProperty("java.io.tmpdir"), "codex-" + user);
  }

  private static boolean isUsable(Path directory, Account account) {
    if (!account.reaches(directory)) {
      return false;
    }
    try {
      Files.createDirectories(directory);
      return Files.isWritable(directory) && isOurs(directory);
    } catch (IOException notWritable) {
      return false;
    }
  }

  private static boolean isOurs(Path directory) throws IOException {
    String owner = Files.getOwner(directory).getName();
    return !directory.startsWith(temporary()) || owner.endsWith(System.getProperty("user.name"));
  }
}
