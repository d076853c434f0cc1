"""The index of words: FTS5 on SQLite, a `tsvector` on PostgreSQL, under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def create_search(connection: Connection) -> None:
    """Make the index of words. They come folded, so the database only parts them at spaces."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='ascii', prefix='3')")
    else:
        # The words lie outside the rows, so that going through many rows for their rank touches few pages.
        connection.exec_driver_sql(
            "CREATE TABLE search (rank BIGINT PRIMARY KEY, words TSVECTOR NOT NULL) WITH (toast_tuple_target = 128)"
        )
        connection.exec_driver_sql("ALTER TABLE search ALTER COLUMN words SET STORAGE EXTERNAL")
        connection.exec_driver_sql("CREATE INDEX search_by_words ON search USING gin (words)")
