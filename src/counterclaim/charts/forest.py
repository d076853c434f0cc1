"""The forest plot: one row for each origin, a dot for its figure, a line for its bounds; as SVG and for the terminal.

Arrows show open bounds, hollow dots what is not used, crosses what is denied. A band is low to high, a line is best.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from counterclaim.charts.svg import Element, document, element

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: From this ratio of the largest to the smallest figure on the axis is logarithmic; 0 then stands apart.
LOG_RATIO = 50


class Mark(StrEnum):
    """What became of a figure."""

    USED = "used"
    UNUSED = "not used"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Row:
    """One origin: its name, figure and bounds, which sides are open, and what became of it. Rows of one side stand together."""

    name: str
    low: int
    value: int
    high: int
    mark: Mark = Mark.USED
    open_low: bool = False
    open_high: bool = False
    side: str = "all"

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError(f"a row must be ordered: {self.low}, {self.value}, {self.high}")


@dataclass(frozen=True, slots=True)
class Forest:
    """A chart: its title, what it rests on, the estimate and the rows in order."""

    title: str
    source: str
    rows: tuple[Row, ...]
    low: int | None = None
    best: int | None = None
    high: int | None = None

    @property
    def description(self) -> str:
        """The chart in words, every number of it."""
        rows = "; ".join(f"{row.name}: {_shown(row)} ({row.mark.value})" for row in self.rows)
        total = "" if self.best is None else f"Estimate {self.low} / {self.best} / {self.high}. "
        return f"{total}{rows}. {self.source}"


# --- SVG ----------------------------------------------------------------------------------------------------------------

_LABEL, _PLOT, _VALUE, _ROW, _TOP, _FOOT = 230.0, 420.0, 110.0, 26.0, 46.0, 52.0
_TEXT, _MUTED, _USED, _DENIED, _BAND = "#1f2933", "#52606d", "#0b4f9e", "#a63d00", "#dfe8f5"


def forest_svg(chart: Forest) -> str:
    """Return the chart as SVG with fixed colours; the same bytes for the same chart."""
    rows = _grouped(chart.rows)
    height = _TOP + _ROW * len(rows) + _FOOT
    scale, ticks = _scale(chart)
    body: list[Element] = [element("rect", width=_LABEL + _PLOT + _VALUE, height=height, fill="#ffffff")]
    body.append(_words(12, 22, chart.title, weight="bold", size=14))
    bottom = _TOP + _ROW * len(rows)
    if chart.best is not None and chart.low is not None and chart.high is not None:
        left, right = _x(scale(chart.low)), _x(scale(chart.high))
        body.append(element("rect", x=left, y=_TOP, width=max(right - left, 1.0), height=bottom - _TOP, fill=_BAND))
        best = _x(scale(chart.best))
        body.append(element("line", x1=best, x2=best, y1=_TOP, y2=bottom, stroke=_USED, stroke_width=2))
    for tick in ticks:
        at = _x(scale(tick))
        body.append(element("line", x1=at, x2=at, y1=_TOP, y2=bottom + 4, stroke="#c5cdd6", stroke_width=0.5))
        body.append(_words(at, bottom + 18, f"{tick:,}", anchor="middle", colour=_MUTED))
    for number, row in enumerate(rows):
        body += _svg_row(row, _TOP + _ROW * (number + 0.5), scale)
    body.append(_words(12, height - 12, chart.source, colour=_MUTED, size=11))
    return document(_LABEL + _PLOT + _VALUE, height, chart.title, chart.description, body)


def _svg_row(row: Row, y: float, scale: Callable[[int], float]) -> list[Element]:
    left, dot, right = (_x(scale(value)) for value in (row.low, row.value, row.high))
    colour = _DENIED if row.mark is Mark.DENIED else _USED if row.mark is Mark.USED else _MUTED
    found = [_words(12, y + 4, _short(row.name)), element("line", x1=left, x2=right, y1=y, y2=y, stroke=colour, stroke_width=2)]
    if row.open_high:
        found.append(_arrow(right, y, 1, colour))
    if row.open_low:
        found.append(_arrow(left, y, -1, colour))
    if row.mark is Mark.DENIED:
        shape = f"M{dot - 5:.2f} {y - 5:.2f}l10 10m0 -10l-10 10"
        found.append(element("path", d=shape, stroke=colour, stroke_width=2.5, fill="none"))
    else:
        fill = colour if row.mark is Mark.USED else "#ffffff"
        found.append(element("circle", cx=dot, cy=y, r=5, fill=fill, stroke=colour, stroke_width=2))
    found.append(_words(_LABEL + _PLOT + 14, y + 4, _shown(row)))
    return found


def _arrow(x: float, y: float, way: int, colour: str) -> Element:
    return element(
        "path",
        d=f"M{x:.2f} {y:.2f}h{way * 18}m{-way * 6} -4l{way * 6} 4l{-way * 6} 4",
        stroke=colour,
        stroke_width=2,
        fill="none",
    )


def _words(  # noqa: PLR0913 - what SVG's text takes
    x: float, y: float, text: str, *, anchor: str | None = None, weight: str | None = None, colour: str = _TEXT, size: int = 12
) -> Element:
    return element(
        "text", text, x=x, y=y, fill=colour, font_size=size, font_family="sans-serif", text_anchor=anchor, font_weight=weight
    )


def _x(share: float) -> float:
    return _LABEL + share * (_PLOT - 24)


# --- terminal -----------------------------------------------------------------------------------------------------------

_SIGNS = {Mark.USED: "●", Mark.UNUSED: "○", Mark.DENIED: "✕"}
_NAME_WIDTH, _NARROWEST = 28, 20


def forest_text(chart: Forest, width: int = 100) -> str:
    """Return the chart as lines of text of at most so many columns (not fewer than 70)."""
    wide = max(width - _NAME_WIDTH - 18, _NARROWEST)
    scale, ticks = _scale(chart)
    lines = [chart.title]
    for row in _grouped(chart.rows):
        left, dot, right = (round(scale(value) * (wide - 1)) for value in (row.low, row.value, row.high))
        cells = [" "] * wide
        if chart.low is not None and chart.high is not None:
            for at in range(round(scale(chart.low) * (wide - 1)), round(scale(chart.high) * (wide - 1)) + 1):
                cells[at] = "░"
        if chart.best is not None:
            cells[round(scale(chart.best) * (wide - 1))] = "│"
        cells[left : right + 1] = "─" * (right - left + 1)
        cells[dot] = _SIGNS[row.mark]
        line = "".join(cells) + ("→" if row.open_high else " ")
        lines.append(f"{_short(row.name, _NAME_WIDTH - 2):<{_NAME_WIDTH}}{line} {_shown(row)}")
    axis = [" "] * (wide + 8)
    for tick in ticks:
        at, words = round(scale(tick) * (wide - 1)), f"{tick:,}"
        if all(cell == " " for cell in axis[max(0, at - 1) : at + len(words) + 1]):
            axis[at : at + len(words)] = words
    lines.append(" " * _NAME_WIDTH + "".join(axis).rstrip())
    if chart.best is not None:
        lines.append(f"{'estimate':<{_NAME_WIDTH}}{chart.low} / {chart.best} / {chart.high}   (░ low to high, │ best)")
    lines.append(chart.source)
    return "\n".join(lines) + "\n"


# --- both ---------------------------------------------------------------------------------------------------------------


def _scale(chart: Forest) -> tuple[Callable[[int], float], list[int]]:
    """Return what maps a figure to a share of the axis, and the ticks: linear from 0, logarithmic for wide ranges."""
    values = [value for row in chart.rows for value in (row.low, row.value, row.high)]
    values += [value for value in (chart.low, chart.best, chart.high) if value is not None]
    most = max(values, default=1) or 1
    least = min((value for value in values if value > 0), default=1)
    if most / least > LOG_RATIO:
        bottom, top = floor(log10(least)), log10(most)
        stretch = max(top - bottom, 1.0)
        ticks = [0, *(10**power for power in range(bottom, ceil(top) + 1) if 10**power <= most)]
        return (lambda value: 0.0 if value <= 0 else 0.06 + 0.94 * (log10(value) - bottom) / stretch), ticks
    step = _step(most)
    return (lambda value: value / most), list(range(0, most + 1, step))


def _step(most: int) -> int:
    raw = most / 5
    size = 10 ** max(0, floor(log10(raw))) if raw >= 1 else 1
    return next(int(size * factor) for factor in (1, 2, 5, 10) if size * factor >= raw)


def _grouped(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with those of one side together, in the order in which the sides first come."""
    order = {side: at for at, side in reversed(list(enumerate(row.side for row in rows)))}
    return sorted(rows, key=lambda row: order[row.side])


def _shown(row: Row) -> str:
    words = f"{row.value:,}" if row.low == row.high else f"{row.low:,}–{row.high:,}"
    return words + ("+" if row.open_high else "")


def _short(name: str, most: int = 32) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
