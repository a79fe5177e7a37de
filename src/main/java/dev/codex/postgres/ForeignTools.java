package dev.codex.postgres;

import dev.codex.config.ScriptFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** The tools whose history can be taken over. Their tables are read, never written. */
final class ForeignTools {
  private static final String FLYWAY = """
      select version, description, script, installed_by, installed_on::timestamptz as installed_at,
        execution_time as millis,
        case when type in ('SQL', 'SQL_BASELINE') then checksum::text end as checksum,
        case when not success then 'failed' when type in ('BASELINE', 'SQL_BASELINE', 'JDBC_BASELINE') then 'baseline'
          when type = 'DELETE' or type like 'UNDO%%' then 'undone' else 'applied' end as state
      from %s where type <> 'SCHEMA' order by installed_rank""";

  /** Only the newest version is kept. */
  private static final String GOLANG_MIGRATE = """
      select version::text as version, case when dirty then 'failed' else 'newest' end as state from %s""";

  /** Row 0 is there from the beginning; the way down is a row that says false, or, of late, no row. */
  private static final String GOOSE = """
      select version_id::text as version, tstamp::timestamptz as installed_at,
        case when is_applied then 'applied' else 'undone' end as state
      from %s where version_id > 0 order by id""";

  private static final String DBMATE = """
      select version::text as version, 'applied' as state from %s order by version collate "C\"""";

  private static final String NODE_PG_MIGRATE = """
      select coalesce(substring(name from '^[0-9]+'), name) as version, name as script,
        pg_catalog.replace(substring(name from '^[0-9]+[_-]?(.*)$'), '_', ' ') as description,
        run_on::timestamptz as installed_at, 'applied' as state
      from %s order by id""";

  /** What was rolled back was taken out by a person, and will be applied again; what was not ended has failed. */
  private static final String PRISMA = """
      select migration_name as name, migration_name || '/migration.sql' as script, checksum, finished_at as installed_at,
        (extract(epoch from finished_at - started_at) * 1000)::bigint as millis,
        case when rolled_back_at is not null then 'undone' when finished_at is null then 'failed' else 'applied' end as state
      from %s order by started_at, rolled_back_at nulls last, migration_name""";

  private static final String SQLX = """
      select version::text as version, description, installed_on as installed_at, encode(checksum, 'hex') as checksum,
        greatest(execution_time, 0) / 1000000 as millis, case when success then 'applied' else 'failed' end as state
      from %s order by version""";

  /** As the versions of Diesel's scripts are read: what follows the fourteen digits of a time is a part of its own. */
  private static final String DIESEL = """
      select regexp_replace(version, '^([0-9]{14})([0-9]+)$', '\\1.1\\2') as version, run_on::timestamptz as installed_at,
        'applied' as state
      from %s order by version""";

  static final List<ForeignTool> ALL = List.of(
      new ForeignTool(
          ScriptFormat.FLYWAY,
          "flyway_schema_history",
          List.of("installed_rank", "success"),
          null,
          FLYWAY,
          ForeignTools::flywayKey,
          true),
      new ForeignTool(
          ScriptFormat.GOLANG_MIGRATE,
          "schema_migrations",
          List.of("version", "dirty"),
          null,
          GOLANG_MIGRATE,
          ForeignTools::golangMigrateKey,
          true),
      new ForeignTool(
          ScriptFormat.GOOSE,
          "goose_db_version",
          List.of("id", "version_id", "is_applied", "tstamp"),
          null,
          GOOSE,
          table -> 4097083626L,
          false),
      new ForeignTool(
          ScriptFormat.PRISMA,
          "_prisma_migrations",
          List.of("migration_name", "rolled_back_at"),
          null,
          PRISMA,
          table -> 72707369L,
          true),
      new ForeignTool(
          ScriptFormat.DBMATE,
          "schema_migrations",
          List.of("version"),
          "dirty",
          DBMATE,
          null,
          false),
      new ForeignTool(
          ScriptFormat.NODE_PG_MIGRATE,
          "pgmigrations",
          List.of("id", "name", "run_on"),
          null,
          NODE_PG_MIGRATE,
          table -> 7241865325823964L,
          true),
      new ForeignTool(
          ScriptFormat.SQLX,
          "_sqlx_migrations",
          List.of("version", "success", "checksum"),
          null,
          SQLX,
          table -> 0x3d32ad9eL * crc32(table.database()),
          true),
      new ForeignTool(
          ScriptFormat.DIESEL,
          "__diesel_schema_migrations",
          List.of("version", "run_on"),
          null,
          DIESEL,
          null,
          false));

  private ForeignTools() {}

  static ForeignTool of(ScriptFormat format) {
    return ALL.stream()
        .filter(tool -> tool.format() == format)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(format + " keeps no history that could be adopted"));
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
