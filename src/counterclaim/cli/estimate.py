"""`counterclaim estimate`: low, best and high of each event, under a codebook."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.export.results import write_estimate_lines, write_estimate_table
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.pipeline import estimate_extractions, extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
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
def estimate(paths: tuple[str, ...], event: str | None, codebook: str, form: str) -> Status:
    """Print low, best and high of each event, outcome and side, and why.

    PATH is what `extract` takes. Reports that carry the same "event" are taken as one event; the others are linked.
    """
    aside = Aside()
    extractions = aside.keep(extract_paths(paths, read_settings()))
    estimates = estimate_extractions(extractions, load_codebook(codebook), event=event)
    if form == "jsonl":
        write_estimate_lines(estimates, sys.stdout)
    else:
        write_estimate_table(estimates, sys.stdout)
    return aside.finish()
