"""Which report is a copy of which: every report of a family of copies is tied to the family's earliest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from counterclaim.ledger.bodies import read_text
from counterclaim.ledger.credits import join_by_credit
from counterclaim.ledger.schema import FOREVER, bands, entry_of, reports, texts
from counterclaim.ledger.search import indexed

if TYPE_CHECKING:
    from counterclaim.ledger.transaction import Transaction


def tie_copies(connection: Transaction, number: int, family: int) -> None:
    """Tie every open report of a family to the document of its earliest report, by publication, then by record."""
    members = select(texts.c.rank).where(texts.c.family == family)
    rows = list(
        connection.execute(
            select(reports.c.document, reports.c.rank, reports.c.until, reports.c.copy_of, reports.c.since)
            .where(reports.c.text_rank.in_(members))
            .order_by(reports.c.rank, reports.c.since)
        )
    )
    if not rows:
        return
    origin = rows[0].document
    for row in rows:
        wanted = None if row.document == origin else origin
        if row.until == FOREVER and row.copy_of != wanted:
            _retie(connection, number, (row.rank, row.since), wanted)


def regroup(connection: Transaction, families: list[int]) -> list[str]:
    """Group what is left of some families as if their other texts had never been; return the reports' keys."""
    members = select(texts.c.rank).where(texts.c.family.in_(families))
    documents = sorted(set(connection.scalars(select(reports.c.document).where(reports.c.text_rank.in_(members)))))
    rows = [
        dict(row)
        for row in connection.execute(
            select(reports).where(reports.c.document.in_(documents)).order_by(reports.c.since)
        ).mappings()
        if row["since"] == entry_of(row["rank"])
    ]
    ranks = list(connection.scalars(members))
    connection.execute(delete(bands).where(bands.c.text.in_(ranks)))
    connection.execute(delete(texts).where(texts.c.rank.in_(ranks)))
    connection.execute(delete(reports).where(reports.c.document.in_(documents)))
    for row in rows:
        _replay(connection, row)
    return sorted({row["key"] for row in rows})


def _replay(connection: Transaction, row: dict[str, Any]) -> None:
    """Put a reading's report row back as it was first written."""
    from counterclaim.ledger.copies import add_text, sketch_of  # noqa: PLC0415 - loads what compares texts, half a second

    at = (reports.c.document == row["document"], reports.c.until == FOREVER)
    before = connection.execute(select(reports.c.copy_of).where(*at)).one_or_none()
    connection.execute(update(reports).where(*at).values(until=row["since"]))
    row |= {"until": FOREVER, "copy_of": None if before is None else before.copy_of}
    connection.execute(insert(reports), row)
    family = connection.execute(select(texts.c.family).where(texts.c.digest == row["text"])).scalar()
    if family is None:
        words = indexed(read_text(connection, row["text"]) or "")
        family = add_text(connection, row["text_rank"], row["text"], sketch_of(words))
    tie_copies(connection, row["since"], join_by_credit(connection, row, family))


def _retie(connection: Transaction, number: int, row: tuple[int, int], origin: str | None) -> None:
    at = (reports.c.rank == row[0], reports.c.since == row[1])
    if row[1] == number:
        connection.execute(update(reports).where(*at).values(copy_of=origin))
        return
    whole = connection.execute(select(reports).where(*at)).mappings().one()
    connection.execute(update(reports).where(*at).values(until=number))
    connection.execute(insert(reports), {**whole, "since": number, "until": FOREVER, "copy_of": origin})
