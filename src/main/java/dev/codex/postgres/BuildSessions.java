package dev.codex.postgres;

import dev.codex.migration.Version;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/** Finds the sessions of builds that are too old for a contraction, by what they call themselves. */
public final class BuildSessions {
  private static final String SESSIONS = """
      select pid, application_name, usename::text as usename from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like '%build=%' order by pid""";

  private BuildSessions() {}

  /**
   * Looks once.
   *
   * @return the sessions whose build is below the floor, as messages name them; a build that is no version is not known to
   *     be below anything
   */
  public static Future<List<String>> below(Session session, Version floor) {
    return session.pinned(SESSIONS).map(answer -> {
      List<String> old = new ArrayList<>();
      answer.forEach(row -> {
        if (isBelow(row.getString("application_name"), floor)) {
          old.add(describe(row));
        }
      });
      return old;
    });
  }

  private static boolean isBelow(String applicationName, Version floor) {
    return ApplicationName.build(applicationName)
        .flatMap(Version::parse)
        .filter(build -> build.compareTo(floor) < 0)
        .isPresent();
  }

  private static String describe(Row row) {
    return "pid " + row.getInteger("pid") + " (" + row.getString("application_name") + ", user "
        + row.getString("usename") + ")";
  }
}
