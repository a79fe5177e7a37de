#!/usr/bin/env python3
"""Codex and its peers on the same work, in turn, against one PostgreSQL. Writes RESULTS.md.

    mvn package -Pquick && python3 bench/bench.py            everything worthwhile, within --minutes (30)
    python3 bench/bench.py --quick                           a few runs of each, to see that it works
    python3 bench/bench.py --crowd                           only the 500 waiters
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import crowd
import report
import waiting
from measure import Run, Series, finish, start
from server import ROOT, Server
from tools import all_tools, java_home, prepare_peers

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = """select (select count(*) from pg_tables where tablename ~ '^t[0-9]+$') || ' ' || (select md5(string_agg(table_name || '.'
  || column_name || ' ' || data_type || ' ' || coalesce(column_default, ''), ',' order by table_name, ordinal_position))
  from information_schema.columns where table_name ~ '^t[0-9]+$') || ' ' || (select md5(string_agg(indexdef, ',' order by indexname))
  from pg_indexes where tablename ~ '^t[0-9]+$')"""


class Suite:
    def __init__(self, work, server, tools, minutes, results):
        self.work = work
        self.page = results
        self.server = server
        self.tools = {tool.name: tool for tool in tools}
        self.results = {}
        self.notes = []
        self.begun = time.monotonic()
        self.limit = minutes * 60
        self.schemas = {}

    def left(self):
        return self.limit - (time.monotonic() - self.begun)

    def save(self):
        """After each part: a run that is cut short leaves what it has."""
        self.page.write_text(report.text(self))

    def directory(self, tool, count, kind):
        directory = self.work / "scripts" / f"{tool.write.__name__}-{kind}-{count}" / re.sub("[^A-Za-z0-9]+", "-", tool.name)
        if not directory.exists():
            directory.mkdir(parents=True)
            tool.write(directory, count, kind)
            if tool.modules:
                (directory / "node_modules").symlink_to(tool.modules)
        return directory

    def run(self, name, count, kind, database, patience=200):
        tool = self.tools[name]
        directory = self.directory(tool, count, kind)
        with tempfile.TemporaryFile("w+", errors="replace") as out:
            begun = time.monotonic()
            return finish(start(tool, self.server, database, directory, out), begun, out, patience)

    def checked(self, title, name, run, count, kind, database):
        if run.code != 0:
            self.notes.append(f"{title}: {name} ended with {run.code}: {run.said.strip().splitlines()[-1:]}")
            return False
        schema = self.server.query(SCHEMA, database)
        if self.schemas.setdefault((count, kind), schema) != schema:
            self.notes.append(f"{title}: {name} made another schema")
            return False
        return True

    def series(self, title, name):
        return self.results.setdefault(title, {}).setdefault(name, Series())

    def step(self, what, *arguments):
        """One part of the plan; one that breaks is told, and the others go on."""
        try:
            what(*arguments)
        except Exception as failure:  # noqa: BLE001 - whatever it is, it is told
            self.notes.append(f"{what.__name__}: {type(failure).__name__}: {failure}")
            self.save()

    def rounds(self, title, names, rounds, once):
        """Each tool once in a round, so that a busy moment of the machine meets all of them."""
        names = [name for name in names if name in self.tools]
        if not names:
            return
        failed = set()
        for number in range(rounds):
            for name in names[number % len(names):] + names[:number % len(names)]:
                if name in failed or self.left() < 5:
                    continue
                run = once(name)
                if run is None:
                    failed.add(name)
                else:
                    self.series(title, name).runs.append(run)
        print(f"{title}: {self.left():.0f} s left", flush=True)
        self.save()

    def apply(self, title, names, rounds, count, kind):
        def once(name):
            self.server.fresh("bench")
            run = self.run(name, count, kind, "bench")
            return run if self.checked(title, name, run, count, kind, "bench") else None

        self.rounds(title, names, rounds, once)

    def nothing_to_do(self, title, names, rounds, count):
        ready = {}
        for name in names:
            if name in self.tools and self.left() > 30:
                database = f"done{count}{len(ready)}"
                self.server.fresh(database)
                run = self.run(name, count, "three", database)
                if self.checked(title, name, run, count, "three", database):
                    ready[name] = database

        def once(name):
            run = self.run(name, count, "three", ready[name])
            return run if run.code == 0 else None

        self.rounds(title, list(ready), rounds, once)

    def at_once(self, title, names, starts, count):
        for name in names:
            if name not in self.tools or self.left() < 60:
                continue
            tool = self.tools[name]
            directory = self.directory(tool, count, "three")
            self.server.fresh("bench")
            peak = waiting.PeakConnections(self.server, "bench")
            outs = [tempfile.TemporaryFile("w+", errors="replace") for _ in range(starts)]
            begun = time.monotonic()
            processes = [start(tool, self.server, "bench", directory, out) for out in outs]
            runs = [finish(process, begun, out, 150) for process, out in zip(processes, outs)]
            wall = max(run.wall for run in runs)
            failed = sum(run.code != 0 for run in runs)
            self.series(title, name).runs.append(
                Run(wall, sum(run.cpu for run in runs), 0, failed, f"{peak.stop()} connections at most"))
            print(f"{title}: {name} {wall:.1f} s, {failed} failed", flush=True)
            self.save()


def plan(suite, quick, only_crowd):
    codex25, indexed, codex17, jar, each = [name for name in suite.tools if name.startswith("codex")]
    psql_same, psql_on, psql_off = [name for name in suite.tools if name.startswith("psql")]
    flyway, core = "Flyway CLI", "Flyway core"
    npm = ["dbmate", "node-pg-migrate", "knex", "graphile-migrate"]
    jvm = [flyway, core, "Liquibase core", "r2dbc-migrate"]
    if only_crowd:
        crowd.crowd(suite, codex25)
        return
    suite.step(hello, suite, 3 if quick else 15)
    suite.step(suite.nothing_to_do, "Nothing to do, 100 applied", [codex25, codex17, jar, *jvm, *npm],
               2 if quick else 7 if suite.limit < 720 else 11, 100)
    if quick:
        suite.step(suite.apply, "100 migrations of 3 statements", [codex25, psql_same, *jvm, *npm], 2, 100, "three")
        suite.step(suite.at_once, "8 starts at once, 100 migrations", [codex25], 8, 100)
        suite.step(waiting.wake_ups, suite, codex25, 3)
        return
    short = suite.limit < 720
    suite.step(suite.apply, "1,000 migrations of 3 statements", [codex25, psql_same, codex17, "dbmate", "node-pg-migrate"], 4 if short else 7, 1000,
               "three")
    suite.step(suite.apply, "1,000 migrations of 3 statements", [flyway, "Liquibase core", "r2dbc-migrate", "knex", "graphile-migrate"],
               1 if short else 3, 1000, "three")
    suite.step(slow_disk, suite, [codex25, psql_on, psql_off, each], 4 if short else 7, [flyway, "dbmate"], 1 if short else 3)
    suite.step(waiting.statements, suite, codex25)
    suite.step(waiting.wake_ups, suite, codex25, 9 if short else 15)
    suite.step(suite.at_once, "32 starts at once, 100 migrations", [codex25] * (2 if short else 3), 32, 100)
    suite.step(crowd.crowd, suite, codex25)
    suite.step(suite.apply, "5,000 migrations of 3 statements", [codex25, psql_same], 2 if short else 3, 5000, "three")
    suite.step(suite.nothing_to_do, "Nothing to do, 5,000 applied",
               [codex25, indexed, flyway, "dbmate"], 3 if short else 5, 5000)
    suite.step(suite.apply, "1 migration of 3 statements", [codex25, psql_same, flyway, "dbmate"], 3 if short else 5, 1, "three")
    suite.step(suite.at_once, "8 starts at once, 100 migrations", [codex25, flyway, "r2dbc-migrate", "Liquibase core", "dbmate"], 8, 100)
    suite.step(suite.apply, "10,000 migrations of 3 statements", [codex25], 1, 10000, "three")
    suite.step(suite.nothing_to_do, "Nothing to do, 10,000 applied", [codex25, indexed], 3, 10000)
    suite.step(suite.apply, "5,000 migrations of 3 statements", [flyway], 1, 5000, "three")
    suite.step(suite.at_once, "32 starts at once, 100 migrations", [flyway], 32, 100)

def hello(suite, rounds):
    for release in (17, 25):
        home = java_home(release)
        if home:
            for _ in range(rounds):
                with tempfile.TemporaryFile("w+") as out:
                    begun = time.monotonic()
                    process = subprocess.Popen([home / "bin" / "java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                                                "-cp", suite.work / "classes", "Hello"], stdout=out)
                    suite.series("JVM Hello World", f"Java {release}").runs.append(finish(process, begun, out, 30))


def slow_disk(suite, names, rounds, peers, peer_rounds):
    title = "1,000 one-line migrations, fsync + 2 ms"
    library = suite.work / "slowsync.so"
    if subprocess.run(["cc", "-shared", "-fPIC", "-o", library, HERE / "slowsync.c", "-ldl"], check=False).returncode != 0:
        suite.notes.append(f"{title}: left out, as there is no C compiler")
        return
    suite.server.stop()
    suite.server.start(preload=library)
    suite.apply(title, names, rounds, 1000, "one")
    suite.apply(title, peers, peer_rounds, 1000, "one")
    suite.server.stop()
    suite.server.start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--crowd", action="store_true")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--major", default="18")
    parser.add_argument("--results", default=str(HERE / "RESULTS.md"))
    arguments = parser.parse_args()
    work = ROOT / "target" / "bench"
    work.mkdir(parents=True, exist_ok=True)
    prepare_peers(work)
    for release in (17, 25):
        if java_home(release):
            subprocess.run([ROOT / "bin" / "codex", "make-cache"], env={"JAVA_HOME": str(java_home(release)), "PATH": "/usr/bin:/bin"},
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.rmtree(work / "scripts", ignore_errors=True)
    server = Server(arguments.major, work)
    server.start()
    try:
        server.fresh("shadow")
        suite = Suite(work, server, all_tools(work), arguments.minutes, pathlib.Path(arguments.results))
        plan(suite, arguments.quick, arguments.crowd)
        suite.save()
    finally:
        server.close()
    print("\n".join(suite.notes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
