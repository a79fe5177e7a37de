package dev.codex.migration;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What another tool's checksum of each script may be; of a script that it does not speak of, nothing is held against it. */
public final class ForeignChecksums {
  public static final ForeignChecksums NONE = new ForeignChecksums(Map.of());

  private final Map<Script, Set<String>> accepted;

  private ForeignChecksums(Map<Script, Set<String>> accepted) {
    this.accepted = accepted;
  }

  /** @param accepted the checksums that the script as it is here may have, in the tool's own writing */
  public static ForeignChecksums of(Map<Script, Set<String>> accepted) {
    return new ForeignChecksums(Map.copyOf(new HashMap<>(accepted)));
  }

  /** Whether the tool has applied another text. */
  boolean differ(Migration migration, ForeignMigration row) {
    Set<String> known = accepted.get(migration.script());
    return known != null && row.checksum() != null && !known.contains(row.checksum());
  }

  /** The checksum of a script, for a message. */
  String toString(Migration migration) {
    return String.join(" or ", accepted.getOrDefault(migration.script(), Set.of()));
  }
}
