"""Positions over time: a lane for each origin, a segment for as long as it stands by a figure, a mark at each change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.charts.svg import Element, document, element

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL, _PLOT, _ROW, _TOP, _FOOT = 190.0, 530.0, 34.0, 34.0, 40.0
_TEXT, _MUTED, _LINE, _DENIED = "#1f2933", "#52606d", "#0b4f9e", "#a63d00"


@dataclass(frozen=True, slots=True)
class Stand:
    """What an origin said on a day (a proleptic ordinal, and as written), and what that is to what it said before."""

    lane: str
    day: int
    stated: str
    figure: str
    change: str


def positions_svg(title: str, stands: Sequence[Stand]) -> str:
    """Return the chart as SVG with fixed colours; an empty string without statements."""
    if not stands:
        return ""
    lanes = list(dict.fromkeys(stand.lane for stand in sorted(stands, key=lambda s: (s.day, s.lane))))
    first, last = min(stand.day for stand in stands), max(stand.day for stand in stands)
    length = max(last - first, 1)
    high = _TOP + _ROW * len(lanes) + _FOOT

    def at(day: int) -> float:
        return _LABEL + 12 + (_PLOT - 90) * (day - first) / length

    body: list[Element] = [element("rect", width=_LABEL + _PLOT, height=high, fill="#ffffff")]
    body.append(element("text", title, x=12, y=20, fill=_TEXT, font_size=14, font_weight="bold", font_family="sans-serif"))
    for number, lane in enumerate(lanes):
        y = _TOP + _ROW * (number + 0.5)
        name = lane if len(lane) <= 27 else lane[:26] + "…"
        body.append(element("text", name, x=12, y=y + 4, fill=_TEXT, font_size=12, font_family="sans-serif"))
        theirs = sorted((stand for stand in stands if stand.lane == lane), key=lambda s: s.day)
        body.append(element("line", x1=at(theirs[0].day), x2=_LABEL + _PLOT - 66, y1=y, y2=y, stroke=_MUTED, stroke_width=1))
        body += [sign for stand in _latest_of_day(theirs) for sign in _signs(stand, at(stand.day), y)]
    bottom = _TOP + _ROW * len(lanes) + 18
    stated = sorted(stands, key=lambda s: s.day)
    body.append(_tick(stated[0].stated, at(first), bottom, None))
    if last > first:
        body.append(_tick(stated[-1].stated, at(last), bottom, "middle"))
    said = "; ".join(f"{s.stated} {s.lane}: {s.figure} ({s.change})" for s in stated)
    return document(_LABEL + _PLOT, high, title, said, body)


def _signs(stand: Stand, x: float, y: float) -> list[Element]:
    colour = _DENIED if stand.change in {"denied", "lowered"} else _LINE
    if stand.change == "denied":
        shape = element("path", d=f"M{x - 5:.2f} {y - 5:.2f}l10 10m0 -10l-10 10", stroke=colour, stroke_width=2.5, fill="none")
    elif stand.change == "raised":
        shape = element("path", d=f"M{x - 6:.2f} {y + 5:.2f}h12l-6 -11z", fill=colour)
    elif stand.change == "lowered":
        shape = element("path", d=f"M{x - 6:.2f} {y - 5:.2f}h12l-6 11z", fill=colour)
    else:
        shape = element(
            "circle", cx=x, cy=y, r=5, fill="#ffffff" if stand.change == "repeated" else colour, stroke=colour, stroke_width=2
        )
    words = element("text", stand.figure, x=x + 9, y=y - 4, fill=_TEXT, font_size=11, font_family="sans-serif")
    return [shape, words]


def _latest_of_day(stands: Sequence[Stand]) -> list[Stand]:
    """Return one statement for each day, the last: several would lie on top of each other."""
    return list({stand.day: stand for stand in stands}.values())


def _tick(words: str, x: float, y: float, anchor: str | None) -> Element:
    return element("text", words, x=x, y=y, fill=_MUTED, font_size=11, font_family="sans-serif", text_anchor=anchor)
