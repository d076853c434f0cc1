"""Building all that is derived anew from what is of record, beside what is there, and comparing the two."""

from __future__ import annotations

import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, Table, func, insert, select, text

from counterclaim.ledger.bodies import read_bodies
from counterclaim.ledger.dialect import Database, appending, explained, looking
from counterclaim.ledger.history import entry_from
from counterclaim.ledger.projection import project
from counterclaim.ledger.schema import DERIVED, blobs, bodies, entries, erasures, texts
from counterclaim.ledger.transaction import Transaction
from counterclaim.ledger.verification import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from counterclaim.ledger.opening import Ledger

_CHUNK = 200
_MOST = 20
#: A copy begins without the founding entry of its own.
_EMPTY = (
    "DROP TRIGGER entries_delete",
    "DELETE FROM entries",
    "DROP TRIGGER bodies_delete",
    "DELETE FROM bodies",
)


def compare(ledger: Ledger) -> list[Problem]:
    """Return where the derived tables differ from those that the entries give (the first few of each table)."""
    from counterclaim.ledger.opening import open_ledger  # noqa: PLC0415 - opening imports what this module serves

    with tempfile.TemporaryDirectory(prefix="counterclaim-") as folder:
        copy = open_ledger(str(Path(folder) / "copy.db"), create=True)
        with copy, explained(ledger.shown), looking(ledger.engine) as source:
            _replay(source, copy)
            with looking(copy.engine) as built:
                return [problem for table in DERIVED for problem in _differences(source, built, table)] + _search(source, built)


def _replay(source: Connection, copy: Ledger) -> None:
    last = 0
    with appending(copy.engine) as emptied:
        for statement in _EMPTY:
            emptied.execute(text(statement))
        for row in source.execute(select(erasures).order_by(erasures.c.number)):
            emptied.execute(insert(erasures), dict(row._mapping))  # noqa: SLF001 - its public name
    while True:
        rows = source.execute(select(entries).where(entries.c.number > last).order_by(entries.c.number).limit(_CHUNK)).all()
        if not rows:
            return
        said = read_bodies(source, [row.number for row in rows])
        named = {part["digest"] for body in said.values() for part in _references(body)}
        with appending(copy.engine) as connection:
            target = Transaction(connection)
            _copy(source, target, blobs, blobs.c.digest, sorted(named))
            _copy(source, target, bodies, bodies.c.number, [row.number for row in rows])
            for row in rows:
                target.execute(insert(entries), dict(row._mapping))  # noqa: SLF001 - its public name
                if row.number in said:
                    project(target, entry_from(row), said[row.number])
            target.flush()
        last = rows[-1].number


def _references(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (body.get("bytes"), body.get("text")):
        if isinstance(part, dict):
            yield part


def _copy(source: Connection, target: Transaction, table: Table, key: Any, wanted: list[Any]) -> None:  # noqa: ANN401 - a column
    there = set(target.scalars(select(key).where(key.in_(wanted))))
    fresh = [one for one in wanted if one not in there]
    for row in source.execute(select(table).where(key.in_(fresh))):
        target.execute(insert(table), dict(row._mapping))  # noqa: SLF001 - its public name


def _differences(source: Connection, built: Connection, table: Table) -> Iterator[Problem]:
    found = 0
    for here, there in zip_longest(_rows(source, table), _rows(built, table)):
        if here != there:
            found += 1
            yield Problem(f"table {table.name}", f"it holds {_brief(here)} where the entries give {_brief(there)}")
        if found >= _MOST:
            return


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    key = list(table.primary_key.columns)
    order = [
        column.collate("BINARY" if connection.dialect.name == Database.SQLITE else "C") if _is_text(column) else column
        for column in key
    ]
    streamed = connection.execution_options(yield_per=1000)
    for row in streamed.execute(select(table).order_by(*order)):
        yield {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row._mapping.items()}  # noqa: SLF001 - its public name


def _is_text(column: Any) -> bool:  # noqa: ANN401 - a column
    return column.type.python_type is str


def _brief(row: dict[str, Any] | None) -> str:
    if row is None:
        return "nothing"
    return ", ".join(f"{name} {str(value)[:40]}" for name, value in row.items() if value is not None)[:300]


def _search(source: Connection, built: Connection) -> list[Problem]:
    """Return whether every text can be found by its words."""
    search = Table("search", MetaData())
    indexed = source.execute(select(func.count()).select_from(search)).scalar_one()
    wanted = built.execute(select(func.count()).select_from(texts)).scalar_one()
    if indexed != wanted:
        return [Problem("search", f"it knows {indexed} texts, the entries give {wanted}")]
    if source.dialect.name == Database.SQLITE:
        missing = source.execute(text("SELECT count(*) FROM texts WHERE rank NOT IN (SELECT rowid FROM search)")).scalar_one()
        return [Problem("search", f"{missing} texts are not in it")] if missing else []
    return _postgresql_search(source, built)


def _postgresql_search(source: Connection, built: Connection) -> list[Problem]:
    from counterclaim.ledger.bodies import read_text  # noqa: PLC0415
    from counterclaim.ledger.search import indexed, tsvector  # noqa: PLC0415

    problems = []
    for row in built.execute(select(texts.c.rank, texts.c.digest)):
        words = tsvector(indexed(read_text(built, row.digest) or ""))
        same = source.execute(
            text("SELECT words = CAST(:words AS tsvector) FROM search WHERE rank = :rank"),
            {"words": words, "rank": row.rank},
        ).scalar()
        if not same:
            problems.append(Problem("search", f"the words of text {row.digest} are altered"))
    return problems[:_MOST]
