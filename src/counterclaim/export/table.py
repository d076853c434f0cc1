"""The claims of reports as a table for people: who says that how many of whom, where and when, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from counterclaim.export.visible import visible
from counterclaim.model import Outcome, Qualifier, RelationKind, Scope, Stance, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import RenderableType

    from counterclaim.model import Bounds, Claim, Extraction, Place, Report, Span

_OUTCOME_STYLE = {
    Outcome.KILLED: "red",
    Outcome.INJURED: "yellow",
    Outcome.CASUALTIES: "magenta",
    Outcome.MISSING: "cyan",
    Outcome.CAPTURED: "blue",
    Outcome.DISPLACED: "cyan",
    Outcome.LOST: "green",
    Outcome.STRENGTH: "green",
}
_STANCE_STYLE = {Stance.ASSERTS: "", Stance.CONFIRMS: "green", Stance.DENIES: "bold red", Stance.ESTIMATES: "italic"}
_RELATION_WORDS = {
    RelationKind.PART_OF: "part of",
    RelationKind.IN_ADDITION_TO: "in addition to",
    RelationKind.REVISES: "revises",
    RelationKind.RESTATES: "restates",
    RelationKind.DENIES: "denies",
    RelationKind.CONFIRMS: "confirms",
    RelationKind.RESPONDS_TO: "responds to",
}
_HEADS = ("", "how many", "of whom", "who says so", "where, when")
_RATIOS = (None, 4, 4, 6, 5)
_NUMBER_WIDTH = 3
#: A line wider than this is hard to follow, however wide the terminal is.
WIDEST = 120


def write_table(extractions: Iterable[Extraction], stream: TextIO) -> None:
    """Write a block for each report as it comes, then how many there were."""
    console = Console(file=stream, highlight=False)
    console.width = min(console.width, WIDEST)
    reports = claims = 0
    for extraction in extractions:
        console.print(report_block(extraction))
        reports += 1
        claims += len(extraction.claims)
    console.print(Text(f"{_count(claims, 'claim')} in {_count(reports, 'report')}", "bold"))


def report_block(extraction: Extraction) -> RenderableType:
    """Return what is shown of one report: its head, and each claim above the words that state it."""
    head = report_head(extraction.report)
    if not extraction.claims:
        return Group(*head, Text("    no claims\n", "dim"))
    numbers = {claim.id: number for number, claim in enumerate(extraction.claims, 1)}
    rows: list[RenderableType] = [_row(*(Text(word, "dim") for word in _HEADS))]
    for number, claim in enumerate(extraction.claims, 1):
        rows.append(_claim_row(number, claim))
        rows.append(Padding(_evidence(claim, numbers), (0, 0, 1, _NUMBER_WIDTH + 1)))
    return Group(*head, *rows)


def report_head(report: Report) -> list[RenderableType]:
    """Return the lines above what is shown of one report."""
    known = [report.lang, report.published or "no date", report.outlet]
    title = Text(visible(report.id), "bold")
    for part in filter(None, known):
        title.append(f"  {visible(part)}", "not bold")
    lines: list[RenderableType] = [Rule(style="dim"), title]
    if report.title:
        lines.append(Text(visible(report.title), "italic"))
    return lines


def _claim_row(number: int, claim: Claim) -> Table:
    return _row(
        Text(str(number), "dim", justify="right"),
        _stacked(Text(visible(stated(claim.bounds, claim.quantity_word)), "bold"), _outcome(claim)),
        _stacked(_said(claim.victims, "not said"), Text(visible(_victim_note(claim)), "dim")),
        _stacked(_said(claim.claimant, "the report itself"), _claimant_note(claim)),
        _stacked(_said(_where(claim.place), "place not said"), Text(visible(claim.when or "time not said"), "dim")),
    )


def _row(*cells: RenderableType) -> Table:
    row = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for ratio in _RATIOS:
        row.add_column(ratio=ratio, width=None if ratio else _NUMBER_WIDTH)
    row.add_row(*cells)
    return row


def _stacked(above: Text, below: Text) -> Text:
    return above if not below.plain else Text("\n").join([above, below])


def stated(bounds: Bounds, quantity_word: str | None = None) -> str:
    """Return in words what the bounds say: "at least 80", "20 to 30", "dozens (20+)"."""
    low, high = bounds.low, bounds.high
    if bounds.qualifier is Qualifier.VAGUE:
        word = quantity_word or "some"
        return f"{word} ({low:,}+)" if low is not None else word
    if low is None and high is None:
        return "no number"
    if low is None:
        return f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    if low != high:
        return f"{low:,} to {high:,}"
    return f"about {low:,}" if bounds.qualifier is Qualifier.ABOUT else f"{low:,}"


def _outcome(claim: Claim) -> Text:
    words = Text(claim.outcome.value, _OUTCOME_STYLE[claim.outcome])
    if claim.scope is Scope.TOTAL:
        words.append(" in total", "dim")
    return words


def _victim_note(claim: Claim) -> str:
    kind = None if claim.victim_kind in {VictimKind.UNSPECIFIED, VictimKind.MATERIEL} else claim.victim_kind.value
    return ", ".join(filter(None, (claim.victim_country, kind)))


def _said(words: str | None, otherwise: str) -> Text:
    return Text(visible(words)) if words else Text(otherwise, "dim")


def _claimant_note(claim: Claim) -> Text:
    notes = []
    if claim.claimants or claim.stance is not Stance.ASSERTS:
        notes.append(Text(claim.stance.value, _STANCE_STYLE[claim.stance] or "dim"))
    if claim.via:
        notes.append(Text(f"via {visible(', '.join(claim.via))}", "dim"))
    if claim.verification:
        notes.append(Text(claim.verification.value, "dim"))
    return Text(", ", "dim").join(notes)


def _where(place: Place | None) -> str | None:
    return None if place is None else ", ".join(filter(None, (place.relation, place.name, place.country)))


def _evidence(claim: Claim, numbers: Mapping[str, int]) -> Text:
    words = Text.assemble(("\u201c", "cyan"))
    quote = Text(visible(claim.evidence))
    for span in claim.spans.get("claimant", ()):
        _mark(quote, claim.span, span, "underline")
    if claim.figure:
        _mark(quote, claim.span, claim.figure.span, f"bold {_OUTCOME_STYLE[claim.outcome]}")
    words.append_text(quote).append("\u201d", "cyan")
    for relation in claim.relations:
        other = numbers.get(relation.claim)
        words.append(f"  {_RELATION_WORDS[relation.kind]} {other or 'a claim elsewhere'}", "dim")
    return words


def _mark(quote: Text, evidence: Span, span: Span, style: str) -> None:
    if evidence.covers(span):
        quote.stylize(style, span.start - evidence.start, span.end - evidence.start)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
