"""Dumps of a PostgreSQL database, made and put back by its own programs `pg_dump` and `pg_restore`.

They see one moment, they know every version of the server, and an operator can use a dump without Planprat. A password
goes to them by the environment, which only this account can read, never by the command line, which everybody can.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine

from bot.storage import durable
from bot.storage.errors import BackupUnusable, DiskFull
from bot.storage.postgresql import shown

DUMP_FILE = "planprat.dump"
_HOW = ("--format=custom", "--no-owner", "--no-privileges")
_USERS = re.compile(r"^COPY \S*\busers \(([^)]*)\) FROM stdin;\n(.*?)^\\\.$", re.MULTILINE | re.DOTALL)


def dump(engine: Engine, to: Path) -> None:
    """Dump the database as it is at one moment, while others read and write it.

    Args:
        engine: of the database.
        to: a file that does not exist yet, in a folder that nobody else knows of.

    Raises:
        BackupUnusable: `pg_dump` is not installed, or did not succeed; nothing is left behind.
        DiskFull: there is no room; nothing is left behind.
    """
    draft = to.with_name(f".{to.name}.part")
    durable.write_in_new_folder(draft, b"")
    try:
        _run("pg_dump", engine, *_HOW, f"--file={draft}")
        with durable.explained(to.parent):
            os.replace(draft, to)
            durable.sync_folder(to.parent)
    finally:
        draft.unlink(missing_ok=True)


def users_in(dumped: Path) -> frozenset[str]:
    """Ids of the persons in a dump, read without a database.

    Raises:
        BackupUnusable: it is no dump of Planprat's, or not whole; or `pg_restore` is not installed.
    """
    found = _USERS.search(_run("pg_restore", None, "--data-only", "--table=users", "--file=-", str(dumped)))
    if found is None:
        raise BackupUnusable("The dump holds no data of Planprat's", dumped, "name another backup")
    column = found[1].split(", ").index("id")
    return frozenset(line.split("\t")[column] for line in found[2].splitlines())


def put_back(engine: Engine, dumped: Path) -> None:
    """Put a dump in the place of the tables that are there, in one transaction: afterwards they are the dump's, or as
    they were.

    Raises:
        BackupUnusable: it did not succeed.
    """
    _run("pg_restore", engine, *_HOW, "--single-transaction", "--clean", "--if-exists", "--exit-on-error", str(dumped))


def _run(name: str, engine: Engine | None, *arguments: str) -> str:
    """Run one of the programs to its end. Gives what it wrote."""
    program = shutil.which(name)
    if program is None:
        do = "install PostgreSQL's client (Debian: postgresql-client), or use the tools of the server, then copy keys/"
        raise BackupUnusable(f"The program {name} is missing", "PATH", do)
    address, password = _address(engine) if engine is not None else ("", "")
    done = subprocess.run(  # noqa: S603 - the arguments are ours, and no shell reads them
        [program, *((f"--dbname={address}",) if address else ()), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {}),
    )
    if done.returncode == 0:
        return done.stdout
    where = shown(engine.url) if engine is not None else arguments[-1]
    if "No space left on device" in done.stderr:
        raise DiskFull("The disk is full", where, "make room and try again; nothing was lost")
    if "server version mismatch" in done.stderr:
        raise BackupUnusable(f"{name} is older than the server", program, "install the client of the server's version")
    raise BackupUnusable(f"{name} did not succeed, {_first(done.stderr)}", where, "put that right and try again")


def _first(said: str) -> str:
    """What a program said first, on one line."""
    lines = [line.partition("error: ")[2] or line for line in said.splitlines() if line.strip()]
    return lines[0].rstrip(".:") if lines else "without a word"


def _address(engine: Engine) -> tuple[str, str]:
    """The address as PostgreSQL's own programs take it, and apart from it the password."""
    _, parts = engine.dialect.create_connect_args(engine.url)
    password = str(parts.pop("password", ""))
    parts.pop("context", None)  # the driver's own
    quoted = {name: str(value).replace("\\", "\\\\").replace("'", "\\'") for name, value in parts.items()}
    return " ".join(f"{name}='{value}'" for name, value in quoted.items()), password
