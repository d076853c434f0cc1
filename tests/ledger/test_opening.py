"""What is no ledger is refused with a sentence, and left as it was; what is an old one is brought forward whole or not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, text

from counterclaim.ledger import opening
from counterclaim.ledger.chain import EntryKind
from counterclaim.ledger.dialect import UnusableLedger, connect, locate
from counterclaim.ledger.history import count, list_entries
from counterclaim.ledger.opening import REVISIONS, open_ledger
from counterclaim.ledger.schema import metadata
from counterclaim.ledger.store import Writer
from counterclaim.ledger.verification import verify
from ledger_samples import add, is_full, state, statement

if TYPE_CHECKING:
    from collections.abc import Callable

_SOURCE = str(Path(opening.__file__).parents[2])


def test_a_ledger_is_made_once(fresh: Callable[[], str]) -> None:
    """The first entry founds it; opening it again changes nothing."""
    address = fresh()
    for _ in range(2):
        with open_ledger(address, create=True, by="anna") as ledger:
            kinds = [(entry.kind, entry.by) for entry in list_entries(ledger).items]
            assert kinds == [(EntryKind.FOUNDING, "anna")]


def test_nothing_is_made_unasked(fresh: Callable[[], str]) -> None:
    """Where no ledger is, none is made by looking."""
    with pytest.raises(UnusableLedger, match="makes"):
        open_ledger(fresh())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("no/such/folder/war.db", "does not exist"),
        (".", "directory"),
        ("mysql://somewhere/else", "mysql is no database for ledgers"),
        ("postgresql://nobody@127.0.0.1:1/nothing", "refused"),
        ("ftp://x", "no database for ledgers"),
    ],
)
def test_a_wrong_address_is_named(address: str, said: str) -> None:
    """With what is wrong about it."""
    with pytest.raises(UnusableLedger, match=said):
        open_ledger(address, create=True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"A letter to my aunt.\n" * 20, "no ledger"),
        (b"SQLite format 3\x00" + b"\x00" * 20, "no ledger|not a database|malformed"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "no ledger|not a database|malformed|unsupported"),
    ],
)
def test_a_file_that_is_none_is_left_alone(tmp_path: Path, content: bytes, said: str) -> None:
    """It is refused, and stays bit for bit as it was."""
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(UnusableLedger, match=said):
        open_ledger(str(path), create=True)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(fresh: Callable[[], str]) -> None:
    """Even with tables that are called as ours are."""
    address = fresh()
    engine = create_engine(locate(address).url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE entries (number BIGINT, words TEXT)"))
        connection.execute(text("INSERT INTO entries VALUES (1, 'dear diary')"))
    with pytest.raises(UnusableLedger, match="another program"):
        open_ledger(address, create=True)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT words FROM entries")).scalar() == "dear diary"
    engine.dispose()


def test_a_newer_ledger_is_left_alone(address: str) -> None:
    """It says which program is needed."""
    engine = create_engine(locate(address).url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UnusableLedger, match="newer program"):
        open_ledger(address)


def test_the_numbered_migrations_are_those_of_the_folder() -> None:
    """Each file is a step, and the program knows it."""
    folder = Path(opening.__file__).parent / "migrations" / "versions"
    assert tuple(sorted(path.name.partition("_")[0] for path in folder.glob("0*.py"))) == REVISIONS


def old_ledger(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a ledger of the first form, with a report in it."""
    with monkeypatch.context() as patch:
        patch.setattr(opening, "REVISIONS", REVISIONS[:1])
        with open_ledger(address, create=True) as ledger:
            add(ledger, statement())


def test_an_old_ledger_is_brought_forward(fresh: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost, the step is recorded in the chain, and a second opening changes nothing."""
    address = fresh()
    old_ledger(address, monkeypatch)
    for _ in range(2):
        with open_ledger(address, by="bert") as ledger:
            assert count(ledger)["claims"] == 2
            entries = list_entries(ledger).items
            assert (entries[0].kind, entries[0].by, len(entries)) == (EntryKind.MIGRATION, "bert", 4)
            assert verify(ledger).holds


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(fresh: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It happens in one transaction."""
    address = fresh()
    old_ledger(address, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "append", _explode)
        with pytest.raises(RuntimeError):
            open_ledger(address)
    with monkeypatch.context() as patch:
        patch.setattr(opening, "REVISIONS", REVISIONS[:1])
        with open_ledger(address) as ledger:
            assert verify(ledger).holds
            assert count(ledger)["claims"] == 2
    with open_ledger(address) as ledger:
        assert verify(ledger).holds


def _explode(*_: Any, **__: Any) -> None:  # noqa: ANN401 - stands in for a method
    raise RuntimeError


def test_killed_while_migrating_it_is_old_or_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And opens again either way."""
    for number in range(50 if is_full() else 3):
        address = str(tmp_path / f"old-{number}.db")
        old_ledger(address, monkeypatch)
        program = f"from counterclaim.ledger.opening import open_ledger; open_ledger({address!r})"
        running = subprocess.Popen([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": _SOURCE})
        time.sleep(0.2 + 0.05 * number)
        running.kill()
        running.wait()
        with open_ledger(address) as ledger:
            assert verify(ledger).holds
            assert count(ledger)["claims"] == 2


def test_a_locked_ledger_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits too long for another writer is told, and nothing is half-written."""
    if "://" in address:
        return
    monkeypatch.setattr("counterclaim.ledger.dialect._BUSY_MILLISECONDS", 200)
    holder = sqlite3.connect(address, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_ledger(address) as ledger:
        with pytest.raises(UnusableLedger, match="locked"):
            add(ledger, statement())
        assert state(ledger) == {}
        holder.execute("ROLLBACK")
        holder.close()
        add(ledger, statement())
        assert set(state(ledger)) == {"first"}


def test_a_full_disk_is_named(address: str) -> None:
    """Nothing of the step is written, what was there stays, and with room again it goes on."""
    if "://" in address:
        return
    with open_ledger(address) as ledger:
        add(ledger, statement())
        pages = 0

        def limit(connection: Any) -> None:  # noqa: ANN401 - the driver's
            connection.execute(f"PRAGMA max_page_count = {pages}")

        with ledger.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            limit(connection.connection.driver_connection)
        with pytest.raises(UnusableLedger, match="full"):
            _add_many(ledger)
        assert verify(ledger).holds
        before = len(state(ledger))
        pages = 2**30
        with ledger.engine.connect() as connection:
            limit(connection.connection.driver_connection)
        add(ledger, statement("last"))
        assert len(state(ledger)) == before + 1


def _add_many(ledger: opening.Ledger) -> None:
    for number in range(40):
        add(ledger, statement(f"more-{number}", f"{number} " * 3000 + "18 soldiers; lost 80 soldiers"))


def test_a_folder_without_the_right_to_write_is_named(address: str, tmp_path: Path) -> None:
    """A ledger there is read; writing is refused with a sentence."""
    if "://" in address:
        return
    with open_ledger(address) as ledger:
        add(ledger, statement())
    program = _READ_ONLY.format(address=address, folder=str(tmp_path))
    tmp_path.chmod(0o555)
    Path(address).chmod(0o444)
    for parent in list(tmp_path.parents)[:3]:
        parent.chmod(parent.stat().st_mode | 0o055)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": _SOURCE},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        tmp_path.chmod(0o755)
    assert ran.stdout.splitlines() == ["holds: True", "2 claims", "refused", "refused"], ran.stderr


_READ_ONLY = """
import os
from counterclaim.ledger import history, opening, store, verification, dialect
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
with opening.open_ledger({address!r}, writable=False) as ledger:
    print("holds:", verification.verify(ledger).holds)
    print(history.count(ledger)["claims"], "claims")
for address in ({address!r}, {folder!r} + "/new.db"):
    try:
        with opening.open_ledger(address, create=True) as ledger, store.writing(ledger, by="x") as writer:
            writer.add_failure("x", "y")
        print("written")
    except dialect.UnusableLedger:
        print("refused")
"""


def test_connecting_opens_nothing() -> None:
    """An engine is made without touching the place."""
    connect(locate("postgresql://nobody@127.0.0.1:1/nothing")).dispose()


def test_the_migrations_make_the_tables_that_the_program_reads(address: str) -> None:
    """No column or index differs between them."""
    engine = connect(locate(address))
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"include_object": _ours}), metadata)
    engine.dispose()
    assert found == []


def _ours(_: object, name: str, kind: str, *__: object) -> bool:
    return not (kind == "table" and name.startswith("search"))
