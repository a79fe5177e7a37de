package dev.codex.script;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Problem;
import dev.codex.migration.TransactionRules;
import dev.codex.migration.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code 20240131120000_add_index/migration.sql}, as Prisma Migrate has them: the folder's whole name is the identity,
 * and its times need not be unique. Each file goes to the server as one message.
 */
final class PrismaFormat implements Format {
  private static final Pattern SHAPE = Pattern.compile("([^/]+)/migration\\.sql");

  @Override
  public ScriptFormat id() {
    return ScriptFormat.PRISMA;
  }

  @Override
  public TransactionRules rules() {
    return TransactionRules.wrapped(
        "keep it alone, as Prisma itself needs it, or write -- codex:no-transaction at the top");
  }

  @Override
  public Optional<Sample> evidence(List<Sample> samples) {
    return samples.stream()
        .filter(sample -> SHAPE.matcher(sample.path()).matches())
        .findFirst();
  }

  @Override
  public Optional<MigrationName> parse(FoundFile file, Consumer<Problem> problems) {
    Matcher parts = SHAPE.matcher(file.path());
    return parts.matches()
        ? Optional.of(
            new MigrationName(MigrationName.Role.VERSIONED, Version.named(parts.group(1)), ""))
        : Optional.empty();
  }

  @Override
  public String example(Version version) {
    return version + "/migration.sql";
  }
}
