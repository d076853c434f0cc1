"""The outlines of countries, from the installed package countryinfo (MIT), and small maps drawn from them.

Borders on these maps imply no position: they are rough, and where they are disputed the package has drawn one view.
"""

from __future__ import annotations

import functools
import json
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from counterclaim.charts.svg import Element, document, element, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NOTE = "Borders imply no position."
_WIDE, _HIGH = 480.0, 300.0
_KM_A_DEGREE = 111.2
Ring = list[tuple[float, float]]


@functools.cache
def credit() -> str:
    """Return where the outlines come from."""
    try:
        return f"Outlines: countryinfo {version('countryinfo')} (MIT). {NOTE}"
    except PackageNotFoundError:
        return NOTE


def load() -> None:
    """Make the outlines ready."""
    _extents()


@functools.cache
def rings() -> tuple[Ring, ...]:
    """Return the outer outlines of all countries as longitude, latitude; none where the package is missing."""
    found: list[Ring] = []
    try:
        folders = [files("countryinfo") / name for name in ("data", "data_no_iso")]
    except ModuleNotFoundError:
        return ()
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".json"):
                record = json.loads(file.read_text(encoding="utf-8"))
                for feature in (record.get("geoJSON") or {}).get("features", ()):
                    found += _outer(feature.get("geometry") or {})
    return tuple(found)


@functools.cache
def geojson() -> bytes:
    """Return the outlines as one GeoJSON document."""
    shapes = [[[[round(x, 2), round(y, 2)] for x, y in ring]] for ring in rings()]
    feature = {"type": "Feature", "properties": {"source": credit()}, "geometry": {"type": "MultiPolygon", "coordinates": shapes}}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, separators=(",", ":")).encode()


def map_svg(points: Sequence[dict[str, Any]], links: Sequence[str], title: str) -> str:
    """Return places on a map that holds them all, with their uncertainty; nothing without places."""
    if not points:
        return ""
    west, east, south, north = _frame(points)
    at, scale = _projection(west, east, south, north)
    body: list[Element] = [element("rect", width=_WIDE, height=_HIGH, class_="sea")]
    body.append(_land(west, east, south, north))
    for point, link in zip(points, links, strict=True):
        x, y = at(point["longitude"], point["latitude"])
        if radius := (point.get("radius_m") or 0) / 1000 / _KM_A_DEGREE * scale:
            body.append(element("circle", cx=x, cy=y, r=min(radius, _WIDE), class_="unsure"))
        dot = element("circle", element("title", point["name"]), cx=x, cy=y, r=5, class_="place")
        body.append(element("a", dot, href=link, aria_label=point["name"]))
    named = sorted({str(point["name"]) for point in points})
    said = ", ".join(named[:40]) + (f" and {len(named) - 40} others" if len(named) > 40 else "")
    return document(_WIDE, _HIGH, title, f"{said}. {NOTE}", body).replace('role="img"', 'role="group"', 1)


@functools.lru_cache(maxsize=256)
def _land(west: float, east: float, south: float, north: float) -> Element:
    """Return the countries of a frame."""
    at, _ = _projection(west, east, south, north)
    return joined(
        element("path", d="M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in (at(*point) for point in ring)]) + "Z", class_="land")
        for ring, (left, right, low, high) in zip(rings(), _extents(), strict=True)
        if right >= west and left <= east and high >= south and low <= north
    )


@functools.cache
def _extents() -> tuple[tuple[float, float, float, float], ...]:
    """Return west, east, south and north of every outline."""
    found = []
    for ring in rings():
        xs, ys = [x for x, _ in ring], [y for _, y in ring]
        found.append((min(xs), max(xs), min(ys), max(ys)))
    return tuple(found)


def _projection(
    west: float, east: float, south: float, north: float
) -> tuple[Callable[[float, float], tuple[float, float]], float]:
    """Return what maps longitude and latitude to a place of the picture, and how wide a degree is there."""
    scale = min(_WIDE / (east - west), _HIGH / (north - south))
    middle, centre = (west + east) / 2, (south + north) / 2
    return (lambda x, y: (_WIDE / 2 + (x - middle) * scale, _HIGH / 2 - (y - centre) * scale)), scale


def _frame(points: Iterable[dict[str, Any]]) -> tuple[float, float, float, float]:
    """Return west, east, south and north of what is drawn, at least some degrees wide and of the map's shape."""
    xs = [point["longitude"] for point in points]
    ys = [point["latitude"] for point in points]
    west, east, south, north = min(xs) - 3, max(xs) + 3, min(ys) - 3, max(ys) + 3
    wide, high = max(east - west, 12.0), max(north - south, 8.0)
    wide, high = max(wide, high * _WIDE / _HIGH), max(high, wide * _HIGH / _WIDE)
    middle, centre = (west + east) / 2, (south + north) / 2
    return middle - wide / 2, middle + wide / 2, centre - high / 2, centre + high / 2


def _outer(geometry: dict[str, Any]) -> list[Ring]:
    shapes = geometry.get("coordinates") or []
    if geometry.get("type") == "Polygon":
        shapes = [shapes]
    elif geometry.get("type") != "MultiPolygon":
        return []
    return [[(float(x), float(y)) for x, y, *_ in shape[0]] for shape in shapes if shape]
