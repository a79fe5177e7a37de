package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The troubleshooting part of the README shows what the program itself prints. */
@ExtendWith(PostgresExtension.class)
class TroubleshootingTest {
  private static final String SCRIPT =
      "create table books (id bigint primary key, title text not null);\n";

  @TempDir
  private Path scripts;

  private final StringWriter err = new StringWriter();

  @Test
  void already_applied_and_modified_since(TestDatabase database) throws Exception {
    write(SCRIPT);
    assertThat(run(database, Map.of(), "migrate")).isZero();
    write(SCRIPT.replace("title", "name"));
    assertThat(run(database, Map.of(), "migrate")).isEqualTo(ExitCode.SCRIPTS_INVALID);
    assertThatReadmeShowsIt();
  }

  @Test
  void a_script_makes_what_is_there_already(TestDatabase database) throws Exception {
    write(SCRIPT);
    database.execute("create table books ()");
    assertThat(run(database, Map.of(), "migrate")).isEqualTo(ExitCode.MIGRATION_FAILED);
    assertThatReadmeShowsIt();
  }

  @Test
  void migrations_are_not_complete_when_serve_skips_them(TestDatabase database) throws Exception {
    write(SCRIPT);
    Map<String, String> skip = Map.of("CODEX_SKIP_MIGRATIONS", "true", "CODEX_HEALTH_PORT", "0");
    assertThat(run(database, skip, "serve")).isEqualTo(ExitCode.PENDING);
    assertThatReadmeShowsIt();
  }

  @Test
  void migrations_are_not_complete_at_the_deadline_of_the_wait(TestDatabase database)
      throws Exception {
    write(SCRIPT);
    assertThat(run(database, Map.of(), "wait-for-migrations", "--timeout", "6"))
        .isEqualTo(ExitCode.WAIT_TIMED_OUT);
    assertThatReadmeShowsIt();
  }

  @Test
  void the_migration_hangs_while_another_process_holds_the_lock(TestDatabase database)
      throws Exception {
    write(SCRIPT);
    try (TestSession other = database.open()) {
      other.query("select pg_advisory_lock(" + new CodexTables("public").lockKey() + ")");
      assertThat(run(database, Map.of(), "migrate", "--timeout", "1"))
          .isEqualTo(ExitCode.LOCK_TIMED_OUT);
    }
    assertThatReadmeShowsIt();
  }

  private void write(String sql) throws Exception {
    Files.writeString(scripts.resolve("V1__create_books.sql"), sql);
  }

  private int run(
      TestDatabase database, Map<String, String> more, String command, String... flags) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("CODEX_MIGRATIONS_LOCATIONS", scripts.toString());
    environment.putAll(more);
    String[] args = new String[flags.length + 1];
    args[0] = command;
    System.arraycopy(flags, 0, args, 1, flags.length);
    return Main.run(args, environment, new PrintWriter(new StringWriter()), new PrintWriter(err));
  }

  /** The error with its following lines, numbers aside, stands in a block of the README. */
  private void assertThatReadmeShowsIt() throws Exception {
    String error = err.toString()
        .lines()
        .dropWhile(line -> !line.contains(" ERROR "))
        .map(line -> line.replaceFirst("^\\S+ ERROR ", "ERROR "))
        .collect(Collectors.joining("\n"));
    assertThat(error).startsWith("ERROR ");
    assertThat(normalised(Files.readString(Path.of("README.md"))))
        .contains(normalised("```\n" + error + "\n```"));
  }

  private static String normalised(String text) {
    return text.replace("codex-test", "codex migrate")
        .replaceAll("\\d+", "N")
        .replaceAll("from N[.\\d:N]*", "from N")
        .replaceAll("user [\\w-]+", "user U");
  }
}
