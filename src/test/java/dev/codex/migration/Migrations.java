package dev.codex.migration;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scripts and history rows for the tables of these tests. */
final class Migrations {
  private Migrations() {}

  static Migration versioned(String version, String text) {
    return new Migration(
        Version.of(version), "step " + version, script("V" + version + "__step.sql", text), null);
  }

  static Migration contraction(String version, @Nullable String floor) {
    ScriptHeader header =
        new ScriptHeader(false, floor == null ? null : Version.of(floor), Phase.CONTRACT);
    Script script = new TextScript("V" + version + "__drop.sql", "drop " + version, header);
    return new Migration(Version.of(version), "drop " + version, script, null);
  }

  static Migration repeatable(String name, String text) {
    return new Migration(null, name, script("R__" + name + ".sql", text), null);
  }

  static Script script(String path, String text) {
    return new TextScript(path, text, ScriptHeader.NONE);
  }

  static MigrationSet set(Migration... migrations) {
    return MigrationSet.of(List.of(migrations), List.of());
  }

  static AppliedMigration row(int rank, Migration migration) {
    return row(rank, migration, null);
  }

  static AppliedMigration row(int rank, Migration migration, @Nullable String floor) {
    return new AppliedMigration(
        rank,
        migration.version() == null ? null : migration.version().toString(),
        migration.description(),
        migration.kind().column(),
        migration.script().path(),
        migration.checksum(),
        floor,
        false,
        null,
        null,
        "owner",
        Instant.EPOCH,
        Duration.ofMillis(1),
        new UUID(0, rank));
  }

  private record TextScript(String path, String body, ScriptHeader header) implements Script {
    @Override
    public Checksum checksum() {
      return Checksum.of(body);
    }

    @Override
    public Optional<String> text() {
      return Optional.of(body);
    }

    @Override
    public StatementCursor open() {
      throw new UnsupportedOperationException("a plan reads no statements");
    }
  }
}
