"""The tools, each with how its files are written and how it is started."""

import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass, replace
from typing import Callable

import workloads
from server import PASSWORD, ROOT

HERE = pathlib.Path(__file__).resolve().parent


@dataclass
class Tool:
    name: str
    write: Callable
    command: Callable  # server, database, directory -> list of words
    environment: Callable = lambda server, database, directory: {}
    modules: pathlib.Path = None  # of a tool that looks for itself beside its scripts


def java_home(release):
    for home in sorted(pathlib.Path("/usr/lib/jvm").glob("*")) + [pathlib.Path(os.environ.get("JAVA_HOME", "/nowhere"))]:
        facts = home / "release"
        if facts.exists() and f'JAVA_VERSION="{release}' in facts.read_text():
            return home
    return None


def prepare_peers(work):
    """Fetches what is not there yet; a peer that cannot be fetched is left out, and said so."""
    peers = work / "peers"
    for name in ("flyway", "liquibase", "r2dbc-migrate"):
        if not (peers / name / "done").exists():
            answer = subprocess.run(["mvn", "-q", "-B", "-ntp", "dependency:copy-dependencies", f"-DoutputDirectory={peers / name}"],
                                    cwd=HERE / "peers" / name, capture_output=True, text=True)
            if answer.returncode != 0:
                print(f"LEFT OUT: {name} cannot be fetched")
                continue
            (peers / name / "done").touch()
    npm = peers / "npm"
    if not (npm / "node_modules" / ".bin" / "dbmate").exists() and shutil.which("npm"):
        npm.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "peers" / "npm" / "package.json", npm)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=npm, check=False)
    classes = work / "classes"
    classes.mkdir(exist_ok=True)
    for source, peer in (("FlywayCore", "flyway"), ("LiquibaseCore", "liquibase"), ("R2dbcMigrateMain", "r2dbc-migrate"),
                         ("Hello", "flyway")):
        if not (classes / f"{source}.class").exists():
            subprocess.run(["javac", "-d", classes, "-cp", f"{peers / peer}/*", HERE / "java" / f"{source}.java"], check=False)
    subprocess.run(["javac", "-d", classes, "-cp", ROOT / "target" / "codex-fat.jar", HERE / "java" / "Waiters.java"], check=True)


def codex_environment(server, database, directory):
    return {"DATABASE_URL": server.url(database)}


def codex(name, home, words, **more):
    return Tool(
        name,
        workloads.versioned,
        lambda server, database, directory: [*words, "migrate", "--location", str(directory), "--quiet"],
        lambda server, database, directory: {**codex_environment(server, database, directory), "JAVA_HOME": str(home), **more},
    )


def indexed(directory, count, kind):
    """The scripts as an image has them that was built with "codex index"."""
    workloads.versioned(directory, count, kind)
    subprocess.run([ROOT / "bin" / "codex", "index", "--location", str(directory)], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "JAVA_HOME": str(java_home(25))})


def jvm_peer(name, peer, main, classes, peers, write, arguments):
    java = str(java_home(17) / "bin" / "java")
    return Tool(
        name,
        write,
        lambda server, database, directory: [java, "-cp", f"{directory}:{classes}:{peers / peer}/*", main,
                                             *arguments(server, database, directory)],
    )


def jdbc(server, database):
    return f"jdbc:postgresql://127.0.0.1:{server.port}/{database}"


def all_tools(work):
    peers, classes, jar = work / "peers", work / "classes", ROOT / "target" / "codex-fat.jar"
    modules = peers / "npm" / "node_modules"
    tools = []
    if java_home(25):
        tools.append(codex("codex (bin/codex, Java 25)", java_home(25), [str(ROOT / "bin" / "codex")]))
        tools.append(replace(codex("codex (bin/codex with an index, Java 25)", java_home(25), [str(ROOT / "bin" / "codex")]),
                             write=indexed))
    tools.append(codex("codex (bin/codex, Java 17)", java_home(17), [str(ROOT / "bin" / "codex")]))
    tools.append(codex("codex (java -jar, Java 17)", java_home(17), [str(java_home(17) / "bin" / "java"), "-jar", str(jar)]))
    tools.append(codex("codex (durability: each)", java_home(25) or java_home(17), [str(ROOT / "bin" / "codex")],
                       CODEX_MIGRATIONS_DURABILITY="each"))
    tools.append(psql_tool("psql (same commits as codex)", "last"))
    tools.append(psql_tool("psql (each commit waits)", "on"))
    tools.append(psql_tool("psql (synchronous_commit=off)", "off"))
    if (peers / "flyway" / "done").exists():
        tools.append(jvm_peer("Flyway CLI", "flyway", "org.flywaydb.commandline.Main", classes, peers, workloads.versioned,
                              lambda server, database, directory: [
                                  f"-url={jdbc(server, database)}", "-user=postgres", f"-password={PASSWORD}",
                                  f"-locations=filesystem:{directory}", "-outputQueryResults=false", "-skipCheckForUpdate", "migrate"]))
        tools.append(jvm_peer("Flyway core", "flyway", "FlywayCore", classes, peers, workloads.versioned,
                              lambda server, database, directory: [jdbc(server, database), "postgres", PASSWORD, str(directory)]))
    if (peers / "liquibase" / "done").exists():
        tools.append(jvm_peer("Liquibase core", "liquibase", "LiquibaseCore", classes, peers, workloads.liquibase,
                              lambda server, database, directory: [jdbc(server, database), "postgres", PASSWORD, str(directory)]))
    if (peers / "r2dbc-migrate" / "done").exists():
        tools.append(jvm_peer("r2dbc-migrate", "r2dbc-migrate", "R2dbcMigrateMain", classes, peers, workloads.r2dbc,
                              lambda server, database, directory: [server.url(database, "r2dbc:postgresql")]))
    if (modules / ".bin" / "dbmate").exists():
        tools += npm_tools(modules)
    return tools


def psql_tool(name, commit):
    return Tool(name, workloads.psql(commit),
                lambda server, database, directory: ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(directory / "all.sql"),
                                                     server.url(database)])


def npm_tools(modules):
    url = lambda server, database: server.url(database) + "?sslmode=disable"
    dbmate = modules / "@dbmate" / "linux-x64" / "bin" / "dbmate"
    return [
        Tool("dbmate", workloads.dbmate,
             lambda server, database, directory: [str(dbmate), "--url", url(server, database), "-d", str(directory),
                                                  "--no-dump-schema", "migrate"]),
        Tool("node-pg-migrate", workloads.node_pg_migrate,
             lambda server, database, directory: ["node", str(modules / "node-pg-migrate" / "bin" / "node-pg-migrate.js"), "up",
                                                  "-m", str(directory)],
             lambda server, database, directory: {"DATABASE_URL": server.url(database)}),
        Tool("knex", workloads.knex,
             lambda server, database, directory: ["node", str(modules / "knex" / "bin" / "cli.js"), "migrate:latest", "--client", "pg",
                                                  "--connection", server.url(database), "--migrations-directory", str(directory)],
             modules=modules),
        Tool("graphile-migrate", workloads.graphile,
             lambda server, database, directory: ["node", str(modules / "graphile-migrate" / "dist" / "cli.js"), "migrate"],
             lambda server, database, directory: {"DATABASE_URL": server.url(database), "SHADOW_DATABASE_URL": server.url("shadow"),
                                                  "ROOT_DATABASE_URL": server.url("postgres")}),
    ]
