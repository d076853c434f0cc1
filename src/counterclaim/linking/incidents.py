"""Incidents: the claims of one report that share place, time and parties, with all that tells them from others.

An article on today's battle also tells of last week's bombing: these are two incidents. The first one is the report's topic;
it is there even where the report states no figure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from counterclaim.interval import Interval, read_interval
from counterclaim.linking.distance import distance_km, reach_km
from counterclaim.linking.naming import CalendarDay, days_of, names_of, subjects_of, weekday_of
from counterclaim.model import Outcome, Scope, VictimKind, digest
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.model import Claim, Extraction, Place, Report

#: A report on an event without a date of its own is taken to come this many days after it at most.
NEWS_DAYS = 10
#: A time longer than this does not tell one event from another.
LONGEST_DAYS = 45
#: Degrees within which two points of one report are one place.
_SAME_PLACE_KM = 30.0

_FORCES = {VictimKind.MILITARY, VictimKind.POLICE, VictimKind.MERCENARY, VictimKind.MILITANT}
_CIVIL = {VictimKind.CIVILIAN, VictimKind.CHILD}
#: UCDP's precision of a country, and of what still tells one place from another.
_COUNTRY, _PRECISE = 6, 2
_MOST_NAMED = 3
_COUNTED = {Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.CAPTURED, Outcome.MISSING, Outcome.LOST}


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A stated number, with what it counts: the outcome, the sort of victims and their country, each None if not told.

    `least` says that more than the number is meant too.
    """

    outcome: str
    number: int
    sort: str | None = None
    country: str | None = None
    least: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """What one report tells of one event.

    `when` is the time that the text gives, `window` what it and the publication leave possible; both None where nothing is
    known; `days` and `weekday` are what a topic without it names. `topic` marks the report's own subject. `claims` are the
    claims of scope event, `places` are theirs; `named` are the first close places that the report names besides, for a topic,
    `subjects` what else it names: countries, actors, means, targets.
    """

    id: str
    report: str
    topic: bool
    claims: tuple[str, ...]
    published: Interval | None
    when: Interval | None
    window: Interval | None
    places: tuple[Place, ...]
    named: tuple[Place, ...]
    figures: frozenset[Figure]
    victims: frozenset[str]
    actors: frozenset[str]
    means: frozenset[str]
    outcomes: frozenset[str]
    names: frozenset[str] = field(default_factory=frozenset)
    subjects: frozenset[str] = field(default_factory=frozenset)
    days: frozenset[CalendarDay] = field(default_factory=frozenset)
    weekday: int | None = None
    lang: str | None = None


def incidents(extraction: Extraction) -> tuple[Incident, ...]:
    """Return the incidents of a report, its topic first."""
    events = [claim for claim in extraction.claims if claim.scope is Scope.EVENT and claim.outcome is not Outcome.STRENGTH]
    groups = _grouped(sorted(events, key=lambda claim: (claim.span, claim.id)))
    names = names_of(extraction)
    if not groups:
        return (_topic(extraction, names),)
    main = max(groups, key=len)
    ordered = [main, *(group for group in groups if group is not main)]
    return tuple(_incident(extraction, group, names, topic=group is main) for group in ordered)


def _grouped(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the claims by incident, in reading order; one without place and time goes with the incident told last."""
    groups: list[list[Claim]] = []
    for claim in claims:
        fitting = [group for group in reversed(groups) if all(_together(claim, other) for other in group)]
        if fitting:
            best = max(fitting, key=lambda group: _shared(claim, group))
            best.append(claim)
        else:
            groups.append([claim])
    return groups


def _together(one: Claim, other: Claim) -> bool:
    when, then = read_interval(one.when), read_interval(other.when)
    if when and then and when.gap(then) > 0:
        return False
    if one.place and other.place:
        return _same_place(one.place, other.place)
    return True


def _same_place(one: Place, other: Place) -> bool:
    if (one.id and one.id == other.id) or _COUNTRY in {one.where_prec, other.where_prec}:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    apart = distance_km(one, other)
    if apart is None:
        return fold(one.name) == fold(other.name) or _wide(one) or _wide(other)
    return apart <= max(_SAME_PLACE_KM, reach_km(one), reach_km(other))


def _wide(place: Place) -> bool:
    return place.latitude is None or (place.where_prec or 1) > _PRECISE


def _shared(claim: Claim, group: Sequence[Claim]) -> int:
    return sum(
        (claim.place is not None and claim.place == c.place) + (claim.when is not None and claim.when == c.when) for c in group
    )


def _incident(extraction: Extraction, claims: Sequence[Claim], names: frozenset[str], *, topic: bool) -> Incident:
    published = read_interval(extraction.report.published)
    when = _told(claims, published)
    if topic and when is None:
        when = _mentioned(extraction, published)
    return Incident(
        id=min(claim.id for claim in claims),
        report=extraction.report.id,
        topic=topic,
        claims=tuple(claim.id for claim in claims),
        published=published,
        when=when,
        window=window(when, published),
        places=_located(claims),
        named=_named(extraction) if topic else (),
        names=names if topic else frozenset(),
        subjects=subjects_of(extraction) if topic else frozenset(),
        days=days_of(extraction) if topic and when is None else frozenset(),
        weekday=weekday_of(extraction) if topic and when is None else None,
        lang=extraction.report.lang,
        **_about(claims),
    )


def _topic(extraction: Extraction, names: frozenset[str]) -> Incident:
    """Return the topic of a report that states no figure of one event: from its totals, and from what it names."""
    totals = [claim for claim in extraction.claims if claim.outcome is not Outcome.STRENGTH]
    published = read_interval(extraction.report.published)
    when = _told(totals, published) or _mentioned(extraction, published)
    return Incident(
        id=_bare_id(extraction.report),
        report=extraction.report.id,
        topic=True,
        claims=(),
        published=published,
        when=when,
        window=window(when, published),
        places=_located(totals),
        named=_named(extraction),
        names=names,
        subjects=subjects_of(extraction),
        days=days_of(extraction) if when is None else frozenset(),
        weekday=weekday_of(extraction) if when is None else None,
        lang=extraction.report.lang,
        **_about(totals),
    )


class _About(TypedDict):
    figures: frozenset[Figure]
    victims: frozenset[str]
    actors: frozenset[str]
    means: frozenset[str]
    outcomes: frozenset[str]


def _about(claims: Sequence[Claim]) -> _About:
    return {
        "figures": frozenset(figure for claim in claims for figure in _figures(claim)),
        "victims": frozenset(key for claim in claims for key in _victims(claim)),
        "actors": frozenset(key for claim in claims for key in _actors(claim)),
        "means": frozenset(claim.means for claim in claims if claim.means),
        "outcomes": frozenset(claim.outcome.value for claim in claims if claim.outcome in _COUNTED),
    }


def _located(claims: Sequence[Claim]) -> tuple[Place, ...]:
    """Return the places of the claims; a country for want of closer ones."""
    places = _places(place for claim in claims for place in claim.places[:1])
    return tuple(place for place in places if (place.where_prec or 1) < _COUNTRY) or places


def _named(extraction: Extraction) -> tuple[Place, ...]:
    """Return the first places closer than a country that a report names, in reading order; the first country without them."""
    found: dict[str, Place] = {}
    for mention in extraction.mentions:
        place = mention.place
        if place is not None and place.latitude is not None and (place.where_prec or 1) < _COUNTRY:
            found.setdefault(place.id or place.name, place)
    countries = [mention.place for mention in extraction.mentions if mention.place]
    return tuple(found.values())[:_MOST_NAMED] or tuple(countries[:1])


def _told(claims: Sequence[Claim], published: Interval | None) -> Interval | None:
    """Return the narrowest time of the claims that tells more than the publication does."""
    times = [read_interval(claim.when) for claim in claims]
    telling = [t for t in times if t and t.length and t.length <= NEWS_DAYS and (t != published or t.length == 1)]
    return min(telling, key=lambda t: (t.length or 0, t.first or 0, t.last or 0), default=None)


def window(when: Interval | None, published: Interval | None) -> Interval | None:
    """Return the days on which the event may have happened, as far as its own time and the publication tell."""
    last = published.last if published else None
    if when is not None and when.length is not None and when.length <= LONGEST_DAYS:
        if when.last is not None and last is not None and when.first is not None and when.first <= last < when.last:
            return Interval(when.first, last)
        return when
    if published is None or last is None or published.first is None:
        return None
    return Interval(published.first - NEWS_DAYS, last)


def _mentioned(extraction: Extraction, published: Interval | None) -> Interval | None:
    """Return the first time in the text that is no longer than a few days and lies before the publication."""
    for mention in extraction.mentions:
        time = read_interval(mention.when)
        if time is None or time.length is None or time.length > NEWS_DAYS:
            continue
        if published is None or published.last is None or (time.first is not None and time.first <= published.last):
            return time
    return None


def _places(places: Iterable[Place]) -> tuple[Place, ...]:
    found: dict[tuple[str, str], Place] = {}
    for place in places:
        found.setdefault((place.id or fold(place.name), place.country or ""), place)
    return tuple(sorted(found.values(), key=lambda place: (place.where_prec or 9, place.name)))


def _figures(claim: Claim) -> Iterable[Figure]:
    number = claim.bounds.low if claim.bounds.low is not None else claim.bounds.high
    if number:
        country = _own_country(claim)
        least = claim.bounds.low is not None and claim.bounds.high is None
        yield Figure(claim.outcome.value, number, _sort(claim.victim_kind), country, least)
        if claim.bounds.high is not None and claim.bounds.high != number:
            yield Figure(claim.outcome.value, claim.bounds.high, _sort(claim.victim_kind), country)


def _own_country(claim: Claim) -> str | None:
    """Return the country of the victims where it says more than the place does, whose country stands in for it."""
    at_home = claim.place is not None and claim.place.country == claim.victim_country
    return None if at_home else claim.victim_country


def _sort(kind: VictimKind) -> str | None:
    return "forces" if kind in _FORCES else "civilians" if kind in _CIVIL else "materiel" if kind is VictimKind.MATERIEL else None


def _victims(claim: Claim) -> Iterable[str]:
    sort = _sort(claim.victim_kind)
    if claim.victim_country and sort != "materiel":
        yield claim.victim_country
    if claim.victim_id:
        yield claim.victim_id


def _actors(claim: Claim) -> Iterable[str]:
    for claimant in claim.claimants:
        if claimant.id:
            yield claimant.id
        if claimant.country:
            yield f"claimant:{claimant.country}"
    if claim.attacker and claim.attacker.id:
        yield claim.attacker.id


def _bare_id(report: Report) -> str:
    return f"topic_{digest(report.id, report.text)[:24]}"
