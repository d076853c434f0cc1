"""`counterclaim events`: what a ledger's events are, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from counterclaim.cli import listing
from counterclaim.cli.ledgers import format_option, ledger_option, moment, moment_options, opened, page_options
from counterclaim.cli.status import Status
from counterclaim.knowledge.codebook import codebook_names

if TYPE_CHECKING:
    from counterclaim.ledger.computed import EventLine
    from counterclaim.records import Record

COLUMNS = ("when", "place", "country", "killed", "injured", "origins", "reports", "languages", "badges", "id")
_NONE = "no events: counterclaim link --ledger ..."


@click.command()
@ledger_option
@moment_options
@format_option
@page_options
@click.option("--country", metavar="CODE", help="Only those in this country (alpha-3).")
@click.option("--place", metavar="NAME", help="Only those at this place.")
@click.option("--since", metavar="DATE", help="Only those on this day or later.")
@click.option("--until", metavar="DATE", help="Only those on this day or earlier.")
@click.option(
    "--codebook", type=click.Choice(list(codebook_names())), default="ucdp", show_default=True, help="Whose low / best / high."
)
def events(  # noqa: PLR0913 - one for each option
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    form: str,
    limit: int | None,
    country: str | None,
    place: str | None,
    since: str | None,
    until: str | None,
    codebook: str,
) -> Status:
    """List the events of a ledger, the one known last first, each with its figures."""
    from counterclaim.ledger import computed  # noqa: PLC0415 - drivers load when a ledger is opened

    wanted = computed.EventFilter(country, place, since, until)
    at = moment(as_of, known_by)
    with opened(address) as ledger:
        found = listing.all_of(
            lambda after, size: computed.list_events(ledger, wanted, moment=at, after=after, limit=size), form, limit
        )
        shown = ("when", "place", "killed", "injured", "reports", "badges", "id")
        listing.write(
            (_record(one, codebook) for one in found), form, COLUMNS, shown=shown, title="no events: counterclaim link --ledger"
        )
    return Status.DONE


def _record(line: EventLine, codebook: str) -> Record:
    place, summary = line.record.get("place") or {}, line.record.get("summary", {})
    figures = summary.get("figures", {}).get(codebook, {})
    return {
        "when": line.record.get("when"),
        "place": place.get("name"),
        "country": place.get("country"),
        "killed": _range(figures.get("killed")),
        "injured": _range(figures.get("injured")),
        "origins": summary.get("origins"),
        "reports": len(line.record.get("reports", ())),
        "languages": " ".join(summary.get("languages", ())),
        "badges": " ".join(summary.get("badges", ())),
        "id": line.id,
    }


def _range(figures: list[int | None] | None) -> str | None:
    """Return low / best / high as one cell; None where there is no figure."""
    if not figures or figures[1] is None:
        return None
    return "/".join(map(str, figures))
