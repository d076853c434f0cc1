"""What became of every number of a report: which recogniser took or refused it, and why."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from counterclaim.export.formats import Format
from counterclaim.export.sheet import cell
from counterclaim.export.table import WIDEST, report_head
from counterclaim.export.visible import visible
from counterclaim.records import line, verdict_to_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from counterclaim.model import Report, Verdict

    Explanations = Iterable[tuple[Report, tuple[Verdict, ...]]]

_COLUMNS = ("report", "start", "end", "text", "recogniser", "accepted", "reason")
_CONTEXT = 24


def write_table(explanations: Explanations, stream: TextIO) -> None:
    """Write a block for each report: its numbers among their neighbours, taken or refused, by whom, and why."""
    console = Console(file=stream, highlight=False)
    console.width = min(console.width, WIDEST)
    taken = refused = 0
    for report, verdicts in explanations:
        console.print(*report_head(report), _verdicts(report, verdicts), "", sep="\n")
        taken += sum(verdict.accepted for verdict in verdicts)
        refused += sum(not verdict.accepted for verdict in verdicts)
    console.print(Text(f"{taken:,} numbers taken, {refused:,} refused", "bold"))


def _verdicts(report: Report, verdicts: tuple[Verdict, ...]) -> Table | Text:
    if not verdicts:
        return Text("    no numbers", "dim")
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, header_style="dim not bold")
    table.add_column("", width=7)
    table.add_column("where it stands", ratio=6)
    table.add_column("by", ratio=2)
    table.add_column("because", ratio=4)
    for verdict in verdicts:
        mark = Text("taken", "green") if verdict.accepted else Text("refused", "yellow")
        reason = Text(visible(verdict.reason))
        table.add_row(mark, _in_context(report.text, verdict), Text(verdict.recogniser), reason)
    return table


def _in_context(text: str, verdict: Verdict) -> Text:
    start, end = verdict.span.start, verdict.span.end
    first, last = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    if first and " " in text[first:start]:
        first = text.index(" ", first) + 1
    if last < len(text) and " " in text[end:last]:
        last = text.rindex(" ", end, last)
    before, number, after = (visible(text[one:other]) for one, other in ((first, start), (start, end), (end, last)))
    return Text.assemble((before, "dim"), (number, "bold"), (after, "dim"))


def write_lines(explanations: Explanations, stream: TextIO) -> None:
    """Write a line of JSON for each number; `schema/verdict.json` describes it."""
    for report, verdicts in explanations:
        stream.writelines(line(verdict_to_record(verdict, report.id)) + "\n" for verdict in verdicts)


def write_sheet(explanations: Explanations, stream: TextIO) -> None:
    """Write the head, then a row for each number."""
    rows = csv.DictWriter(stream, _COLUMNS)
    rows.writeheader()
    for report, verdicts in explanations:
        for verdict in verdicts:
            rows.writerow({name: cell(value) for name, value in verdict_to_record(verdict, report.id).items()})


#: As WRITERS of formats.py, for explanations.
EXPLANATION_WRITERS: Mapping[Format, Callable[[Explanations, TextIO], None]] = {
    Format.TABLE: write_table,
    Format.JSONL: write_lines,
    Format.CSV: write_sheet,
}
