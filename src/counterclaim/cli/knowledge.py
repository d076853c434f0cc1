"""`counterclaim knowledge`: what the program knows, checked and shown."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from counterclaim.cli.status import Status
from counterclaim.knowledge.check import check_knowledge
from counterclaim.knowledge.language import KINDS, language_codes, read_table
from counterclaim.knowledge.lexicon import phrases_of
from counterclaim.knowledge.places_import import import_dump
from counterclaim.settings import read_settings


@click.group(short_help="Check and show what the program knows.")
def knowledge() -> None:
    """Check and show what the program knows: languages, actors, places, codebooks."""


@knowledge.command()
def check() -> Status:
    """Check all data, and name every problem; exit status 1 where there is one."""
    checked = check_knowledge()
    for problem in checked.problems:
        click.echo(str(problem), err=True)
    if checked.problems:
        click.echo(f"{len(checked.problems):,} problems in {checked.files:,} files", err=True)
        return Status.NO
    click.echo(f"{checked.files:,} files are sound; languages: {', '.join(language_codes())}")
    return Status.DONE


@knowledge.command()
@click.argument("language", metavar="LANGUAGE")
def show(language: str) -> Status:
    """Show what the pack of LANGUAGE (a code such as sv) holds."""
    if language not in language_codes():
        raise click.BadParameter(f"there is no pack for {language!r}; there are {', '.join(language_codes())}")
    about = read_table(language, "pack")
    table = Table("kind", "means", "phrases", "for example", title=f"{about['name']} ({language})", title_justify="left")
    for kind in KINDS:
        for value, phrases in _by_value(language, kind).items():
            table.add_row(kind, value, f"{len(phrases):,}", ", ".join(phrases[:4]))
    console = Console(highlight=False)
    console.print(table)
    return Status.DONE


@knowledge.group()
def places() -> None:
    """Keep the index of places."""


@places.command("import", short_help="Add the places of a GeoNames dump.")
@click.argument("dump", metavar="FILE", type=click.Path(path_type=Path))
def import_places(dump: Path) -> Status:
    """Add the places of a GeoNames dump (allCountries.zip, AF.txt, ...) to those that come with the program.

    A file that is cut off or no dump leaves the index as it was.
    """
    count = import_dump(dump, read_settings().cache)
    click.echo(f"{count:,} places of {dump} are in the index; their data is by GeoNames, CC BY 4.0")
    return Status.DONE


def _by_value(language: str, kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for phrase, entry in phrases_of(read_table(language, kind), kind):
        found.setdefault(entry.value, []).append(phrase)
    return found
