package dev.codex.pods;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an image stands for, with or without containers.
 *
 * @param program what runs in place of the first word of a command, or of all of it in somebody else's image
 * @param defaultCommand the arguments of a container that names no command
 * @param files directories of the image, and where they are on this machine
 */
record Image(List<String> program, List<String> defaultCommand, Map<String, Path> files) {
  private static final Path FAT_JAR =
      Path.of(System.getProperty("codex.fatJar", "target/codex-fat.jar")).toAbsolutePath();

  /** An application's image with Codex in it: its scripts, and the configuration that is the default's. */
  static Image codex(Map<String, Path> files) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> program =
        List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", FAT_JAR.toString());
    return new Image(program, List.of("serve", "--config", "/app/config/config.yaml"), files);
  }

  /** Somebody else's. */
  static Image of(String... command) {
    return new Image(List.of(command), List.of(), Map.of());
  }

  /** Whether it is made from ours. */
  boolean isOurs() {
    return !defaultCommand.isEmpty();
  }
}
