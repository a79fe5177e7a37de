package dev.codex.postgres;

/** What is asked of the other tools' tables, each answer in the columns that {@link ForeignHistory} reads. */
final class ForeignSelects {
  static final String FLYWAY = """
      select version, description, script, installed_by, installed_on::timestamptz as installed_at,
        execution_time as millis,
        case when type in ('SQL', 'SQL_BASELINE') then checksum::text end as checksum,
        case when not success then 'failed' when type in ('BASELINE', 'SQL_BASELINE', 'JDBC_BASELINE') then 'baseline'
          when type = 'DELETE' or type like 'UNDO%%' then 'undone' else 'applied' end as state
      from %s where type <> 'SCHEMA' order by installed_rank""";

  /** Only the newest version is kept. */
  static final String GOLANG_MIGRATE = """
      select version::text as version, case when dirty then 'failed' else 'newest' end as state from %s""";

  /** Row 0 is there from the beginning; the way down is a row that says false, or, of late, no row. */
  static final String GOOSE = """
      select version_id::text as version, tstamp::timestamptz as installed_at,
        case when is_applied then 'applied' else 'undone' end as state
      from %s where version_id > 0 order by id""";

  static final String DBMATE = """
      select version::text as version, 'applied' as state from %s order by version collate "C\"""";

  static final String NODE_PG_MIGRATE = """
      select coalesce(substring(name from '^[0-9]+'), name) as version, name as script,
        pg_catalog.replace(substring(name from '^[0-9]+[_-]?(.*)$'), '_', ' ') as description,
        run_on::timestamptz as installed_at, 'applied' as state
      from %s order by id""";

  /** What was rolled back was taken out by a person, and will be applied again; what was not ended has failed. */
  static final String PRISMA = """
      select migration_name as name, migration_name || '/migration.sql' as script, checksum, finished_at as installed_at,
        (extract(epoch from finished_at - started_at) * 1000)::bigint as millis,
        case when rolled_back_at is not null then 'undone' when finished_at is null then 'failed' else 'applied' end as state
      from %s order by started_at, rolled_back_at nulls last, migration_name""";

  static final String SQLX = """
      select version::text as version, description, installed_on as installed_at, encode(checksum, 'hex') as checksum,
        greatest(execution_time, 0) / 1000000 as millis, case when success then 'applied' else 'failed' end as state
      from %s order by version""";

  /** As the versions of Diesel's scripts are read: what follows the fourteen digits of a time is a part of its own. */
  static final String DIESEL = """
      select regexp_replace(version, '^([0-9]{14})([0-9]+)$', '\\1.1\\2') as version, run_on::timestamptz as installed_at,
        'applied' as state
      from %s order by version""";

  /** Every one is run; its file name begins with its number. */
  static final String GRAPHILE = """
      select substring(filename from '^[0-9]+') as version, filename as script, hash as checksum, date as installed_at,
        'applied' as state
      from %s order by filename""";

  static final String SUPABASE = """
      select version, pg_catalog.replace(name, '_', ' ') as description, 'applied' as state from %s order by version""";

  static final String REFINERY = """
      select version::text as version, pg_catalog.replace(name, '_', ' ') as description,
        applied_on::timestamptz as installed_at, checksum, 'applied' as state
      from %s order by version""";

  /** Names that begin with a full stop are no migrations. A bit of the type says that no script was run. */
  static final String ATLAS = """
      select version, pg_catalog.replace(description, '_', ' ') as description, hash as checksum, executed_at::timestamptz as installed_at,
        execution_time / 1000000 as millis,
        case when coalesce(error, '') <> '' or applied < total then 'failed' when type & 1 = 1 then 'baseline'
          else 'applied' end as state
      from %s where version !~ '^[.]' order by version""";

  /** Checksums of older versions are of another making; a row of a changeset that was only marked stands for it too. */
  static final String LIQUIBASE = """
      select regexp_replace(filename, '^(classpath[*]?:)?/*', '') || '::' || id || '::' || author as name, filename as script,
        coalesce(comments, '') as description, dateexecuted::timestamptz as installed_at,
        case when md5sum like '9:%%' then md5sum end as checksum,
        case when exectype = 'FAILED' then 'failed' else 'applied' end as state
      from %s order by dateexecuted, orderexecuted""";

  /** One row for each head: all that was applied below it is not kept. */
  static final String ALEMBIC = """
      select version_num as name, version_num as script, 'newest' as state from %s order by version_num""";

  private ForeignSelects() {}
}
