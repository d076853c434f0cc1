"""What a report names as a whole, as keys that agree across languages: names, numbers, places, subjects, days."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.knowledge.wars import load_wars
from counterclaim.linking.names import code_keys, keys_within, name_keys, plain_key, whole_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.model import Extraction, Mention, Place

#: The first lines of a report tell what it is about: so many code points.
LEAD = 200
#: How a capital stands among the actors, and the kinds of subjects that are kept apart.
_CAPITAL, _YEARLESS, _WEEKDAY, _NUMBER, _COUNTRY = "actors:capital-", "XXXX-", "weekdays:", "numbers:", "countries:"
#: How the ids of provinces and districts begin.
_DIVISION = "division:"
#: UCDP's precision of a province, and of a country; the most places that a report is compared by.
_WIDE, _COUNTRY_WIDE, _MOST_NAMED = 4, 6, 5


class CalendarDay(NamedTuple):
    """A day of any year."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Naming:
    """What a report names.

    Close `places` in reading order and how they sound, names, numbers, `subjects` (countries, actors, means, targets), `days`
    without a year in its first lines, all other days in `passing`, the first weekday, the `starts` of its wars.
    """

    places: tuple[Place, ...] = ()
    sounds: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    days: frozenset[CalendarDay] = frozenset()
    passing: frozenset[CalendarDay] = frozenset()
    weekday: int | None = None
    starts: frozenset[str] = frozenset()

    def is_start(self, when: str | None) -> bool:
        """Return whether a day is the one on which a war began that the report may be about: background, not its event."""
        return when in self.starts


#: What is not the topic of a report is told by claims alone.
NOTHING = Naming()


def naming_of(extraction: Extraction) -> Naming:
    """Return what a report names."""
    subjects = _subjects(extraction.mentions)
    starts = {start for subject in subjects for start in _starts().get(subject, ())}
    days, passing = _days(extraction.mentions, starts)
    text = extraction.report.text
    close = [name for m in extraction.mentions if m.place and _is_sharp(m.place) for name in (m.place.name, m.span.of(text))]
    close += [place.name for claim in extraction.claims for place in claim.places[:1] if _is_sharp(place)]
    return Naming(
        places=_places(extraction.mentions),
        sounds=frozenset({key for name in close for key in (whole_key(name), plain_key(name)) if key}),
        names=_names(extraction),
        numbers=frozenset(int(number) for number in _told(extraction.mentions, _NUMBER)),
        subjects=subjects,
        days=days,
        passing=passing,
        weekday=next((int(day) for day in _told(extraction.mentions, _WEEKDAY)), None),
        starts=frozenset(starts),
    )


def _is_close(place: Place) -> bool:
    return (place.where_prec or 1) < _COUNTRY_WIDE


def _is_sharp(place: Place) -> bool:
    """Return whether a name says where something happened: whoever names the same province may tell of another town.

    A village of which only the province is known on the map is named as sharply as any other.
    """
    precision = place.where_prec or 1
    return precision < _WIDE or (precision == _WIDE and not (place.id or "").startswith(_DIVISION))


def _places(mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """Return the first places closer than a country, in reading order; the first country without them."""
    found: dict[str, Place] = {}
    for mention in mentions:
        place = mention.place
        if place is not None and place.latitude is not None and _is_close(place):
            found.setdefault(place.id or place.name, place)
    countries = [mention.place for mention in mentions if mention.place]
    return tuple(found.values())[:_MOST_NAMED] or tuple(countries[:1])


def _names(extraction: Extraction) -> frozenset[str]:
    """Return the keys of the names and of codes like AC-130, without those of places that are compared as places."""
    text = extraction.report.text
    located = (mention.span.of(text) for mention in extraction.mentions if mention.place and mention.place.latitude is not None)
    return (name_keys(text) | code_keys(text)) - {key for name in located for key in keys_within(name)}


def _subjects(mentions: tuple[Mention, ...]) -> frozenset[str]:
    """Return the countries, actors, means and targets; a capital that speaks is its country."""
    found = set()
    for mention in mentions:
        if mention.subject and not mention.subject.startswith((_WEEKDAY, _NUMBER)):
            country = mention.subject.removeprefix(_CAPITAL)
            found.add(mention.subject if country == mention.subject else f"{_COUNTRY}{country.upper()}")
    return frozenset(found)


def _told(mentions: tuple[Mention, ...], kind: str) -> list[str]:
    return [mention.subject.removeprefix(kind) for mention in mentions if mention.subject and mention.subject.startswith(kind)]


def _days(mentions: tuple[Mention, ...], starts: set[str]) -> tuple[frozenset[CalendarDay], frozenset[CalendarDay]]:
    """Return the days of the first lines that have no year, and all other days; none on which a war began."""
    opening = {start.partition("-")[2] for start in starts}
    first: set[CalendarDay] = set()
    others: set[CalendarDay] = set()
    for mention in mentions:
        year, _, day = (mention.when or "").partition("-")
        month, _, number = day.partition("-")
        if day not in opening and month.isdecimal() and number.isdecimal():
            leading = f"{year}-" == _YEARLESS and mention.span.start < LEAD
            (first if leading else others).add(CalendarDay(int(month), int(number)))
    return frozenset(first), frozenset(others - first)


@functools.cache
def _starts() -> Mapping[str, tuple[str, ...]]:
    """Return the first days of the wars, by the countries that fight them."""
    wars = [(f"{_COUNTRY}{country}", war.start) for war in load_wars() for country in (war.country, *war.sides)]
    return {country: tuple(start for name, start in wars if name == country) for country, _ in wars}
