"""`counterclaim demo`: the bundled example reports and their claims."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from counterclaim.cli.aside import Aside
from counterclaim.cli.progress import announce_first_run
from counterclaim.demo import reports_folder
from counterclaim.export.table import write_table
from counterclaim.pipeline import extract_paths
from counterclaim.settings import read_settings

if TYPE_CHECKING:
    from counterclaim.cli.status import Status

_INTRODUCTION = """\
Six reports, in Norwegian, Swedish, Dutch and English, as a crawler found them: with cookie notices, photo credits and
links to other stories. Read them yourself: {folder}
"""
_NEXT = """\
Two of them, in Norwegian and in Dutch, tell of one night in Makiivka: 63 dead, or 89, or about 400; it depends on
whom you ask, and when.

Why each number was taken or refused:
    {program} extract --explain {report}
Your own reports, for a program:
    {program} extract --format jsonl FOLDER
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
            write_table(aside.keep(extract_paths(sorted(path.name for path in folder.iterdir()), settings)), sys.stdout)
        click.echo()
        report = os.path.relpath(folder / "skargardsbladet-khasham.txt")
        click.echo(_NEXT.format(program=_program(), report=report), nl=False)
    return aside.finish()


def _program() -> str:
    """Return what a user types to call this program again."""
    return "counterclaim" if shutil.which("counterclaim") else os.path.relpath(sys.argv[0])
