package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A history that has grown for years. */
@ExtendWith(PostgresExtension.class)
final class ManyScriptsIT {
  private static final int APPLIED = 9_990;
  private static final int ALL = 10_000;

  @TempDir
  private Path directory;

  @Test
  void ten_thousand_need_little_memory(TestDatabase database) {
    ScriptDirectory scripts = new ScriptDirectory(directory).with("V1__s.sql", "select 1;\n");
    Cli.run(database.env(), "migrate", "--location", scripts.toString()).withCode(0);
    database.execute(
        "insert into codex_schema_history (rank, version, description, kind, script, checksum, algorithm,"
            + " execution_millis, run_id, fenced) select n, n::text, description, kind, 'V' || n || '__s.sql', checksum, algorithm,"
            + " 1, run_id, true from codex_schema_history, generate_series(2, " + APPLIED + ") n");
    for (int number = 2; number <= ALL; number++) {
      scripts.with("V" + number + "__s.sql", "select 1;\n");
    }
    assertThat(CodexProcess.with(database.env())
            .java("-Xmx48m")
            .run("migrate", "--location", scripts.toString())
            .end()
            .withCode(0)
            .out())
        .startsWith("applied 10 migrations in ");
  }
}
