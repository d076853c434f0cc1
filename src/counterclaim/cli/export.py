"""`counterclaim export`: events, estimates and claims in the formats of others."""

from __future__ import annotations

import functools
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from babel import Locale

from counterclaim import __version__
from counterclaim.cli.aside import Aside
from counterclaim.cli.ledgers import opened
from counterclaim.cli.sources import known_from, source_options
from counterclaim.export import acled, eventsheet, ged
from counterclaim.export.annotations import write_label_studio, write_web_annotations
from counterclaim.export.coded import coded, with_places
from counterclaim.export.geojson import write_geojson
from counterclaim.export.package import write_package
from counterclaim.knowledge.codebook import codebook_names, load_codebook
from counterclaim.knowledge.place_sources import country_codes
from counterclaim.pipeline import estimate_known, events_of

if TYPE_CHECKING:
    from counterclaim.cli.status import Status
    from counterclaim.export.coded import Coded
    from counterclaim.pipeline import Known

#: The formats and their files.
FILES = {
    "ged-csv": "events-ged.csv",
    "acled-csv": "events-acled.csv",
    "csv": "events.csv",
    "jsonl": "events.jsonl",
    "parquet": "events.parquet",
    "geojson": "events.geojson",
    "web-annotation": "annotations.jsonl",
    "label-studio": "label-studio.json",
}
#: What stands beside an export of a ledger, for `ledger verify --head`.
HEAD = "ledger-head.json"
_COLUMNS = {FILES["ged-csv"]: ged.COLUMNS, FILES["acled-csv"]: acled.COLUMNS, FILES["csv"]: eventsheet.COLUMNS}


@click.command()
@click.argument("form", type=click.Choice(list(FILES)), metavar="FORMAT")
@source_options
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder for the files.")
@click.option(
    "--codebook", type=click.Choice(list(codebook_names())), help="Whose rules; ged-csv is always ucdp, acled-csv acled."
)
@click.option("--coarsen", type=click.IntRange(0, 5), metavar="DECIMALS", help="Round coordinates to so many decimals.")
def export(  # noqa: PLR0913 - one for each option
    form: str,
    paths: tuple[str, ...],
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    out: Path,
    codebook: str | None,
    coarsen: int | None,
) -> Status:
    """Write the events of reports as FORMAT into a folder, with a datapackage.json beside them.

    FORMAT is one of ged-csv, acled-csv, csv, jsonl, parquet, geojson, web-annotation, label-studio. PATH is what `extract` takes;
    with --ledger the events are those that it holds, and ledger-head.json says up to which entry (`ledger verify --head`).
    """
    aside = Aside()
    head = None if paths else _head(address)  # before what is read: the export holds no less
    known = known_from(paths, address, as_of, known_by, aside=aside)
    rules = {"ged-csv": "ucdp", "acled-csv": "acled"}.get(form, codebook or "ucdp")
    if codebook is not None and codebook != rules:
        raise click.UsageError(f"{form} follows the codebook {rules}, not {codebook}")
    out.mkdir(parents=True, exist_ok=True)
    file = out / FILES[form]
    count = _write(form, file, known, rules, coarsen)
    package = write_package(out, [file], _versions(rules), _COLUMNS)
    if head is not None:
        (out / HEAD).write_text(head + "\n", "utf-8")
    click.echo(f"{count:,} written to {file}; {package.name} beside it", err=True)
    return aside.finish()


def _head(address: str | None) -> str:
    """Return the last entry of a ledger, as `ledger head` prints it."""
    from counterclaim.ledger.history import head  # noqa: PLC0415 - drivers load when a ledger is opened

    with opened(address, writable=False) as ledger:
        return head(ledger).line()


def _write(form: str, file: Path, known: Known, rules: str, coarsen: int | None) -> int:
    if form in {"web-annotation", "label-studio"}:
        with file.open("w", encoding="utf-8", newline="") as stream:
            if form == "web-annotation":
                return write_web_annotations(known.extractions, stream, f"counterclaim {__version__}")
            return write_label_studio(known.extractions, stream, f"counterclaim {__version__}")
    every = with_places(_coded(known, rules), coarsen)
    if form == "parquet":
        return eventsheet.write_event_parquet(every, file)
    with file.open("w", encoding="utf-8", newline="") as stream:
        match form:
            case "ged-csv":
                return ged.write_ged(every, stream, _country)
            case "acled-csv":
                return acled.write_acled(every, stream, _country)
            case "geojson":
                return write_geojson(every, stream)
            case "csv":
                return eventsheet.write_event_sheet(every, stream)
        return eventsheet.write_event_rows(every, stream)


def _coded(known: Known, rules: str) -> list[Coded]:
    estimates = defaultdict(list)
    for estimate in estimate_known(known, load_codebook(rules)):
        estimates[estimate.event].append(estimate)
    by_report = {extraction.report.id: extraction for extraction in known.extractions}
    return [
        coded(event, estimates[event.id], [by_report[report] for report in event.reports if report in by_report])
        for event in events_of(known)
    ]


def _versions(rules: str) -> dict[str, str]:
    book = load_codebook(rules)
    return {"program": __version__, "codebook": f"{book.name} {book.version}"}


def _country(code: str) -> str:
    """Return the English name of an alpha-3 code, the code itself where none is known."""
    return _countries().get(code, code)


@functools.cache
def _countries() -> dict[str, str]:
    names = Locale("en").territories
    return {three: str(names[two]) for two, three in country_codes().items() if two in names}
