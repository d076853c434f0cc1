"""Who may do what, and the tokens of the API."""

from __future__ import annotations

from datetime import UTC, datetime

from counterclaim.web import accounts
from counterclaim.web.asking import Answer, Asking, Role


def people(asking: Asking) -> Answer:
    """Answer with all accounts."""
    rows = [{"name": one.name, "role": one.role.value, "active": one.active} for one in accounts.list_people(asking.ledger)]
    words = {"lines": rows, "roles": list(Role), "shortest": accounts.SHORTEST_PASSWORD}
    return Answer("People", "people.html", words, {"people": rows}, rows, ("name", "role", "active"))


def tokens(asking: Asking) -> Answer:
    """Answer with the tokens of who asks; an admin sees those of all. Never with their secrets."""
    mine = asking.person.name if asking.person and asking.person.role is not Role.ADMIN else None
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "role": one.role.value,
            "purpose": one.purpose,
            "created": datetime.fromtimestamp(one.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for one in accounts.list_tokens(asking.ledger, mine)
    ]
    allowed = [role for role in Role if asking.person and asking.person.role.may(role)]
    words = {"lines": rows, "roles": allowed, "fresh": None, "possible": accounts.has_people(asking.ledger)}
    return Answer("Tokens", "tokens.html", words, {"tokens": rows}, rows, ("id", "name", "role", "purpose", "created"))
