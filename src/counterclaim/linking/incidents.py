"""Incidents: the claims of one report that share place, time and parties, with all that tells them from others.

An article on today's battle also tells of last week's bombing: these are two incidents. The first one is the report's topic;
it is there even where the report states no figure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from counterclaim.interval import Interval, read_interval
from counterclaim.linking.grouping import grouped
from counterclaim.linking.naming import LEAD, NOTHING, Naming, naming_of
from counterclaim.model import Outcome, Qualifier, Scope, VictimKind, digest
from counterclaim.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.linking.naming import CalendarDay
    from counterclaim.model import Bounds, Claim, Extraction, Place, Report

#: A report on an event without a date of its own is taken to come this many days after it at most.
NEWS_DAYS = 10
#: A time longer than this does not tell one event from another.
LONGEST_DAYS = 45
#: What lies so many days before the publication, and is not told first, is background.
_BACKGROUND_DAYS = 28

_FORCES = {VictimKind.MILITARY, VictimKind.POLICE, VictimKind.MERCENARY, VictimKind.MILITANT}
_CIVIL = {VictimKind.CIVILIAN, VictimKind.CHILD}
#: UCDP's precision of a country.
_COUNTRY = 6
#: How many times a floor, and a vague one, a figure may mean at most.
_ABOVE, _VAGUE = 1.6, 5
_COUNTED = {Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.CAPTURED, Outcome.MISSING, Outcome.LOST}


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A stated number, with what it counts: the outcome, the sort of victims and their country, each None if not told.

    `most` is the largest number that is meant too, where it is more; `exact` says that it alone is meant.
    """

    outcome: str
    number: int
    sort: str | None = None
    country: str | None = None
    most: int | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Incident:
    """What one report tells of one event.

    `when` is the time that the text gives, `window` what it and the publication leave possible; both None where nothing is
    known. `topic` marks the report's own subject.
    `claims` are the claims of scope event, `places` are theirs, `lead` is the first figure among them. `named` are the first
    close places that the report names besides, for a topic, and `naming` what else it names.
    """

    id: str
    report: str
    topic: bool
    claims: tuple[str, ...]
    published: Interval | None
    when: Interval | None
    window: Interval | None
    places: tuple[Place, ...]
    lead: Figure | None
    figures: frozenset[Figure]
    victims: frozenset[str]
    actors: frozenset[str]
    means: frozenset[str]
    outcomes: frozenset[str]
    naming: Naming = NOTHING
    lang: str | None = None

    @property
    def days(self) -> frozenset[CalendarDay]:
        """The days without a year that the topic names, where nothing closer is known."""
        return self.naming.days if self.when is None else frozenset()

    @property
    def weekday(self) -> int | None:
        """The weekday that the topic names, where nothing closer is known."""
        return self.naming.weekday if self.when is None else None


def incidents(extraction: Extraction) -> tuple[Incident, ...]:
    """Return the incidents of a report, its topic first."""
    groups = grouped(_losses(extraction, Scope.EVENT))
    published = read_interval(extraction.report.published)
    naming = naming_of(extraction)
    own = [group for group in groups if not _background(group, published)]
    main = max(own, key=len, default=[])
    others = [group for group in groups if group is not main]
    naming = replace(naming, numbers=naming.numbers - (_numbers(others) - _numbers([main])))
    topic = _incident(extraction, main, naming) if main else _topic(extraction, naming)
    return (topic, *(_incident(extraction, group, None) for group in others))


def _numbers(groups: Iterable[Sequence[Claim]]) -> frozenset[int]:
    """Return the numbers that claims state: those of another incident tell nothing of the topic."""
    return frozenset(figure.number for group in groups for claim in group for figure in _figures(claim))


def _losses(extraction: Extraction, scope: Scope) -> list[Claim]:
    """Return the claims of one scope that count losses, in reading order."""
    wanted = (claim for claim in extraction.claims if claim.scope is scope and claim.outcome is not Outcome.STRENGTH)
    return sorted(wanted, key=lambda claim: (claim.span, claim.id))


def _background(group: Sequence[Claim], published: Interval | None) -> bool:
    """Return whether claims tell of something long before the report, and not first."""
    when = _told(group, published)
    if when is None or when.last is None or published is None or published.first is None:
        return False
    return when.last < published.first - _BACKGROUND_DAYS and group[0].span.start >= LEAD


def _incident(extraction: Extraction, claims: Sequence[Claim], naming: Naming | None) -> Incident:
    """Return the incident of these claims; the report's topic where it is given what the report names."""
    published = read_interval(extraction.report.published)
    when = _told(claims, published)
    if naming is not None and when is None:
        when = _mentioned(extraction, naming, published)
    return Incident(
        id=min(claim.id for claim in claims),
        report=extraction.report.id,
        topic=naming is not None,
        claims=tuple(claim.id for claim in claims),
        published=published,
        when=when,
        window=window(when, published),
        places=_located(claims),
        naming=naming or NOTHING,
        lang=extraction.report.lang,
        **_about(claims),
    )


def _topic(extraction: Extraction, naming: Naming) -> Incident:
    """Return the topic of a report that states no figure of one event: from its totals, and from what it names."""
    totals = _losses(extraction, Scope.TOTAL)
    published = read_interval(extraction.report.published)
    when = _mentioned(extraction, naming, published)
    return Incident(
        id=_bare_id(extraction.report),
        report=extraction.report.id,
        topic=True,
        claims=(),
        published=published,
        when=when,
        window=window(when, published),
        places=_located(totals),
        naming=naming,
        lang=extraction.report.lang,
        **_about(totals),
    )


class _About(TypedDict):
    lead: Figure | None
    figures: frozenset[Figure]
    victims: frozenset[str]
    actors: frozenset[str]
    means: frozenset[str]
    outcomes: frozenset[str]


def _about(claims: Sequence[Claim]) -> _About:
    figures = [figure for claim in claims for figure in _figures(claim)]
    return {
        "lead": figures[0] if figures else None,
        "figures": frozenset(figures),
        "victims": frozenset(key for claim in claims for key in _victims(claim)),
        "actors": frozenset(key for claim in claims for key in _actors(claim)),
        "means": frozenset(claim.means for claim in claims if claim.means),
        "outcomes": frozenset(claim.outcome.value for claim in claims if claim.outcome in _COUNTED),
    }


def _located(claims: Sequence[Claim]) -> tuple[Place, ...]:
    """Return the places of the claims; a country for want of closer ones."""
    places = _places(place for claim in claims for place in claim.places[:1])
    return tuple(place for place in places if (place.where_prec or 1) < _COUNTRY) or places


def _told(claims: Sequence[Claim], published: Interval | None) -> Interval | None:
    """Return the narrowest time of the claims that tells more than the publication does: a month only of an old event."""
    times = [read_interval(claim.when) for claim in claims]
    telling = [t for t in times if t and t.length and _tells(t, t.length, published)]
    return min(telling, key=lambda t: (t.length or 0, t.first or 0, t.last or 0), default=None)


def _tells(time: Interval, length: int, published: Interval | None) -> bool:
    if length <= NEWS_DAYS:
        return time != published or length == 1
    past = published is not None and published.first is not None and (time.last or 0) < published.first
    return length <= LONGEST_DAYS and past


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


def _mentioned(extraction: Extraction, naming: Naming, published: Interval | None) -> Interval | None:
    """Return the first time of the first lines that is no longer than a few days and lies before the publication."""
    for mention in extraction.mentions:
        time = read_interval(mention.when)
        if time is None or time.length is None or time.length > NEWS_DAYS or naming.is_start(mention.when):
            continue
        early = published is None or published.last is None or (time.first is not None and time.first <= published.last)
        if early and mention.span.start < LEAD:
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
        most = _most(claim.bounds)
        exact = claim.bounds.qualifier is Qualifier.EXACT
        yield Figure(claim.outcome.value, number, _sort(claim.victim_kind), country, most, exact)
        if claim.bounds.high is not None and claim.bounds.high != number:
            yield Figure(claim.outcome.value, claim.bounds.high, _sort(claim.victim_kind), country, exact=False)


def _most(bounds: Bounds) -> int | None:
    """Return the largest number that an open figure may mean: "dozens" are no hundreds, "at least 22" agrees with 33."""
    if bounds.low is None or bounds.high is not None:
        return None
    return int(bounds.low * (_VAGUE if bounds.qualifier is Qualifier.VAGUE else _ABOVE))


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
