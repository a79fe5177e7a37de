package dev.codex.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings that every script meets, whatever the role, the database or the script before it has set. A setting that
 * this server does not have is left out; one that the role had set otherwise is reported.
 */
final class SessionProfile {
  private static final String CHECK_INTERVAL = "client_connection_check_interval";

  /** Nothing of a role or database may cut a migration short or change how its text is read. */
  private static final Map<String, String> WANTED = new LinkedHashMap<>();

  static {
    WANTED.put("statement_timeout", "0");
    WANTED.put("lock_timeout", "0");
    WANTED.put("transaction_timeout", "0");
    WANTED.put("idle_in_transaction_session_timeout", "0");
    WANTED.put("idle_session_timeout", "0");
    WANTED.put("client_encoding", "UTF8");
    WANTED.put("standard_conforming_strings", "on");
    WANTED.put("default_transaction_isolation", "read committed");
    WANTED.put("default_transaction_deferrable", "off");
    // a killed process must not leave its statement and its lock behind for longer than seconds
    WANTED.put("tcp_keepalives_idle", "10");
    WANTED.put("tcp_keepalives_interval", "5");
    WANTED.put("tcp_keepalives_count", "3");
    WANTED.put("tcp_user_timeout", "30000");
    WANTED.put(CHECK_INTERVAL, "2000");
  }

  /** What a script may leave in the session, all but its advisory locks, among which is ours. */
  private static final List<String> CLEAN = List.of(
      "reset session authorization",
      "reset role",
      "reset all",
      "close all",
      "unlisten *",
      "deallocate all",
      "discard temp",
      "discard sequences");

  /** What matters within a transaction, of a session that is not ours. */
  private static final List<String> SHARED = List.of(
      "statement_timeout",
      "transaction_timeout",
      "idle_in_transaction_session_timeout",
      "standard_conforming_strings");

  private static final String SUPERUSER = "is_superuser";

  private final Map<String, String> settings;
  private final List<String> overridden;
  private final boolean superuser;
  private final boolean shared;
  private final List<String> statements;

  private SessionProfile(
      Map<String, String> settings, List<String> overridden, boolean superuser, boolean shared) {
    this.settings = settings;
    this.overridden = overridden;
    this.superuser = superuser;
    this.shared = shared;
    List<String> all = new ArrayList<>(shared ? List.of() : CLEAN);
    all.addAll(sets(settings, shared));
    this.statements = List.copyOf(all);
  }

  /** Asks the server which of the settings it knows and takes. */
  static Future<SessionProfile> read(Session session) {
    // pg_settings does not show whether it is a superuser
    String sql = """
        select name, setting, source from pg_catalog.pg_settings where name in ('%s')
        union all select '%2$s', current_setting('%2$s'), 'internal'""".formatted(String.join("', '", WANTED.keySet()), SUPERUSER);
    return session
        .pinned(sql)
        .map(SessionProfile::of)
        .compose(profile -> profile.withoutRefused(session));
  }

  private static SessionProfile of(RowSet<Row> settings) {
    Map<String, String> taken = new LinkedHashMap<>();
    List<String> overridden = new ArrayList<>();
    Map<String, Row> known = new LinkedHashMap<>();
    settings.forEach(row -> known.put(row.getString("name"), row));
    WANTED.forEach((name, value) -> {
      Row row = known.get(name);
      if (row == null) {
        return;
      }
      taken.put(name, value);
      boolean ofRole =
          List.of("user", "database", "database user").contains(row.getString("source"));
      if (ofRole && !row.getString("setting").equals(value)) {
        overridden.add(name + " = " + row.getString("setting"));
      }
    });
    Row superuser = known.get(SUPERUSER);
    return new SessionProfile(
        taken, overridden, superuser != null && superuser.getString("setting").equals("on"), false);
  }

  /** Some platforms know {@code client_connection_check_interval} and refuse to set it. */
  private Future<SessionProfile> withoutRefused(Session session) {
    Map<String, String> last = only(List.of(CHECK_INTERVAL));
    return session
        .query(String.join(";", sets(last, true)))
        .map(this)
        .recover(refused -> Failures.isServerError(refused)
            ? Future.succeededFuture(without(last.keySet()))
            : Future.failedFuture(refused));
  }

  private SessionProfile without(Set<String> refused) {
    List<String> kept =
        settings.keySet().stream().filter(name -> !refused.contains(name)).toList();
    return new SessionProfile(only(kept), overridden, superuser, shared);
  }

  /** The same where the session is shared with other clients: its settings last for a transaction only. */
  SessionProfile shared() {
    return new SessionProfile(only(SHARED), overridden, superuser, true);
  }

  private Map<String, String> only(List<String> names) {
    Map<String, String> some = new LinkedHashMap<>(settings);
    some.keySet().retainAll(names);
    return some;
  }

  boolean isShared() {
    return shared;
  }

  /** Makes the session what {@link #statements} say. A message that is not yet sent is read under the new settings. */
  Future<Void> apply(Session session) {
    return shared
        ? Future.succeededFuture()
        : session.query(String.join(";", statements)).mapEmpty();
  }

  /** Back to what the session started with, then these settings. */
  List<String> statements() {
    return statements;
  }

  /** In few characters: pg_stat_activity shows a kilobyte of a message, in which the script has to begin. */
  private static List<String> sets(Map<String, String> settings, boolean local) {
    return settings.entrySet().stream()
        .map(one -> (local ? "set local " : "set ") + one.getKey() + "="
            + (one.getValue().contains(" ") ? "'" + one.getValue() + "'" : one.getValue()))
        .toList();
  }

  /** What the role or the database had set otherwise. */
  List<String> overridden() {
    return overridden;
  }

  boolean isSuperuser() {
    return superuser;
  }
}
