"""The first form of a ledger: what was captured, read and decided."""

import sqlalchemy as sa
from alembic import op

from counterclaim.ledger.migrations.guards import guard
from counterclaim.ledger.migrations.search import create_search

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table and index
    """Make the tables of record, those derived from them, and what keeps the former as they are."""
    op.create_table(
        "applications",
        sa.Column("decision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision", "claim", "since"),
    )
    op.create_index("applications_by_claim", "applications", ["claim", "until"], unique=False)
    op.create_index("applications_by_found", "applications", ["found", "until"], unique=False)
    op.create_table(
        "bands",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("text", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "text"),
        sqlite_with_rowid=False,
    )
    op.create_index("bands_by_text", "bands", ["text"], unique=False)
    op.create_table(
        "blobs",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "bodies",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "captures",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("captures_by_bytes", "captures", ["bytes"], unique=False)
    op.create_index("captures_by_document", "captures", ["document", "number"], unique=False)
    op.create_table(
        "claim_actors",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("says", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "rank", "since"),
        sqlite_with_rowid=False,
    )
    op.create_index("claim_actors_by_rank", "claim_actors", ["rank"], unique=False)
    op.create_index("claim_actors_by_speech", "claim_actors", ["actor", "says", "rank", "until", "since"], unique=False)
    op.create_index("claim_actors_by_subject", "claim_actors", ["actor", "says", "subject", "rank"], unique=False)
    op.create_table(
        "claims",
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("text_rank", sa.BigInteger(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("claimant_kind", sa.Text(), nullable=True),
        sa.Column("victim_kind", sa.Text(), nullable=True),
        sa.Column("victim_country", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_country", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("cell", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("season", sa.Integer(), nullable=True),
        sa.Column("decided", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("rank", "since"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "claims_by_cell",
        "claims",
        ["cell", "rank", "until", "since", "language", "outcome", "stance", "scope", "status", "latitude", "longitude"],
        unique=False,
    )
    op.create_index(
        "claims_by_countries",
        "claims",
        ["place_country", "victim_country", "outcome", "rank", "until", "since", "language", "stance", "scope", "status"],
        unique=False,
    )
    op.create_index(
        "claims_by_country",
        "claims",
        ["place_country", "rank", "until", "since", "language", "outcome", "stance", "scope", "status", "victim_country"],
        unique=False,
    )
    op.create_index("claims_by_document", "claims", ["document", "until"], unique=False)
    op.create_index("claims_by_id", "claims", ["id", "until"], unique=False)
    op.create_index(
        "claims_by_language",
        "claims",
        ["language", "rank", "until", "since", "outcome", "stance", "scope", "status"],
        unique=False,
    )
    op.create_index(
        "claims_by_outcome",
        "claims",
        ["outcome", "rank", "until", "since", "language", "stance", "scope", "status"],
        unique=False,
    )
    op.create_index("claims_by_place", "claims", ["place", "rank", "until", "since"], unique=False)
    op.create_index("claims_by_place_id", "claims", ["place_id", "rank", "until", "since"], unique=False)
    op.create_index(
        "claims_by_rank",
        "claims",
        ["rank", "until", "since", "language", "outcome", "stance", "scope", "status", "place_country", "victim_country"],
        unique=False,
    )
    op.create_index(
        "claims_by_season",
        "claims",
        ["season", "rank", "until", "since", "language", "outcome", "stance", "scope", "status", "first_day", "last_day"],
        unique=False,
    )
    op.create_index(
        "claims_by_stance", "claims", ["stance", "rank", "until", "since", "language", "outcome", "scope", "status"], unique=False
    )
    op.create_index("claims_by_status", "claims", ["status", "rank", "until", "since"], unique=False)
    op.create_index("claims_by_text", "claims", ["text_rank", "rank"], unique=False)
    op.create_index(
        "claims_by_victims",
        "claims",
        ["victim_country", "rank", "until", "since", "language", "outcome", "stance", "scope", "status", "place_country"],
        unique=False,
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("undone", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("decisions_by_document", "decisions", ["document", "number"], unique=False)
    op.create_index("decisions_by_target", "decisions", ["target", "number"], unique=False)
    op.create_table(
        "entries",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("entries_by_kind", "entries", ["kind", "number"], unique=False)
    op.create_index("entries_by_recorded", "entries", ["recorded"], unique=False)
    op.create_index("entries_by_subject", "entries", ["subject", "number"], unique=False)
    op.create_table(
        "erasures",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("erasures_by_number", "erasures", ["number"], unique=False)
    op.create_table(
        "failures",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("failures_by_source", "failures", ["source", "until"], unique=False)
    op.create_index("failures_by_until", "failures", ["until", "number"], unique=False)
    op.create_table(
        "reports",
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("capture", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_rank", sa.BigInteger(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("knowledge", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("copy_of", sa.Text(), nullable=True),
        sa.Column("outlet_key", sa.Text(), nullable=True),
        sa.Column("credit", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("rank", "since"),
    )
    op.create_index("reports_by_copy", "reports", ["copy_of", "until"], unique=False)
    op.create_index(
        "reports_by_credit",
        "reports",
        ["known", "credit"],
        unique=False,
        sqlite_where=sa.text("credit IS NOT NULL"),
        postgresql_where=sa.text("credit IS NOT NULL"),
    )
    op.create_index("reports_by_document", "reports", ["document", "until"], unique=False)
    op.create_index("reports_by_key", "reports", ["key"], unique=False)
    op.create_index("reports_by_language", "reports", ["language", "until", "rank"], unique=False)
    op.create_index("reports_by_outlet", "reports", ["outlet_key", "until", "rank"], unique=False)
    op.create_index("reports_by_state", "reports", ["state", "until", "rank"], unique=False)
    op.create_index("reports_by_text", "reports", ["text_rank", "until"], unique=False)
    op.create_table(
        "texts",
        sa.Column("rank", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("shingles", sa.Integer(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("family", sa.BigInteger(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("rank"),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("texts_by_family", "texts", ["family"], unique=False)
    create_search(op.get_bind())
    guard(op.get_bind())
