package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The checksums that other tools take of their scripts, to be held against what they recorded. A tool that hashes the
 * bytes would have recorded another value for a checkout with other line ends: each of the three is accepted.
 */
public final class ScriptFingerprints {
  private static final int CHUNK = 1 << 16;

  private ScriptFingerprints() {}

  /**
   * For every script what its tool may have recorded; none for a tool that keeps no checksums. Blocks.
   *
   * @throws CodexException.ScriptsInvalid if a file cannot be read any more
   */
  public static Map<Script, Set<String>> of(ScriptFormat tool, MigrationSet set) {
    Map<Script, Set<String>> all = new LinkedHashMap<>();
    if (tool == ScriptFormat.ATLAS) {
      return atlas(set);
    }
    for (Migration migration : set.migrations()) {
      if (migration.script() instanceof FileScript script) {
        try {
          of(tool, script, all);
        } catch (IOException e) {
          throw new CodexException.ScriptsInvalid(List.of(unreadable(script, e)));
        }
      }
    }
    return all;
  }

  private static void of(ScriptFormat tool, FileScript script, Map<Script, Set<String>> all)
      throws IOException {
    switch (tool) {
      case FLYWAY -> all.put(script, Set.of(crc32(script)));
      case PRISMA -> all.put(script, digests(script, "SHA-256"));
      case GRAPHILE -> all.put(script, Set.of(String.valueOf(graphile(script))));
      case LIQUIBASE -> {
        Set<String> accepted = LiquibaseChecksum.of(changeset(script));
        if (!accepted.isEmpty()) {
          all.put(script, accepted);
        }
      }
      case REFINERY -> all.put(script, RefineryChecksum.of(script));
      case SQLX -> all.put(script, digests(script, "SHA-384"));
      default -> {}
    }
  }

  private static LiquibaseChangeset changeset(FileScript script) throws IOException {
    try (InputStream input = script.openFile()) {
      return LiquibaseChangeset.of(
          script.path(), new String(input.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** That of its header: it was held against the text when the script was read. */
  private static @Nullable String graphile(FileScript script) throws IOException {
    try (InputStream input = script.openFile()) {
      return GraphileHeader.of(new String(input.readNBytes(CHUNK), StandardCharsets.UTF_8))
          .hash();
    }
  }

  /** Each hash is that of all scripts so far. */
  private static Map<Script, Set<String>> atlas(MigrationSet set) {
    Map<Script, Set<String>> all = new LinkedHashMap<>();
    List<FileScript> scripts = Stream.concat(set.migrations().stream(), set.baselines().stream())
        .map(Migration::script)
        .filter(FileScript.class::isInstance)
        .map(FileScript.class::cast)
        .sorted(Comparator.comparing(FileScript::path))
        .toList();
    try {
      Map<String, String> sums =
          AtlasSum.of(scripts.stream().map(FileScript::file).toList());
      scripts.forEach(script -> {
        String sum = sums.get(script.path());
        if (sum != null) {
          all.put(script, Set.of(sum));
        }
      });
      return all;
    } catch (IOException e) {
      throw new CodexException.ScriptsInvalid(List.of(unreadable(scripts.get(0), e)));
    }
  }

  /** Flyway's: CRC-32 over the lines without their ends, as a signed number. */
  private static String crc32(FileScript script) throws IOException {
    CRC32 crc = new CRC32();
    try (BufferedReader reader =
        new BufferedReader(new Utf8Reader(script.path(), script.openFile()), CHUNK)) {
      String line = reader.readLine();
      while (line != null) {
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        line = reader.readLine();
      }
    }
    return Integer.toString((int) crc.getValue());
  }

  private static Set<String> digests(FileScript script, String algorithm) throws IOException {
    try (InputStream input = script.openFile()) {
      return LineEndDigests.of(input, algorithm);
    }
  }

  private static Problem unreadable(FileScript script, IOException failure) {
    return Problem.ofFile(
        Problem.Code.UNREADABLE_FILE,
        script.path(),
        script.path() + " cannot be read: " + Reason.of(failure),
        "look at its owner and mode");
  }
}
