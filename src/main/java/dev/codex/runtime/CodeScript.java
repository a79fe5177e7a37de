package dev.codex.runtime;

import dev.codex.migration.Checksum;
import dev.codex.migration.Script;
import dev.codex.migration.ScriptHeader;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands for a migration in Java where a script is expected: it has a name and a checksum, and no statements. */
record CodeScript(JavaMigration code, Checksum checksum) implements Script {
  static CodeScript of(JavaMigration code) {
    return new CodeScript(code, Checksum.of(code.checksum()));
  }

  @Override
  public String path() {
    return code.getClass().getName();
  }

  @Override
  public ScriptHeader header() {
    return ScriptHeader.NONE;
  }

  @Override
  public Optional<String> text() {
    return Optional.empty();
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
        return checksum;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String toString() {
    return path();
  }
}
