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
    assertThat(readme).contains(example("LibraryVerticle", "readme"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OwnRouter", "RenewedPool"})
  void the_page_on_embedding_shows_the_examples_that_are_compiled(String example) {
    assertThat(read(Path.of("docs/embedding.md"))).contains(example(example, "docs"));
  }

  private static String example(String type, String tag) {
    String source = read(Path.of("src/test/java/dev/codex/example/" + type + ".java"));
    String start = "// tag::" + tag + "\n";
    String code =
        source.substring(source.indexOf(start) + start.length(), source.indexOf("// end::" + tag));
    return "```java\n" + code.strip() + "\n```";
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
