"""How things are shown, as plain values: marked words, ranges as bars, figures, dates, citations. Nothing here reads anything."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from counterclaim.charts.svg import document, element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from counterclaim.ledger.views import ClaimLine
    from counterclaim.records import Record

#: In which order marks win where they overlap, the outer first.
FIELDS = (
    "evidence",
    "claimant",
    "via",
    "victims",
    "place",
    "when",
    "attacker",
    "means",
    "outcome",
    "stance",
    "qualifier",
    "figure",
)
_PLACES = {name: at for at, name in enumerate(FIELDS)}
_ENDS = (". ", "! ", "? ", "… ", ".\n", "\n")
_BAR, _BAR_HIGH = 120.0, 16.0
#: The histogram: its width, where its bars begin and end, the room for numbers at the left; beyond so many months it is of years.
_WIDE, _TOP, _FLOOR, _AXIS = 720.0, 6.0, 190.0, 34.0
_MOST_MONTHS = 144
BADGE_WORDS = {
    "disputed": "disputed",
    "denied": "denied",
    "one_source": "one source",
    "total_only": "total only",
    "needs_review": "needs review",
}
CONTROLS = {
    code: f"⟨U+{code:04X}⟩"
    for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the fields whose words it holds; none for plain text."""

    text: str
    fields: tuple[str, ...] = ()
    claim: str | None = None

    @property
    def field(self) -> str:
        """The innermost field."""
        return self.fields[-1] if self.fields else ""


def shown(text: str) -> str:
    """Return a text in which control characters and overrides of direction are visible and do nothing."""
    return text if text.isprintable() else text.translate(CONTROLS)


def pieces(text: str, marks: Iterable[tuple[int, int, str, str | None]], start: int = 0) -> tuple[Piece, ...]:
    """Return a text cut where marks (start, end, field, claim) begin and end; `start` is where the text itself begins."""
    within = [
        (max(first - start, 0), min(last - start, len(text)), name, claim)
        for first, last, name, claim in marks
        if last > start and first < start + len(text)
    ]
    cuts = sorted({0, len(text), *(one[0] for one in within), *(one[1] for one in within)})
    found = []
    for first, last in pairwise(cuts):
        over = [one for one in within if one[0] <= first and one[1] >= last]
        if not over:
            found.append(Piece(shown(text[first:last])))
            continue
        names = sorted({one[2] for one in over}, key=_order)
        claim = next((one[3] for one in over if one[2] == "figure"), over[0][3])
        found.append(Piece(shown(text[first:last]), tuple(names), claim))
    return tuple(found)


def claim_marks(line: ClaimLine) -> list[tuple[int, int, str, str | None]]:
    """Return where the words of a claim's fields stand in its report."""
    claim = line.claim
    found: list[tuple[int, int, str, str | None]] = [
        (span.start, span.end, name, claim.id) for name, spans in claim.spans.items() for span in spans
    ]
    if claim.figure is not None:
        found.append((claim.figure.span.start, claim.figure.span.end, "figure", claim.id))
    return found


def evidence(line: ClaimLine) -> tuple[Piece, ...]:
    """Return the evidence of a claim with the words of its fields marked."""
    return pieces(line.claim.evidence, claim_marks(line), line.claim.span.start)


def sentence(text: str, start: int, end: int, most: int = 300) -> tuple[int, int]:
    """Return where the sentence around a stretch of text begins and ends, at most so many signs away from it."""
    first = max(0, start - most)
    begin = max((at + len(sign) for sign in _ENDS if (at := text.rfind(sign, first, start)) >= 0), default=first)
    stops = [at + len(sign.rstrip()) for sign in _ENDS if (at := text.find(sign, max(start, end - 1), end + most)) >= 0]
    finish = min(stops, default=min(len(text), end + most))
    return min(begin, start), max(finish, end)


def around(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    """Return where some text around a stretch of it begins and ends: at words, at most so many signs away."""
    first, last = max(0, start - most), min(len(text), end + most)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last


def sentence_of(text: str | None, line: ClaimLine) -> tuple[Piece, ...]:
    """Return the sentence that the evidence of a claim stands in, marked; the evidence alone where there is no text."""
    span = line.claim.span
    if text is None or text[span.start : span.end] != line.claim.evidence:
        return evidence(line)
    start, end = sentence(text, span.start, span.end)
    return pieces(text[start:end], [(span.start, span.end, "evidence", line.id), *claim_marks(line)], start)


def paragraphs(text: str, marks: Sequence[tuple[int, int, str, str | None]], quiet: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the lines of a report with their pieces; `quiet` lines are not the report's own words."""
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            theirs = [mark for mark in marks if mark[1] > at and mark[0] < at + len(line)]
            found.append(
                {
                    "start": at,
                    "pieces": pieces(line, theirs, at),
                    "quiet": any(span.start <= at and at + len(line.rstrip()) <= span.end for span in quiet),
                }
            )
        at += len(line) + 1
    return found


def figure(low: int | None, high: int | None, qualifier: str = "") -> str:
    """Return bounds as a person writes them: 5, 5–9, at least 5, at most 9, no number."""
    if low is None and high is None:
        return "no number"
    if high is None:
        return f"{number(low)} or more"
    if low is None:
        return f"up to {number(high)}"
    about = "about " if qualifier == "about" else ""
    return about + (number(low) if low == high else f"{number(low)}–{number(high)}")


def number(value: int | None) -> str:
    """Return a number with thin spaces between thousands; a dash for None."""
    return "–" if value is None else f"{value:,}".replace(",", "\u202f")


@functools.lru_cache(maxsize=8192)
def bar(low: int | None, best: int | None, high: int | None, most: int) -> str:
    """Return low, best and high as a small bar on an axis from 0 to `most`, as SVG; nothing without figures."""
    if low is None or best is None or high is None:
        return ""
    span = max(most, 1)
    left, middle, right = (4 + (_BAR - 8) * min(value, span) / span for value in (low, best, high))
    body = [
        element("line", x1=4, x2=_BAR - 4, y1=_BAR_HIGH / 2, y2=_BAR_HIGH / 2, class_="axis"),
        element("line", x1=left, x2=max(right, left + 1), y1=_BAR_HIGH / 2, y2=_BAR_HIGH / 2, class_="range"),
        element("circle", cx=middle, cy=_BAR_HIGH / 2, r=3.5, class_="best"),
    ]
    words = f"{number(low)} to {number(high)}, best {number(best)}"
    return document(_BAR, _BAR_HIGH, words, f"{words}, on an axis from 0 to {number(span)}", body)


def histogram(months: Mapping[str, int], link: Callable[[str], str]) -> str:
    """Return how many events each month has, or each year where there are many, as SVG whose bars are links."""
    if not months:
        return ""
    counts = dict(months)
    names = _months(min(months), max(months))
    if len(names) > _MOST_MONTHS:
        counts = {year: sum(count for month, count in months.items() if month[:4] == year) for year in {m[:4] for m in months}}
        names = [f"{year:04}" for year in range(int(min(counts)), int(max(counts)) + 1)]
    step, most = (_WIDE - _AXIS) / len(names), max(counts.values())
    body = [element("text", number(most), x=_AXIS - 5, y=_TOP + 9, text_anchor="end", class_="tick")]
    body.append(element("text", "0", x=_AXIS - 5, y=_FLOOR, text_anchor="end", class_="tick"))
    for at, name in enumerate(names):
        if count := counts.get(name, 0):
            tall = (_FLOOR - _TOP) * count / most
            shape = {"x": _AXIS + at * step, "y": _FLOOR - tall, "width": max(step - 1, 1.0), "height": tall}
            rect = element("rect", element("title", f"{name}: {count}"), class_="month", **shape)
            body.append(element("a", rect, href=link(name), aria_label=f"{name}: {count} events"))
    body.append(element("line", x1=_AXIS, x2=_WIDE, y1=_FLOOR, y2=_FLOOR, class_="axis"))
    for at, name in _ticks(names, step):
        body.append(element("text", name, x=_AXIS + at * step, y=_FLOOR + 16, class_="tick"))
    said = "; ".join(f"{name}: {count}" for name, count in sorted(counts.items())[:60])
    title = "Events by year" if len(names[0]) == 4 else "Events by month"
    return document(_WIDE, _FLOOR + 24, title, said, body).replace('role="img"', 'role="group"', 1)


def _ticks(names: Sequence[str], step: float) -> Iterable[tuple[int, str]]:
    """Yield which periods are named below the axis: the first, then Januaries or years that have room."""
    free = 0.0
    for at, name in enumerate(names):
        wide = 7.5 * len(name) + 14
        if (at == 0 or len(name) == 4 or name.endswith("-01")) and at * step >= free and at * step + wide <= _WIDE - _AXIS:
            yield at, name
            free = at * step + wide


def title_of(record: Record) -> str:
    """Return what an event is called: its place and time."""
    place = (record.get("place") or {}).get("name") or "place not known"
    return f"{place}, {record.get('when') or 'time not known'}"


def sheet_cell(value: Any) -> str:  # noqa: ANN401 - what a record holds
    """Return a value for a spreadsheet; what it would take for a formula is kept from being one."""
    if value is None:
        return ""
    if isinstance(value, (dict, list, tuple)):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r\n|" and text else text


def citation(title: str, address: str, entry: int, recorded: str, version: str) -> dict[str, str]:
    """Return how to cite a page at a state of the ledger: as text, BibTeX and CSL-JSON."""
    day = recorded[:10]
    text = f"counterclaim {version}: {title}. Ledger entry {entry:,}, {recorded[:19]}Z. {address}"
    safe = title.translate({ord(sign): f"\\{sign}" for sign in "{}%&#$_\\"})
    bibtex = (
        f"@misc{{counterclaim_{entry},\n  title = {{{safe}}},\n  howpublished = {{\\url{{{address}}}}},\n"
        f"  note = {{counterclaim {version}, ledger entry {entry}}},\n  year = {{{day[:4]}}},\n  month = {{{int(day[5:7])}}}\n}}"
    )
    csl: Record = {
        "id": f"counterclaim-{entry}",
        "type": "dataset",
        "title": title,
        "URL": address,
        "version": f"ledger entry {entry}",
        "publisher": f"counterclaim {version}",
        "issued": {"date-parts": [[int(part) for part in day.split("-")]]},
    }
    return {"text": text, "bibtex": bibtex, "csl": json.dumps([csl], ensure_ascii=False, indent=2)}


def _months(first: str, last: str) -> list[str]:
    year, month = int(first[:4]), int(first[5:7])
    found = [f"{year:04}-{month:02}"]
    while found[-1] < last and len(found) < 1200:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        found.append(f"{year:04}-{month:02}")
    return found


def _order(name: str) -> int:
    return _PLACES.get(name, 1)
