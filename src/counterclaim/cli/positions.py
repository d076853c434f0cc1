"""`counterclaim positions ACTOR`: everything an actor said, and where it changed its position."""

from __future__ import annotations

import click

from counterclaim.cli import listing
from counterclaim.cli.claims import readable
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

_SHOWN = ("published", "change", "stance", "what", "where", "id")


@click.command()
@click.argument("actor")
@ledger_option
@moment_options
@format_option
@page_options
@names_option
def positions(  # noqa: PLR0913 - one for each option
    actor: str,
    *,
    address: str | None,
    as_of: str | None,
    known_by: str | None,
    form: str,
    limit: int | None,
    names: bool,
) -> Status:
    """List what ACTOR (an id or a name) said, newest publication first, with every change of position marked."""
    from counterclaim.ledger import lines  # noqa: PLC0415 - drivers load when a ledger is opened
    from counterclaim.ledger import positions as said  # noqa: PLC0415

    at = moment(as_of, known_by)
    with opened(address) as ledger:
        found = listing.all_of(lambda after, size: said.positions(ledger, actor, moment=at, after=after, limit=size), form, limit)
        none = "" if said.positions(ledger, actor, moment=at, limit=1).items else _nothing(actor, said.resembling(ledger, actor))
        records = (lines.position_record(one, names=names or form == "table") for one in found)
        listing.write(
            map(readable, records) if form == "table" else records,
            form,
            lines.POSITION_COLUMNS,
            shown=_SHOWN,
            title=none,
        )
    return Status.DONE


def _nothing(actor: str, others: tuple[str, ...]) -> str:
    """Return that an actor said nothing, and who may be meant."""
    meant = f"; who speaks there and may be meant: {', '.join(others)}" if others else ""
    return f"the ledger holds no statement of {actor}{meant}"
