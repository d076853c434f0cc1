"""A GeoNames dump that a user downloaded, made a second index beside the built one.

A dump is a text file of 19 columns between tabs (https://download.geonames.org/export/dump/readme.txt), alone or in the
zip file that it comes in. GeoNames' data is licensed under CC BY 4.0.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from counterclaim.errors import GazetteerError
from counterclaim.knowledge.place_index import FORMAT, Row, write_index
from counterclaim.knowledge.place_sources import CREDIT, country_codes, plain_name
from counterclaim.knowledge.places import IMPORTED, cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The columns that are read, by their place in the line, and how many a line has.
_ID, _NAME, _OTHERS, _LATITUDE, _LONGITUDE, _CLASS, _CODE, _COUNTRY, _DIVISION, _POPULATION = 0, 1, 3, 4, 5, 6, 7, 8, 10, 14
_COLUMNS = 19
#: What GeoNames' feature codes and classes are here, and the precision of a point of each; other features are left out.
_CODES = {
    "ADM1": ("division", 4), "ADM2": ("district", 3), "ADM3": ("district", 3), "ADM4": ("district", 3),
    "AIRB": ("base", 1), "AIRP": ("airport", 1), "CMPRF": ("camp", 1), "HSP": ("hospital", 1), "INSM": ("base", 1),
    "MNBN": ("base", 1), "PRN": ("prison", 1), "STM": ("river", 5), "MTS": ("mountains", 5), "RGN": ("area", 5),
    "VAL": ("area", 5),
}  # fmt: skip
_TOWN = ("city", 1)
_REMEDY = "expected a GeoNames dump (allCountries.txt, UA.txt or the zip file of one)"


def import_dump(path: Path, cache: Path | None = None) -> int:
    """Return how many places of a dump are now in the index, beside those that come with the program.

    Raises GazetteerError where the file cannot be read, is cut off, or is no dump; what was imported before then stays.
    """
    whole = hashlib.sha256()
    about = {"format": str(FORMAT), "version": path.name, "credit": CREDIT}
    target = (cache or cache_folder()) / IMPORTED
    with _lines(path) as lines:
        return write_index(target, about | {"digest": _digest(path, whole)}, _rows(path, lines))


def _digest(path: Path, whole: hashlib._Hash) -> str:
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                whole.update(piece)
    except OSError as problem:
        raise GazetteerError(str(path), f"it cannot be read ({problem.strerror})") from problem
    return whole.hexdigest()


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[tuple[int, str]]]:
    """Give the numbered lines of a dump; every way in which it can be broken becomes a GazetteerError."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed, packed.open(_member(path, packed)) as raw:
                yield enumerate(io.TextIOWrapper(raw, encoding="utf-8", newline="\n"), 1)
        else:
            with path.open(encoding="utf-8", newline="\n") as file:
                yield enumerate(file, 1)
    except UnicodeDecodeError as problem:
        raise GazetteerError(str(path), f"it is not text in UTF-8; {_REMEDY}") from problem
    except (zipfile.BadZipFile, EOFError) as problem:
        raise GazetteerError(str(path), f"the zip file is damaged or cut off; {_REMEDY}") from problem
    except OSError as problem:
        raise GazetteerError(str(path), f"it cannot be read ({problem.strerror})") from problem


def _member(path: Path, packed: zipfile.ZipFile) -> str:
    names = [name for name in packed.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
    if len(names) != 1:
        raise GazetteerError(str(path), f"the zip file holds {len(names)} dumps, not one; {_REMEDY}")
    return names[0]


def _rows(path: Path, lines: Iterator[tuple[int, str]]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    countries = country_codes()
    number = 0
    for number, line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) != _COLUMNS or not line.endswith("\n"):
            cut = "it is cut off" if number > 1 else "it is no dump"
            raise GazetteerError(str(path), f"{cut}: line {number} has {len(cells)} of {_COLUMNS} columns; {_REMEDY}")
        meaning = _TOWN if cells[_CLASS] == "P" else _CODES.get(cells[_CODE])
        if meaning is not None:
            yield _row(path, number, cells, meaning, countries), (cells[_NAME], *filter(None, cells[_OTHERS].split(",")))
    if not number:
        raise GazetteerError(str(path), f"it is empty; {_REMEDY}")


def _row(path: Path, number: int, cells: list[str], meaning: tuple[str, int], countries: dict[str, str]) -> Row:
    kind, precision = meaning
    try:
        return Row(
            id=f"geonames:{int(cells[_ID])}",
            name=plain_name(cells[_NAME]),
            country=countries.get(cells[_COUNTRY]),
            kind=kind,
            latitude=float(cells[_LATITUDE]),
            longitude=float(cells[_LONGITUDE]),
            radius_m=None,
            population=int(cells[_POPULATION] or 0),
            where_prec=precision,
            division=f"{cells[_COUNTRY]}.{cells[_DIVISION]}",
        )
    except ValueError as problem:
        raise GazetteerError(str(path), f"line {number} is no place ({problem}); {_REMEDY}") from problem
