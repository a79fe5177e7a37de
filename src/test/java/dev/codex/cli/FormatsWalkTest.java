package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody who comes with a directory of another tool, and tries one command after the other. */
@ExtendWith(PostgresExtension.class)
final class FormatsWalkTest {
  @TempDir
  private Path directory;

  private Map<String, String> environment;

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      graphile       | 2 | committed/000003-add-genres.sql    | committed/000002-title-index.sql goes statement by statement
      supabase       | 2 | 20\\d{12}_add_genres.sql           | valid: nothing is applied; 2 migrations pending
      refinery       | 3 | V4__add_genres.sql                 | valid: nothing is applied; 3 migrations pending
      atlas          | 2 | 20\\d{12}_add_genres.sql           | 20240102120000_title_index.sql goes statement by statement
      goose          | 3 | 00004_add_genres.sql               | 00003_step_out.sql goes statement by statement
      golang-migrate | 3 | 000004_add_genres.down.sql         | 000003_two_transactions.up.sql goes statement by statement
      liquibase      | 62 | 006_add_genres.sql                | 003-outside.sql::2::nene goes statement by statement
      """)
  void every_command_says_what_it_should(
      String format, int count, String made, String valid, TestDatabase database)
      throws IOException {
    Path sample = format.equals("liquibase")
        ? Path.of("src/test/peers/scripts/liquibase")
        : Path.of("src/test/resources/formats", format);
    TakeOver.copy(sample, directory);
    environment = new HashMap<>(database.env());
    environment.put("CODEX_MIGRATIONS_FORMAT", format);
    environment.put("CODEX_MIGRATIONS_CONTEXTS", "prod");

    assertThat(run("validate").withCode(0).out()).contains(valid, count + " migrations pending");
    assertThat(run("migrate").withCode(0).out()).contains(count + " migrations");
    assertThat(run("info").withCode(0).out()).doesNotContain("pending  ", "missing");
    run("plan", "--check").withCode(0);
    String file = run("new", "add genres").withCode(0).out().strip();
    assertThat(file.substring(file.lastIndexOf('\n') + 1)).matches(".*/" + made);
    for (String path : file.split("\n")) {
      assertThat(Files.isRegularFile(Path.of(path))).isTrue();
    }
  }

  private Cli.Ended run(String... command) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--location", directory.toString()));
    return Cli.run(environment, args.toArray(String[]::new));
  }
}
