package dev.codex.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration with nothing to do takes about as long in a container as on the machine itself. */
final class InAndOutIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ROUNDS = 15;

  /** By a clock that is the same inside and outside, in hundredths of a second; the engine's own work is not counted. */
  private static final String TIMED = "read begin idle </proc/uptime; \"$0\" migrate || exit $?;"
      + " read end idle </proc/uptime; echo from $begin to $end";

  private static final Pattern TIMES =
      Pattern.compile("from (\\d+)\\.(\\d\\d) to (\\d+)\\.(\\d\\d)");

  @TempDir
  private Path directory;

  @Test
  void with_nothing_to_do_a_container_takes_at_most_half_as_long_again() throws IOException {
    Engine engine = Engine.assumed();
    Path scripts = Files.createDirectory(directory.resolve("scripts"));
    Files.writeString(scripts.resolve("V1__books.sql"), "create table books ();");
    Path launcher = installed();
    try (Sandbox sandbox = new Sandbox(engine)) {
      Map<String, String> environment = Map.of(
          "JAVA_HOME", Jdk25.assumed().toString(),
          "DATABASE_URL", sandbox.database(),
          "CODEX_MIGRATIONS_LOCATIONS", scripts.toString());
      HostCommand.run(PATIENCE, environment, List.of(launcher.toString(), "make-cache"))
          .successfully();
      sandbox.run(scripts, "codex", "migrate").successfully();
      List<Long> inside = new ArrayList<>();
      List<Long> outside = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        inside.add(millis(sandbox.run(scripts, "sh", "-c", TIMED, "codex")));
        outside.add(millis(HostCommand.run(
            PATIENCE, environment, List.of("sh", "-c", TIMED, launcher.toString()))));
      }
      System.out.println("nothing to do: " + median(inside) + " ms in a container, "
          + median(outside) + " ms outside (medians of " + ROUNDS + ")");
      assertThat(median(inside))
          .as("milliseconds inside %s and outside %s", inside, outside)
          .isLessThanOrEqualTo(median(outside) * 3 / 2);
    }
  }

  /** The launcher of an installation, as the image has it. */
  private Path installed() throws IOException {
    Path bin = Files.createDirectories(directory.resolve("codex/bin"));
    Path lib = Files.createDirectories(directory.resolve("codex/lib"));
    Files.copy(Path.of("target/codex-fat.jar"), lib.resolve("codex-fat.jar"));
    return Files.copy(
        Path.of("bin/codex"), bin.resolve("codex"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static long millis(HostCommand.Ended ended) {
    String output = ended.successfully().output();
    assertThat(output).contains("nothing to do");
    Matcher times = TIMES.matcher(output);
    assertThat(times.find()).as(output).isTrue();
    return 10 * (hundredths(times, 3) - hundredths(times, 1));
  }

  private static long hundredths(Matcher times, int group) {
    return Long.parseLong(times.group(group) + times.group(group + 1));
  }

  private static long median(List<Long> of) {
    return of.stream().sorted().toList().get(of.size() / 2);
  }
}
