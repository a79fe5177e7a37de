package dev.codex.embedded;

import dev.codex.migration.CodexException.DatabaseUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Under which account the server runs. It refuses to run as root, so root starts it in a user namespace, and where those
 * are blocked (in a container, mostly) as the user nobody.
 */
public enum Account {
  /** Ours. */
  OWN(List.of(), -1),
  /** Root, which does not know it. */
  NAMESPACE(List.of("unshare", "-U"), 0),
  /** The user nobody. */
  NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), 65534);

  private static final Path ROOT = Path.of("/");

  private final List<String> prefix;
  private final int owner;

  Account(List<String> prefix, int owner) {
    this.prefix = prefix;
    this.owner = owner;
  }

  /** The one that works here. */
  public static Account find() {
    if (System.getProperty("user.name").equals("?")) {
      throw new DatabaseUnreachable(
          "PostgreSQL does not run as a user that /etc/passwd does not know",
          "run codex as another user",
          null);
    }
    if (!isRoot()) {
      return OWN;
    }
    return Stream.of(NAMESPACE, NOBODY)
        .filter(Account::works)
        .findFirst()
        .orElseThrow(() -> new DatabaseUnreachable(
            "PostgreSQL does not run as root, and neither unshare nor setpriv works here",
            "run codex as another user",
            null));
  }

  private static boolean isRoot() {
    Path self = Path.of("/proc/self");
    try {
      return Files.exists(self)
          ? Files.getAttribute(self, "unix:uid").equals(0)
          : System.getProperty("user.name").equals("root");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean works() {
    return Command.run(ROOT, "", command("true")).isSuccess();
  }

  List<String> command(String... words) {
    return Stream.concat(prefix.stream(), Stream.of(words)).toList();
  }

  /** Whether the account gets into a directory, or would if it were made: nobody does not, below the home of root. */
  public boolean reaches(Path directory) {
    Path existing = directory;
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent());
    }
    return this != NOBODY
        || Command.run(ROOT, "", command("test", "-x", existing.toString())).isSuccess();
  }

  /** Gives the files to the account, whichever owned them when they were last used. */
  void own(Path directory) throws IOException {
    if (owner < 0 || isOwned(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private boolean isOwned(Path directory) throws IOException {
    return Files.getAttribute(directory, "unix:uid").equals(owner);
  }
}
