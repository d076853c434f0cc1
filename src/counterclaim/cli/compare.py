"""`counterclaim compare`: one event under all codebooks, side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.sources import known_from, source_options
from counterclaim.export.results import write_comparison
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.pipeline import estimate_known

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("event", metavar="EVENT")
@source_options
def compare(event: str, paths: tuple[str, ...], *, address: str | None, as_of: str | None, known_by: str | None) -> Status:
    """Print low / best / high of EVENT under every codebook, side by side.

    EVENT is an id that `link` prints for the same PATHs or the same ledger, or the "event" that reports carry.
    """
    aside = Aside()
    known = known_from(paths, address, as_of, known_by, aside=aside, event=event)
    wanted = event if known.events is None else None
    found = {name: list(estimate_known(known, load_codebook(name), event=wanted)) for name in codebook_names()}
    write_comparison(found, sys.stdout)
    return aside.finish()
