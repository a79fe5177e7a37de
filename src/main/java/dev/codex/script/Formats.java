package dev.codex.script;

import dev.codex.config.ScriptFormat;
import java.util.List;

/** The table of formats. A new one is a class and a line here. */
final class Formats {
  static final Format NATIVE = FlywayFormat.codex();

  static final List<Format> ALL = List.of(
      NATIVE,
      FlywayFormat.flyway(),
      new GooseFormat(),
      new DbmateFormat(),
      new GolangMigrateFormat(),
      new NodePgMigrateFormat(),
      new SqlxFormat(),
      new DieselFormat(),
      new PrismaFormat(),
      new GraphileFormat(),
      new SupabaseFormat(),
      new RefineryFormat(),
      new AtlasFormat(),
      new LiquibaseFormat(),
      new PlainFormat());

  private Formats() {}

  /** The format of a name in the configuration that is not {@code auto}. */
  static Format of(ScriptFormat id) {
    return ALL.stream()
        .filter(format -> format.id() == id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no format is called " + id));
  }
}
