"""Whatever is altered, missing or moved is found, and named."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import LargeBinary, select, text, update
from sqlalchemy.exc import IntegrityError

from counterclaim.ledger.chain import BadHead, read_head
from counterclaim.ledger.decisions import DecisionKind, Ruling
from counterclaim.ledger.dialect import Words
from counterclaim.ledger.history import head
from counterclaim.ledger.rebuilding import compare
from counterclaim.ledger.schema import DERIVED, OF_RECORD, bodies, entries
from counterclaim.ledger.store import writing
from counterclaim.ledger.verification import verify
from ledger_samples import CORRECTED, NEWER, add, claim_ids, is_full, statement

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Table

    from counterclaim.ledger.chain import Head
    from counterclaim.ledger.opening import Ledger

_FLIPS = 1000 if is_full() else 100


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Give a ledger with reports, versions, readings and decisions."""
    for number in range(4):
        add(ledger, statement(f"report-{number}", outlet=f"Outlet {number}"))
    add(ledger, statement("report-0"), reader=NEWER)
    add(ledger, statement("report-1", CORRECTED))
    with writing(ledger, by="anna") as writer:
        writer.add_decision(Ruling(DecisionKind.REJECT, claim_ids(ledger)[0], "no film of it"))
        writer.add_failure("nothing.txt", "it is empty")
    assert verify(
        ledger,
        kept=head(ledger),
    ).holds
    return ledger


def _unguard(connection: Connection) -> None:
    """Take the triggers away, as somebody would who alters a ledger."""
    if connection.dialect.name == "sqlite":
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in OF_RECORD:
            connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))


def _flipped(value: Any, column: Column[Any], dice: random.Random) -> Any:  # noqa: ANN401 - a cell
    """Return a value with one bit changed."""
    if isinstance(column.type, LargeBinary):
        raw = bytearray(value)
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        return bytes(raw)
    if isinstance(column.type, Words):
        at = dice.randrange(len(value))
        return value[:at] + chr(ord(value[at]) ^ (1 << dice.randrange(5))) + value[at + 1 :]
    return value ^ (1 << dice.randrange(8))


def test_one_changed_bit_is_found(filled: Ledger) -> None:
    """In any cell of any row of record; and the row that is named is the row that was changed, or its neighbour."""
    dice = random.Random(4)
    kept = head(filled)
    cells = [(table, column) for table in OF_RECORD for column in table.c]
    with filled.engine.begin() as connection:
        _unguard(connection)
    for _ in range(_FLIPS):
        table, column = dice.choice(cells)
        key = next(iter(table.primary_key.columns))
        with filled.engine.connect() as connection:
            row = dice.choice(connection.execute(select(table)).mappings().all())
            changed = _flipped(row[column.name], column, dice)
            try:
                connection.execute(update(table).where(key == row[key.name]).values({column.name: changed}))
            except IntegrityError:  # two rows with one number: the database itself refuses that
                continue
            connection.commit()
            proof = verify(filled, kept=kept)
            assert not proof.holds, f"{table.name}.{column.name}: {row[column.name]!r} became {changed!r}"
            now = changed if column is key else row[key.name]
            connection.execute(update(table).where(key == now).values({column.name: row[column.name]}))
            connection.commit()
    assert verify(filled, kept=kept).holds


@pytest.mark.parametrize("table", OF_RECORD, ids=str)
def test_a_missing_row_is_found(filled: Ledger, table: Table) -> None:
    """Whichever row is taken out."""
    kept = head(filled)
    key = next(iter(table.primary_key.columns))
    with filled.engine.begin() as connection:
        _unguard(connection)
        rows = connection.execute(select(table)).mappings().all()
    for row in rows:
        with filled.engine.begin() as connection:
            connection.execute(table.delete().where(key == row[key.name]))
        proof = verify(filled, kept=kept)
        assert not proof.holds, row
        with filled.engine.begin() as connection:
            connection.execute(table.insert(), dict(row))
    assert verify(filled, kept=kept).holds


def test_a_cut_tail_is_found_with_the_head_that_was_kept(filled: Ledger) -> None:
    """Without it the shorter chain is whole, so only the head that lies elsewhere tells."""
    kept = head(filled)
    with filled.engine.begin() as connection:
        _unguard(connection)
        for table in (entries, bodies):
            connection.execute(table.delete().where(table.c.number >= kept.number - 1))
    assert verify(filled).holds
    proof = verify(filled, kept=kept)
    assert [problem.where for problem in proof.problems] == [f"entry {kept.number - 1}"]
    assert "cut off" in proof.problems[0].what


def test_two_rows_that_changed_places_are_found(filled: Ledger) -> None:
    """Both entries are named."""
    with filled.engine.begin() as connection:
        _unguard(connection)
        for old, new in ((3, 1003), (4, 3), (1003, 4)):
            connection.execute(update(entries).where(entries.c.number == old).values(number=new))
    assert {problem.where for problem in verify(filled).problems} >= {"entry 3", "entry 4"}


def test_a_rewritten_chain_is_found_with_the_head_that_was_kept(filled: Ledger, empty: Any) -> None:  # noqa: ANN401 - a fixture
    """Somebody who computes all digests anew cannot make the old head."""
    from counterclaim.ledger.opening import open_ledger  # noqa: PLC0415

    kept = head(filled)
    with open_ledger(empty()) as other:
        for number in range(12):
            add(other, statement(f"other-{number}"))
        assert verify(other).holds
        assert not verify(other, kept=kept).holds


def test_what_is_derived_can_be_built_anew(filled: Ledger) -> None:
    """The rows that entries give are the rows that are there, on both databases."""
    assert compare(filled) == []


def test_a_change_in_what_is_derived_is_found_by_deep_verification(filled: Ledger) -> None:
    """Rows of every derived table are compared."""
    changed = set()
    with filled.engine.begin() as connection:
        for table in DERIVED:
            row = connection.execute(select(table).limit(1)).mappings().first()
            if row is None:
                continue
            column = next((one for one in table.c if not one.primary_key and one.name != "until"), [*table.c][-1])
            old = row[column.name]
            new = b"x" if isinstance(column.type, LargeBinary) else "x" if isinstance(column.type, Words) else (old or 0) + 1
            at = [key == row[key.name] for key in table.primary_key.columns]
            connection.execute(update(table).where(*at).values({column.name: new}))
            changed.add(table.name)
    assert verify(filled).holds
    assert changed >= {"reports", "claims", "claim_actors", "texts", "bands", "captures", "decisions", "applications"}
    assert {problem.where.removeprefix("table ") for problem in compare(filled)} == changed


def test_words_that_cannot_be_searched_are_found_by_deep_verification(filled: Ledger) -> None:
    """A text that was taken out of the index of words is missed."""
    with filled.engine.begin() as connection:
        rank = connection.execute(text("SELECT min(rank) FROM texts")).scalar_one()
        if connection.dialect.name == "sqlite":
            connection.execute(text("DELETE FROM search_docsize WHERE id = :rank"), {"rank": rank})
        else:
            connection.execute(text("DELETE FROM search WHERE rank = :rank"), {"rank": rank})
    assert any("search" in problem.where for problem in compare(filled))


@pytest.mark.parametrize("line", ["", "{}", "[]", "12", '{"number": "1", "digest": "x"}', '{"number": 1}', "\x00"])
def test_a_file_that_holds_no_head_is_refused(line: str) -> None:
    """With a sentence that says what a head is."""
    with pytest.raises(BadHead, match="ledger head"):
        read_head(line, "head.txt")


def test_a_head_comes_back_as_it_was_written(filled: Ledger) -> None:
    """The line that is kept gives the same head."""
    kept: Head = head(filled)
    assert read_head(kept.line(), "head.txt") == kept


def test_flipped_bits_of_the_file_itself_never_pass(filled: Ledger, tmp_path: Any) -> None:  # noqa: ANN401 - a fixture
    """A file with a broken bit is refused, found out, or (in unused or derived parts) says exactly what it said."""
    from counterclaim.errors import LedgerError  # noqa: PLC0415
    from counterclaim.ledger.opening import open_ledger  # noqa: PLC0415

    if filled.engine.dialect.name != "sqlite":  # PostgreSQL has no file of its own; its cells are flipped above
        return
    kept = head(filled)
    whole = tmp_path / "whole.db"
    with sqlite3.connect(whole) as copy:
        filled.engine.raw_connection().driver_connection.backup(copy)  # type: ignore[union-attr]
    copy.close()
    raw = whole.read_bytes()
    said = _of_record(filled)
    dice = random.Random(5)
    for _ in range(_FLIPS // 4):
        broken = bytearray(raw)
        broken[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        path = tmp_path / "broken.db"
        path.write_bytes(broken)
        try:
            with open_ledger(str(path), writable=False) as ledger:
                assert not verify(ledger, kept=kept).holds or _of_record(ledger) == said
        except LedgerError:
            pass


def _of_record(ledger: Ledger) -> list[list[tuple[Any, ...]]]:
    with ledger.engine.connect() as connection:
        return [sorted(tuple(row) for row in connection.execute(select(table))) for table in OF_RECORD]
