"""`counterclaim plot`: the forest plot of an event, for the terminal or as SVG, PNG, PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterclaim.charts.forest import forest_svg, forest_text
from counterclaim.charts.plotting import write_chart
from counterclaim.cli.aside import Aside
from counterclaim.cli.sources import known_from, source_options
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.model import Outcome
from counterclaim.pipeline import forest_of

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("event", metavar="EVENT")
@source_options
@click.option(
    "--outcome", type=click.Choice(["killed", "injured", "captured", "missing", "displaced"]), default="killed", show_default=True
)
@click.option("--codebook", type=click.Choice(list(codebook_names())), default="ucdp", show_default=True, help="Whose rules.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this .svg, .png or .pdf instead.")
def plot(  # noqa: PLR0913 - one for each option
    event: str,
    paths: tuple[str, ...],
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    outcome: str,
    codebook: str,
    out: Path | None,
) -> Status:
    """Draw one row for each origin of EVENT: its figure, its bounds, and whether it was used.

    EVENT is an id that `link` prints for the same PATHs or the same ledger, or the "event" that reports carry.
    """
    aside = Aside()
    known = known_from(paths, address, as_of, known_by, aside=aside, event=event)
    held = known.events[0].id if known.events else event
    chart = forest_of(known, load_codebook(codebook), event=held, outcome=Outcome(outcome))
    if out is None:
        sys.stdout.write(forest_text(chart))
    else:
        write_chart(forest_svg(chart), out)
    return aside.finish()
