"""Writes what was measured as a page that can be read from top to bottom."""

import os
import pathlib
import platform
import subprocess

from tools import java_home

TARGETS = [  # what, the workload, ours, theirs, how many times faster ("within" if they may be faster)
    ("nothing to do, 100 applied: Flyway CLI / bin/codex on 25", "Nothing to do, 100 applied", "25", "Flyway CLI", ">= 6"),
    ("nothing to do, 100 applied: node-pg-migrate / bin/codex on 25", "Nothing to do, 100 applied", "25", "node-pg-migrate", "> 1"),
    ("nothing to do, 100 applied: knex / bin/codex on 25", "Nothing to do, 100 applied", "25", "knex", "> 1"),
    ("nothing to do, 100 applied: Flyway CLI / java -jar on 17", "Nothing to do, 100 applied", "java -jar", "Flyway CLI", ">= 2"),
    ("nothing to do, 100 applied: Flyway core / java -jar on 17", "Nothing to do, 100 applied", "java -jar", "Flyway core", ">= 1"),
    ("nothing to do, 5,000 applied: Flyway CLI / bin/codex on 25", "Nothing to do, 5,000 applied", "25", "Flyway CLI", ">= 10"),
    ("nothing to do, 5,000 applied: Flyway CLI / bin/codex on 25 with an index", "Nothing to do, 5,000 applied", "with an index",
     "Flyway CLI", ">= 10"),
    ("1,000 of 3: psql / bin/codex on 25", "1,000 migrations of 3 statements", "25", "psql (same", ">= 0.77 (within 1.3 times)"),
    ("1,000 of 3: Flyway CLI / bin/codex on 25", "1,000 migrations of 3 statements", "25", "Flyway CLI", ">= 4"),
    ("1,000 of 3: dbmate / bin/codex on 25", "1,000 migrations of 3 statements", "25", "dbmate", ">= 1"),
    ("1,000 of 3: node-pg-migrate / bin/codex on 25", "1,000 migrations of 3 statements", "25", "node-pg-migrate", ">= 1"),
    ("fsync + 2 ms: psql one message each / bin/codex on 25", "1,000 one-line migrations, fsync + 2 ms", "25", "psql (each", ">= 2.5"),
    ("fsync + 2 ms: Flyway CLI / bin/codex on 25", "1,000 one-line migrations, fsync + 2 ms", "25", "Flyway CLI", ">= 10"),
    ("fsync + 2 ms: psql one message each / durability: each", "1,000 one-line migrations, fsync + 2 ms", "durability", "psql (each",
     ">= 0.77 (within 1.3 times)"),
    ("5,000 of 3: psql / bin/codex on 25", "5,000 migrations of 3 statements", "25", "psql (same", ">= 0.83 (within 1.2 times)"),
    ("5,000 of 3: Flyway CLI / bin/codex on 25", "5,000 migrations of 3 statements", "25", "Flyway CLI", ">= 5"),
]


def find(suite, workload, part):
    for name, series in suite.results.get(workload, {}).items():
        if part in name and series.runs:
            return series
    return None


def text(suite):
    lines = ["# Results", "", "Written by `python3 bench/bench.py`; [what it does, and what is behind the figures](README.md).", "",
             *machine(), "", "## The figures to reach", "", "| what | to reach | median | of CPU time |", "|---|---|---|---|"]
    for what, workload, ours, theirs, reach in TARGETS:
        mine, other = find(suite, workload, ours), find(suite, workload, theirs)
        if mine and other:
            lines.append(f"| {what} | {reach} | {other.median() / mine.median():.2f} | {other.median('cpu') / mine.median('cpu'):.2f} |")
    lines += own_figures(suite)
    lines += ["", *notes()]
    for title, tools in suite.results.items():
        lines += ["", f"## {title}", ""]
        lines += table(tools)
    if suite.notes:
        lines += ["", "## What did not go well", "", *[f"- {note}" for note in suite.notes]]
    return "\n".join(lines) + "\n"


def own_figures(suite):
    lines = []
    hello, mine = find(suite, "JVM Hello World", "Java 25"), find(suite, "Nothing to do, 100 applied", "25")
    if hello and mine:
        lines.append(f"| nothing to do: bin/codex on 25 / JVM Hello World | <= 4 | {mine.median() / hello.median():.2f} |"
                     f" {mine.median('cpu') / hello.median('cpu'):.2f} |")
        lines.append(f"| peak memory, nothing to do, Java 25 | < 70 MiB | {mine.median('memory'):.0f} MiB | |")
    mine = find(suite, "Nothing to do, 100 applied", "(bin/codex, Java 17)")
    if mine:
        lines.append(f"| peak memory, nothing to do, Java 17 | < 70 MiB | {mine.median('memory'):.0f} MiB | |")
    mine = find(suite, "1,000 migrations of 3 statements", "25")
    if mine:
        lines.append(f"| peak memory, 1,000 migrations, Java 25 | < 110 MiB | {mine.median('memory'):.0f} MiB | |")
    wake = find(suite, "A waiter's end after the last commit (whole process)", "25")
    if wake:
        lines.append(f"| end of a waiter's process after the last commit | < 50 ms | {wake.median() * 1000:.0f} ms | |")
    storm, alone = find(suite, "32 starts at once, 100 migrations", "25"), find(suite, "Nothing to do, 100 applied", "25")
    if storm and alone:
        bound = 1.3 * (alone.median() + 32 * alone.median("cpu") / (os.cpu_count() or 1))
        lines.append(f"| 32 starts at once: the last exit | <= {bound:.1f} s, for a process alone of {alone.median():.2f} s | {storm.median():.1f} s | |")
    return lines


def notes():
    """What the figures do not say, written by hand."""
    page = pathlib.Path(__file__).resolve().parent / "notes.md"
    return [page.read_text().rstrip()] if page.exists() else []


def table(tools):
    if all(isinstance(series, str) for series in tools.values()):
        return [f"- {name}: {said}" for name, said in tools.items()]
    lines = ["| tool | median, s | spread, s | CPU, s | memory, MiB | runs | |", "|---|---|---|---|---|---|---|"]
    known = {name: series for name, series in tools.items() if series.runs}
    for name, series in sorted(known.items(), key=lambda item: item[1].median()):
        failed = sum(run.code for run in series.runs)
        more = series.runs[-1].said.strip().splitlines()[-1:] if "connections" in series.runs[-1].said else []
        said = "; ".join(([f"{failed} failed"] if failed else []) + more)
        lines.append(f"| {name} | {series.median():.3f} | {series.spread()} | {series.median('cpu'):.2f} | {series.median('memory'):.0f} |"
                     f" {len(series.runs)} | {said} |")
    return lines


def machine():
    lines = [f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, load {os.getloadavg()[0]:.1f} at the end."]
    for release in (17, 25):
        home = java_home(release)
        if home:
            said = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True).stderr.splitlines()
            lines.append(f"Java: {said[-2]}.")
    psql = subprocess.run(["psql", "--version"], capture_output=True, text=True).stdout.strip()
    lines.append(f"Client: {psql}. Peers: versions of bench/peers. Medians of whole processes, the tools in turn.")
    return lines
