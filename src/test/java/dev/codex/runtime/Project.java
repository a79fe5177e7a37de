package dev.codex.runtime;

import dev.codex.config.ScriptFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of scripts in another tool's format, and by what rule psql has to run them; written down here once more,
 * and simply, so that it does not follow from Codex's own.
 *
 * @param named whether the format has to be named, because the directory could be another
 * @param failing the scripts that fail on every server, and are left out once they have
 */
record Project(String name, ScriptFormat format, boolean named, Path source, Set<String> failing) {
  private static final Pattern OUTSIDE = Pattern.compile(
      "(?im)^\\s*(begin|commit|rollback|start transaction)( work| transaction| isolation level \\w+)?;"
          + "|\\bconcurrently\\b|^vacuum\\b|\\+goose no transaction|transaction:false|--! no-transaction|\\A-- no-transaction");
  private static final Pattern DOWN =
      Pattern.compile("(?im)^-- (\\+goose down|migrate:down|down migration).*");

  /** Our own sample of a format. */
  static Project sample(ScriptFormat format, boolean named) {
    Path source = Path.of("src/test/resources/formats/" + format);
    return new Project("sample", format, named, source, Set.of());
  }

  /** Copies the scripts, so that some may be taken away. */
  void copyTo(Path target) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one script as its tool would. */
  Psql.Answer run(Psql psql, String script, Path scratch) {
    try {
      String text = Files.readString(source.resolve(script));
      String up = DOWN.split(text, 2)[0];
      boolean stepsOut = format == ScriptFormat.GOOSE && up.contains("\ncommit;");
      Path file = Files.writeString(
          scratch.resolve("up.sql"), stepsOut ? "begin;\n" + up + "\ncommit;\n" : up);
      return psql.run(file, !OUTSIDE.matcher(up).find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sets of {@code shared/corpus}, with what their README says of them. */
  static List<Project> corpus(Path corpus) {
    return List.of(
        of(corpus, "uaa", ScriptFormat.NATIVE, false),
        of(corpus, "nais-api", ScriptFormat.GOOSE, false),
        of(corpus, "minder", ScriptFormat.GOLANG_MIGRATE, false),
        of(corpus, "gitness", ScriptFormat.PLAIN, true),
        of(corpus, "crates-io", ScriptFormat.DIESEL, false),
        // a copy that was left in, and comes before the column that it indexes
        of(
            corpus,
            "langfuse",
            ScriptFormat.PRISMA,
            false,
            "20240718011733_dataset_runs_add_unique_dataset_id_project_id_name copy/migration.sql"),
        // Drizzle's journal leaves these out; the README of the corpus says that they fail with
        // psql too
        of(
            corpus,
            "cosmo",
            ScriptFormat.PLAIN,
            false,
            "0023_wonderful_blur.sql",
            "0038_tidy_lightspeed.sql",
            "0125_acoustic_jackpot.sql"));
  }

  private static Project of(
      Path corpus, String name, ScriptFormat format, boolean named, String... failing) {
    return new Project(name, format, named, corpus.resolve(name).resolve("sql"), Set.of(failing));
  }

  @Override
  public String toString() {
    return name + " (" + format + ")";
  }
}
