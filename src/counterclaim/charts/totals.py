"""Running totals over time: a step line for each claimant, falls marked, never stacked and never added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.charts.svg import Element, document, element

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT, _PLOT, _RIGHT, _TOP, _HIGH, _FOOT = 64.0, 500.0, 176.0, 36.0, 220.0, 34.0
_TEXT, _MUTED, _FALL = "#1f2933", "#52606d", "#a63d00"
#: Colour and dashes together tell the lines apart.
_LINES = (("#0b4f9e", None), ("#00695c", "6 3"), ("#6a3d9a", "2 3"), ("#52606d", "8 3 2 3"))


@dataclass(frozen=True, slots=True)
class Total:
    """One total: its day (a proleptic ordinal, and as written), its figure, and whether it lies below an earlier one."""

    day: int
    stated: str
    value: int
    fall: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What one claimant gave, in the order of the days."""

    name: str
    points: tuple[Total, ...]


def totals_svg(title: str, lines: Sequence[Line]) -> str:
    """Return the chart as SVG with fixed colours; an empty string without totals."""
    every = [point for line in lines for point in line.points]
    if not every:
        return ""
    first, last = min(point.day for point in every), max(point.day for point in every)
    most, length = max(1, *(point.value for point in every)), max(last - first, 1)

    def at(point: Total) -> tuple[float, float]:
        return _LEFT + (_PLOT - 12) * (point.day - first) / length, _TOP + _HIGH * (1 - point.value / most)

    body: list[Element] = [element("rect", width=_LEFT + _PLOT + _RIGHT, height=_TOP + _HIGH + _FOOT, fill="#ffffff")]
    body.append(_words(12, 20, title, _TEXT, size=14, weight="bold"))
    for share in (0, 0.5, 1):
        y = _TOP + _HIGH * (1 - share)
        body.append(element("line", x1=_LEFT, x2=_LEFT + _PLOT, y1=y, y2=y, stroke="#c5cdd6", stroke_width=0.5))
        body.append(_words(_LEFT - 6, y + 4, f"{round(most * share):,}", _MUTED, anchor="end"))
    taken: list[float] = []
    for number, line in enumerate(lines):
        colour, dashes = _LINES[number % len(_LINES)]
        body += _line(line, [at(point) for point in line.points], colour, dashes)
        y = at(line.points[-1])[1] + 4
        while any(abs(y - other) < 14 for other in taken):
            y += 14
        taken.append(y)
        body.append(_words(_LEFT + _PLOT + 4, y, line.name if len(line.name) <= 26 else line.name[:25] + "…", colour))
    stated = sorted(every, key=lambda point: point.day)
    body.append(_words(_LEFT, _TOP + _HIGH + 20, stated[0].stated, _MUTED))
    if last > first:
        body.append(_words(_LEFT + _PLOT, _TOP + _HIGH + 20, stated[-1].stated, _MUTED, anchor="end"))
    said = "; ".join(
        f"{line.name} {point.stated}: {point.value:,}{' (a fall)' if point.fall else ''}"
        for line in lines
        for point in line.points
    )
    return document(_LEFT + _PLOT + _RIGHT, _TOP + _HIGH + _FOOT, title, said, body)


def _line(line: Line, places: Sequence[tuple[float, float]], colour: str, dashes: str | None) -> list[Element]:
    steps = f"M{places[0][0]:.2f} {places[0][1]:.2f}" + "".join(f"H{x:.2f}V{y:.2f}" for x, y in places[1:])
    found = [element("path", d=steps, stroke=colour, stroke_width=2, stroke_dasharray=dashes, fill="none")]
    for (x, y), point in zip(places, line.points, strict=True):
        if point.fall:
            found.append(element("path", d=f"M{x - 6:.2f} {y - 5:.2f}h12l-6 11z", fill=_FALL))
        else:
            found.append(element("circle", cx=x, cy=y, r=3.5, fill=colour))
    return found


def _words(  # noqa: PLR0913 - what SVG's text takes
    x: float, y: float, text: str, colour: str, *, anchor: str | None = None, size: int = 11, weight: str | None = None
) -> Element:
    return element(
        "text", text, x=x, y=y, fill=colour, font_size=size, font_family="sans-serif", text_anchor=anchor, font_weight=weight
    )
