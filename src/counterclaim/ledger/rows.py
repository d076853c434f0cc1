"""A claim's record as rows of the derived tables, by which claims are found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from counterclaim.interval import read_interval
from counterclaim.ledger.identity import actor_key, actor_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.interval import Interval
    from counterclaim.records import Record

Row = dict[str, Any]
#: Times are found by the season in which they begin; those that are longer than one are looked through each time.
SEASON_DAYS = 32
LONG = -1


class Status(StrEnum):
    """What the ledger holds of a claim; `verified` stays the article's own word."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    REVIEWED = "reviewed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """What an actor is to a claim."""

    CLAIMANT = "claimant"
    RELAY = "relay"
    VICTIM = "victim"
    ATTACKER = "attacker"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim's row stands: its rank, its report, and the entries between which it held."""

    rank: int
    since: int
    until: int
    document: str
    text_rank: int
    known: int
    language: str | None


def claim_row(record: Record, standing: Standing, status: Status, decided: int | None = None) -> Row:
    """Return the row of `claims` for a record; `decided` is the last decision that touched it."""
    when = read_interval(record["when"])
    latitude, longitude = record["latitude"], record["longitude"]
    return {
        "rank": standing.rank,
        "since": standing.since,
        "until": standing.until,
        "id": record["id"],
        "document": standing.document,
        "text_rank": standing.text_rank,
        "known": standing.known,
        "status": status.value,
        "language": standing.language,
        "outcome": record["outcome"],
        "low": _stored(record["low"]),
        "high": _stored(record["high"]),
        "stance": record["stance"],
        "scope": record["scope"],
        "claimant_kind": record["claimant_kind"],
        "victim_kind": record["victim_kind"],
        "victim_country": record["victim_country"],
        "place": actor_key(record["place"]) if record["place"] else None,
        "place_id": record["place_id"],
        "place_country": record["place_country"],
        "latitude": latitude,
        "longitude": longitude,
        "cell": None if latitude is None or longitude is None else cell_of(latitude, longitude),
        "first_day": when and when.first,
        "last_day": when and when.last,
        "season": season_of(when),
        "decided": decided,
    }


def actor_rows(record: Record, standing: Standing) -> list[Row]:
    """Return the rows of `claim_actors` for a record: one for every key of every actor in it."""
    roles: dict[str, set[Role]] = {}
    for key, role in _actors(record):
        roles.setdefault(key, set()).add(role)
    subject = subject_of(record)
    return [
        {
            "actor": key,
            "rank": standing.rank,
            "since": standing.since,
            "until": standing.until,
            "roles": "+".join(sorted(role.value for role in found)),
            "says": int(Role.CLAIMANT in found),
            "subject": subject,
        }
        for key, found in sorted(roles.items())
    ]


def subject_of(record: Record) -> str:
    """Return what a claim is about, apart from its figure: whose losses, where, and whether of one event."""
    side = record["victim_country"] or record["victim_id"] or ""
    place = record["place_id"] or (actor_key(record["place"]) if record["place"] else None) or record["place_country"]
    return "|".join((record["scope"], actor_key(side), place or ""))


def cell_of(latitude: float, longitude: float) -> int:
    """Return the number of the square degree that holds a point."""
    return (math.floor(latitude) + 90) * 360 + (math.floor(longitude) + 180) % 360


def season_of(when: Interval | None) -> int | None:
    """Return the number of the season in which a time begins, LONG where it is longer than one, None without a time."""
    if when is None:
        return None
    if when.first is None or when.last is None or when.last - when.first >= SEASON_DAYS:
        return LONG
    return when.first // SEASON_DAYS


def _actors(record: Record) -> Iterator[tuple[str, Role]]:
    for claimant in record["claimants"]:
        for key in actor_keys(claimant):
            yield key, Role.CLAIMANT
    for relay in record["via"]:
        yield actor_key(relay), Role.RELAY
    if record["victim_id"]:
        yield actor_key(record["victim_id"]), Role.VICTIM
    if record["victim_country"]:
        yield actor_key(record["victim_country"]), Role.VICTIM
    if record["attacker"]:
        for key in actor_keys(record["attacker"]):
            yield key, Role.ATTACKER


def _stored(figure: int | None) -> int | None:
    """Return a figure as the database holds it; a larger one is found as the largest that fits."""
    return None if figure is None else min(figure, 2**62)
