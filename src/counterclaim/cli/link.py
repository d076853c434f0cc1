"""`counterclaim link`: reports in, events out."""

from __future__ import annotations

import sys

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.ledgers import by_option, ledger_option, opened, person
from counterclaim.cli.status import Status
from counterclaim.export.results import (
    write_event_lines,
    write_event_table,
    write_series_lines,
    write_suggestion_lines,
)
from counterclaim.pipeline import extract_paths, link_extractions
from counterclaim.records import line
from counterclaim.settings import read_settings


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@ledger_option
@by_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A table, or lines of JSON.",
)
@click.option(
    "--what",
    type=click.Choice(["events", "suggestions", "series"]),
    default="events",
    show_default=True,
    help="The events; pairs of events that may be one (JSON lines only); or the running totals as series (JSON lines only).",
)
def link(paths: tuple[str, ...], *, address: str | None, by: str | None, form: str, what: str) -> Status:
    """Print which reports tell of the same event, across languages.

    PATH is what `extract` takes. Reports that carry the same "event" are one event and are not linked. Running totals
    are never part of an event; they form series of their own. With --ledger its reports are linked, and what comes of it is kept
    there: events, estimates under every codebook, suggestions and series; what people decided stays.
    """
    aside = Aside()
    if not paths:
        return _link_ledger(address, by, form, what)
    if address:
        raise click.UsageError("paths or --ledger, not both: add the paths to the ledger first (counterclaim add)")
    extractions = list(aside.keep(extract_paths(paths, read_settings(), named=True)))
    linked = link_extractions(extractions)
    if what == "suggestions":
        write_suggestion_lines(linked.suggestions, sys.stdout)
    elif what == "series":
        write_series_lines(linked.series, sys.stdout)
    elif form == "jsonl":
        write_event_lines(linked.events, sys.stdout)
    else:
        write_event_table(linked.events, sys.stdout, {e.report.id: e.report.lang for e in extractions})
    return aside.finish()


def _link_ledger(address: str | None, by: str | None, form: str, what: str) -> Status:
    from counterclaim.ledger.computed import list_results  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.pipeline_refresh import refresh  # noqa: PLC0415
    from counterclaim.pipeline_told import held  # noqa: PLC0415

    with opened(address) as ledger:
        refreshed = refresh(ledger, by=person(by))
        click.echo(f"{refreshed.events:,} events; {refreshed.entries:,} entries were added", err=True)
        if what != "events":
            kind = {"suggestions": "suggestion", "series": "series"}[what]
            sys.stdout.writelines(line(record) + "\n" for record in list_results(ledger, kind))
            return Status.DONE
        known = held(ledger)
    if form == "jsonl":
        write_event_lines(known.events or (), sys.stdout)
    else:
        write_event_table(known.events or (), sys.stdout, {e.report.id: e.report.lang for e in known.extractions})
    return Status.DONE
