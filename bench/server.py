"""One PostgreSQL for the whole suite: the embedded binaries of the build, started and stopped here."""

import lzma
import os
import pathlib
import shutil
import socket
import subprocess
import tarfile
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PASSWORD = "bench"
NOBODY = 65534


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_other_user(command):
    """The server refuses to run as root."""
    if os.getuid() != 0:
        return command
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] + command


class Server:
    def __init__(self, major, work):
        self.home = work / f"pg-{major}"
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="codex-bench-"))
        self.log = self.data / "log"
        self.port = free_port()
        if not self.home.exists():
            self.unpack(ROOT / "target" / "pg" / f"{major}.jar")
        if os.getuid() == 0:
            os.chown(self.data, NOBODY, NOBODY)
        password = self.data.parent / f"{self.data.name}.password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self.run("initdb", "-D", str(self.data / "db"), "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}",
                 "--locale=C", "--encoding=UTF8")
        password.unlink()

    def unpack(self, jar):
        with zipfile.ZipFile(jar) as archive:
            name = next(entry for entry in archive.namelist() if entry.endswith(".txz"))
            with archive.open(name) as packed, lzma.open(packed) as plain, tarfile.open(fileobj=plain) as files:
                files.extractall(self.home)
        for part in [self.home, *self.home.parents]:
            if os.getuid() == 0 and part != part.parent:
                part.chmod(part.stat().st_mode | 0o055)

    def run(self, program, *arguments, **more):
        subprocess.run(as_other_user([str(self.home / "bin" / program), *arguments]), check=True, cwd=self.data,
                       stdout=subprocess.DEVNULL, **more)

    def start(self, preload=None, **settings):
        options = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "''",
                   "max_connections": 100, "shared_buffers": "256MB", "max_wal_size": "4GB", "checkpoint_timeout": "30min",
                   "track_commit_timestamp": "on", **settings}
        text = " ".join(f"-c {name}={value}" for name, value in options.items())
        environment = dict(os.environ)
        if preload:
            environment["LD_PRELOAD"] = str(preload)
        self.run("pg_ctl", "-D", str(self.data / "db"), "-l", str(self.log), "-w", "-o", text, "start", env=environment)

    def stop(self):
        self.run("pg_ctl", "-D", str(self.data / "db"), "-w", "-m", "fast", "stop")

    def close(self):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def url(self, database, scheme="postgres"):
        return f"{scheme}://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def query(self, sql, database="postgres"):
        """The rows of a query, by psql."""
        answer = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", self.url(database), "-c", sql],
                                check=True, capture_output=True, text=True)
        return answer.stdout.strip()

    def fresh(self, database):
        self.query(f'drop database if exists "{database}" with (force)')
        self.query(f'create database "{database}"')
