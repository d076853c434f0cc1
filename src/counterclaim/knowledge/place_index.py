"""The index of places: an SQLite file that is built from other data, whole or not at all.

Two tables: `place`, one row each, and `name`, in which a place stands under the key of each of its names. Keys are those of
`spelling`; loose keys carry a `~` in front. An index is written beside its final name and moved there when it is complete.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.errors import GazetteerError
from counterclaim.knowledge.spelling import loose_key, strict_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Raise it when the tables or the keys change: an index of another version is built anew.
FORMAT = 2
LOOSE = "~"
#: Letters beyond Latin and Cyrillic (Arabic, Chinese, ...) are in no supported language.
_LAST_LETTER = "\u052f"
_SHORTEST = 3

_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, country TEXT, kind TEXT NOT NULL,
    latitude REAL, longitude REAL, radius_m INTEGER, population INTEGER NOT NULL,
    where_prec INTEGER NOT NULL, division TEXT NOT NULL
);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """One place as the index stores it, without its number.

    `division` is GeoNames' code of the area that it lies in, for a country the name of its capital.
    """

    id: str
    name: str
    country: str | None
    kind: str
    latitude: float | None
    longitude: float | None
    radius_m: int | None
    population: int
    where_prec: int
    division: str


def write_index(path: Path, about: Mapping[str, str], rows: Iterable[tuple[Row, Iterable[str]]]) -> int:
    """Return how many places were written to the index at `path`; the file appears only when it is complete.

    Raises GazetteerError where the folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
    except OSError as problem:
        raise GazetteerError(str(path), f"the folder cannot be written to ({problem.strerror})") from problem
    os.close(handle)
    part = Path(name)
    try:
        count = _fill(part, about, rows)
        part.replace(path)
    except sqlite3.Error as problem:
        raise GazetteerError(str(path), f"it cannot be written ({problem})") from problem
    finally:
        part.unlink(missing_ok=True)
    return count


def _fill(path: Path, about: Mapping[str, str], rows: Iterable[tuple[Row, Iterable[str]]]) -> int:
    with closing(sqlite3.connect(path)) as base:
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;")
        base.executescript(_TABLES)
        base.execute("CREATE TEMP TABLE found (key TEXT, place INTEGER)")
        count = 0
        for count, (row, names) in enumerate(rows, 1):
            base.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", (count, *row))
            base.executemany("INSERT INTO found VALUES (?,?)", [(key, count) for key in keys_of(names)])
        base.execute("INSERT INTO name SELECT DISTINCT key, place FROM found ORDER BY key, place")
        base.execute("CREATE INDEX by_id ON place (id)")
        base.executemany("INSERT INTO about VALUES (?,?)", [*about.items(), ("places", str(count))])
        base.commit()
        return count


def keys_of(names: Iterable[str]) -> set[str]:
    """Return the keys, strict and loose, under which a place of these names is found."""
    strict = {strict_key(name) for name in names if (len(name) >= _SHORTEST and max(name) <= _LAST_LETTER) or _latin(name)}
    strict.discard("")
    return strict | {LOOSE + loose_key(key) for key in strict}


def _latin(name: str) -> bool:
    """Return whether letters beyond Cyrillic are Latin ones with marks (Vietnamese, transcriptions) or apostrophes."""
    return len(name) >= _SHORTEST and all(
        sign <= _LAST_LETTER or "\u1e00" <= sign <= "\u1eff" or "\u2010" <= sign <= "\u201f" for sign in name
    )
