"""Claims without the names of persons: a claimant leaves as a body or a role, unless names are asked for.

A person is taken to be named by two or more capitalised words in a row that are no part of a body's name; what is known
to be a body (it has an id, or is of a kind that only bodies are) stays as it is. This errs on the side of hiding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from counterclaim.records import Record

_HIDDEN = "[name withheld]"
#: Bodies that speak as such; what has one of these kinds and one part only is a body.
_BODIES = {ClaimantKind.ARMED_GROUP, ClaimantKind.IGO, ClaimantKind.NGO, ClaimantKind.MEDIA}
_NAME = re.compile(
    r"\b[^\W\d_a-zà-öø-ÿ][\w'’.-]*(?:\s+(?:al|el|bin|ibn|van|von|de|den|der|af|da|di)\b)*(?:[\s-]+[^\W\d_a-zà-öø-ÿ][\w'’.-]*)+"
)


def without_names(record: Record) -> Record:
    """Return a claim's record in which no claimant is named as a person."""
    hidden: dict[str, str] = {}
    claimants = [_claimant(claimant, hidden) for claimant in record["claimants"]]
    if not hidden:
        return record
    return {
        **record,
        "claimants": claimants,
        "claimant": " and ".join(claimant["name"] for claimant in claimants) or None,
        "evidence": _replaced(record["evidence"], hidden),
        "victims": record["victims"] and _replaced(record["victims"], hidden),
    }


def _claimant(claimant: Record, hidden: dict[str, str]) -> Record:
    name: str = claimant["name"]
    kind = claimant["kind"]
    person, comma, body = name.partition(",")
    if comma and _NAME.fullmatch(person.strip()):
        hidden[person.strip()] = _HIDDEN
        return {**claimant, "name": body.strip(), "text": None}
    if claimant["id"] is not None or kind in _BODIES:
        return claimant
    if kind not in (ClaimantKind.INDIVIDUAL, None):
        return _officer(claimant, hidden)
    shorter = _NAME.sub("", name)
    if shorter == name:
        return claimant
    for found in _NAME.findall(name):
        hidden[found] = _HIDDEN
    return {**claimant, "name": " ".join(shorter.split()) or _HIDDEN, "text": None}


def _officer(claimant: Record, hidden: dict[str, str]) -> Record:
    """Hide the person behind a role ("Kirovohrad governor Andriy Raikovych" is its governor)."""
    name: str = claimant["name"]
    last = next(iter([*_NAME.finditer(name)][::-1]), None)
    before = name[: last.start()].rstrip() if last is not None else ""
    if last is None or last.end() != len(name) or not before or not before[-1].islower():
        return claimant
    hidden[last.group()] = _HIDDEN
    return {**claimant, "name": before, "text": None}


def _replaced(text: str, hidden: dict[str, str]) -> str:
    for name, instead in hidden.items():
        text = text.replace(name, instead)
    return text
