"""500 waiters at once on a server with 100 connections, as a role that may have ten of them."""

import os
import subprocess
import threading
import time

from server import PASSWORD, ROOT
from waiting import PeakConnections

PROCESSES, JVMS, IN_EACH, LIMIT = 40, 4, 115, 10
PAUSE = 20  # seconds in which they only wait


class Application:
    """What the waiters must not disturb: a connection of another role, again and again."""

    def __init__(self, server):
        self.server, self.asked, self.refused, self.slowest = server, 0, 0, 0.0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.ask, daemon=True)
        self.thread.start()

    def ask(self):
        while not self.over.wait(0.1):
            begun = time.monotonic()
            try:
                self.server.query("select 1")
            except subprocess.CalledProcessError:
                self.refused += 1
            self.asked += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def stop(self):
        self.over.set()
        self.thread.join()


def server_load(server):
    """Seconds of CPU of the server and of its backends that have ended, and the sessions that the database has seen."""
    pid = (server.data / "db" / "postmaster.pid").read_text().split()[0]
    used = sum(int(ticks) for ticks in open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[11:15])
    sessions = int(server.query("select sessions from pg_stat_database where datname = 'crowd'"))
    return used / os.sysconf("SC_CLK_TCK"), sessions


def prepare(server):
    server.fresh("crowd")
    server.query("drop role if exists waiter")
    server.query(f"create role waiter login password '{PASSWORD}' connection limit {LIMIT}")


def start(suite, tool, directory):
    """All of them, in two minutes at most, as the starts of so many JVMs keep a small machine busy."""
    server, classes, jar = suite.server, suite.work / "classes", ROOT / "target" / "codex-fat.jar"
    url = server.url("crowd").replace("postgres:" + PASSWORD, "waiter:" + PASSWORD)
    environment = {**os.environ, **tool.environment(server, "crowd", directory), "DATABASE_URL": url}
    words = [word if word != "migrate" else "wait-for-migrations" for word in tool.command(server, "crowd", directory)]
    crowd = []
    for _ in range(JVMS):
        crowd.append(subprocess.Popen([f"{environment['JAVA_HOME']}/bin/java", "-Xmx256m", "-cp", f"{classes}:{jar}", "Waiters",
                                       str(IN_EACH), str(server.port), "waiter", PASSWORD, "crowd", str(directory)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    for _ in range(PROCESSES):
        crowd.append(subprocess.Popen([*words, "--timeout", "600"], env=environment, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL))
    return crowd


def crowd(suite, name):
    """From nothing to the last waiter's end; what it meant for the server and for others."""
    tool, server = suite.tools[name], suite.server
    directory = suite.directory(tool, 100, "three")
    prepare(server)
    application, peak = Application(server), PeakConnections(server, "crowd")
    waiters = start(suite, tool, directory)
    time.sleep(PAUSE)  # their starts
    before, begun = server_load(server), time.monotonic()
    time.sleep(PAUSE)
    after, waited = server_load(server), time.monotonic() - begun
    environment = {**os.environ, **tool.environment(server, "crowd", directory), "CODEX_MIGRATIONS_READERS": "waiter"}
    subprocess.run(tool.command(server, "crowd", directory), env=environment, check=True, stdout=subprocess.DEVNULL)
    done = time.monotonic()
    codes = [waiter.wait(600) for waiter in waiters]
    last = time.monotonic() - done
    application.stop()
    suite.results["500 waiters at once"] = {
        f"{PROCESSES} processes and {JVMS} of {IN_EACH} waiters each": f"{sum(code != 0 for code in codes)} ended with another code than 0;"
        f" the last ended {last:.1f} s after the migrator",
        f"a role with CONNECTION LIMIT {LIMIT}, a server with max_connections = 100": f"{peak.stop()} connections at most",
        "while they wait": f"{(after[0] - before[0]) / waited * 100:.0f} % of one core in the server,"
        f" {(after[1] - before[1]) / waited:.1f} sessions a second",
        "the application meanwhile": f"{application.asked} connections, {application.refused} refused, the slowest {application.slowest:.2f} s",
    }
