package dev.codex.cli;

import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Version;
import dev.codex.script.ScriptFiles;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codex new}: a script with the next version. */
@Command(
    name = "new",
    description =
        "Makes an empty script: with the next number after the others, or with the time as its version.")
final class NewCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
  /** Versions from here on are times: the next one is then a time too. */
  private static final Version FIRST_STAMP = Version.of("19700101000000");

  private static final String TEMPLATE = """
      -- %s

      """;

  private static final String WITH_DOWN = """
      -- codex:down
      -- what undoes the above; stored in the database when this migration is applied
      """;

  private final Console console;

  @Mixin
  private Options options = new Options();

  @Parameters(paramLabel = "NAME", description = "What the migration does, in a few words.")
  private String name = "";

  @Option(names = "--repeatable", description = "A repeatable migration, such as a view.")
  private boolean repeatable;

  @Option(
      names = "--timestamp",
      description = "Use the time as the version, whatever the others have.")
  private boolean timestamp;

  NewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    String words = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
    String slug = words.replaceAll("^_|_$", "");
    if (slug.isEmpty()) {
      throw new CodexException.ConfigurationInvalid(
          "\"" + name + "\" holds no letter or digit",
          "give a name such as: codex new \"add reading lists\"");
    }
    try (Program program = Program.start(console, options)) {
      String location = program.config().migrations().locations().get(0);
      Path directory = Path.of(location);
      if (!Files.isDirectory(directory)) {
        throw new CodexException.ConfigurationInvalid(
            "there is no directory " + directory, "create it, or name another with --location");
      }
      String prefix = repeatable ? "R" : "V" + next(program, location);
      console.print(write(directory.resolve(prefix + "__" + slug + ".sql")).toString());
    }
    return ExitCode.DONE;
  }

  private String next(Program program, String location) throws Exception {
    MigrationSet set = program.await(ScriptFiles.create(program.vertx()).load(List.of(location)));
    Optional<Version> highest = set.highestVersion();
    boolean stamped =
        timestamp || highest.filter(last -> last.compareTo(FIRST_STAMP) >= 0).isPresent();
    if (stamped) {
      return STAMP.format(Instant.now());
    }
    String first = highest.map(Version::toString).orElse("0").split("\\.", 2)[0];
    return new BigInteger(first).add(BigInteger.ONE).toString();
  }

  private Path write(Path file) throws Exception {
    String text = TEMPLATE.formatted(name.strip()) + (repeatable ? "" : WITH_DOWN);
    try {
      return Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException taken) {
      throw new CodexException.ConfigurationInvalid(
          file + " is there already", "choose another name");
    }
  }
}
