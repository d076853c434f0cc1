"""Places by their names: GeoNames' listed places, divisions, and our own supplement, in an index on disk.

The index is built once into the user's cache folder, from the data of the installed packages, and again when they change.
GeoNames' data is licensed under CC BY 4.0.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from counterclaim.errors import GazetteerError
from counterclaim.knowledge.language import data_folder
from counterclaim.knowledge.place_index import FORMAT, LOOSE, write_index
from counterclaim.knowledge.place_sources import CREDIT, all_places, version
from counterclaim.knowledge.spelling import loose_key
from counterclaim.model import Place

#: The most names whose places are remembered, and the most places that one name may have.
REMEMBERED = 20_000
MOST_PLACES = 24
IMPORTED = "imported-places.sqlite"
_FIND = """
SELECT place.id, place.name, country, kind, latitude, longitude, radius_m, population, where_prec, division
FROM name JOIN place ON place.number = name.place WHERE name.key = ? ORDER BY where_prec = 4 DESC, population DESC LIMIT ?
"""
_BY_ID = """
SELECT id, name, country, kind, latitude, longitude, radius_m, population, where_prec, division FROM place WHERE id = ? LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the index. `kind` is city, division, district, country or a kind of the supplement."""

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

    def place(self, relation: str | None = None) -> Place:
        """Return the value for a claim; with words such as "19 km from" it is no exact place any more."""
        precision = max(self.where_prec, 2) if relation else self.where_prec
        return Place(self.name, self.country, self.id, self.latitude, self.longitude, self.radius_m, precision, relation)


class Gazetteer:
    """The index of places, open for reading; safe to use from several threads."""

    def __init__(self, path: Path, imported: Path | None = None) -> None:
        self.path = path
        self._bases = [_open(one) for one in (path, imported) if one is not None]
        self._lock = threading.Lock()
        self._remembered: dict[str, tuple[Entry, ...]] = {}
        self.about: dict[str, str] = dict(self._bases[0].execute("SELECT key, value FROM about"))

    def find(self, key: str) -> tuple[Entry, ...]:
        """Return the places of a strict key, divisions first, then by population."""
        known = self._remembered.get(key)
        if known is None:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            known = self._remembered[key] = self._look_up(key)
        return known

    def find_loosely(self, key: str) -> tuple[Entry, ...]:
        """Return the places whose names sound like a strict key."""
        return self.find(LOOSE + loose_key(key))

    def by_id(self, identifier: str) -> Entry | None:
        """Return the place of an id; None where there is none."""
        with self._lock:
            for base in self._bases:
                row = base.execute(_BY_ID, (identifier,)).fetchone()
                if row is not None:
                    return Entry(*row)
        return None

    def close(self) -> None:
        """Close the files."""
        for base in self._bases:
            base.close()

    def _look_up(self, key: str) -> tuple[Entry, ...]:
        with self._lock:
            rows = [row for base in self._bases for row in base.execute(_FIND, (key, MOST_PLACES))]
        return tuple(itertools.starmap(Entry, rows))


def open_gazetteer(cache: Path | None = None) -> Gazetteer:
    """Return the index of places in a cache folder (None: the user's), built where it is missing or out of date.

    Raises GazetteerError where it can be neither read nor built.
    """
    path = index_path(cache)
    folder = path.parent
    if not path.is_file():
        about = {"format": str(FORMAT), "version": version(), "digest": wanted_digest(), "credit": CREDIT}
        write_index(path, about, all_places())
        for old in folder.glob("places-*.sqlite"):
            if old != path:
                old.unlink(missing_ok=True)
    imported = folder / IMPORTED
    return Gazetteer(path, imported if imported.is_file() else None)


def index_path(cache: Path | None = None) -> Path:
    """Return where the index of places is, or will be once it has been built."""
    return (cache or cache_folder()) / f"places-{wanted_digest()[:16]}.sqlite"


def cache_folder() -> Path:
    """Return the user's cache folder of this program (XDG_CACHE_HOME, or ~/.cache)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "counterclaim"


def wanted_digest() -> str:
    """Return what the index must have been built from: format, version of the listed places, our own files."""
    whole = hashlib.sha256(f"{FORMAT} {version()}".encode())
    for name in ("divisions.tsv", "places.tsv"):
        whole.update(data_folder().joinpath(name).read_bytes())
    return whole.hexdigest()


def _open(path: Path) -> sqlite3.Connection:
    try:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        base.execute("PRAGMA cache_size=-4000")
        if base.execute("SELECT value FROM about WHERE key = 'format'").fetchone() != (str(FORMAT),):
            raise GazetteerError(str(path), "it was written by another version; remove it, and it is built again")
    except sqlite3.Error as problem:
        raise GazetteerError(str(path), f"it cannot be read ({problem}); remove it, and it is built again") from problem
    return base
