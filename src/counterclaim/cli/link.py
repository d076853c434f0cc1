"""`counterclaim link`: reports in, events out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.export.results import (
    write_event_lines,
    write_event_table,
    write_series_lines,
    write_suggestion_lines,
)
from counterclaim.pipeline import extract_paths, link_extractions
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
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
def link(paths: tuple[str, ...], form: str, what: str) -> Status:
    """Print which reports tell of the same event, across languages.

    PATH is what `extract` takes. Reports that carry the same "event" are one event and are not linked. Running totals
    are never part of an event; they form series of their own.
    """
    aside = Aside()
    extractions = list(aside.keep(extract_paths(paths, read_settings())))
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
