"""`counterclaim demo`: the bundled example reports and their claims."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from counterclaim.charts.forest import forest_text
from counterclaim.cli.aside import Aside
from counterclaim.cli.progress import announce_first_run
from counterclaim.demo import reports_folder
from counterclaim.export.results import write_event_table
from counterclaim.export.table import write_table
from counterclaim.knowledge.codebook import load_codebook
from counterclaim.model import Outcome
from counterclaim.pipeline import Known, events_of, extract_paths, forest_of
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status

_INTRODUCTION = """\
Six reports, in Norwegian, Swedish, Dutch and English, as a crawler found them: with cookie notices, photo credits and
links to other stories. Read them yourself: {folder}
"""
_ONE_EVENT = """\
Two of them, in Norwegian and in Dutch, tell of one night in Makiivka: 63 dead, or 89; it depends on whom you ask, and
when. They become one event, and each origin has its rows (hollow: not used, cross: denied):
"""
_NEXT = """\
Why each number was taken or refused:
    {program} extract --explain {report}
Your own reports, for a program:
    {program} extract --format jsonl FOLDER
A ledger of these reports, and the pages on it{needs}:
    {program} add {folder} --ledger demo.db
    {program} serve --ledger demo.db
"""


@click.command()
def demo() -> Status:
    """Read the bundled example reports and print their claims."""
    settings = read_settings()
    announce_first_run(settings)
    aside = Aside()
    with reports_folder() as folder:
        click.echo(_INTRODUCTION.format(folder=folder))
        with contextlib.chdir(folder):  # reports are named by their files, not by where they are installed
            known = Known(tuple(aside.keep(extract_paths(sorted(path.name for path in folder.iterdir()), settings))))
        write_table(known.extractions, sys.stdout)
        click.echo(f"\n{_ONE_EVENT}")
        _show_event(known)
        report = os.path.relpath(folder / "skargardsbladet-khasham.txt")
        needs = "" if find_spec("fastapi") else " (they need more packages: make setup)"
        click.echo(_NEXT.format(program=_program(), report=report, folder=os.path.relpath(folder), needs=needs), nl=False)
    return aside.finish()


def _show_event(known: Known) -> None:
    """Print the event of which the most reports tell, and its forest plot."""
    languages = {extraction.report.id: extraction.report.lang for extraction in known.extractions}
    widest = max(events_of(known), key=lambda event: (len(event.reports), len(event.claims), event.id))
    write_event_table([widest], sys.stdout, languages)
    click.echo()
    chart = forest_of(known, load_codebook("ucdp"), event=widest.id, outcome=Outcome.KILLED)
    sys.stdout.write(forest_text(chart) + "\n")


def _program() -> str:
    """Return what a user types to call this program again."""
    return "counterclaim" if shutil.which("counterclaim") else os.path.relpath(sys.argv[0])
