package dev.codex.cli;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.CodexException;
import dev.codex.migration.MigrationSet;
import dev.codex.migration.Problem;
import dev.codex.migration.Version;
import dev.codex.script.BlankScript;
import dev.codex.script.ScriptFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codex new}: a script with the next version. */
@Command(
    name = "new",
    description =
        "Makes an empty script in the format of the others: with the next number after them, or with the time as its version.")
final class NewCommand implements Callable<Integer>, WithOptions {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
  /** Versions from here on are times: the next one is then a time too. */
  private static final Version FIRST_STAMP = Version.of("19700101000000");

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);
  private static final int EPOCH_MILLIS = 13;
  private static final int WIDE = 17;
  private static final int SIX_DIGITS = 6;

  private final Console console;

  private final Options options = new Options();

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
  public Options options() {
    return options;
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
      files(program, location, slug).forEach((path, text) -> write(directory.resolve(path), text));
    }
    return ExitCode.DONE;
  }

  private Map<String, String> files(Program program, String location, String slug)
      throws Exception {
    ScriptFiles scripts = ScriptFiles.create(program.vertx());
    ScriptFormat named = program.config().migrations().format();
    ScriptFormat format = named == ScriptFormat.AUTO ? found(program, scripts, location) : named;
    if (repeatable) {
      return Map.of("R__" + slug + ".sql", "-- " + name.strip() + "\n\n");
    }
    MigrationSet set = program.await(scripts.load(List.of(location), format));
    Map<String, String> files = BlankScript.of(format, set, next(set, format), slug, name.strip());
    if (format == ScriptFormat.PLAIN) {
      files.keySet().forEach(file -> requireLast(file, set));
    }
    return files;
  }

  /** A script of another format than the others would make the directory one of two. */
  private static ScriptFormat found(Program program, ScriptFiles scripts, String location)
      throws Exception {
    List<Problem> unclear = program.await(scripts.load(List.of(location))).problems().stream()
        .filter(problem -> problem.code() == Problem.Code.UNCLEAR_FORMAT)
        .toList();
    if (!unclear.isEmpty()) {
      throw new CodexException.ScriptsInvalid(unclear);
    }
    return program.await(scripts.formatOf(location));
  }

  /** Plain scripts go in the order of their names, in which 10 comes before 9. */
  private static void requireLast(String file, MigrationSet set) {
    set.migrations().stream()
        .map(migration -> migration.script().path())
        .filter(other -> other.compareTo(file) > 0)
        .findFirst()
        .ifPresent(other -> {
          throw new CodexException.ConfigurationInvalid(
              file + " would come before " + other
                  + ", as scripts of the plain format go in the order of their names",
              "write it by hand under a name that comes last");
        });
  }

  /** The number after the highest with as many digits; the time where the others have times. */
  private String next(MigrationSet set, ScriptFormat format) {
    String highest = set.highestVersion().map(Version::toString).orElse("");
    String digits = highest.split("\\D", 2)[0];
    boolean times = Version.parse(digits)
        .map(last -> last.compareTo(FIRST_STAMP) >= 0 || digits.length() == EPOCH_MILLIS)
        .orElseGet(() -> BlankScript.isStamped(format));
    if (timestamp || times) {
      return stamp(digits.length());
    }
    String number =
        new BigInteger(digits.isEmpty() ? "0" : digits).add(BigInteger.ONE).toString();
    boolean six = format == ScriptFormat.GOLANG_MIGRATE || format == ScriptFormat.GRAPHILE;
    int width = digits.isEmpty() && six ? SIX_DIGITS : digits.length();
    return "0".repeat(Math.max(0, width - number.length())) + number;
  }

  private static String stamp(int width) {
    Instant now = Instant.now();
    return switch (width) {
      case EPOCH_MILLIS -> Long.toString(now.toEpochMilli());
      case WIDE -> MILLIS.format(now);
      default -> STAMP.format(now);
    };
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      console.print(file.toString());
    } catch (FileAlreadyExistsException taken) {
      throw new CodexException.ConfigurationInvalid(
          file + " is there already", "choose another name");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
