"""What happens in the server while others look: connections, statements, and how soon a waiter hears."""

import os
import re
import subprocess
import tempfile
import threading
import time

from measure import Run


class PeakConnections:
    """Counts the connections of a database every 20 ms, on one connection of its own."""

    def __init__(self, server, database):
        self.most = 0
        self.over = threading.Event()
        self.psql = subprocess.Popen(["psql", "-X", "-A", "-t", "-q", server.url("postgres")], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True, bufsize=1)
        self.sql = f"select count(*) from pg_stat_activity where datname = '{database}';\n"
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.over.wait(0.02):
            self.psql.stdin.write(self.sql)
            self.psql.stdin.flush()
            self.most = max(self.most, int(self.psql.stdout.readline()))

    def stop(self):
        self.over.set()
        self.thread.join()
        self.psql.stdin.close()
        self.psql.wait()
        return self.most


def statements(suite, name):
    """How many statements and connections of a run with nothing to do the server sees."""
    server = suite.server
    server.fresh("bench")
    suite.run(name, 100, "three", "bench")
    server.query("alter database bench set log_statement = 'all'")
    server.query("alter system set log_connections = on")
    server.query("select pg_reload_conf()")
    time.sleep(0.5)
    before = server.log.stat().st_size
    suite.run(name, 100, "three", "bench")
    time.sleep(0.5)
    with open(server.log, encoding="utf-8", errors="replace") as log:
        log.seek(before)
        said = log.read()
    server.query("alter system reset log_connections")
    server.query("select pg_reload_conf()")
    messages = len(re.findall(r"LOG:  (?:statement|execute [^:]*):", said))
    connections = len(re.findall(r"connection authorized: user=postgres database=bench", said))
    suite.results["The server, nothing to do"] = {name: f"{messages} messages, {connections} connection"}


def wake_ups(suite, name, rounds):
    """A waiter with an interval of a minute: from the last commit, by the server's clock, to the end of its process."""
    tool, server = suite.tools[name], suite.server
    directory = suite.directory(tool, 1, "three")
    series = suite.series("A waiter's end after the last commit (whole process)", name)
    for _ in range(rounds):
        server.fresh("bench")
        environment = {**os.environ, **tool.environment(server, "bench", directory)}
        words = tool.command(server, "bench", directory)
        wait = [word if word != "migrate" else "wait-for-migrations" for word in words] + ["--interval", "60"]
        with tempfile.TemporaryFile("w+") as out:
            waiter = subprocess.Popen(wait, env=environment, stdout=out, stderr=subprocess.STDOUT)
            deadline = time.monotonic() + 30
            listening = "select count(*) from pg_stat_activity where datname = 'bench' and state = 'idle' and query not like 'select count%'"
            while server.query(listening) == "0" and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(0.5)
            ended = []
            ending = threading.Thread(target=lambda: ended.append((waiter.wait(), time.time())))
            ending.start()
            subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            ending.join(60)
            committed = float(server.query(
                "select extract(epoch from max(pg_xact_commit_timestamp(xmin))) from codex_schema_history", "bench"))
            code, at = ended[0]
            series.runs.append(Run(at - committed, 0, 0, code))

