package dev.codex.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise is worth the test that is named beside it: every one of those has to be there. */
final class PromisesTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");
  private static final int PROMISES = 31;
  private static final int FAILURES = 108;

  @Test
  void every_test_that_is_named_is_there() throws IOException {
    Map<String, String> sources = sources();
    assertThat(NAMED.matcher(page()).results().filter(named -> !isThere(named, sources)))
        .extracting(MatchResult::group)
        .isEmpty();
  }

  private static boolean isThere(MatchResult named, Map<String, String> sources) {
    String source = sources.get(named.group(1));
    return source != null
        && (named.group(2) == null || source.contains(" " + named.group(2) + "("));
  }

  @Test
  void no_promise_and_no_failure_is_left_out() throws IOException {
    for (int number : IntStream.rangeClosed(1, FAILURES).toArray()) {
      assertThat(page().lines().filter(line -> line.startsWith("| " + number + " |")))
          .hasSize(number <= PROMISES ? 2 : 1);
    }
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/promises.md"));
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        // two tests of one name, in two packages, are looked at together
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    return sources;
  }
}
