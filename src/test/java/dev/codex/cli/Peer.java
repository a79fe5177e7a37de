package dev.codex.cli;

import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Comparator;

/** Another migration tool, as it is, in a process of its own. */
interface Peer {
  /** What {@code codex adopt --from} calls it. */
  String tool();

  /** Has it apply every script of a directory that it has not applied. */
  void migrate(TestDatabase database, Path scripts);

  /** What it has recorded, to be seen unchanged. */
  String records();

  /** Drops what it keeps its history in. */
  String forget();

  /** How many versions a file holds. */
  default int versionsIn(Path script) {
    return 1;
  }

  /** The order in which it applies the entries of a directory. */
  default Comparator<String> order() {
    return Comparator.naturalOrder();
  }
}
