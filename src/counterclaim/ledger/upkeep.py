"""What keeps a large ledger quick: statistics by which the database chooses its way."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from counterclaim.errors import CounterclaimError
from counterclaim.ledger.dialect import Database, explained

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger

#: How many rows of an index SQLite looks at.
_LOOKED_AT = 2000


def refresh_statistics(ledger: Ledger, *, wait: bool = True) -> None:
    """Let the database look at how many of what there are: without it, it may choose ways that take ten times as long.

    It takes about a second on a million claims. Raises UnusableLedger or sqlite3.Error where the database cannot be written to;
    without `wait`, at once where another program is writing to a file.
    """
    with (
        explained(ledger.shown),
        ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        if ledger.database is not Database.SQLITE:
            connection.execute(text("ANALYZE"))
            return
        raw: Any = connection.connection.driver_connection  # which begins no transaction of its own
        patience = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            raw.execute(f"PRAGMA busy_timeout = {patience if wait else 0}")
            raw.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
            raw.execute("ANALYZE")
        finally:
            raw.execute(f"PRAGMA busy_timeout = {patience}")


def keep_quick(ledger: Ledger) -> None:
    """Refresh the statistics after much was added, unless another program writes just then or nothing may be written."""
    with contextlib.suppress(CounterclaimError, sqlite3.Error):
        refresh_statistics(ledger, wait=False)
