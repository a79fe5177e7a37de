package dev.codex.faults;

import dev.codex.runtime.Scripts;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;

/** The workloads, each with its scripts in a directory and its database as a template. */
final class Workloads implements AutoCloseable {
  /** A script that notes that it ran, and in which transaction. */
  private static final String NOTE = "insert into probe values ('%s', pg_current_xact_id());\n";

  private static final String PROBE =
      "create table probe (script text, xid xid8);\ncreate table t (a int, b int);\n";

  private final TestDatabase base;
  private final Path directory;
  private final List<Workload> all;

  Workloads(TestDatabase base, Path directory) {
    this.base = base;
    this.directory = directory;
    Workload nasty = nasty();
    this.all =
        List.of(first(), example(), nasty, failing(), nasty.named("rival", true), failingOutside());
  }

  /** From now on the owner's password is one that may be seen nowhere. */
  void logInWithCanary() {
    base.changePassword(Workload.CANARY);
  }

  List<Workload> all() {
    return all;
  }

  Workload get(String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static String note(String script) {
    return NOTE.formatted(script);
  }

  /** The first run on an empty database makes Codex's own tables too. */
  private Workload first() {
    Scripts scripts = scripts("first")
        .with("V1__probe.sql", PROBE + note("V1__probe.sql"))
        .with("V2__rows.sql", "insert into t values (1, 2);\n" + note("V2__rows.sql"));
    return whole("first", base.copy(), scripts);
  }

  private Workload example() {
    return whole("example", base.copy(), Scripts.in(Path.of("migrations").toAbsolutePath()));
  }

  /** Every way in which a script is sent, on a database that has some already. */
  private Workload nasty() {
    Scripts scripts = scripts("nasty")
        .with("V1__probe.sql", "select 1")
        .with(
            "V2__deferred.sql",
            "create table p (id int primary key);\ncreate table c (p int references p deferrable initially deferred);\n"
                + "insert into c values (1);\ninsert into p values (1);\n"
                + note("V2__deferred.sql"))
        .with(
            "V3__outside.sql",
            "create index concurrently if not exists t_a on t (a);\nvacuum t;\n"
                + "drop index concurrently old;\ncreate unique index concurrently t_b on t (b);\n")
        .with(
            "V4__copy.sql",
            "create table copied (id int, name text);\ncopy copied from stdin;\n1\tone\n2\ttwo\n\\.\n"
                + note("V4__copy.sql"))
        .with(
            "V5__session.sql",
            "create type mood as enum ('sad');\nset search_path = pg_catalog;\nset statement_timeout = 1000;\n"
                + note("V5__session.sql").replace("into probe", "into public.probe"))
        .with("V6__enum.sql", "alter type mood add value 'happy';\n" + note("V6__enum.sql"))
        .with(
            "R__view.sql", "create or replace view v as select a from t;\n" + note("R__view.sql"));
    TestDatabase template = base.copy();
    template.execute(PROBE + "insert into t select n, n from generate_series(1, 50) n;"
        + "create index old on t (a, b)");
    return whole("nasty", template, scripts);
  }

  /** A script that fails, and is mended for the next run. */
  private Workload failing() {
    return mended(
        "failing",
        base.copy(),
        "V2__fails.sql",
        "insert into t values (1, 1);\n" + note("V2__fails.sql") + "select nosuch;\n",
        "insert into t values (1, 1);\n" + note("V2__fails.sql"));
  }

  /** The same of a script that goes statement by statement: what it did stays, and is not done twice. */
  private Workload failingOutside() {
    TestDatabase template = base.copy();
    template.execute("create table u (a int); insert into u values (1), (1)");
    return mended(
        "outside",
        template,
        "V2__fails.sql",
        "create index concurrently u_a on u (a);\ncreate unique index concurrently u_b on u (a);\n",
        "create index concurrently u_a on u (a);\ncreate index concurrently u_b on u (a);\n");
  }

  private Workload mended(
      String name, TestDatabase template, String failing, String fails, String works) {
    Scripts bad = scripts(name + "-bad")
        .with("V1__probe.sql", PROBE + note("V1__probe.sql"))
        .with(failing, fails)
        .with("V3__last.sql", note("V3__last.sql"));
    Scripts good = scripts(name + "-good")
        .with("V1__probe.sql", PROBE + note("V1__probe.sql"))
        .with(failing, works)
        .with("V3__last.sql", note("V3__last.sql"));
    return new Workload(name, template, bad.directory(), good.directory(), failing, false);
  }

  private static Workload whole(String name, TestDatabase template, Scripts scripts) {
    return new Workload(name, template, scripts.directory(), scripts.directory(), "", false);
  }

  private Scripts scripts(String name) {
    return Scripts.in(directory.resolve(name));
  }

  @Override
  public void close() {
    all.stream().map(Workload::template).distinct().forEach(TestDatabase::dropCopy);
  }
}
