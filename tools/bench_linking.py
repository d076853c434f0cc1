"""Measure linking on generated reports: `bench_linking.py [REPORTS]` prints pairwise F1, seconds, memory, also for half as many.

The generator tells of events at places in forty countries over three years, five reports each on average, in ten languages:
reports are late, name the province or nothing instead of the place, leave out the day, give early or other figures, and tell
of an earlier event in passing. Everything follows from one seed.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from datetime import date, timedelta
from math import floor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from counterclaim.collecting import collect_seldom
from counterclaim.linking.events import link
from counterclaim.model import (
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Extraction,
    Outcome,
    Place,
    Qualifier,
    Report,
    Span,
    VictimKind,
)

LANGUAGES = ("nb", "sv", "nl", "en", "da", "nn", "de", "fr", "ru", "uk")
MEANS = ("air_strike", "shelling", "suicide_bombing", "ambush", "drone", "clash")
START = date(2021, 1, 1)
DAYS = 3 * 365
PROVINCE_DEGREES = 2
_SYLLABLES = ("ba", "kar", "dur", "mel", "tor", "shi", "van", "gol", "nes", "pri", "zal", "hum", "dek", "rov", "lim", "fas")


def generate(reports: int, seed: int = 7) -> tuple[list[Extraction], dict[str, set[int]]]:
    """Return that many reports with their claims, and the events that each tells of."""
    chance = random.Random(seed)
    places = [_place(number, chance) for number in range(max(50, reports // 20))]
    events = [_event(number, places, chance) for number in range(max(1, reports // 5))]
    found: list[Extraction] = []
    truth: dict[str, set[int]] = {}
    by_country: dict[str | None, list[dict[str, object]]] = {}
    for event in events:
        by_country.setdefault(event["place"].country, []).append(event)  # type: ignore[attr-defined]
    for number in range(reports):
        event = events[number] if number < len(events) else chance.choice(events)
        extraction, told = _report(number, event, by_country, chance)
        found.append(extraction)
        truth[extraction.report.id] = told
    chance.shuffle(found)
    return found, truth


def _place(number: int, chance: random.Random) -> Place:
    country = number % 40
    name = "".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize()
    up, across = -40 + 2 * (country % 8) * 5, -150 + (country // 8) * 60
    return Place(
        name=name,
        country=f"C{country:02d}",
        id=f"geonames:{number}",
        latitude=up + chance.random() * 8,
        longitude=across + chance.random() * 12,
        where_prec=1,
    )


def _event(number: int, places: list[Place], chance: random.Random) -> dict[str, object]:
    killed = int(chance.paretovariate(0.9)) + chance.randint(0, 6)
    return {
        "number": number,
        "place": chance.choice(places),
        "day": START + timedelta(days=chance.randrange(DAYS)),
        "killed": min(killed, 400),
        "injured": chance.randint(0, 40),
        "means": chance.choice(MEANS),
        "kind": chance.choice([VictimKind.MILITARY, VictimKind.CIVILIAN, VictimKind.MILITANT, VictimKind.UNSPECIFIED]),
        "officer": "".join(chance.choice(_SYLLABLES) for _ in range(3)).capitalize(),
    }


def _report(
    number: int, event: dict[str, object], by_country: dict[str | None, list[dict[str, object]]], chance: random.Random
) -> tuple[Extraction, set[int]]:
    key = f"g{number:06d}"
    told = {int(event["number"])}  # type: ignore[call-overload]
    late = min(int(chance.expovariate(0.8)), 9)
    day = event["day"]
    assert isinstance(day, date)  # noqa: S101 - narrows the type
    published = day + timedelta(days=late)
    stated = chance.choices([published.isoformat(), f"{published:%Y-%m}", None], [80, 15, 5])[0]
    claims = list(_claims(key, 0, event, chance))
    names = [event["place"].name, *([event["officer"]] if chance.random() < 0.7 else [])]  # type: ignore[attr-defined]
    if chance.random() < 0.2:
        other = chance.choice(by_country[event["place"].country])  # type: ignore[attr-defined]
        before = (event["day"] - other["day"]).days  # type: ignore[operator]
        if 3 < before < 60 and other["place"].id != event["place"].id:  # type: ignore[attr-defined]
            claims += _claims(key, 100, other, chance, sure=True)
            told.add(int(other["number"]))  # type: ignore[call-overload]
    text = f"x {' x '.join(names)} {number}"
    report = Report(key, text, lang=LANGUAGES[number % 10], published=stated, outlet=f"outlet {number % 300}")
    return Extraction(report, tuple(claims)), told


def _claims(report: str, offset: int, event: dict[str, object], chance: random.Random, *, sure: bool = False) -> list[Claim]:
    place = event["place"]
    assert isinstance(place, Place)  # noqa: S101 - narrows the type
    grain = 0.0 if sure else chance.random()
    where: tuple[Place, ...] = (place,)
    if grain > 0.9:
        where = ()
    elif grain > 0.7:
        where = (_province(place),)
    when = event["day"].isoformat() if sure or chance.random() < 0.65 else None  # type: ignore[attr-defined]
    found = []
    for step, (outcome, number) in enumerate(((Outcome.KILLED, event["killed"]), (Outcome.INJURED, event["injured"]))):
        if not number or (outcome is Outcome.INJURED and chance.random() < 0.4):
            continue
        assert isinstance(number, int)  # noqa: S101 - narrows the type
        stated = chance.choices(
            [number, max(1, int(number * chance.uniform(0.5, 1))), number + chance.randint(1, 9)], [65, 25, 10]
        )[0]
        found.append(
            Claim(
                report=report,
                id=f"{report}-{offset + step}",
                evidence="words",
                span=Span(offset + step, offset + step + 5),
                outcome=outcome,
                bounds=Bounds(stated, stated, Qualifier.EXACT),
                victim_kind=event["kind"] if chance.random() < 0.7 else VictimKind.UNSPECIFIED,  # type: ignore[arg-type]
                victim_country=place.country if chance.random() < 0.7 else None,
                claimants=(Claimant("a ministry", ClaimantKind.GOVERNMENT, f"act_{place.country}", place.country),),
                places=where,
                when=when,
                means=str(event["means"]) if chance.random() < 0.6 else None,
            )
        )
    return found


def _province(place: Place) -> Place:
    """Return the province that a place lies in: so many degrees in square, with the id that divisions have."""
    assert place.latitude is not None and place.longitude is not None  # noqa: S101, PT018 - narrows the types
    up, across = floor(place.latitude / PROVINCE_DEGREES), floor(place.longitude / PROVINCE_DEGREES)
    centre = ((up + 0.5) * PROVINCE_DEGREES, (across + 0.5) * PROVINCE_DEGREES)
    return Place(f"Province {up}.{across}", place.country, f"division:{place.country}-{up}.{across}", *centre, 110_000, 4)


def pairwise(truth: dict[str, set[int]], events: dict[str, set[str]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over the pairs of reports that share an event, counted per event."""
    gold = _pairs({key: {str(one) for one in of} for key, of in truth.items()})
    guessed = _pairs(events)
    hits = len(gold & guessed)
    precision, recall = hits / max(1, len(guessed)), hits / max(1, len(gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _pairs(of: dict[str, set[str]]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = {}
    for report, events in of.items():
        for event in events:
            members.setdefault(event, []).append(report)
    return {(a, b) for group in members.values() for i, a in enumerate(sorted(group)) for b in sorted(group)[i + 1 :]}


def measure(reports: int) -> float:
    """Print one line for this many reports; return the seconds that linking took."""
    extractions, truth = generate(reports)
    start = time.process_time()
    linked = link(extractions)
    seconds = time.process_time() - start
    guess: dict[str, set[str]] = {}
    for event in linked.events:
        for report in event.reports:
            guess.setdefault(report, set()).add(event.id)
    precision, recall, f1 = pairwise(truth, guess)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = Counter(len(event.reports) for event in linked.events)
    print(
        f"{reports:>8,} reports  {len(linked.events):>7,} events  {seconds:7.1f} s  {peak:7.0f} MB peak  "
        f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  alone {sizes[1]:,}  suggestions {len(linked.suggestions):,}"
    )
    return seconds


if __name__ == "__main__":
    collect_seldom()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    half = measure(wanted // 2)
    print(f"twice the reports take {measure(wanted) / max(half, 1e-9):.2f} times as long")
