package dev.codex.postgres;

import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands in the place of a script that is recorded and not run. */
record RecordedScript(Script script) implements Script {
  /** The same migration, of which nothing but its row is left. */
  static Migration of(Migration migration) {
    return new Migration(
        migration.kind(),
        migration.version(),
        migration.description(),
        new RecordedScript(migration.script()),
        migration.down());
  }

  @Override
  public String path() {
    return script.path();
  }

  @Override
  public String name() {
    return script.name();
  }

  @Override
  public Checksum checksum() {
    return script.checksum();
  }

  @Override
  public ScriptHeader header() {
    return script.header();
  }

  @Override
  public Optional<String> text() {
    return Optional.of("");
  }

  @Override
  public StatementCursor open() {
    return new StatementCursor() {
      @Override
      public @Nullable Statement next() {
        return null;
      }

      @Override
      public Checksum checksum() {
        return script.checksum();
      }

      @Override
      public void close() {}
    };
  }
}
