package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Checksum;
import dev.codex.migration.CodexException;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that begin with {@code --liquibase formatted sql}, at any depth and in the order of their paths, as Liquibase's
 * {@code includeAll} has them. Each of their changesets is a migration, known by the path, its id and its author.
 */
final class LiquibaseFormat implements Format {
  private static final int LARGEST = 8 << 20;
  private static final Pattern CHANGELOG = Pattern.compile(".*\\.(?:xml|ya?ml|json)");
  private static final Pattern ENDS_OF_DELIMITER =
      Pattern.compile("^(?:\\\\[rns]\\*?)+|(?:\\\\[rns]\\*?|\\$)+$");
  private static final Pattern NOT_LITERAL = Pattern.compile("[\\\\$'\"*+?()\\[\\]{}]|--");

  private final LiquibaseContexts contexts;

  LiquibaseFormat() {
    this(LiquibaseContexts.NONE);
  }

  private LiquibaseFormat(LiquibaseContexts contexts) {
    this.contexts = contexts;
  }

  @Override
  public Format within(List<String> names) {
    return new LiquibaseFormat(LiquibaseContexts.of(names));
  }

  @Override
  public ScriptFormat id() {
    return ScriptFormat.LIQUIBASE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped("write runInTransaction:false behind its id");
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> LiquibaseChangelog.isOne(sample.head()))
        .findFirst();
  }

  @Override
  public boolean isInOrderOfPlace() {
    return true;
  }

  /** A file has no name of its own: its changesets have. */
  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    return Optional.empty();
  }

  @Override
  public List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    LiquibaseProperties properties = new LiquibaseProperties(contexts);
    List<NamedScript> scripts = new ArrayList<>();
    files.stream()
        .filter(file -> FlywayNames.isScript(file.name()))
        .sorted(Comparator.comparing(FoundFile::path))
        .forEach(file -> read(file, problems)
            .ifPresent(text -> scripts.addAll(changesets(
                file, LiquibaseChangelog.of(file.path(), text, properties, problems), problems))));
    return scripts;
  }

  private static Optional<String> read(FoundFile file, Consumer<Problem> problems) {
    try (InputStream input = file.content().open()) {
      byte[] bytes = input.readNBytes(LARGEST + 1);
      String text = bytes.length > LARGEST ? "" : Utf8.decode(file.path(), bytes);
      if (LiquibaseChangelog.isOne(text)) {
        return Optional.of(text);
      }
      problems.accept(bytes.length > LARGEST ? tooLarge(file) : noHeader(file));
    } catch (CodexException.ScriptsInvalid e) {
      e.problems().forEach(problems);
    } catch (IOException e) {
      problems.accept(Problem.ofFile(
          Problem.Code.UNREADABLE_FILE,
          file.path(),
          file.path() + " cannot be read: " + Reason.of(e),
          "look at its owner and mode"));
    }
    return Optional.empty();
  }

  private static Problem tooLarge(FoundFile file) {
    return Problem.ofFile(
        Problem.Code.INVALID_SCRIPT,
        file.path(),
        file.path() + " is larger than 8 MB, and changesets of such a file are not told apart",
        "split it");
  }

  private static Problem noHeader(FoundFile file) {
    return Problem.ofFile(
        Problem.Code.INVALID_SCRIPT,
        file.path(),
        file.path() + " does not begin with --liquibase formatted sql",
        "write it in the first line, and a --changeset author:id below it, or move the file elsewhere");
  }

  private List<NamedScript> changesets(
      FoundFile file, LiquibaseChangelog changelog, Consumer<Problem> problems) {
    List<NamedScript> scripts = new ArrayList<>();
    for (LiquibaseChangelog.Section section : changelog.sections()) {
      LiquibaseChangeset changeset = LiquibaseChangeset.of(file.path(), section.inPlace());
      changeset.problems().forEach(problems);
      LiquibaseAttributes attributes = changeset.attributes();
      if (changeset.problems().isEmpty()
          && attributes.isForPostgres()
          && contexts.include(attributes.context())
          && !attributes.isTrue("ignore", false)) {
        scripts.add(script(file, changelog.logicalPath(), section, changeset));
      }
    }
    return scripts;
  }

  private static NamedScript script(
      FoundFile file,
      @Nullable String logicalPath,
      LiquibaseChangelog.Section section,
      LiquibaseChangeset changeset) {
    String part = changeset.id() + FileScript.PART + changeset.author();
    String own = changeset.attributes().text("logicalFilePath");
    String path = own != null ? own : logicalPath != null ? logicalPath : file.path();
    String identity = normalised(path) + FileScript.PART + part;
    MigrationName name = changeset.attributes().isTrue("runOnChange", false)
        ? new MigrationName(MigrationName.Role.REPEATABLE, null, identity)
        : new MigrationName(
            MigrationName.Role.VERSIONED, Version.named(identity), changeset.comment());
    FoundFile alone = new FoundFile(
        file.path(),
        part,
        file.stamp(),
        () -> new ByteArrayInputStream(section.inPlace().getBytes(StandardCharsets.UTF_8)));
    return new NamedScript(alone, name, false);
  }

  private static String normalised(String path) {
    return path.replace('\\', '/').replaceFirst("^(?:classpath\\*?:)?(?:\\./|/)*", "");
  }

  @Override
  public Cut cut(String path, String text) {
    LiquibaseChangeset changeset = LiquibaseChangeset.of(path, text);
    LiquibaseAttributes attributes = changeset.attributes();
    List<Problem> refusals = new ArrayList<>(changeset.refusals());
    String delimiter = attributes.text("endDelimiter");
    String literal =
        delimiter == null ? null : ENDS_OF_DELIMITER.matcher(delimiter).replaceAll("");
    boolean splits = attributes.isTrue("splitStatements", true);
    if (splits
        && literal != null
        && (literal.isEmpty() || NOT_LITERAL.matcher(literal).find())) {
      refusals.add(changeset.problem(
          "changeset " + changeset.author() + ":" + changeset.id() + " has endDelimiter:"
              + delimiter + ", which is a pattern or a quote",
          "use one of plain characters, such as @@, or splitStatements:false"));
    }
    String up = splits
        ? LiquibaseSql.of(changeset.sql(), stripsComments(attributes), literal)
        : LiquibaseSql.of(changeset.sql(), stripsComments(attributes), ";");
    return new Cut(
        up,
        changeset.rollback(),
        !attributes.isTrue("runInTransaction", true),
        List.of(),
        refusals,
        changeset.preconditions());
  }

  private static boolean stripsComments(LiquibaseAttributes attributes) {
    return attributes.isTrue("stripComments", true);
  }

  /** Where a changeset stands in its file makes no difference. */
  @Override
  public Checksum checksum(String up) {
    return Checksum.of(up.strip());
  }

  @Override
  public Optional<Problem> refusal(FoundFile file) {
    boolean changelog = CHANGELOG.matcher(file.name().toLowerCase(Locale.ROOT)).matches()
        && new Sample(file).head().contains("databaseChangeLog");
    return changelog
        ? Optional.of(
            Problem.ofFile(
                Problem.Code.INVALID_SCRIPT,
                file.path(),
                file.path()
                    + " is a changelog that is not SQL, and Codex runs formatted SQL alone, in the order of the paths",
                "name the directories of the .sql files in migrations.locations, in the order of its includes"))
        : Optional.empty();
  }

  @Override
  public String example(Version version) {
    return version + ".sql";
  }
}
