"""Whom a claim counts, and on which side they stood."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from counterclaim.estimation.values import Group, Side, Standing
from counterclaim.model import ClaimantKind, VictimKind
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.estimation.values import Relations
    from counterclaim.model import Claim

_STATE = {VictimKind.MILITARY, VictimKind.POLICE, VictimKind.MERCENARY}
_PARTIES = {ClaimantKind.GOVERNMENT, ClaimantKind.MILITARY, ClaimantKind.ARMED_GROUP}
_COMBATANTS = {"state", "armed"}


def group_of(claim: Claim, countries: frozenset[str]) -> Group:
    """Return whom a claim counts. `countries` are those whose people the event's claims count.

    People without a kind are everybody, unless people of several countries are counted apart.
    """
    match claim.victim_kind:
        case VictimKind.CIVILIAN:
            return Group("civilians")
        case VictimKind.CHILD:
            return Group("children")
        case VictimKind.MILITANT:
            return Group("armed", claim.victim_id or claim.victim_country or "")
        case kind if kind in _STATE:
            return Group("state", claim.victim_country or "")
        case VictimKind.UNSPECIFIED if claim.victim_country and len(countries) > 1:
            return Group("people", claim.victim_country)
    return Group("whole")


def counted_countries(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the countries whose people are counted without saying of what kind they are."""
    return frozenset(
        claim.victim_country for claim in claims if claim.victim_kind is VictimKind.UNSPECIFIED and claim.victim_country
    )


def sides_of(groups: Iterable[Group], place_country: str | None, relations: Relations) -> Mapping[Group, Side]:
    """Return on which side each group stands.

    Side a is the government of the country where it happened; else the first state by its code; else the first group. The
    other combatants are side b, but for those whom the registry knows as allies of side a.
    """
    every = sorted(set(groups))
    states = [g for g in every if g.kind == "state" and g.party]
    armed = [g for g in every if g.kind == "armed"]
    at_home = [g for g in states if g.party == place_country]
    leader = next(iter(at_home or states), None)
    if leader is None and not any(g.kind == "state" for g in every):
        leader = next(iter(armed), None) if len(armed) > 1 else None
    return {group: _side(group, leader, relations) for group in every}


def _side(group: Group, leader: Group | None, relations: Relations) -> Side:
    if group.kind in {"civilians", "children"}:
        return Side.CIVILIANS
    if group.kind not in _COMBATANTS:
        return Side.UNKNOWN
    if group == leader:
        return Side.A
    if group.kind == "state" and not group.party:
        return Side.A if leader is None else Side.UNKNOWN
    if leader and group.party and relations.allied(group.party, leader.party):
        return Side.A
    return Side.B


def standing(claim: Claim, parties: frozenset[str], relations: Relations) -> Standing:
    """Return what the claimant is to the victims. `parties` are the countries and groups whose losses are counted."""
    if not claim.claimants:
        return Standing.UNATTRIBUTED
    claimant = claim.claimants[0]
    if claimant.kind not in _PARTIES:
        return Standing.NEUTRAL
    theirs = {claim.victim_id, claim.victim_country} - {None}
    ours = {claimant.id, claimant.country} - {None}
    if ours & theirs or any(relations.allied(a, b) for a in ours for b in theirs if a and b):
        return Standing.OWN
    if any(relations.opposed(a, b) for a in ours for b in theirs if a and b):
        return Standing.ENEMY
    attacker = claim.attacker
    if attacker and (attacker.id in ours or fold(attacker.name) in {fold(c.name) for c in claim.claimants}):
        return Standing.ENEMY
    if claimant.kind is ClaimantKind.ARMED_GROUP or ours & parties:
        return Standing.ENEMY if theirs else Standing.NEUTRAL
    if claimant.kind is ClaimantKind.MILITARY and claimant.country and theirs:
        return Standing.ENEMY
    return Standing.NEUTRAL


def place_country(placed: Iterable[tuple[str, str]]) -> str | None:
    """Return the country where most origins place the event; the smaller code where two have as many.

    `placed` are pairs of an origin and a country; an origin that repeats itself counts once.
    """
    counted = Counter(country for _, country in sorted(set(placed)))
    return min(counted, key=lambda country: (-counted[country], country)) if counted else None
