"""`counterclaim decide`: what a person rules, kept beside what the reports say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from counterclaim.cli.ledgers import by_option, ledger_option, opened, person
from counterclaim.cli.status import Status
from counterclaim.records import line

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is not decided without saying why.
_WITH_REASON = ("reject", "withdraw", "merge", "split")
_KINDS = ("accept", "reject", "correct", "withdraw", "add", "comment", "undo", "merge", "split")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("target", metavar="ID")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@ledger_option
@by_option
@click.option("--reason", default="", metavar="WORDS", help="Why; the words of a comment.")
@click.option("--with", "others", multiple=True, metavar="ID", help="The other events of a merge, the claims of a split.")
@click.option("--format", "form", type=click.Choice(["table", "jsonl"]), default="table", show_default=True)
def decide(  # noqa: PLR0913 - one for each option
    kind: str,
    target: str,
    fields: tuple[str, ...],
    *,
    address: str | None,
    by: str | None,
    reason: str,
    others: tuple[str, ...],
    form: str,
) -> Status:
    """Rule on a claim, a report, an event or a decision. Nothing is overwritten.

    \b
    accept CLAIM                            it is as the report says: reviewed
    reject CLAIM --reason ...               it is no claim, or misread
    correct CLAIM low=5 place=Soledar       set fields anew
    withdraw CLAIM --reason ...             whoever made it took it back
    add REPORT evidence="..." outcome=...   a claim that was overlooked; its evidence stands in the report
    comment ID --reason "..."               words only
    undo DECISION                           take a decision back
    merge EVENT --with EVENT --reason ...   they are one; split EVENT --with CLAIM: they are not
    """  # noqa: D301 - \b is click's mark
    from counterclaim.ledger.decisions import DecisionKind, Ruling  # noqa: PLC0415 - drivers load when needed
    from counterclaim.ledger.store import writing  # noqa: PLC0415

    if kind in _WITH_REASON and not reason.strip():
        raise click.UsageError(f"to {kind} needs a reason; say why in a few words with --reason.")
    try:
        ruling = Ruling(DecisionKind(kind), target, reason, _fields(fields), others)
    except ValueError as problem:
        raise click.UsageError(f"{problem}.") from problem
    with opened(address) as ledger, writing(ledger, by=person(by)) as writer:
        identifier = writer.add_decision(ruling)
    click.echo(line({"id": identifier}) if form == "jsonl" else f"{identifier} recorded")
    return Status.DONE


def _fields(stated: tuple[str, ...]) -> Mapping[str, Any]:
    fields: dict[str, Any] = {}
    for one in stated:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.UsageError(f"{one!r} sets no field; write FIELD=VALUE.")
        fields[name] = _value(value)
    return fields


def _value(stated: str) -> Any:  # noqa: ANN401 - what JSON holds
    """Return a value: JSON where it is (a number, null, a list), else the words themselves."""
    try:
        return json.loads(stated)
    except ValueError:
        return stated
