"""`counterclaim plot`: the forest plot of an event, for the terminal or as SVG, PNG, PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterclaim.charts.forest import forest_svg, forest_text
from counterclaim.charts.plotting import write_chart
from counterclaim.cli.aside import Aside
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.model import Outcome
from counterclaim.pipeline import extract_paths, forest_of
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--outcome", type=click.Choice(["killed", "injured", "captured", "missing", "displaced"]), default="killed", show_default=True
)
@click.option("--codebook", type=click.Choice(list(codebook_names())), default="ucdp", show_default=True, help="Whose rules.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this .svg, .png or .pdf instead.")
def plot(event: str, paths: tuple[str, ...], outcome: str, codebook: str, out: Path | None) -> Status:
    """Draw one row for each origin of EVENT: its figure, its bounds, and whether it was used.

    EVENT is an id that `link` prints for the same PATHs, or the "event" that reports carry.
    """
    aside = Aside()
    known = list(aside.keep(extract_paths(paths, read_settings())))
    chart = forest_of(known, load_codebook(codebook), event=event, outcome=Outcome(outcome))
    if out is None:
        sys.stdout.write(forest_text(chart))
    else:
        write_chart(forest_svg(chart), out)
    return aside.finish()
