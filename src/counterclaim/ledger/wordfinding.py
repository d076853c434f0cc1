"""Lists of what stands in reports with certain words, newest first, without looking at more texts than a page needs.

Texts that hold the words are asked for newest first, some at a time, until the page is full. Where that does not fill
it soon, the other conditions are the rarer ones, and the database is left to begin with those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import and_, bindparam, or_, text

from counterclaim.ledger.dialect import Database
from counterclaim.ledger.filters import cursor
from counterclaim.ledger.search import postgresql_query, read_query, sqlite_query

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row, Select, TextClause, Transaction

#: How many texts are looked through, step by step, before the other conditions are asked first.
_STEPS = (100, 400, 1600)
_LATEST = 2**63 - 1
#: PostgreSQL's sum is no key: it is to begin with the words, not with the newest text.
_NEXT_TEXTS = {
    Database.SQLITE: text(
        "SELECT rowid FROM search WHERE search MATCH :terms AND rowid < :below ORDER BY rowid DESC LIMIT :size"
    ),
    Database.POSTGRESQL: text(
        "SELECT rank FROM search WHERE words @@ CAST(:terms AS tsquery) AND rank < :below ORDER BY rank + 0 DESC LIMIT :size"
    ),
}
_ALL_TEXTS = {
    Database.SQLITE: "SELECT rowid FROM search WHERE search MATCH :terms",
    Database.POSTGRESQL: "SELECT rank FROM search WHERE words @@ CAST(:terms AS tsquery)",
}
#: What was found in transactions that look at one moment.
_KNOWN: WeakKeyDictionary[Transaction, dict[tuple[str, int, int], list[int]]] = WeakKeyDictionary()


def page_with_words(  # noqa: PLR0913 - a page of a query by two keys
    connection: Connection,
    query: Select[Any],
    words: str,
    *,
    keys: tuple[ColumnElement[int], ColumnElement[int]],
    after: str | None,
    limit: int,
) -> list[Row[Any]]:
    """Return up to `limit` rows of a query whose report has the words; raises BadQuery.

    `keys` are the columns of the text's rank and of the row's own; rows come by both, highest first, and begin behind
    the place that `after` names.
    """
    terms = read_query(words)
    database = Database(connection.dialect.name)
    asked = sqlite_query(terms) if database is Database.SQLITE else postgresql_query(terms)
    of_text, own = keys
    query = query.order_by(of_text.desc(), own.desc())
    below, found = _LATEST, list[Any]()
    if after is not None:
        first, _, second = after.partition(".")
        below = cursor(first) + 1
        query = query.where(or_(of_text < below - 1, and_(of_text == below - 1, own < cursor(second or "0"))))
    looked = _Looked(connection, database, asked, below, whole=database is Database.POSTGRESQL or any(t.begins for t in terms))
    for size in _STEPS:
        ranks = looked.next(size)
        if ranks:
            found += connection.execute(query.where(of_text.in_(ranks)).limit(limit - len(found))).all()
        if len(found) >= limit or len(ranks) < size:
            return found
        below = ranks[-1]
    other = (of_text + 0).label("of_text")  # a sum is no key: so the database begins with the other conditions
    rest = query.order_by(None).where(other < below, other.in_(_held(database, asked)))
    return found + list(connection.execute(rest.order_by((of_text + 0).desc(), own.desc()).limit(limit - len(found))))


class _Looked:
    """The texts with certain words, newest first, some at a time.

    Where the database goes through all such texts to find the newest (beginnings of words; PostgreSQL always), it is asked for
    `whole` steps at once. What was asked in one transaction, which sees one moment, is not asked again.
    """

    def __init__(self, connection: Connection, database: Database, asked: str, below: int, *, whole: bool) -> None:
        self._connection, self._question = connection, _NEXT_TEXTS[database]
        self._terms, self._below, self._whole = asked, below, whole
        self._left: list[int] | None = None

    def next(self, size: int) -> list[int]:
        """Return the next so many ranks, or as many as there are."""
        if not self._whole:
            found = self._ask(size)
            self._below = found[-1] if found else self._below
            return found
        if self._left is None:
            self._left = self._ask(sum(_STEPS))
        found, self._left = self._left[:size], self._left[size:]
        return found

    def _ask(self, size: int) -> list[int]:
        known = _KNOWN.setdefault(self._connection.get_transaction() or self._connection.begin(), {})
        key = (self._terms, self._below, size)
        if key not in known:
            asked = {"terms": self._terms, "below": self._below, "size": size}
            known[key] = list(self._connection.scalars(self._question, asked))
        return known[key]


def _held(database: Database, asked: str) -> TextClause:
    return text(_ALL_TEXTS[database]).bindparams(bindparam("terms", asked))
