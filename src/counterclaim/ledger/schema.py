"""The tables of a ledger: those of record, which are only ever appended to, and those derived from them.

Of record are `entries` (the chain), `bodies` (what an entry says) and `blobs` (bytes and texts by digest). All others can
be rebuilt from these; their rows say from which entry on (`since`) up to which entry (`until`, exclusive) they held.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, Table, UniqueConstraint, text

from counterclaim.ledger.dialect import Words

#: The `until` of what still holds.
FOREVER = 2**62
#: How many bits of a rank tell the claim within its reading, and the entry of the reading.
ORDINAL_BITS = 16
ENTRY_BITS = 31

metadata = MetaData()

# --- of record --------------------------------------------------------------------------------------------------------

entries = Table(
    "entries",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Words, nullable=False),
    Column("recorded", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("previous", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Index("entries_by_subject", "subject", "number"),
    Index("entries_by_recorded", "recorded"),
    Index("entries_by_kind", "kind", "number"),
)

bodies = Table(
    "bodies",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("digest", Words, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("packed", Words, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

OF_RECORD = (entries, bodies, blobs)

# --- derived ----------------------------------------------------------------------------------------------------------

captures = Table(
    "captures",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("document", Words, nullable=False),
    Column("bytes", Words, nullable=False),
    Column("source", Words),
    Column("recorded", Words, nullable=False),
    Index("captures_by_document", "document", "number"),
    Index("captures_by_bytes", "bytes"),
)

texts = Table(
    "texts",
    metadata,
    Column("rank", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", Words, nullable=False, unique=True),
    Column("shingles", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("family", BigInteger, nullable=False),
    Column("likeness", Float),
    Index("texts_by_family", "family"),
)

bands = Table(
    "bands",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("text", BigInteger, primary_key=True, autoincrement=False),
    Index("bands_by_text", "text"),
    sqlite_with_rowid=False,
)

_CREDIT = text("credit IS NOT NULL")

reports = Table(
    "reports",
    metadata,
    Column("rank", BigInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("document", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("capture", BigInteger, nullable=False),
    Column("text", Words, nullable=False),
    Column("text_rank", BigInteger, nullable=False),
    Column("program", Words, nullable=False),
    Column("knowledge", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("language", Words),
    Column("published", Words),
    Column("known", Integer, nullable=False),
    Column("outlet", Words),
    Column("url", Words),
    Column("title", Words),
    Column("event", Words),
    Column("claims", Integer, nullable=False),
    Column("copy_of", Words),
    Column("outlet_key", Words),
    Column("credit", Words),
    Index("reports_by_document", "document", "until"),
    Index("reports_by_key", "key"),
    Index("reports_by_text", "text_rank", "until"),
    Index("reports_by_copy", "copy_of", "until"),
    Index("reports_by_state", "state", "until", "rank"),
    Index("reports_by_language", "language", "until", "rank"),
    Index("reports_by_outlet", "outlet_key", "until", "rank"),
    Index("reports_by_credit", "known", "credit", sqlite_where=_CREDIT, postgresql_where=_CREDIT),
)

#: What an index carries beside its key, so that other conditions are judged without looking at the row.
_SIFTED = ("until", "since", "language", "outcome", "stance", "scope", "status")
_RARELY_SIFTED = ("until", "since", "language", "stance", "scope", "status")

claims = Table(
    "claims",
    metadata,
    Column("rank", BigInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("id", Words, nullable=False),
    Column("document", Words, nullable=False),
    Column("text_rank", BigInteger, nullable=False),
    Column("known", Integer, nullable=False),
    Column("status", Words, nullable=False),
    Column("language", Words),
    Column("outcome", Words, nullable=False),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("stance", Words, nullable=False),
    Column("scope", Words, nullable=False),
    Column("claimant_kind", Words),
    Column("victim_kind", Words),
    Column("victim_country", Words),
    Column("place", Words),
    Column("place_id", Words),
    Column("place_country", Words),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("cell", Integer),
    Column("first_day", Integer),
    Column("last_day", Integer),
    Column("season", Integer),
    Column("decided", BigInteger),
    Index("claims_by_id", "id", "until"),
    Index("claims_by_document", "document", "until"),
    Index("claims_by_text", "text_rank", "rank"),
    Index("claims_by_country", "place_country", "rank", *_SIFTED, "victim_country"),
    Index("claims_by_victims", "victim_country", "rank", *_SIFTED, "place_country"),
    Index("claims_by_countries", "place_country", "victim_country", "outcome", "rank", *_RARELY_SIFTED),
    Index("claims_by_place", "place", "rank", "until", "since"),
    Index("claims_by_place_id", "place_id", "rank", "until", "since"),
    Index("claims_by_cell", "cell", "rank", *_SIFTED, "latitude", "longitude"),
    Index("claims_by_season", "season", "rank", *_SIFTED, "first_day", "last_day"),
    Index("claims_by_rank", "rank", *_SIFTED, "place_country", "victim_country"),
    Index("claims_by_language", "language", "rank", *_SIFTED[:2], "outcome", "stance", "scope", "status"),
    Index("claims_by_outcome", "outcome", "rank", *_SIFTED[:2], "language", "stance", "scope", "status"),
    Index("claims_by_stance", "stance", "rank", *_SIFTED[:2], "language", "outcome", "scope", "status"),
    Index("claims_by_status", "status", "rank", "until", "since"),
    sqlite_with_rowid=False,
)

claim_actors = Table(
    "claim_actors",
    metadata,
    Column("actor", Words, primary_key=True),
    Column("rank", BigInteger, primary_key=True, autoincrement=False),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("roles", Words, nullable=False),
    Column("says", Integer, nullable=False),
    Column("subject", Words, nullable=False),
    Index("claim_actors_by_speech", "actor", "says", "rank", "until", "since"),
    Index("claim_actors_by_subject", "actor", "says", "subject", "rank"),
    Index("claim_actors_by_rank", "rank"),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("target", Words, nullable=False),
    Column("document", Words),
    Column("recorded", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("undone", BigInteger, nullable=False),
    Index("decisions_by_target", "target", "number"),
    Index("decisions_by_document", "document", "number"),
)

applications = Table(
    "applications",
    metadata,
    Column("decision", BigInteger, primary_key=True, autoincrement=False),
    Column("claim", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("found", Words, nullable=False),
    Index("applications_by_claim", "claim", "until"),
    Index("applications_by_found", "found", "until"),
)

corroborations = Table(
    "corroborations",
    metadata,
    Column("claim", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("event", Words, nullable=False),
    Index("corroborations_by_event", "event", "until"),
)

failures = Table(
    "failures",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("source", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("recorded", Words, nullable=False),
    Column("until", BigInteger, nullable=False),
    Index("failures_by_source", "source", "until"),
    Index("failures_by_until", "until", "number"),
)

events = Table(
    "events",
    metadata,
    Column("id", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("place", Words),
    Column("place_id", Words),
    Column("place_country", Words),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("first_day", Integer),
    Column("last_day", Integer),
    Column("reports", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    UniqueConstraint("rank", "since"),
    Index("events_by_until", "until", "rank"),
    Index("events_by_country", "place_country", "until", "rank"),
    Index("events_by_day", "first_day", "until"),
)

event_claims = Table(
    "event_claims",
    metadata,
    Column("event", Words, primary_key=True),
    Column("claim", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Index("event_claims_by_claim", "claim", "until"),
    sqlite_with_rowid=False,
)

event_aliases = Table(
    "event_aliases",
    metadata,
    Column("alias", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("event", Words, nullable=False),
)

results = Table(
    "results",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("group", Words),
    Column("record", Words, nullable=False),
    Index("results_by_group", "kind", "group", "until"),
    Index("results_by_since", "since"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("digest", Words, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("what", Words, nullable=False),
    Index("erasures_by_number", "number"),
)

DERIVED = tuple(table for table in metadata.sorted_tables if table not in OF_RECORD)


def rank_of(known: int, entry: int, ordinal: int = 0) -> int:
    """Return the place of a report or claim in time: by the day it was known, its entry, and its order in the reading."""
    if not 0 <= ordinal < 2**ORDINAL_BITS or not 0 < entry < 2**ENTRY_BITS:
        raise ValueError(f"no rank for entry {entry}, claim {ordinal}")
    day = min(max(known - DAY_ZERO, 0), 2**16 - 1)
    return (day << (ENTRY_BITS + ORDINAL_BITS)) | (entry << ORDINAL_BITS) | ordinal


def entry_of(rank: int) -> int:
    """Return the number of the entry that a rank belongs to."""
    return (rank >> ORDINAL_BITS) & ((1 << ENTRY_BITS) - 1)


def ordinal_of(rank: int) -> int:
    """Return the order of a claim within its reading."""
    return rank & ((1 << ORDINAL_BITS) - 1)


#: The proleptic ordinal of 1900-01-01; ranks count days from it.
DAY_ZERO = 693_596
