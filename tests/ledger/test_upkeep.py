"""A ledger that grew knows how much it holds, and getting to know it stands in nobody's way."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from click.testing import CliRunner
from sqlalchemy import text

from counterclaim.cli.main import main
from counterclaim.ledger.dialect import Database
from counterclaim.ledger.opening import open_ledger
from counterclaim.ledger.upkeep import keep_quick
from ledger_samples import add, statement

if TYPE_CHECKING:
    from pathlib import Path

    from counterclaim.ledger.opening import Ledger

_COUNTED = {
    Database.SQLITE: "SELECT count(*) FROM sqlite_stat1",
    Database.POSTGRESQL: "SELECT count(*) FROM pg_statistic JOIN pg_class ON pg_class.oid = starelid WHERE relname = 'claims'",
}


def _counted(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        return int(connection.execute(text(_COUNTED[ledger.database])).scalar_one())


def test_who_adds_reports_leaves_statistics(address: str, tmp_path: Path) -> None:
    """After `add` the database knows how many of what there are."""
    report = tmp_path / "report.txt"
    report.write_text(" date 2024-02\nTwelve soldiers were killed near Bakhmut, the army said.\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["add", str(report), "--ledger", address], standalone_mode=False)
    assert done.exception is None
    with open_ledger(address) as ledger:
        assert _counted(ledger) > 0


def test_a_writer_is_not_waited_for(tmp_path: Path) -> None:
    """While another program writes, the statistics are left as they are, at once, and later statements wait as before."""
    path = tmp_path / "war.db"
    with open_ledger(str(path), create=True) as ledger:
        add(ledger, statement())
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        keep_quick(ledger)
        other.execute("ROLLBACK")
        other.close()
        assert _counted_tables(path) == 0
        keep_quick(ledger)
        assert _counted(ledger) > 0
        with ledger.engine.connect() as connection:
            assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() > 0


def _counted_tables(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()[0])
    finally:
        connection.close()
