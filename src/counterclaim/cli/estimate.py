"""`counterclaim estimate`: low, best and high of each event, under a codebook."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.sources import known_from, source_options
from counterclaim.export.results import write_estimate_lines, write_estimate_table
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.pipeline import estimate_known

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@source_options
@click.option("--event", metavar="ID", help="Only the event with this id.")
@click.option(
    "--codebook",
    type=click.Choice(list(codebook_names())),
    default="ucdp",
    show_default=True,
    help="Whose rules turn claims into low, best and high.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="A table, or lines of JSON.",
)
def estimate(  # noqa: PLR0913 - one for each option
    paths: tuple[str, ...],
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    event: str | None,
    codebook: str,
    form: str,
) -> Status:
    """Print low, best and high of each event, outcome and side, and why.

    PATH is what `extract` takes. Reports that carry the same "event" are taken as one event; the others are linked. With --ledger
    the events are those that it holds, as of the moment that is asked for.
    """
    aside = Aside()
    known = known_from(paths, address, as_of, known_by, aside=aside, event=event)
    wanted = event if known.events is None else None
    estimates = estimate_known(known, load_codebook(codebook), event=wanted)
    if form == "jsonl":
        write_estimate_lines(estimates, sys.stdout)
    else:
        write_estimate_table(estimates, sys.stdout)
    return aside.finish()
