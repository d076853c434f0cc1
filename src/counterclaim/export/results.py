"""Events, estimates, suggestions and series of totals: as lines of JSON and as tables for people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from counterclaim.export.table import WIDEST
from counterclaim.export.visible import visible
from counterclaim.records import estimate_to_record, event_to_record, line, series_to_record, suggestion_to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Estimate, Event, Series, Suggestion

_NOTHING = "–"


def write_event_lines(events: Iterable[Event], stream: TextIO) -> None:
    """Write a line of JSON for each event."""
    stream.writelines(line(event_to_record(event)) + "\n" for event in events)


def write_estimate_lines(estimates: Iterable[Estimate], stream: TextIO) -> None:
    """Write a line of JSON for each event, outcome and side."""
    stream.writelines(line(estimate_to_record(estimate)) + "\n" for estimate in estimates)


def write_suggestion_lines(suggestions: Iterable[Suggestion], stream: TextIO) -> None:
    """Write a line of JSON for each suggestion."""
    stream.writelines(line(suggestion_to_record(suggestion)) + "\n" for suggestion in suggestions)


def write_series_lines(series: Iterable[Series], stream: TextIO) -> None:
    """Write a line of JSON for each series of totals."""
    stream.writelines(line(series_to_record(one)) + "\n" for one in series)


def write_event_table(events: Sequence[Event], stream: TextIO, languages: Mapping[str, str | None]) -> None:
    """Write a row for each event; `languages` are those of the reports by id."""
    table = _table("event", "when", "where", "reports", "languages", "claims")
    for event in events:
        spoken = sorted({language for report in event.reports if (language := languages.get(report))})
        table.add_row(
            event.id,
            event.when or _NOTHING,
            visible(event.place.name) if event.place else _NOTHING,
            str(len(event.reports)),
            " ".join(spoken),
            str(len(event.claims)),
        )
    console = _console(stream)
    console.print(table)
    console.print(Text("1 event" if len(events) == 1 else f"{len(events):,} events", "bold"))


def write_estimate_table(estimates: Iterable[Estimate], stream: TextIO) -> None:
    """Write low, best and high by event, outcome and side, and below each event why."""
    console = _console(stream)
    for event, lines in groupby(estimates, key=lambda estimate: estimate.event):
        known = list(lines)
        console.print(Text(f"{visible(event)}  ({known[0].codebook})", "bold"))
        table = _table("outcome", "side", "low", "best", "high", "why")
        for estimate in known:
            why = visible(estimate.reasons[0].text) if estimate.reasons else ""
            table.add_row(
                estimate.outcome.value, estimate.side, _number(estimate.low), _number(estimate.best), _number(estimate.high), why
            )
        console.print(table)


def write_comparison(by_codebook: Mapping[str, Sequence[Estimate]], stream: TextIO) -> None:
    """Write low / best / high of one event under all codebooks side by side."""
    names = list(by_codebook)
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for name, estimates in by_codebook.items():
        for estimate in estimates:
            rows.setdefault((estimate.outcome.value, estimate.side), {})[name] = _range(estimate)
    table = _table("outcome", "side", *names)
    for (outcome, side), found in rows.items():
        table.add_row(outcome, side, *(found.get(name, _NOTHING) for name in names))
    _console(stream).print(table)


def write_explanation(estimates: Iterable[Estimate], evidence: Mapping[str, str], stream: TextIO) -> None:
    """Write in sentences what became of each claim; `evidence` are the claims' words by id."""
    console = _console(stream)
    for estimate in estimates:
        console.print(Text(f"{estimate.outcome.value}, {estimate.side}: {_range(estimate)}  ({estimate.codebook})", "bold"))
        for reason in estimate.reasons:
            console.print(Text(f"  {visible(reason.text)}  [{reason.rule}]"))
            for claim in reason.claims:
                console.print(Text(f"      “{visible(evidence.get(claim, claim))}”", "dim"))


def _range(estimate: Estimate) -> str:
    if estimate.best is None:
        return _NOTHING
    return f"{estimate.low} / {estimate.best} / {estimate.high}" + (f" {estimate.grade}" if estimate.grade else "")


def _number(value: int | None) -> str:
    return _NOTHING if value is None else f"{value:,}"


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for head in heads:
        table.add_column(head, justify="right" if head in {"low", "best", "high", "reports", "claims"} else "left")
    return table


def _console(stream: TextIO) -> Console:
    console = Console(file=stream, highlight=False)
    console.width = min(console.width, WIDEST) if stream.isatty() else WIDEST
    return console
