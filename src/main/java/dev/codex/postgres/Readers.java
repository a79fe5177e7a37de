package dev.codex.postgres;

import dev.codex.migration.CodexException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lets the roles of waiting applications read Codex's tables. Without any it asks nothing. */
public final class Readers {
  private static final Logger LOG = System.getLogger(Readers.class.getName());

  private final CodexTables tables;
  private final List<String> roles;

  public Readers(CodexTables tables, List<String> roles) {
    this.tables = tables;
    this.roles = roles;
  }

  /** Fails with {@link CodexException.ConfigurationInvalid} if one of them is no role of this server. */
  public Future<Void> check(Session session) {
    return roles.isEmpty() ? Future.succeededFuture() : lacking(session).mapEmpty();
  }

  /** Grants those that may not read yet. A run that has nothing else to do does not fail because it may not grant. */
  public Future<Void> grantMissing(Session session) {
    if (roles.isEmpty()) {
      return Future.succeededFuture();
    }
    return lacking(session)
        .compose(lacking -> lacking.isEmpty()
            ? Future.succeededFuture()
            : grant(session, lacking)
                .onFailure(failure -> LOG.log(
                    Level.WARNING,
                    "{0} may not read the history, and could not be granted it: {1}",
                    String.join(", ", lacking),
                    Failures.reason(failure)))
                .otherwiseEmpty());
  }

  boolean isEmpty() {
    return roles.isEmpty();
  }

  /** The statements that grant all of them. */
  String grants() {
    return grants(roles);
  }

  /** Grants all of them. */
  Future<Void> grant(Session session) {
    return roles.isEmpty() ? Future.succeededFuture() : grant(session, roles);
  }

  private Future<List<String>> lacking(Session session) {
    String wanted =
        roles.stream().map(role -> "(" + Quoted.text(role) + ")").collect(Collectors.joining(", "));
    String sql = """
        select wanted.role, found.oid is not null as there,
          coalesce(has_table_privilege(found.oid, to_regclass(%s)::oid, 'select')
            and has_schema_privilege(found.oid, to_regnamespace(%s)::oid, 'usage'), false) as may
        from (values %s) as wanted (role) left join pg_roles found on found.rolname::text = wanted.role""".formatted(
            Quoted.text(tables.history()), Quoted.text(Quoted.name(tables.schema())), wanted);
    return session.pinned(sql).compose(Readers::lacking);
  }

  private static Future<List<String>> lacking(RowSet<Row> roles) {
    List<String> lacking = new ArrayList<>();
    for (Row row : roles) {
      String role = row.getString("role");
      if (!row.getBoolean("there")) {
        return Future.failedFuture(new CodexException.ConfigurationInvalid(
            "migrations.readers names " + Quoted.name(role) + ", and this server has no such role",
            "create it, or correct migrations.readers"));
      }
      if (!row.getBoolean("may")) {
        lacking.add(role);
      }
    }
    return Future.succeededFuture(lacking);
  }

  private Future<Void> grant(Session session, List<String> to) {
    return session.pinned(grants(to)).mapEmpty();
  }

  private String grants(List<String> to) {
    String roles = String.join(", ", to.stream().map(Quoted::name).toList());
    String all = String.join(", ", tables.history(), tables.attempt(), tables.journal());
    return "grant usage on schema " + Quoted.name(tables.schema()) + " to " + roles
        + "; grant select on " + all + " to " + roles;
  }
}
