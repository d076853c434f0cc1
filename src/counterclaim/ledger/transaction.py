"""One transaction of the writer: new rows are gathered and sent together, and still whatever is asked sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.ledger.dialect import send_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, CursorResult, Dialect, Executable, ScalarResult, Table

Row = dict[str, Any]


class Transaction:
    """A connection with rows that wait. `execute` sends them first; `look` only where it asks about one of them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.blobs: dict[str, bytes] = {}
        self._waiting: dict[Table, list[Row]] = {}
        self._touched: set[object] = set()

    @property
    def dialect(self) -> Dialect:
        """The database's."""
        return self.connection.dialect

    def later(self, table: Table, rows: Iterable[Row], touching: Iterable[object] = ()) -> None:
        """Insert rows before the next question that could see them; `touching` are the keys it would ask by."""
        self._waiting.setdefault(table, []).extend(rows)
        self._touched.update(touching)

    def look(self, statement: Executable, parameters: Mapping[str, Any], keys: Iterable[object]) -> CursorResult[Any]:
        """Return what a question gives whose answer depends on rows with these keys only."""
        if not self._touched.isdisjoint(keys):
            self.flush()
        return self.connection.execute(statement, parameters)

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:  # noqa: ANN401 - SQLAlchemy's
        """Run a statement that sees all rows."""
        self.flush()
        return self.connection.execute(statement, parameters)

    def scalars(self, statement: Executable) -> ScalarResult[Any]:
        """Return the first column of what a question gives."""
        self.flush()
        return self.connection.scalars(statement)

    def flush(self) -> None:
        """Send the rows that wait."""
        waiting, self._waiting = self._waiting, {}
        self._touched.clear()
        for table, rows in waiting.items():
            if rows:
                send_rows(self.connection, table, rows)
