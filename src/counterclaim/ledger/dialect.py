"""SQLite or PostgreSQL: all that differs between them, in one place."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Text, TypeDecorator, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool

from counterclaim.errors import LedgerError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Dialect, Table

#: Marks an SQLite file as a ledger ("CLMR").
APPLICATION = 0x434C4D52
#: The advisory lock that appends to a PostgreSQL ledger hold.
_APPEND_LOCK = 0x434C4D52
_BUSY_MILLISECONDS = 60_000
#: How much is written ahead before it is sorted in: more at a time wears a large ledger less.
_CHECKPOINT_PAGES = 16_384
#: The sign by which a NUL is written where none can be.
_SUB = "\x1a"
_NO_NUL = re.compile(r"[\x00\x1a]")
#: From so many rows on, PostgreSQL takes them as a COPY.
_COPIED = 10
#: Our questions are short: compiling or dividing them costs more than it saves.
_SESSION = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"


#: The connection on which `one_moment` has all reads made.
_HELD: ContextVar[Connection | None] = ContextVar("held", default=None)


class Database(StrEnum):
    """Where a ledger lies."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Words(TypeDecorator[str]):
    """Text of any signs. PostgreSQL holds no NUL: there it is written as two signs, and read back as one."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None] | None:
        """Return how a text is written."""
        return held if dialect.name == Database.POSTGRESQL else None

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], str | None] | None:  # noqa: ARG002
        """Return how it is read."""
        return given_back if dialect.name == Database.POSTGRESQL else None


def held(text: str | None) -> str | None:
    """Return a text as PostgreSQL holds it."""
    return text if text is None or not _NO_NUL.search(text) else text.replace(_SUB, _SUB + "S").replace("\0", _SUB + "N")


def given_back(text: str | None) -> str | None:
    """Return a text as it was before PostgreSQL held it."""
    return text if text is None or _SUB not in text else text.replace(_SUB + "N", "\0").replace(_SUB + "S", _SUB)


class UnusableLedger(LedgerError):
    """A ledger that cannot be opened, read or written: where, why, and what would help."""

    def __init__(self, where: str, problem: str, remedy: str = "") -> None:
        super().__init__(where, problem, remedy)
        self.where, self.problem, self.remedy = where, problem, remedy

    def __str__(self) -> str:
        return f"ledger {self.where}: {self.problem}" + (f"; {self.remedy}" if self.remedy else "")


@dataclass(frozen=True, slots=True)
class Location:
    """A ledger's address, taken apart. `path` is None on PostgreSQL."""

    database: Database
    url: str
    shown: str
    path: Path | None


def locate(address: str) -> Location:
    """Return where a path or `postgresql://...` address points; raises UnusableLedger."""
    if "://" not in address:
        path = Path(address).expanduser()
        return Location(Database.SQLITE, f"sqlite+pysqlite:///{path}", str(path), path)
    try:
        url = make_url(address)
    except ArgumentError as problem:
        raise UnusableLedger(address, "no address of a ledger", "use a file or postgresql://USER@HOST/NAME") from problem
    shown = url.render_as_string(hide_password=True)
    family = url.drivername.partition("+")[0]
    if family == "sqlite" and url.database:
        return Location(Database.SQLITE, f"sqlite+pysqlite:///{url.database}", url.database, Path(url.database))
    if family in ("postgresql", "postgres"):
        full = url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return Location(Database.POSTGRESQL, full, shown, None)
    raise UnusableLedger(shown, f"{family} is no database for ledgers", "use a file or postgresql://USER@HOST/NAME")


def connect(location: Location, *, writable: bool = True) -> Engine:
    """Return the engine of a location. Nothing is opened before it is used."""
    if location.database is Database.SQLITE:
        engine = create_engine(
            location.url if writable else _read_only_url(location),
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            connect_args={"check_same_thread": False},
        )
        _prepare_sqlite(engine, writable=writable)
        return engine
    try:
        return create_engine(location.url, pool_pre_ping=True, pool_size=8, max_overflow=24, connect_args={"options": _SESSION})
    except (NoSuchModuleError, ModuleNotFoundError) as problem:
        raise UnusableLedger(
            location.shown, "the PostgreSQL driver is not installed", "pip install 'counterclaim[postgres]'"
        ) from problem


def _read_only_url(location: Location) -> str:
    """Return the address for reading: SQLite wants to write beside a file that it reads, unless it is told not to.

    It is told so only where nobody could write there anyway, and no writer left anything unsorted behind.
    """
    path = location.path
    if path is None or os.access(path.absolute().parent, os.W_OK):
        return location.url
    ahead = Path(f"{path}-wal")
    if ahead.exists() and ahead.stat().st_size:
        return location.url
    return f"sqlite+pysqlite:///file:{quote(str(path.absolute()))}?mode=ro&immutable=1&uri=true"


def _prepare_sqlite(engine: Engine, *, writable: bool) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("PRAGMA cache_size = -131072")
        connection.execute("PRAGMA temp_store = MEMORY")
        if writable:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        else:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        appends = connection.get_execution_options().get("appends", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if appends else "BEGIN")


@contextmanager
def appending(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in the one transaction that may append at a time; it commits at the end, or leaves no trace."""
    with engine.connect().execution_options(appends=True) as connection, connection.begin():
        if connection.dialect.name == Database.POSTGRESQL:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _APPEND_LOCK})
        yield connection


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """Yield a connection on which all reads see the same moment."""
    held = _HELD.get()
    if held is not None and held.engine is engine:
        yield held
        return
    with engine.connect() as connection:
        if connection.dialect.name == Database.POSTGRESQL:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901 - the same one
        yield connection


@contextmanager
def one_moment(engine: Engine) -> Iterator[None]:
    """Make all that is looked at within see the same moment, on one connection."""
    with looking(engine) as connection:
        before = _HELD.set(connection)
        try:
            yield
        finally:
            _HELD.reset(before)


def look_anew(engine: Engine) -> None:
    """Let what is looked at from now on see what was written meanwhile."""
    held = _HELD.get()
    if held is not None and held.engine is engine:
        held.rollback()


def send_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all have the same columns, the quickest way that the database has."""
    if connection.dialect.name != Database.POSTGRESQL or len(rows) < _COPIED:
        connection.execute(table.insert(), rows)
        return
    names = list(rows[0])
    hold = [held if isinstance(table.c[name].type, Words) else None for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] if by is None else by(row[name]) for name, by in zip(names, hold, strict=True)])


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what a database driver raises into a sentence about the ledger."""
    try:
        yield
    except DBAPIError as problem:
        raise UnusableLedger(where, *_explanation(problem)) from problem


def _explanation(problem: DBAPIError) -> tuple[str, str]:
    words = str(problem.orig).strip().splitlines()[0] if problem.orig else str(problem)
    for sign, remedy in _REMEDIES.items():
        if sign in words:
            return words, remedy
    return words, "" if isinstance(problem, OperationalError) else "check the ledger with `counterclaim ledger verify`"


_REMEDIES = {
    "database or disk is full": "nothing of the last step was written; make room and repeat it",
    "No space left": "nothing of the last step was written; make room and repeat it",
    "database is locked": "another program holds it for long; wait for it and repeat the command",
    "readonly database": "give yourself the right to write to the file and its folder",
    "read-only": "give yourself the right to write to it",
    "unable to open database file": "check that the folder exists and may be written to",
    "file is not a database": "name a file that counterclaim made, or a new one",
    "disk image is malformed": "restore a copy and compare it with `counterclaim ledger verify --head FILE`",
    "disk I/O error": "check the disk; nothing of the last step was confirmed",
    "Connection refused": "start the database server, or check host and port",
    "append-only": "a ledger is only ever added to; use `counterclaim decide` or `counterclaim ledger redact`",
}
