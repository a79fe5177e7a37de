package dev.codex.postgres;

import io.vertx.core.Future;
import java.util.List;

/** Finds the indexes that a concurrent build has left unusable, without those that are being built now. */
public final class InvalidIndexes {
  private static final String SQL = """
      select indexrelid::regclass::text as name from pg_index
      where not indisvalid and not exists
        (select from pg_stat_progress_create_index p where p.index_relid = indexrelid or p.relid = indrelid)
      order by 1 limit 20""";

  private InvalidIndexes() {}

  /** Their names, with the schema. */
  public static Future<List<String>> read(Session session) {
    return session
        .pinned(SQL)
        .map(answer -> answer.stream().map(row -> row.getString("name")).toList());
  }
}
