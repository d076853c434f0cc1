"""What keeps a large ledger quick: statistics by which the database chooses its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from counterclaim.ledger.dialect import Database, explained

if TYPE_CHECKING:
    from counterclaim.ledger.opening import Ledger


def refresh_statistics(ledger: Ledger) -> None:
    """Let the database look at how many of what there are. It takes seconds on a million claims."""
    with (
        explained(ledger.shown),
        ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        if ledger.database is Database.SQLITE:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA analysis_limit = 2000")
                raw.execute("ANALYZE")
        else:
            connection.execute(text("ANALYZE"))
