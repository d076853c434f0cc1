"""`counterclaim explain`: what became of each claim of an event, in sentences."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.export.results import write_explanation
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.pipeline import estimate_extractions, extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--codebook", type=click.Choice(list(codebook_names())), default="ucdp", show_default=True, help="Whose rules.")
def explain(event: str, paths: tuple[str, ...], codebook: str) -> Status:
    """Print for each outcome and side of EVENT what each claim was used as, or which rule left it out.

    EVENT is an id that `link` prints for the same PATHs, or the "event" that reports carry.
    """
    aside = Aside()
    known = list(aside.keep(extract_paths(paths, read_settings())))
    evidence = {claim.id: claim.evidence for extraction in known for claim in extraction.claims}
    write_explanation(estimate_extractions(known, load_codebook(codebook), event=event), evidence, sys.stdout)
    return aside.finish()
