"""`counterclaim explain`: what became of each claim of an event, in sentences."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.sources import known_from, source_options
from counterclaim.export.results import write_explanation
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.pipeline import estimate_known

if TYPE_CHECKING:
    from counterclaim.cli.status import Status


@click.command()
@click.argument("event", metavar="EVENT")
@source_options
@click.option("--codebook", type=click.Choice(list(codebook_names())), default="ucdp", show_default=True, help="Whose rules.")
def explain(  # noqa: PLR0913 - one for each option
    event: str, paths: tuple[str, ...], *, address: str | None, as_of: str | None, known_by: str | None, codebook: str
) -> Status:
    """Print for each outcome and side of EVENT what each claim was used as, or which rule left it out.

    EVENT is an id that `link` prints for the same PATHs or the same ledger, or the "event" that reports carry.
    """
    aside = Aside()
    known = known_from(paths, address, as_of, known_by, aside=aside, event=event)
    wanted = event if known.events is None else None
    evidence = {claim.id: claim.evidence for extraction in known.extractions for claim in extraction.claims}
    write_explanation(estimate_known(known, load_codebook(codebook), event=wanted), evidence, sys.stdout)
    return aside.finish()
