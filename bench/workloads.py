"""The same migrations in the format of each tool."""

import hashlib
import json


def statements(number, kind):
    """What migration number does: three statements, or one."""
    if kind == "one":
        return [f"create table t{number} (id int primary key)"]
    return [
        f"create table t{number} (id bigint primary key, name text not null, at timestamptz default now())",
        f"create index t{number}_name on t{number} (name)",
        f"insert into t{number} (id, name) values ({number}, 'one''s name; number {number}')",
    ]


def script(number, kind):
    return "".join(statement + ";\n" for statement in statements(number, kind))


def stamp(number):
    return f"{20240101000000 + number}"


def versioned(directory, count, kind):
    for number in range(1, count + 1):
        (directory / f"V{number}__t{number}.sql").write_text(script(number, kind))


def r2dbc(directory, count, kind):
    for number in range(1, count + 1):
        package = directory / "migrations"
        package.mkdir(exist_ok=True)
        (package / f"V{number}__t{number}.sql").write_text(script(number, kind))


def liquibase(directory, count, kind):
    includes = []
    for number in range(1, count + 1):
        (directory / f"{number}.sql").write_text(
            f"--liquibase formatted sql\n--changeset bench:{number}\n{script(number, kind)}")
        includes.append(f'  <include file="{number}.sql"/>\n')
    (directory / "changelog.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"\n'
        '  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog'
        ' http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">\n' + "".join(includes) + "</databaseChangeLog>\n")


def dbmate(directory, count, kind):
    for number in range(1, count + 1):
        (directory / f"{stamp(number)}_t.sql").write_text(f"-- migrate:up\n{script(number, kind)}\n-- migrate:down\n")


def node_pg_migrate(directory, count, kind):
    for number in range(1, count + 1):
        (directory / f"{stamp(number)}_t.sql").write_text(f"-- Up Migration\n{script(number, kind)}")


def knex(directory, count, kind):
    for number in range(1, count + 1):
        (directory / f"{stamp(number)}_t.js").write_text(
            f"exports.up = (knex) => knex.raw({json.dumps(script(number, kind))});\nexports.down = () => {{}};\n")


def graphile(directory, count, kind):
    committed = directory / "migrations" / "committed"
    committed.mkdir(parents=True)
    (directory / "migrations" / "current.sql").write_text("")
    (directory / ".gmrc").write_text("{}")
    previous = None
    for number in range(1, count + 1):
        body = script(number, kind).strip()
        text = ((previous or "") + "\n" + body).strip() + "\n"
        digest = "sha1:" + hashlib.sha1(text.encode()).hexdigest()
        (committed / f"{number:06}.sql").write_text(f"--! Previous: {previous or '-'}\n--! Hash: {digest}\n\n{body}\n")
        previous = digest


HISTORY = """create table if not exists history (rank int primary key, version text, description text not null,
  kind text not null, script text not null, checksum text not null, algorithm smallint not null, phase text, floor text,
  down_script text, down_checksum text, release text, build text, installed_by text not null default session_user,
  installed_at timestamptz not null default clock_timestamp(), execution_millis bigint not null, run_id uuid not null);
"""


def psql(commit):
    """One message for each migration, as Codex sends it: BEGIN, the script, its history row, COMMIT."""

    def write(directory, count, kind):
        messages = [HISTORY]
        for number in range(1, count + 1):
            text = script(number, kind)
            durable = commit == "on" or (commit == "last" and number == count)
            row = (f"insert into history (rank, version, description, kind, script, checksum, algorithm, execution_millis,"
                   f" run_id) values ({number}, '{number}', 't{number}', 'versioned', 'V{number}__t{number}.sql',"
                   f" '{hashlib.sha256(text.encode()).hexdigest()}', 1, 1, '00000000-0000-0000-0000-000000000001')")
            parts = ["begin", *statements(number, kind), f"set local synchronous_commit = {'on' if durable else 'off'}", row]
            messages.append("\\; ".join(parts) + "\\; commit;\n")
        (directory / "all.sql").write_text("".join(messages))

    return write
