package dev.codex.script;

import dev.codex.config.CodexConfig;
import dev.codex.config.MigrationsConfig;
import dev.codex.config.PlaceholderConfig;
import dev.codex.config.ProgramVersion;
import dev.codex.migration.Checksum;
import dev.codex.migration.CodexException;
import dev.codex.migration.Migration;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Script;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** Makes the index of a configuration's scripts: reads all of them, and refuses what an index cannot vouch for. */
final class IndexMaker {
  private final CodexConfig config;
  private final List<String> locations;
  private final ClassLoader loader;

  IndexMaker(CodexConfig config, ClassLoader loader) {
    this.config = config;
    this.locations = config.migrations().locations().stream().distinct().toList();
    this.loader = loader;
  }

  /** Every file of each location, as one that is included and one beside a script count too. */
  List<List<FoundFile>> files() throws IOException {
    List<List<FoundFile>> all = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String location : locations) {
      List<FoundFile> files = new ArrayList<>(Locations.files(location, loader, problems::add));
      files.sort(Comparator.comparing(FoundFile::path));
      all.add(files);
    }
    if (!problems.isEmpty()) {
      throw new UnfitIndexException(problems.get(0).fact());
    }
    return all;
  }

  /** The fingerprint of all that makes another set of the same files. */
  String settings() {
    MigrationsConfig migrations = config.migrations();
    PlaceholderConfig placeholders = migrations.placeholders();
    String homes = locations.stream().map(IndexMaker::homes).collect(Collectors.joining(";"));
    return Checksum.of(String.join(
            "\n",
            migrations.format().toString(),
            homes,
            placeholders.replacement().toString(),
            placeholders.prefix(),
            placeholders.suffix(),
            String.join("\n", migrations.contexts())))
        .value();
  }

  /** The formats that the name of a location speaks for. */
  private static String homes(String location) {
    return Formats.ALL.stream()
        .filter(format -> format.livesIn(location))
        .map(format -> format.id().toString())
        .collect(Collectors.joining(","));
  }

  /**
   * Reads everything.
   *
   * @param files as they were found before
   */
  ScriptIndex make(List<List<FoundFile>> files) throws IOException {
    MigrationSet set = read();
    List<Problem> problems = problems(set);
    if (!problems.isEmpty()) {
      throw new CodexException.ScriptsInvalid(problems);
    }
    List<List<ScriptIndex.Entry>> entries = new ArrayList<>();
    for (List<FoundFile> location : files) {
      List<ScriptIndex.Entry> read = new ArrayList<>();
      for (FoundFile file : location) {
        read.add(ScriptIndex.Entry.of(file, crc(file)));
      }
      entries.add(read);
    }
    return new ScriptIndex(ProgramVersion.current(), settings(), set.summary(), entries);
  }

  /** Why there can be no index. */
  List<Problem> problems() {
    return problems(read());
  }

  private MigrationSet read() {
    return Locations.read(
        locations,
        config.migrations().format(),
        Placeholders.of(config),
        config.migrations().contexts(),
        loader);
  }

  private static List<Problem> problems(MigrationSet set) {
    List<Problem> problems = new ArrayList<>(set.problems());
    set.migrations().stream()
        .filter(IndexMaker::hasValues)
        .map(IndexMaker::refusal)
        .forEach(problems::add);
    return problems;
  }

  /** Whether the values of a run are a part of its checksum. */
  private static boolean hasValues(Migration migration) {
    Script script = migration.script();
    FileScript own =
        script instanceof IncludingScript including ? including.script() : (FileScript) script;
    return migration.version() == null && own.mayCountValues();
  }

  private static Problem refusal(Migration migration) {
    String path = migration.script().path();
    return Problem.ofFile(
        Problem.Code.STALE_INDEX,
        path,
        path + " is repeatable and may hold placeholders, whose values of a run no index can know",
        "leave the index out, or set migrations.placeholder_replacement to false if it holds none");
  }

  private static long crc(FoundFile file) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream input = file.content().open()) {
      byte[] chunk = new byte[1 << 16];
      for (int length = input.read(chunk); length >= 0; length = input.read(chunk)) {
        crc.update(chunk, 0, length);
      }
    }
    return crc.getValue();
  }
}
