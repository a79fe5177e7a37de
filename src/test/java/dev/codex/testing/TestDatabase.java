package dev.codex.testing;

import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A database for one test, and an ordinary role that owns it. What is asked here runs as that role, on a connection of
 * its own for each call; {@link #open} gives one that stays.
 */
public final class TestDatabase implements Asked {
  private static final String PASSWORD = "codex-test";
  private static final String APPLICATION = "codex-test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** Unlike any other run's on a server that is not ours alone. */
  private static final String RUN =
      ProcessHandle.current().pid() + "_" + Long.toString(System.currentTimeMillis(), 36);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestServer server;
  private final String name;
  private final String owner;
  private final AtomicReference<String> password;

  private TestDatabase(
      TestServer server, String name, String owner, AtomicReference<String> password) {
    this.server = server;
    this.name = name;
    this.owner = owner;
    this.password = password;
  }

  static TestDatabase create(TestServer server) {
    String name = "codex_test_" + RUN + "_" + NUMBER.incrementAndGet();
    server.admin().execute("create role " + name + " login password '" + PASSWORD + "'");
    make(server, server.admin(), name, "template0", name);
    return new TestDatabase(server, name, name, new AtomicReference<>(PASSWORD));
  }

  /** Another one with the same content and owner, while nobody is connected to this one; the caller drops it. */
  public TestDatabase copy() {
    return copy(server.admin());
  }

  /** The same by somebody else than the one who does it for everybody. */
  public TestDatabase copy(TestSession admin) {
    String copy = owner + "_" + NUMBER.incrementAndGet();
    make(server, admin, copy, name, owner);
    return new TestDatabase(server, copy, owner, password);
  }

  /** Gives the owner another password, for all copies too. */
  public void changePassword(String other) {
    server.admin().execute("alter role " + owner + " password '" + other + "'");
    password.set(other);
  }

  /** Drops the database, whoever is connected, and makes an empty one of its name. */
  public void replaceByEmpty() {
    server.admin().execute("drop database " + name + " with (force)");
    make(server, server.admin(), name, "template0", owner);
  }

  /** By copies of files, which costs a third of what the server does by itself: its checkpoints are not synced here. */
  private static void make(
      TestServer server, TestSession admin, String name, String template, String owner) {
    String strategy = server.major() < 15 ? "" : " strategy file_copy";
    admin.execute(
        "create database " + name + " template " + template + strategy + " owner " + owner);
  }

  /** The database of this name on another server. */
  TestDatabase on(TestServer other) {
    return new TestDatabase(other, name, owner, password);
  }

  /** Drops a {@link #copy}, whoever is connected to it. */
  public void dropCopy() {
    dropCopy(server.admin());
  }

  /** The same by somebody else. */
  public void dropCopy(TestSession admin) {
    admin.execute("drop database if exists " + name + " with (force)");
  }

  /** The database's name, which is its owner's too unless it is a copy. */
  public String name() {
    return name;
  }

  public String host() {
    return server.superuser().getHost();
  }

  public int port() {
    return server.superuser().getPort();
  }

  /** An ordinary role, the owner of the database. */
  public String username() {
    return owner;
  }

  public String password() {
    return password.get();
  }

  /** 14 to 18. */
  public int major() {
    return server.major();
  }

  /** What the YAML file would say of this database: {@code database.postgres} with its five keys. */
  public JsonObject config() {
    return configAs(username(), password());
  }

  /** The same for another role, as {@link #createRole} makes them. */
  public JsonObject configAs(String username, String password) {
    JsonObject postgres = new JsonObject()
        .put("host", host())
        .put("port", port())
        .put("username", username)
        .put("password", password)
        .put("database_name", name);
    return new JsonObject().put("database", new JsonObject().put("postgres", postgres));
  }

  /** The same as environment variables of a process. */
  public Map<String, String> env() {
    return Map.of(
        "CODEX_DATABASE_POSTGRES_HOST", host(),
        "CODEX_DATABASE_POSTGRES_PORT", String.valueOf(port()),
        "CODEX_DATABASE_POSTGRES_USERNAME", username(),
        "CODEX_DATABASE_POSTGRES_PASSWORD", password(),
        "CODEX_DATABASE_POSTGRES_DATABASE_NAME", name);
  }

  /** {@code postgresql://...} for the owner. */
  public String url() {
    return "postgresql://%s:%s@%s:%d/%s".formatted(username(), password(), host(), port(), name);
  }

  /** For a Pg client of the test's own. */
  public PgConnectOptions connectOptions() {
    PgConnectOptions options =
        superuserConnectOptions().setUser(username()).setPassword(password());
    return options.addProperty("application_name", APPLICATION);
  }

  /** The same for the superuser. */
  public PgConnectOptions superuserConnectOptions() {
    return server.superuser().setDatabase(name).addProperty("application_name", APPLICATION);
  }

  @Override
  public TestSession open() {
    return server.open(connectOptions());
  }

  @Override
  public TestSession openAsSuperuser() {
    return server.open(superuserConnectOptions());
  }

  /** A session of the superuser outside of this database, which is not looked at when the test ends. */
  public TestSession openElsewhere() {
    return server.open(server.superuser());
  }

  /**
   * Makes another role that may log in, dropped with the database; its password is the owner's.
   *
   * @return its name, the suffix appended to the owner's
   */
  public String createRole(String suffix) {
    String role = owner + "_" + suffix;
    server.admin().execute("create role " + role + " login password '" + PASSWORD + "'");
    return role;
  }

  /**
   * All that the catalog says of the schema, without Codex's own tables: equal for two databases if they were built
   * alike. Names of the database and its roles are replaced.
   */
  public String dumpSchema() {
    try (TestSession session = openAsSuperuser()) {
      return dumpSchema(session);
    }
  }

  /** The same, asked in a session that there is. */
  public String dumpSchema(TestSession session) {
    return Catalog.describe(session).replace(owner, "<owner>");
  }

  /** The same from pg_dump, where one is installed that knows this server. */
  public Optional<String> pgDump() {
    return PgDump.find(major())
        .map(pgDump -> pgDump.run(superuserConnectOptions()).replace(owner, "<owner>"));
  }

  /** Throws if somebody is still connected; drops the database in any case. */
  void checkAndDrop() {
    try {
      Leaks.check(server.admin(), name, PATIENCE);
    } finally {
      drop();
    }
  }

  private void drop() {
    TestSession admin = server.admin();
    admin.execute("drop database if exists " + name + " with (force)");
    admin
        .<String>values(
            "select quote_ident(rolname) from pg_roles where starts_with(rolname, $1)", name)
        .stream()
        .filter(role -> role.equals(name) || role.startsWith(name + "_"))
        .forEach(role -> admin.execute("drop role " + role));
  }
}
