"""Generated reports with their claims, for load and speed: the same seed gives the same ones on any machine.

Actors, places and words are drawn as in real reports: a few of them very often, most of them seldom. Nothing here is
real, and the texts are made of building blocks, so no two are near-copies by accident.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counterclaim.ledger.store import Capture
from counterclaim.model import (
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Extraction,
    Figure,
    How,
    Outcome,
    Place,
    Qualifier,
    Report,
    Scope,
    Span,
    Stance,
    VictimKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS_A_REPORT = 8
_LANGUAGES = ("en", "ru", "de", "fr", "uk", "nl", "sv", "nb", "da", "nn")
_COUNTRIES = ("UKR", "SYR", "RUS", "SDN", "YEM", "IRQ", "AFG", "MLI", "NGA", "COD", "ETH", "SOM", "MMR", "PSE", "ISR")
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 4000
_SYLLABLES = ("ka", "ro", "mi", "tel", "bor", "san", "du", "vek", "lim", "pra", "nov", "sha", "tir", "gul", "em", "ost")


@dataclass(frozen=True, slots=True)
class World:
    """The actors, places and words that the reports are made of."""

    actors: tuple[Claimant, ...]
    places: tuple[Place, ...]
    words: tuple[str, ...]
    outlets: tuple[str, ...]


def make_world(seed: int = 1) -> World:
    """Return a world: 800 actors, 3,000 places, 12,000 words, 300 outlets."""
    dice = random.Random(seed)
    names = itertools.product(_SYLLABLES, repeat=3)
    pool = ["".join(name) for name in names]
    dice.shuffle(pool)
    kinds = tuple(ClaimantKind)
    actors = tuple(
        Claimant(f"{pool[at].title()} Ministry", kinds[at % len(kinds)], f"act_{at:04}" if at % 3 else None) for at in range(800)
    )
    places = tuple(
        Place(
            pool[1000 + at].title(),
            country := _COUNTRIES[int(abs(dice.gauss(0, 4))) % len(_COUNTRIES)],
            f"geonames:{100_000 + at}",
            round(10 + 4 * _COUNTRIES.index(country) % 45 + dice.random() * 4, 4),
            round(20 + 7 * _COUNTRIES.index(country) % 90 + dice.random() * 6, 4),
        )
        for at in range(3000)
    )
    longer = ["".join(pair) for pair in itertools.islice(itertools.product(pool, _SYLLABLES), 12_000)]
    return World(actors, places, tuple(longer), tuple(f"{name.title()} Post" for name in pool[-300:]))


def generate(count: int, world: World, *, seed: int = 1, start: int = 0) -> Iterator[tuple[Capture, Extraction]]:
    """Yield so many reports as captures with what was extracted from them, from number `start` on."""
    for number in range(start, start + count):
        yield _report(number, world, random.Random(f"{seed}:{number}"))


def _report(number: int, world: World, dice: random.Random) -> tuple[Capture, Extraction]:
    published = _FIRST_DAY + timedelta(days=dice.randrange(_DAYS))
    language = _LANGUAGES[_often(dice, len(_LANGUAGES))]
    identifier = f"generated-{number:07}"
    pieces: list[str] = []
    claims: list[Claim] = []
    length = 0
    place = world.places[_often(dice, len(world.places))]
    for _ in range(CLAIMS_A_REPORT):
        background = " ".join(world.words[_often(dice, len(world.words))] for _ in range(14)) + ". "
        pieces.append(background)
        length += len(background)
        sentence, claim = _claim(identifier, length, place, published, world, dice)
        pieces.append(sentence)
        length += len(sentence)
        claims.append(claim)
    text = "".join(pieces)
    outlet = world.outlets[_often(dice, len(world.outlets))]
    report = Report(identifier, text, lang=language, published=published.isoformat(), outlet=outlet)
    capture = Capture(identifier, text.encode(), f"{identifier}.txt", "2025-12-31T00:00:00.000000Z")
    return capture, Extraction(report, tuple(claims))


def _claim(  # noqa: PLR0913, PLR0917 - what a sentence is made of
    report: str, at: int, place: Place, published: date, world: World, dice: random.Random
) -> tuple[str, Claim]:
    """Return a sentence and the claim in it; `at` is where the sentence will stand."""
    figure = int(dice.paretovariate(1.1))
    outcome = tuple(Outcome)[_often(dice, len(Outcome))]
    actor = world.actors[_often(dice, len(world.actors))]
    before, between, after = (world.words[_often(dice, len(world.words))] for _ in range(3))
    evidence = f"{figure} {between} {outcome.value}"
    sentence = f"{actor.name} says {before} {evidence} {after} {place.name}. "
    start = at + sentence.index(evidence)
    stance = (Stance.ASSERTS, Stance.CONFIRMS, Stance.DENIES, Stance.ESTIMATES)[_often(dice, 4)]
    claim = Claim(
        report=report,
        evidence=evidence,
        span=Span(start, start + len(evidence)),
        outcome=outcome,
        bounds=Bounds(figure, figure if dice.random() < 0.7 else None, Qualifier.EXACT),
        figure=Figure(Span(start, start + len(str(figure))), str(figure), How.DIGITS),
        victims="people",
        victim_country=_COUNTRIES[_often(dice, len(_COUNTRIES))],
        victim_kind=tuple(VictimKind)[_often(dice, len(VictimKind))],
        claimants=(actor,),
        stance=stance,
        scope=Scope.EVENT if dice.random() < 0.8 else Scope.TOTAL,
        places=(place,),
        when=(published - timedelta(days=dice.randrange(4))).isoformat(),
        confidence=round(dice.random(), 3),
        spans={"claimant": (Span(at, at + len(actor.name)),)},
    )
    return sentence, claim


def _often(dice: random.Random, size: int) -> int:
    """Return a number below size; the lower, the more often."""
    return int(size * dice.random() ** 3)
