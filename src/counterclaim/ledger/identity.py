"""Ids, from content alone: the same report has the same ids on any machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.model import digest
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.model import Claim

REPORT, CLAIM, EVENT, ACTOR, DECISION = "rep_", "clm_", "evt_", "act_", "dec_"
_LENGTH = 20


def document_id(key: str) -> str:
    """Return the id of the document with this address or id of the user's."""
    return key if _is_id(key, REPORT) else REPORT + digest("document", key)[:_LENGTH]


def decision_id(body: str) -> str:
    """Return the id of the decision whose words have this digest."""
    return DECISION + digest("decision", body)[:_LENGTH]


def claim_id(claim: Claim, text_digest: str) -> str:
    """Return the id that the extraction gave, or one from where the claim stands in the text."""
    if claim.id:
        return claim.id
    main = claim.figure.span if claim.figure else claim.span
    places = [f"{name}:{span.start}-{span.end}" for name in ("claimant", "victims") for span in claim.spans.get(name, ())]
    return CLAIM + digest("claim", text_digest, f"{main.start}-{main.end}", claim.outcome, *places)[:_LENGTH]


def manual_claim_id(text_digest: str, start: int, end: int, outcome: str) -> str:
    """Return the id of a claim that a person added at this stretch of a text."""
    return CLAIM + digest("claim by hand", text_digest, f"{start}-{end}", outcome)[:_LENGTH]


def actor_key(name: str) -> str:
    """Return the key under which an actor's name or id is found: spelling, case and spacing set aside."""
    return " ".join(fold(word) for word in name.split())


def actor_keys(record: Mapping[str, Any]) -> Iterable[str]:
    """Yield the keys of an actor in a claim's record: its id, and its name."""
    if record.get("id"):
        yield actor_key(record["id"])
    if record.get("name"):
        yield actor_key(record["name"])


def _is_id(key: str, prefix: str) -> bool:
    rest = key.removeprefix(prefix)
    return key.startswith(prefix) and len(rest) == _LENGTH and set(rest) <= set("0123456789abcdef")
