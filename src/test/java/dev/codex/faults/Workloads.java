package dev.codex.faults;

import dev.codex.faults.Workload.Rival;
import dev.codex.runtime.PgBouncer;
import dev.codex.runtime.Scripts;
import dev.codex.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The workloads, each with its scripts in a directory and its database as a template. */
final class Workloads implements AutoCloseable {
  /** A script that notes that it ran, and in which transaction. */
  private static final String NOTE = "insert into probe values ('%s', pg_current_xact_id());\n";

  private static final String PROBE =
      "create table probe (script text, xid xid8);\ncreate table t (a int, b int);\n";

  private final TestDatabase base;
  private final TestDatabase empty;
  private final Path directory;
  private final List<Workload> all;
  /** Of workloads that are not, or not any more, among all. */
  private final Set<TestDatabase> templates = new HashSet<>();

  private final List<PgBouncer> poolers = new ArrayList<>();

  Workloads(TestDatabase base, Path directory) {
    base.changePassword(Workload.CANARY);
    this.base = base;
    this.empty = base.copy();
    this.directory = directory;
    Workload nasty = nasty();
    this.all = new ArrayList<>(List.of(
        first(),
        example(),
        nasty,
        failing(),
        nasty.with("rival", Rival.BESIDE),
        failingOutside(),
        inJava(),
        waiter()));
  }

  List<Workload> all() {
    return List.copyOf(all);
  }

  /** More of them, each behind a pooler in one of its modes, where there is one. */
  Workloads withPoolers() {
    Workload nasty = get("nasty");
    Workload transactional = transactional(nasty);
    for (String mode : List.of("session", "transaction", "statement")) {
      PgBouncer.ofCopies(base, mode).ifPresent(pooler -> {
        poolers.add(pooler);
        boolean refused = mode.equals("statement");
        Worker worker = Worker.behind(pooler, refused ? "transaction" : mode);
        Workload workload = mode.equals("session") ? nasty : transactional;
        all.add(workload.by("pool-" + mode, worker, refused ? Workload.REFUSED : ""));
      });
    }
    return this;
  }

  /** Without those that are not named. */
  Workloads only(List<String> names) {
    all.stream().map(Workload::template).forEach(templates::add);
    all.removeIf(one -> !names.contains(one.name()));
    return this;
  }

  Workload get(String name) {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseGet(() -> forOneBug(name));
  }

  /** What shows a single bug and would add nothing to the others. */
  private Workload forOneBug(String name) {
    Scripts scripts = scripts(name);
    TestDatabase template = base.copy();
    templates.add(template);
    switch (name) {
      case "rival-outside" -> {
        template.executeAsSuperuser(
            "create table t (a int); alter table t owner to " + base.username());
        scripts.with("V1__i.sql", "create index concurrently t_a on t (a)");
      }
      case "unlocked" -> {
        scripts.with("V1__probe.sql", PROBE + "select pg_advisory_unlock_all();\n");
        scripts.with("V2__note.sql", note("V2__note.sql"));
      }
      case "swapped" -> {
        scripts.with("V1__probe.sql", PROBE);
        scripts.with("V2__note.sql", note("V2__note.sql"));
      }
      case "own-commit" -> scripts.with("V1__own.sql", PROBE + "commit;\n" + note("V1__own.sql"));
      case "own-rollback" -> scripts.with("V1__own.sql", PROBE + "rollback;\n");
      default -> scripts.with("V1__probe.sql", PROBE).with("V2__rows.sql", note("V2__rows.sql"));
    }
    Workload one = whole(name, template, scripts);
    return one.with(
        name,
        switch (name) {
          case "rival-outside" -> Rival.BESIDE;
          case "unlocked" -> Rival.BEFORE;
          default -> Rival.NONE;
        });
  }

  static String note(String script) {
    return NOTE.formatted(script);
  }

  /** The first run on an empty database makes Codex's own tables too. */
  private Workload first() {
    Scripts scripts = scripts("first")
        .with("V1__probe.sql", PROBE + note("V1__probe.sql"))
        .with("V2__rows.sql", "insert into t values (1, 2);\n" + note("V2__rows.sql"));
    return whole("first", empty, scripts);
  }

  private Workload example() {
    return whole("example", empty, Scripts.in(Path.of("migrations").toAbsolutePath()));
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

  /** Of the nasty ones, those that need no session, and one that says what holds for its transaction only. */
  private Workload transactional(Workload nasty) {
    Scripts scripts = scripts("transactional");
    for (String name :
        List.of("V1__probe.sql", "V2__deferred.sql", "V4__copy.sql", "R__view.sql")) {
      scripts.with(name, Scripts.in(nasty.scripts()).read(name));
    }
    scripts.with(
        "V5__local.sql",
        "set local search_path = pg_catalog;\n"
            + note("V5__local.sql").replace("into probe", "into public.probe"));
    return whole("transactional", nasty.template(), scripts);
  }

  /** A migration in Java between two scripts. */
  private Workload inJava() {
    Scripts scripts = scripts("java")
        .with("V1__probe.sql", PROBE + note("V1__probe.sql"))
        .with("V3__last.sql", note("V3__last.sql"));
    return whole("java", empty, scripts).by("java", Worker.with(new Filling()), "");
  }

  /** What is waited for takes its time, so that whoever is ready too early is seen. */
  private Workload waiter() {
    Scripts scripts = scripts("waiter")
        .with("V1__probe.sql", PROBE + note("V1__probe.sql"))
        .with("V2__rows.sql", note("V2__rows.sql") + "select pg_sleep(0.3);\n");
    return whole("waiter", empty, scripts).by("waiter", Worker.WAITER, "");
  }

  /** A script that fails, and is mended for the next run. */
  private Workload failing() {
    return mended(
        "failing",
        empty,
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
        "create index concurrently u_a on u (a);\ncreate unique index concurrently u_b on u (a);\n"
            + "create index concurrently u_c on u (a);\n",
        "create index concurrently u_a on u (a);\ncreate index concurrently u_b on u (a);\n"
            + "create index concurrently u_c on u (a);\n");
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
    return new Workload(
        name, template, bad.directory(), good.directory(), failing, Rival.NONE, Worker.MIGRATOR);
  }

  private static Workload whole(String name, TestDatabase template, Scripts scripts) {
    return new Workload(
        name, template, scripts.directory(), scripts.directory(), "", Rival.NONE, Worker.MIGRATOR);
  }

  private Scripts scripts(String name) {
    return Scripts.in(directory.resolve(name));
  }

  @Override
  public void close() {
    poolers.forEach(PgBouncer::close);
    all.stream().map(Workload::template).forEach(templates::add);
    templates.forEach(TestDatabase::dropCopy);
  }
}
