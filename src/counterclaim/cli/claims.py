"""`counterclaim claims`: who claims what, from all reports of a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from counterclaim.cli import listing
from counterclaim.cli.ledgers import (
    format_option,
    ledger_option,
    moment,
    moment_options,
    names_option,
    opened,
    page_options,
)
from counterclaim.cli.status import Status
from counterclaim.model import Outcome, Scope, Stance

if TYPE_CHECKING:
    from counterclaim.ledger.filters import Circle

_STATUSES = ("reported", "corroborated", "reviewed", "rejected", "withdrawn")
_SHOWN = ("published", "who", "what", "where", "status", "id")


@click.command()
@ledger_option
@moment_options
@format_option
@page_options
@names_option
@click.option("--language", metavar="CODE", help="In reports of this language.")
@click.option("--outcome", type=click.Choice([one.value for one in Outcome]), help="What happened to them.")
@click.option("--stance", type=click.Choice([one.value for one in Stance]), help="What the claimant does.")
@click.option("--scope", type=click.Choice([one.value for one in Scope]), help="One event, or more.")
@click.option("--status", type=click.Choice(_STATUSES), help="What the ledger holds of it.")
@click.option("--actor", metavar="ACTOR", help="With this actor (id or name) as claimant, relay, victim or attacker.")
@click.option("--claimant", metavar="ACTOR", help="Said by this actor (id or name).")
@click.option("--country", metavar="ISO3", help="That happened in this country.")
@click.option("--victims-country", metavar="ISO3", help="Of losses of this country.")
@click.option("--place", metavar="PLACE", help="At this place (id or name).")
@click.option("--near", metavar="LAT,LON,KM", help="Within so many kilometres of a point.")
@click.option("--since", metavar="DATE", help="That happened on that day or later.")
@click.option("--until", metavar="DATE", help="That happened on that day or earlier.")
@click.option("--text", metavar="WORDS", help='In reports with these words: words, "a phrase", begin*, -without.')
@click.option("--report", metavar="REPORT", help="In this report (id or address).")
@click.option("--event", metavar="EVENT", help="Of this event (evt_...).")
@click.option("--originals", is_flag=True, help="Leave out what stands in copies of other reports.")
def claims(  # noqa: PLR0913 - one for each option
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    form: str,
    limit: int | None,
    names: bool,
    near: str | None,
    **asked: Any,  # noqa: ANN401 - the filters, by name
) -> Status:
    """List the claims of a ledger, newest publication first."""
    from counterclaim.ledger import history, lines  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.ledger.filters import ClaimFilter  # noqa: PLC0415

    wanted = ClaimFilter(near=_circle(near), **asked)
    at = moment(as_of, known_by)
    with opened(address) as ledger:
        found = listing.all_of(
            lambda after, size: history.list_claims(ledger, wanted, moment=at, after=after, limit=size), form, limit
        )
        records = (lines.claim_record(one, names=names or form == "table") for one in found)
        listing.write(map(readable, records) if form == "table" else records, form, lines.CLAIM_COLUMNS, shown=_SHOWN)
    return Status.DONE


def figure_words(record: dict[str, Any]) -> str:
    """Return a claim's figure for people: 5, 20-30, at least 80, at most 200, or nothing."""
    low, high = record["low"], record["high"]
    if low is None and high is None:
        return "no figure"
    if high is None:
        return f"≥ {low:,}"
    if low is None:
        return f"≤ {high:,}"
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def readable(record: dict[str, Any]) -> dict[str, Any]:
    """Return a claim's record with the columns that people read: who, what, where."""
    stance = "" if record["stance"] == "asserts" else f" {record['stance']}"
    where = ", ".join(str(part) for part in (record["place"] or record["place_country"], record["when"]) if part)
    return {
        **record,
        "who": (record["claimant"] or record["outlet"] or "the report") + stance,
        "what": f"{figure_words(record)} {record['outcome']}" + (f", {record['victims']}" if record["victims"] else ""),
        "where": where,
    }


def _circle(near: str | None) -> Circle | None:
    from counterclaim.ledger.filters import BadFilter, Circle  # noqa: PLC0415

    if near is None:
        return None
    try:
        latitude, longitude, kilometres = (float(part) for part in near.split(","))
    except ValueError:
        raise BadFilter("near", near, "write LATITUDE,LONGITUDE,KILOMETRES") from None
    return Circle(latitude, longitude, kilometres)
