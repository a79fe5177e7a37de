package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codex make-cache}, which a build calls, fails if java does not take what it has made. */
final class RefusedCacheIT {
  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir
  private Path directory;

  @Test
  void the_cache_of_a_jar_that_was_touched_meanwhile_is_refused() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Path jar = Files.createDirectory(directory.resolve("lib")).resolve("codex-fat.jar");
    Files.copy(CodexProcess.FAT_JAR, jar);
    Path launcher =
        Files.copy(Path.of("bin/codex"), bin.resolve("codex"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(Path.of(JAVA_HOME, "release"), directory.resolve("release"));
    Path touching = Files.writeString(bin.resolve("java"), """
        #!/bin/sh
        case "$*" in *rehearse) "%1$s/bin/java" "$@" && touch -d @1000000000 "%2$s"; exit ;; esac
        exec "%1$s/bin/java" "$@"
        """.formatted(JAVA_HOME, jar));
    Files.setPosixFilePermissions(touching, PosixFilePermissions.fromString("rwxr-xr-x"));
    CodexProcess.Ended refused = CodexProcess.command(
            Map.of("JAVA_HOME", directory.toString()), launcher.toString(), "make-cache")
        .end()
        .withCode(2);
    assertThat(refused.err()).contains("java does not take the start-up cache " + directory);
  }
}
