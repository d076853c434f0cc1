"""Claims without the names of persons: a claimant leaves as a body or a role, unless names are asked for.

A person is taken to be named by two or more capitalised words in a row that are no part of a body's name; what is known
to be a body (it has an id, or is of a kind that only bodies are) stays as it is. This errs on the side of hiding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from counterclaim.records import Record

_HIDDEN = "[name withheld]"
#: Bodies that speak as such; what has one of these kinds and one part only is a body.
_BODIES = {ClaimantKind.ARMED_GROUP, ClaimantKind.IGO, ClaimantKind.NGO, ClaimantKind.MEDIA}
#: Small words that stand inside names.
_PARTICLES = frozenset(("al", "el", "bin", "ibn", "van", "von", "de", "den", "der", "af", "da", "di", "ten", "ter"))


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
    if comma and _names(person) == [person.strip()]:
        hidden[person.strip()] = _HIDDEN
        return {**claimant, "name": body.strip(), "text": None}
    if claimant["id"] is not None or kind in _BODIES:
        return claimant
    if kind not in (ClaimantKind.INDIVIDUAL, None):
        return _officer(claimant, hidden)
    found = _names(name)
    if not found:
        return claimant
    hidden |= dict.fromkeys(found, _HIDDEN)
    return {**claimant, "name": " ".join(_replaced(name, dict.fromkeys(found, "")).split()) or _HIDDEN, "text": None}


def _officer(claimant: Record, hidden: dict[str, str]) -> Record:
    """Hide the person behind a role ("Kirovohrad governor Andriy Raikovych" is its governor)."""
    name: str = claimant["name"]
    last = next(reversed(_names(name)), None)
    before = name.removesuffix(last).rstrip() if last else ""
    if last is None or not name.endswith(last) or not before or not before[-1].islower():
        return claimant
    if before.rpartition(" ")[2][:1].isupper():
        return claimant
    hidden[last] = _HIDDEN
    return {**claimant, "name": before, "text": None}


def _names(words: str) -> list[str]:
    """Return the runs of two or more capitalised words, small words within them included."""
    found: list[list[str]] = [[]]
    for word in words.split():
        if word[:1].isupper() or (found[-1] and word in _PARTICLES):
            found[-1].append(word)
        else:
            found.append([])
    runs = (_without_particles(run) for run in found)
    return [" ".join(run) for run in runs if len(run) > 1]


def _without_particles(run: list[str]) -> list[str]:
    """Return a run that does not end in a small word."""
    while run and run[-1] in _PARTICLES:
        run = run[:-1]
    return run


def _replaced(text: str, hidden: dict[str, str]) -> str:
    for name, instead in hidden.items():
        text = text.replace(name, instead)
    return text
