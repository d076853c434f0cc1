"""What a report names as a whole, as keys that agree across languages: names, numbers, subjects, days without a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.linking.names import keys_within, name_keys, number_keys

if TYPE_CHECKING:
    from counterclaim.model import Extraction

#: How a capital stands among the actors, and a day without a year among the times.
_CAPITAL, _YEARLESS, _WEEKDAY = "actors:capital-", "XXXX-", "weekdays:"


class CalendarDay(NamedTuple):
    """A day of any year."""

    month: int
    day: int


def names_of(extraction: Extraction) -> frozenset[str]:
    """Return the keys of the names and telling numbers of a report, without those of places that are compared as places."""
    text = extraction.report.text
    located = (mention.span.of(text) for mention in extraction.mentions if mention.place and mention.place.latitude is not None)
    return (name_keys(text) | number_keys(text)) - {key for name in located for key in keys_within(name)}


def subjects_of(extraction: Extraction) -> frozenset[str]:
    """Return the countries, actors, means and targets that a report names; a capital that speaks is its country."""
    found = set()
    for subject in (m.subject for m in extraction.mentions if m.subject and not m.subject.startswith(_WEEKDAY)):
        country = subject.removeprefix(_CAPITAL)
        found.add(subject if country == subject else f"countries:{country.upper()}")
    return frozenset(found)


def weekday_of(extraction: Extraction) -> int | None:
    """Return the first weekday that a report names, from Monday as 0; None where it names none."""
    named = (m.subject.removeprefix(_WEEKDAY) for m in extraction.mentions if m.subject and m.subject.startswith(_WEEKDAY))
    return next(map(int, named), None)


def days_of(extraction: Extraction) -> frozenset[CalendarDay]:
    """Return the days that a report names without a year that could be told."""
    found = (m.when.split("-") for m in extraction.mentions if m.when and m.when.startswith(_YEARLESS))
    return frozenset(CalendarDay(int(month), int(day)) for _, month, day in found)
