"""`counterclaim show ID`: one thing of a ledger, whole."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from counterclaim.cli import listing
from counterclaim.cli.claims import figure_words
from counterclaim.cli.ledgers import format_option, ledger_option, moment, moment_options, names_option, opened
from counterclaim.cli.status import Status
from counterclaim.export.visible import visible

if TYPE_CHECKING:
    from counterclaim.ledger.filters import Moment
    from counterclaim.ledger.opening import Ledger


@click.command()
@click.argument("identifier", metavar="ID")
@ledger_option
@moment_options
@format_option
@names_option
def show(  # noqa: PLR0913 - one for each option
    identifier: str, *, address: str | None, as_of: str | None, known_by: str | None, form: str, names: bool
) -> Status:
    """Show a report (rep_..., its id or address), claim (clm_...), event (evt_...), actor (act_...), decision (dec_...)."""
    with opened(address) as ledger:
        records = _records(ledger, identifier, moment(as_of, known_by), names=names or form == "table")
    if form == "table":
        for record in records:
            _write_whole(record)
    else:
        listing.write(records, form, tuple(dict.fromkeys(name for record in records for name in record)))
    return Status.DONE


def _records(ledger: Ledger, identifier: str, at: Moment, *, names: bool) -> list[dict[str, Any]]:
    from counterclaim.ledger import history, lines, positions, tracing  # noqa: PLC0415 - drivers load when needed
    from counterclaim.ledger.computed import get_event  # noqa: PLC0415

    if identifier.startswith("clm_"):
        return [lines.claim_record(one, names=names) for one in history.get_claim(ledger, identifier, moment=at)]
    if identifier.startswith("dec_"):
        return [lines.decision_record(tracing.get_decision(ledger, identifier))]
    if identifier.startswith("evt_"):
        return [lines.event_record(get_event(ledger, identifier, moment=at), names=names)]
    if identifier.startswith("act_"):
        said = positions.positions(ledger, identifier, moment=at, limit=listing.SHORT)
        return [lines.position_record(one, names=names) for one in said.items]
    return [lines.report_view_record(history.get_report(ledger, identifier, moment=at), names=names)]


def _write_whole(record: dict[str, Any]) -> None:
    width = max(len(name) for name in record)
    for name, value in record.items():
        if name in ("text", "made", "evidence") or value in (None, [], ()):
            continue
        said = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
        sys.stdout.write(f"{name:<{width}}  {visible(said)}\n")
    if record.get("evidence"):
        sys.stdout.write(f"{'evidence':<{width}}  {visible(record['evidence'])}\n")
    if record.get("text"):
        sys.stdout.write("\n" + "\n".join(visible(one) for one in record["text"].splitlines()) + "\n")
    for claim in record.get("made", ()):
        who = claim["claimant"] or "the report"
        sys.stdout.write(f"\n{claim['id']}  {who} {claim['stance']} {figure_words(claim)} {claim['outcome']}: ")
        sys.stdout.write(f"{visible(claim['evidence'])}\n")
    sys.stdout.write("\n")
