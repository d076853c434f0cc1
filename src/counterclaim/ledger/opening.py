"""Opening a ledger: making a new one, bringing an old one forward, and refusing what is none."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DatabaseError

from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.dialect import (
    APPLICATION,
    Database,
    Location,
    UnusableLedger,
    appending,
    connect,
    explained,
    locate,
)
from counterclaim.ledger.schema import OF_RECORD, entries
from counterclaim.ledger.store import Writer
from counterclaim.ledger.transaction import Transaction

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Connection, Engine

#: The numbered migrations, oldest first; the last is what this program reads and writes.
REVISIONS = ("0001", "0002")
_SQLITE_HEADER = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger. Close it, or use it as a context."""

    engine: Engine
    shown: str
    database: Database
    writable: bool

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_ledger(address: str, *, create: bool = False, by: str = "counterclaim", writable: bool = True) -> Ledger:
    """Return the ledger at a path or `postgresql://...` address.

    Where none is there yet, one is made if `create` says so; one of an older program is brought forward. Raises
    UnusableLedger for what is no ledger, was made by a newer program, or cannot be opened.
    """
    location = locate(address)
    if location.path is not None:
        _check_file(location, create=create)
    engine = connect(location, writable=writable)
    ledger = Ledger(engine, location.shown, location.database, writable)
    try:
        with explained(location.shown):
            revision = _revision(engine, location)
            if revision != REVISIONS[-1] and writable:
                _advance(ledger, revision, create=create, by=by)
            elif revision != REVISIONS[-1]:  # brought forward by who may write, then opened for reading
                open_ledger(address, create=create, by=by).close()
    except BaseException:
        engine.dispose()
        raise
    return ledger


def _check_file(location: Location, *, create: bool) -> None:
    """Refuse a file that is no ledger before anything touches it."""
    path = location.path
    if path is None:
        return
    try:
        with path.open("rb") as file:
            start = file.read(100)
    except FileNotFoundError:
        if not create:
            raise UnusableLedger(location.shown, "there is no ledger", "`counterclaim add ... --ledger` makes one") from None
        if not path.absolute().parent.is_dir():
            raise UnusableLedger(location.shown, f"the folder {path.parent} does not exist", "make it first") from None
        return
    except OSError as problem:
        raise UnusableLedger(location.shown, problem.strerror or str(problem)) from problem
    if not start and create:
        return
    if not start:
        raise UnusableLedger(location.shown, "the file is empty", "`counterclaim add ... --ledger` makes a ledger of it")
    if not start.startswith(_SQLITE_HEADER):
        raise UnusableLedger(location.shown, "the file is no ledger", "name a file that counterclaim made, or a new one")


def _revision(engine: Engine, location: Location) -> str | None:
    """Return which migration the ledger stands at, None for an empty database; raises UnusableLedger."""
    with engine.connect() as connection:
        try:
            tables = set(inspect(connection).get_table_names())
        except DatabaseError as problem:
            if isinstance(problem.orig, sqlite3.DatabaseError) and "not a database" in str(problem.orig):
                raise UnusableLedger(location.shown, "the file is no ledger", "name another file") from problem
            raise
        if not tables:
            return None
        if not {table.name for table in OF_RECORD} <= tables or "alembic_version" not in tables:
            raise UnusableLedger(location.shown, "the database belongs to another program", "name another file or database")
        if location.database is Database.SQLITE:
            mark = connection.execute(text("PRAGMA application_id")).scalar_one()
            if mark != APPLICATION:
                raise UnusableLedger(location.shown, "the database belongs to another program", "name another file")
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision not in REVISIONS:
        raise UnusableLedger(
            location.shown,
            f"it was made by a newer program (schema {revision}, this program knows {REVISIONS[-1]})",
            "install the newer counterclaim",
        )
    return str(revision)


def _advance(ledger: Ledger, revision: str | None, *, create: bool, by: str) -> None:
    """Make the tables, or migrate them, in one transaction, and record it in the chain."""
    if revision is None and not create:
        raise UnusableLedger(ledger.shown, "the database is empty", "`counterclaim add ... --ledger` makes a ledger of it")
    if revision is None and ledger.database is Database.SQLITE:
        with ledger.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
    with appending(ledger.engine) as connection:
        tables = set(inspect(connection).get_table_names())
        now = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if tables else None
        if now == REVISIONS[-1]:  # another process was faster
            return
        _upgrade(connection)
        if ledger.database is Database.SQLITE:
            connection.execute(text(f"PRAGMA application_id = {APPLICATION}"))
        kind = EntryKind.FOUNDING if now is None else EntryKind.MIGRATION
        writer = Writer(Transaction(connection), by)
        writer.append(kind, "ledger", {"from": now, "to": REVISIONS[-1], "format": 1})
        writer.connection.flush()


def _upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, on this connection and in its transaction."""
    from importlib.resources import files  # noqa: PLC0415 - needed once in a ledger's life

    from alembic import command  # noqa: PLC0415 - the same: half a second
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(files("counterclaim.ledger") / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, REVISIONS[-1])


def count_entries(ledger: Ledger) -> int:
    """Return the number of the last entry."""
    with ledger.engine.connect() as connection:
        found = connection.execute(select(entries.c.number).order_by(entries.c.number.desc()).limit(1)).scalar()
    return int(found or 0)
