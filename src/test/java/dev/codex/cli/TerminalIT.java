package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a person watches: a bar, and Ctrl-C. */
@ExtendWith(PostgresExtension.class)
final class TerminalIT {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  @TempDir
  private Path directory;

  @BeforeEach
  void aTerminal() {
    assumeTrue(Files.isExecutable(SCRIPT), "there is no " + SCRIPT + " to be a terminal");
  }

  /** The program on a terminal, all that it writes on stdout; the last argument is one string for a shell. */
  private CodexProcess start(TestDatabase database, String arguments) {
    Map<String, String> environment = new HashMap<>(database.env());
    environment.put("TERM", "xterm");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = java + " -jar " + CodexProcess.FAT_JAR + " " + arguments;
    return CodexProcess.command(
        environment,
        "env",
        "--default-signal=INT",
        SCRIPT.toString(),
        "-qec",
        command,
        "/dev/null");
  }

  @Test
  void a_bar_shows_how_far_it_is(TestDatabase database) {
    new ScriptDirectory(directory)
        .with("V1__first.sql", "select pg_sleep(2);")
        .with(
            "V2__second.sql", "-- codex:no-transaction\nselect 1;\nselect pg_sleep(2);\nselect 3;");
    CodexProcess.Ended ended =
        start(database, "migrate --location " + directory).end().withCode(0);
    assertThat(ended.out())
        .contains("migrating   0% [", "0/2", "1 (first)")
        .contains("1/2", "2 (second), statement 2 of 3")
        .contains("migrating 100% [", "2/2")
        .contains("applied 2 migrations in ");
    assertThat(ended.out().lines()).noneMatch(line -> line.contains("INFO  applied "));
  }

  @Test
  void Ctrl_C_cancels_the_script_on_the_server(TestDatabase database) {
    SleepingScript.in(directory);
    try (CodexProcess terminal = start(database, "migrate --location " + directory)) {
      SleepingScript.awaitRunning(database);
      terminal.signalProgram("INT");
      assertThat(terminal.end().withCode(130).out())
          .contains(
              "stopped in migration 2 (slow), which was not recorded; 1 migration was applied");
    }
    assertThat(SleepingScript.sleeping(database)).isZero();
    assertThat(database.<String>values("select script from codex_schema_history"))
        .containsExactly("V1__before.sql");
  }

  @Test
  void locks_ends_the_holder_when_the_answer_is_y_and_not_otherwise(TestDatabase database) {
    try (TestSession holder = database.open()) {
      holder.execute("select pg_advisory_lock(" + new CodexTables("public").lockKey() + ")");
      assertThat(answered("n", database).withCode(2).out())
          .contains("pid " + holder.processId(), "[y/N]", "was not ended");
      assertThat(holder.<Integer>value("select 1")).isEqualTo(1);
      assertThat(answered("y", database).withCode(0).out())
          .contains("[y/N]", "pid " + holder.processId() + " was ended");
    }
  }

  private static CodexProcess.Ended answered(String answer, TestDatabase database) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = java + " -jar " + CodexProcess.FAT_JAR + " locks --release";
    return CodexProcess.command(
            database.env(),
            "sh",
            "-c",
            "echo " + answer + " | " + SCRIPT + " -qec '" + command + "' /dev/null")
        .end();
  }
}
