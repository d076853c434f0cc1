"""The index of words: FTS5 on SQLite, a `tsvector` on PostgreSQL, under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations


def create_search(op: Operations) -> None:
    """Make the index of words. They come folded, so the database only parts them at spaces."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(words, content='', tokenize='ascii', prefix='3')")
    else:
        op.execute("CREATE TABLE search (rank BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX search_by_words ON search USING gin (words)")
