"""Triggers that refuse to change or delete what is of record, whoever asks, except where it was redacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_REDACTED = {
    "entries": "FALSE",
    "bodies": "EXISTS (SELECT 1 FROM erasures WHERE digest = 'entry:' || OLD.number)",
    "blobs": "EXISTS (SELECT 1 FROM erasures WHERE digest = OLD.digest)",
}


def guard(connection: Connection) -> None:
    """Make the tables of record append-only."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def _sqlite() -> list[str]:
    statements = []
    for table, redacted in _REDACTED.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, 'a ledger is append-only: {table}'); END"
        statements += [
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} WHEN NOT ({redacted}) {refuse}",
        ]
    return statements


def _postgresql() -> list[str]:
    statements = []
    for table, redacted in _REDACTED.items():
        statements += [
            (
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF TG_OP = 'DELETE' THEN IF {redacted} THEN RETURN OLD; END IF; END IF; "
                f"RAISE EXCEPTION 'a ledger is append-only: {table}'; END $$"
            ),
            f"CREATE TRIGGER {table}_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
        ]
    return statements
