package dev.codex.postgres;

import dev.codex.config.ScriptFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** The tools whose history can be taken over. Their tables are read, never written. */
final class ForeignTools {
  static final List<ForeignTool> ALL = List.of(
      new ForeignTool(
          ScriptFormat.FLYWAY,
          "flyway_schema_history",
          List.of("installed_rank", "success"),
          null,
          ForeignSelects.FLYWAY,
          ForeignTools::flywayKey,
          true),
      new ForeignTool(
          ScriptFormat.GOLANG_MIGRATE,
          "schema_migrations",
          List.of("version", "dirty"),
          null,
          ForeignSelects.GOLANG_MIGRATE,
          ForeignTools::golangMigrateKey,
          true),
      new ForeignTool(
          ScriptFormat.GOOSE,
          "goose_db_version",
          List.of("id", "version_id", "is_applied", "tstamp"),
          null,
          ForeignSelects.GOOSE,
          table -> 4097083626L,
          false),
      new ForeignTool(
          ScriptFormat.PRISMA,
          "_prisma_migrations",
          List.of("migration_name", "rolled_back_at"),
          null,
          ForeignSelects.PRISMA,
          table -> 72707369L,
          true),
      new ForeignTool(
          ScriptFormat.DBMATE,
          "schema_migrations",
          List.of("version"),
          "dirty",
          ForeignSelects.DBMATE,
          null,
          false),
      new ForeignTool(
          ScriptFormat.NODE_PG_MIGRATE,
          "pgmigrations",
          List.of("id", "name", "run_on"),
          null,
          ForeignSelects.NODE_PG_MIGRATE,
          table -> 7241865325823964L,
          true),
      new ForeignTool(
          ScriptFormat.SQLX,
          "_sqlx_migrations",
          List.of("version", "success", "checksum"),
          null,
          ForeignSelects.SQLX,
          table -> 0x3d32ad9eL * crc32(table.database()),
          true),
      new ForeignTool(
          ScriptFormat.DIESEL,
          "__diesel_schema_migrations",
          List.of("version", "run_on"),
          null,
          ForeignSelects.DIESEL,
          null,
          false),
      new ForeignTool(
          ScriptFormat.GRAPHILE,
          "migrations",
          List.of("hash", "previous_hash", "filename", "date"),
          null,
          ForeignSelects.GRAPHILE,
          table -> 4727445306447283L,
          true),
      new ForeignTool(
          ScriptFormat.SUPABASE,
          "schema_migrations",
          List.of("version", "statements", "name"),
          null,
          ForeignSelects.SUPABASE,
          null,
          false),
      new ForeignTool(
          ScriptFormat.REFINERY,
          "refinery_schema_history",
          List.of("version", "name", "applied_on", "checksum"),
          null,
          ForeignSelects.REFINERY,
          null,
          false),
      new ForeignTool(
          ScriptFormat.ATLAS,
          "atlas_schema_revisions",
          List.of("version", "type", "applied", "total", "executed_at", "hash"),
          null,
          ForeignSelects.ATLAS,
          table -> 2686470616L,
          false),
      new ForeignTool(
          ScriptFormat.LIQUIBASE,
          "databasechangelog",
          List.of(
              "id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum"),
          null,
          ForeignSelects.LIQUIBASE,
          new LockRow("databasechangeloglock")),
      ForeignTool.withoutScripts(
          "alembic", "alembic_version", List.of("version_num"), ForeignSelects.ALEMBIC));

  private ForeignTools() {}

  static ForeignTool of(String name) {
    return ALL.stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(name + " keeps no history that could be adopted"));
  }

  /** The bytes of {@code Flyway} and the hash of the qualified name. */
  static long flywayKey(ForeignTable table) {
    return 77431708279161L + table.qualified().hashCode();
  }

  static long golangMigrateKey(ForeignTable table) {
    return golangMigrateKey(table.schema(), table.name(), table.database());
  }

  static long golangMigrateKey(String... names) {
    return (crc32(String.join("\0", names)) * 1486364155L) & 0xffffffffL;
  }

  private static long crc32(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
