"""`counterclaim compare`: one event under all codebooks, side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.export.results import write_comparison
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.pipeline import estimate_extractions, extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
def compare(event: str, paths: tuple[str, ...]) -> Status:
    """Print low / best / high of EVENT under every codebook, side by side.

    EVENT is an id that `link` prints for the same PATHs, or the "event" that reports carry.
    """
    aside = Aside()
    known = list(aside.keep(extract_paths(paths, read_settings())))
    found = {name: list(estimate_extractions(known, load_codebook(name), event=event)) for name in codebook_names()}
    write_comparison(found, sys.stdout)
    return aside.finish()
