package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README shows is what the program says. */
class ReadmeTest {
  private final String readme = read(Path.of("README.md"));

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "wait-for-migrations", "serve"})
  void it_shows_the_help_of_the_command(String command) {
    StringWriter out = new StringWriter();
    int code = Main.run(
        new String[] {command, "--help"},
        Map.of(),
        new PrintWriter(out),
        new PrintWriter(new StringWriter()));
    assertThat(code).isZero();
    assertThat(readme)
        .contains("```\n"
            + out.toString()
                .strip()
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
            + "\n```");
  }

  @Test
  void it_shows_the_example_that_is_compiled() {
    String source = read(Path.of("src/test/java/dev/codex/example/LibraryVerticle.java"));
    String example = source
        .substring(
            source.indexOf("// tag::readme\n") + "// tag::readme\n".length(),
            source.indexOf("// end::readme"))
        .strip();
    assertThat(readme).contains("```java\n" + example + "\n```");
  }

  @Test
  void it_names_every_exit_code_that_the_help_names() {
    StringWriter out = new StringWriter();
    Main.run(
        new String[] {"--help"},
        Map.of(),
        new PrintWriter(out),
        new PrintWriter(new StringWriter()));
    out.toString()
        .lines()
        .dropWhile(line -> !line.startsWith("Exit codes:"))
        .skip(1)
        .filter(line -> line.matches("  \\d.*"))
        .map(line -> line.strip().split("\\s{2,}")[0])
        .forEach(code -> assertThat(readme).contains("| " + code + " |"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
