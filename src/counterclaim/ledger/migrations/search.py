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
        connection.exec_driver_sql("CREATE TABLE search (rank BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        connection.exec_driver_sql("CREATE INDEX search_by_words ON search USING gin (words)")
