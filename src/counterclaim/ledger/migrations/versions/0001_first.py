"""The first form of a ledger."""

from alembic import op

from counterclaim.ledger import schema
from counterclaim.ledger.migrations.guards import guard
from counterclaim.ledger.migrations.search import create_search

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of record, those derived from them, and what keeps the former as they are."""
    schema.metadata.create_all(op.get_bind(), checkfirst=False)
    create_search(op.get_bind())
    guard(op.get_bind())
