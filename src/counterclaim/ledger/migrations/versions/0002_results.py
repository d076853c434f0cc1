"""What linking and estimation work out is kept too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of results."""
    op.create_table(
        "corroborations",
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim", "since"),
    )
    op.create_index("corroborations_by_event", "corroborations", ["event", "until"], unique=False)
    op.create_table(
        "event_aliases",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alias", "since"),
    )
    op.create_table(
        "event_claims",
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event", "claim", "since"),
        sqlite_with_rowid=False,
    )
    op.create_index("event_claims_by_claim", "event_claims", ["claim", "until"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("place_country", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("first_day", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", "since"),
        sa.UniqueConstraint("rank", "since"),
    )
    op.create_index("events_by_country", "events", ["place_country", "until", "rank"], unique=False)
    op.create_index("events_by_day", "events", ["first_day", "until"], unique=False)
    op.create_index("events_by_until", "events", ["until", "rank"], unique=False)
    op.create_table(
        "results",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "since"),
    )
    op.create_index("results_by_group", "results", ["kind", "group", "until"], unique=False)
    op.create_index("results_by_since", "results", ["since"], unique=False)
