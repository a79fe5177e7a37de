package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code committed/000001-add-index.sql} with {@code --! Previous:} and {@code --! Hash:}, as graphile-migrate commits
 * them, in that folder or in the location itself.
 */
final class GraphileFormat implements Format {
  private static final Pattern SHAPE =
      Pattern.compile("(?:committed/)?(\\d+)(-[-_a-zA-Z0-9]*)?\\.sql");
  private static final Pattern HASH = Pattern.compile("(?m)^--! Hash: ");
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<![:\\w]):DATABASE_[A-Z0-9_]+\\b");

  @Override
  public ScriptFormat id() {
    return ScriptFormat.GRAPHILE;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped(
        "write --! no-transaction as the first line below the headers, before it is committed");
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> SHAPE.matcher(sample.path()).matches())
        .filter(sample -> HASH.matcher(sample.head()).find())
        .findFirst();
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    Matcher parts = SHAPE.matcher(file.path());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String slug = parts.group(2) == null ? "" : parts.group(2).substring(1);
    return Optional.of(new MigrationName(
        MigrationName.Role.VERSIONED, Version.of(parts.group(1)), slug.replace('-', ' ')));
  }

  /** Each names the hash of the one before it. */
  @Override
  public List<NamedScript> scripts(List<FoundFile> files, Consumer<Problem> problems) {
    List<NamedScript> scripts = new ArrayList<>(Format.super.scripts(files, problems));
    scripts.sort(
        Comparator.comparing(script -> Objects.requireNonNull(script.name().version())));
    NamedScript before = null;
    String hash = GraphileHeader.FIRST;
    for (NamedScript script : scripts) {
      GraphileHeader header = GraphileHeader.of(new Sample(script.file()).head());
      if (header.previous() != null && !header.previous().equals(hash)) {
        problems.accept(Problem.ofFile(
            Problem.Code.INVALID_SCRIPT,
            script.file().path(),
            script.file().path() + " follows " + header.previous() + ", and "
                + (before == null
                    ? "there is no script before it"
                    : before.file().path() + " is " + hash),
            "restore the scripts as graphile-migrate committed them"));
      }
      before = script;
      hash = String.valueOf(header.hash());
    }
    return scripts;
  }

  @Override
  public Cut cut(String path, String text) {
    GraphileHeader header = GraphileHeader.of(text);
    List<Problem> problems = new ArrayList<>();
    if (header.previous() == null || header.hash() == null) {
      problems.add(Problem.ofFile(
          Problem.Code.INVALID_SCRIPT,
          path,
          path
              + " has no --! Previous: and --! Hash: at its top, and graphile-migrate runs only what it has committed",
          "commit it with graphile-migrate commit"));
    } else if (!header.allowsAnyHash() && !header.actual().equals(header.hash())) {
      problems.add(Problem.ofFile(
          Problem.Code.INVALID_SCRIPT,
          path,
          path + " was modified after it was committed: its hash is " + header.actual()
              + ", and its header says " + header.hash(),
          "restore it, or write --! AllowInvalidHash below its header"));
    }
    placeholder(path, text).ifPresent(problems::add);
    return new Cut(text, null, header.noTransaction(), problems);
  }

  private static Optional<Problem> placeholder(String path, String text) {
    Matcher found = PLACEHOLDER.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    int line = 1
        + (int) text.substring(0, found.start())
            .chars()
            .filter(next -> next == '\n')
            .count();
    return Optional.of(Problem.at(
        path,
        line,
        1,
        found.group() + " is a placeholder of graphile-migrate, which Codex does not put in",
        "write the name itself, with --! AllowInvalidHash below the header"));
  }

  @Override
  public String example(Version version) {
    return version + "-....sql";
  }
}
