"""What two reports have in common: each feature by a pair of reports that shows it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from counterclaim.linking.comparison import compare
from counterclaim.linking.features import Feature
from counterclaim.linking.incidents import Incident, incidents
from counterclaim.model import Bounds, Claim, Extraction, Mention, Outcome, Place, Qualifier, Report, Span, VictimKind

TOWN = Place("Town", "COD", "test:1", -1.0, 29.0, None, 1)
PROVINCE = Place("Province", "COD", "test:2", -0.5, 28.9, None, 4)

ALIKE, ALIKE_ELSEWHERE = (Place("Inata", c, f"test:{c}", n, 0.0, None, 1) for c, n in (("BFA", 14.3), ("JPN", 33.9)))


@dataclass(frozen=True)
class Told:
    """A report in short: publication, subjects, days, and figures as outcome, low, high, means."""

    published: str | None = None
    when: str | None = None
    subjects: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    figures: tuple[tuple[int | None, int | None], ...] = ()
    means: str | None = None
    place: Place = TOWN


def topic(told: Told, name: str) -> Incident:
    """Return the topic of such a report."""
    text = told.place.name
    report = Report(name, text, lang="en", published=told.published)
    span = Span(0, len(text))
    claims = tuple(
        Claim(
            report=name, evidence=text, span=span, outcome=Outcome.KILLED, bounds=Bounds(low, high, Qualifier.EXACT),
            id=f"clm_{name}{number}", places=(told.place,), when=told.when, victim_country="COD",
            victim_kind=VictimKind.UNSPECIFIED, means=told.means,
        )
        for number, (low, high) in enumerate(told.figures)
    )  # fmt: skip
    named = [Mention(span, place=told.place), *(Mention(span, when=day) for day in told.days)]
    named += [Mention(span, subject=subject) for subject in told.subjects]
    return incidents(Extraction(report, claims, mentions=tuple(named)))[0]


def features(one: Told, other: Told) -> dict[Feature, float]:
    """Return what two such reports have in common."""
    return compare(topic(one, "a"), topic(other, "b"), {})


WAR_BEGAN = Told(subjects=("countries:ISR",), days=("XXXX-10-07",))
CASES: list[tuple[str, Told, Told, Feature, bool]] = [
    ("a day without a year is that day", Told(days=("XXXX-11-07",)), Told(days=("2023-11-07",)), Feature.DAY_SAME, True),
    ("a day without a year is another day", Told(days=("XXXX-11-20",)), Told(days=("2023-11-07",)), Feature.TIME_APART, True),
    ("the next day", Told(days=("XXXX-11-08",)), Told(days=("2023-11-07",)), Feature.TIME_NEXT, True),
    (
        "months of publication count for reports without a day",
        Told("2023-03", figures=((5, 5),)),
        Told("2023-05", figures=((5, 5),)),
        Feature.PUBLISHED_APART,
        True,
    ),
    (
        "publication does not count where a day is known",
        Told("2023-03", days=("2023-03-02",)),
        Told("2023-05"),
        Feature.PUBLISHED_APART,
        False,
    ),
    (
        "a weekday is that of a known day",
        Told("2023-11", subjects=("weekdays:1",)),
        Told("2023-11", days=("2023-11-07",)),
        Feature.WEEKDAY_SAME,
        True,
    ),
    (
        "another weekday",
        Told("2023-11", subjects=("weekdays:5",)),
        Told("2023-11", days=("2023-11-07",)),
        Feature.WEEKDAY_SAME,
        False,
    ),
    (
        "another weekday, not the next",
        Told("2023-11", subjects=("weekdays:5",), figures=((5, 5),)),
        Told("2023-11", when="2023-11-07", figures=((5, 5),)),
        Feature.WEEKDAY_DIFFERS,
        True,
    ),
    (
        "the next weekday may be that of the report",
        Told("2023-11", subjects=("weekdays:2",), figures=((5, 5),)),
        Told("2023-11", when="2023-11-07", figures=((5, 5),)),
        Feature.WEEKDAY_DIFFERS,
        False,
    ),
    (
        "the weekday of a report that counts nobody is that of a statement",
        Told("2023-11", subjects=("weekdays:5",)),
        Told("2023-11", when="2023-11-07", figures=((5, 5),)),
        Feature.WEEKDAY_DIFFERS,
        False,
    ),
    ("a day without a year lies in the month", Told(days=("XXXX-11-07",)), Told("2023-11"), Feature.WINDOW_OVERLAPS, True),
    ("a day without a year after publication", Told(days=("XXXX-12-20",)), Told("2023-11"), Feature.WINDOW_APART, True),
    ("a day without a year long before publication", Told(days=("XXXX-09-01",)), Told("2023-11"), Feature.WINDOW_LATE, True),
    ("the first day of a war is no event's day", WAR_BEGAN, Told(days=("2024-10-07",)), Feature.DAY_SAME, False),
    ("news of the day before", Told("2023-11-08"), Told("2023-11", days=("2023-11-07",)), Feature.FRESH, True),
    ("old news", Told("2023-11-14"), Told("2023-11", days=("2023-11-07",)), Feature.STALE, True),
    ("a month tells nothing of freshness", Told("2023-11"), Told("2023-11", days=("2023-11-07",)), Feature.FRESH, False),
    ("a front in one month", Told("2023-11"), Told("2023-11"), Feature.PUBLISHED_TOGETHER, True),
    ("a front in two months", Told("2023-11"), Told("2024-02"), Feature.FRONT_APART, True),
    ("places that sound alike", Told(place=ALIKE), Told(place=ALIKE_ELSEWHERE), Feature.PLACE_NAMED, True),
    (
        "namesakes that claims place in two countries say nothing",
        Told(place=ALIKE, figures=((5, 5),)),
        Told(place=ALIKE_ELSEWHERE, figures=((5, 5),)),
        Feature.PLACE_NAMED,
        False,
    ),
    (
        "and nothing against it",
        Told(place=ALIKE, figures=((5, 5),)),
        Told(place=ALIKE_ELSEWHERE, figures=((5, 5),)),
        Feature.COUNTRY_DIFFERS,
        False,
    ),
    (
        "unless one report names the other's country",
        Told(place=ALIKE, figures=((5, 5),), subjects=("countries:JPN",)),
        Told(place=ALIKE_ELSEWHERE, figures=((5, 5),)),
        Feature.PLACE_NAMED,
        True,
    ),
    ("numbers of the text", Told(subjects=("numbers:54",)), Told(subjects=("numbers:54",)), Feature.NUMBERS_SHARED, True),
    ("first figures far apart", Told(figures=((4, 4),)), Told(figures=((33, 33),)), Feature.LEAD_CONFLICT, True),
    (
        "a first figure that the other report names too",
        Told(figures=((4, 4),)),
        Told(figures=((33, 33),), subjects=("numbers:4",)),
        Feature.LEAD_CONFLICT,
        False,
    ),
    ("one target", Told(subjects=("targets:hospital",)), Told(subjects=("targets:hospital",)), Feature.TARGET_SAME, True),
    ("two targets", Told(subjects=("targets:hospital",)), Told(subjects=("targets:market",)), Feature.TARGET_SAME, False),
    (
        "a capital speaks for its country",
        Told(subjects=("actors:capital-rwa",)),
        Told(subjects=("countries:RWA",)),
        Feature.SUBJECTS_ALIKE,
        True,
    ),
    ("a floor agrees with a figure above it", Told(figures=((22, None),)), Told(figures=((33, 33),)), Feature.FIGURE_CLOSE, True),
    ("but not with one far above", Told(figures=((5, None),)), Told(figures=((33, 33),)), Feature.FIGURE_CLOSE, False),
    (
        "other figures on no known day",
        Told(figures=((4, 4),)),
        Told(figures=((33, 33),)),
        Feature.CONFLICT_UNDATED,
        True,
    ),
    (
        "other figures on one day",
        Told(figures=((4, 4),), when="2023-11-07"),
        Told(figures=((33, 33),), when="2023-11-07"),
        Feature.FIGURE_CONFLICT,
        True,
    ),
    (
        "means that may be one attack",
        Told(figures=((4, 4),), means="shelling"),
        Told(figures=((4, 4),), means="missile"),
        Feature.MEANS_DIFFER,
        False,
    ),
    (
        "means that may not",
        Told(figures=((4, 4),), means="air_strike"),
        Told(figures=((4, 4),), means="suicide_bombing"),
        Feature.MEANS_DIFFER,
        True,
    ),
    ("a town in its province", Told(), Told(place=PROVINCE), Feature.PLACE_WITHIN, True),
]


@pytest.mark.parametrize(("one", "other", "feature", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_pair_shows_its_feature(one: Told, other: Told, feature: Feature, found: bool) -> None:  # noqa: FBT001 - a column
    """A pair shows the feature of its row, or does not."""
    assert (feature in features(one, other)) is found


@pytest.mark.parametrize(("one", "other"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_comparing_does_not_depend_on_the_order(one: Told, other: Told) -> None:
    """The features are the same from both sides, and their values lie between 0 and 1."""
    forth, back = features(one, other), features(other, one)
    assert forth.keys() == back.keys()
    assert all(0 <= value <= 1 for value in (*forth.values(), *back.values()))
