package dev.codex.migration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One change of the schema: a script with its version, or, without a version, one that is applied again whenever its
 * text has changed.
 *
 * @param kind when it is applied
 * @param version null for a repeatable migration
 * @param description what people call it; the identity of a repeatable one
 * @param script what is run
 * @param down what undoes it, stored in the database when it is applied; null if there is nothing
 */
public record Migration(
    Kind kind,
    @Nullable Version version,
    String description,
    Script script,
    @Nullable Down down) {
  /** The order in which migrations are applied: by version, then the repeatable ones by description. */
  public static final Comparator<Migration> ORDER = Migration::inOrder;

  /** Written out: a start-up cache keeps no lambda of {@code Comparator.comparing}, and to make them takes a start 3 ms. */
  private static int inOrder(Migration one, Migration other) {
    Version before = one.version;
    Version after = other.version;
    if (before == null || after == null) {
      int repeatableLast = Boolean.compare(before == null, after == null);
      return repeatableLast != 0 ? repeatableLast : one.description.compareTo(other.description);
    }
    int byVersion = before.compareTo(after);
    return byVersion != 0 ? byVersion : one.description.compareTo(other.description);
  }

  /**
   * What undoes a migration.
   *
   * @param path of the file that it stands in
   * @param line of that file in which it begins, from 1
   */
  public record Down(String text, Checksum checksum, String path, int line) {
    public Down(String text, String path, int line) {
      this(text, Checksum.of(text), path, line);
    }
  }

  /** A versioned migration, or, without a version, a repeatable one. */
  public Migration(
      @Nullable Version version, String description, Script script, @Nullable Down down) {
    this(version == null ? Kind.REPEATABLE : Kind.VERSIONED, version, description, script, down);
  }

  /** The same with another script to undo it. */
  public Migration withDown(Down other) {
    return new Migration(kind, version, description, script, other);
  }

  /** Whether it takes away what older builds need: applied once nothing of theirs runs, and waited for by nobody. */
  public boolean isContraction() {
    return version != null && script.header().phase() == Phase.CONTRACT;
  }

  /** The lowest build that may be connected when the contractions among these are applied. */
  public static Optional<Version> contractionFloor(List<Migration> migrations) {
    return migrations.stream()
        .filter(Migration::isContraction)
        .flatMap(migration -> Stream.ofNullable(migration.script().header().floor()))
        .max(Comparator.naturalOrder());
  }

  public Checksum checksum() {
    return script.checksum();
  }

  /** How people and messages name it: {@code 7 (add index)}, or {@code book overview} for a repeatable one. */
  public String label() {
    return Kind.label(version == null ? null : version.toString(), description);
  }
}
