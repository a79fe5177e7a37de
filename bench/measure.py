"""Runs processes and keeps what they took."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field


@dataclass
class Run:
    wall: float
    cpu: float
    memory: float  # MiB resident at most, of the largest process
    code: int
    said: str = ""


@dataclass
class Series:
    runs: list = field(default_factory=list)

    def median(self, what="wall"):
        return statistics.median(getattr(run, what) for run in self.runs)

    def spread(self, what="wall"):
        values = sorted(getattr(run, what) for run in self.runs)
        return f"{values[0]:.2f}-{values[-1]:.2f}"


def start(tool, server, database, directory, out):
    environment = {**os.environ, **tool.environment(server, database, directory)}
    environment.pop("JAVA_TOOL_OPTIONS", None)
    return subprocess.Popen(tool.command(server, database, directory), env=environment, cwd=directory, stdin=subprocess.DEVNULL,
                            stdout=out, stderr=subprocess.STDOUT)


def finish(process, begun, out, patience):
    deadline = time.monotonic() + patience
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        if time.monotonic() > deadline:
            process.kill()
            pid, status, usage = os.wait4(process.pid, 0)
            status = 124 << 8
            break
        time.sleep(0.001)
    wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    out.seek(0)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, out.read()[-400:])
