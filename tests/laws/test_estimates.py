"""The laws of estimates, on random claims.

Each is tried on a few sets of claims that Hypothesis draws and shrinks, and for the full proof on 100,000 that numbers draw: the
number of a set that breaks a law is told.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterclaim.estimation.estimates import estimate
from counterclaim.knowledge.codebook import Codebook, codebook_names, load_codebook
from counterclaim.model import (
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Estimate,
    Event,
    Extraction,
    Outcome,
    Qualifier,
    Relation,
    RelationKind,
    Report,
    Scope,
    Span,
    Stance,
    VictimKind,
)
from ledger_samples import is_full

if TYPE_CHECKING:
    from collections.abc import Callable

SETS = 100_000
EXAMPLES = int(os.environ.get("COUNTERCLAIM_EXAMPLES", "40"))
CODEBOOKS = [load_codebook(name) for name in codebook_names()]
UCDP = load_codebook("ucdp")

_DAYS = [None, "2020-02", "2020-02-10", "2020-02-11", "2020-02-12/2020-02-13", "2020-03"]
_OUTLETS = [None, "Reuters", "AFP", "NRK"]
_CLAIMANTS = [
    (),
    (Claimant("Ministry of Defence", ClaimantKind.GOVERNMENT, "act_ministry", "TUR"),),
    (Claimant("Observatory", ClaimantKind.NGO),),
    (Claimant("a source", ClaimantKind.UNNAMED),),
    (Claimant("a doctor", ClaimantKind.INDIVIDUAL),),
    (Claimant("the militia", ClaimantKind.ARMED_GROUP, "act_militia"), Claimant("General Staff", ClaimantKind.MILITARY)),
]


def law(check: Callable[[Random], None]) -> Callable[..., None]:
    """Return the test of a law, which is checked on what a source of chance draws."""
    if not is_full():
        some = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        return some(given(st.randoms(use_true_random=False))(check))

    def on_every_set() -> None:
        for number in range(SETS):
            try:
                check(Random(number))
            except AssertionError as error:
                pytest.fail(f"set number {number}: {error}")

    on_every_set.__name__, on_every_set.__doc__ = check.__name__, check.__doc__
    return on_every_set


def bounds(chance: Random) -> tuple[Bounds, str | None]:
    """Return a stated figure and its vague word, if it is one."""
    low = chance.randint(0, 40)
    match chance.choice(list(Qualifier)):
        case Qualifier.AT_LEAST:
            return Bounds(low, None, Qualifier.AT_LEAST), None
        case Qualifier.AT_MOST:
            return Bounds(None, low, Qualifier.AT_MOST), None
        case Qualifier.RANGE:
            return Bounds(low, low + chance.randint(0, 20), Qualifier.RANGE), None
        case Qualifier.VAGUE:
            return Bounds(20, None, Qualifier.VAGUE), chance.choice(["tens", "dozens", "several", None])
        case Qualifier.NONE:
            return Bounds(None, None, Qualifier.NONE), None
        case hedge:
            return Bounds(low, low, hedge), None


def events(chance: Random) -> tuple[Extraction, ...]:
    """Return the reports of one event with their claims."""
    found = []
    number = 0
    for at in range(chance.randint(1, 4)):
        report = Report(f"r{at}", f"text {at}", published=chance.choice(_DAYS), outlet=chance.choice(_OUTLETS))
        claims = []
        for _ in range(chance.randint(0, 3)):
            stated, word = bounds(chance)
            before = [Relation(chance.choice(list(RelationKind)), f"c{chance.randint(0, number)}")]
            claims.append(
                Claim(
                    report=report.id,
                    id=f"c{number}",
                    evidence="words",
                    span=Span(0, 5),
                    outcome=chance.choice([Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES]),
                    bounds=stated,
                    quantity_word=word,
                    claimants=chance.choice(_CLAIMANTS),
                    via=chance.choice([(), ("Reuters",), ("TASS", "AFP")]),
                    stance=chance.choice(list(Stance)),
                    scope=chance.choice([Scope.EVENT, Scope.EVENT, Scope.EVENT, Scope.TOTAL]),
                    victim_kind=chance.choice(list(VictimKind)),
                    victim_country=chance.choice([None, "TUR", "SYR"]),
                    relations=tuple(before) if chance.random() < 0.5 else (),
                )
            )
            number += 1
        found.append(Extraction(report, tuple(claims)))
    return tuple(found)


def lines(extractions: tuple[Extraction, ...], codebook: Codebook) -> tuple[Estimate, ...]:
    """Return the estimates of the extractions taken as one event."""
    event = Event("e", tuple(e.report.id for e in extractions), tuple(c.id for e in extractions for c in e.claims))
    return estimate(event, extractions, codebook)


def figures(of: tuple[Estimate, ...]) -> dict[tuple[str, str], tuple[int | None, int | None, int | None]]:
    """Return low, best, high by outcome and side."""
    return {(e.outcome, e.side): (e.low, e.best, e.high) for e in of if e.best is not None}


@law
def test_bounds_are_ordered(chance: Random) -> None:
    """Low is not above best, and best not above high."""
    extractions = events(chance)
    for codebook in CODEBOOKS:
        for line in lines(extractions, codebook):
            if line.best is None:
                assert line.low is line.high is None, codebook.name
            else:
                assert line.low is not None
                assert line.high is not None
                assert 0 <= line.low <= line.best <= line.high, codebook.name


@law
def test_order_changes_nothing(chance: Random) -> None:
    """Whatever the order of reports and claims, the lines are the same, reasons included."""
    extractions = events(chance)
    shuffled = [replace(e, claims=tuple(chance.sample(e.claims, len(e.claims)))) for e in extractions]
    chance.shuffle(shuffled)
    for codebook in CODEBOOKS:
        assert lines(extractions, codebook) == lines(tuple(shuffled), codebook), codebook.name


@law
def test_copies_change_nothing(chance: Random) -> None:
    """A copy of a report under another id and outlet changes no figure."""
    extractions = events(chance)
    original = chance.choice(extractions)
    report = replace(original.report, id="zz-copy", outlet="Somebody else")
    names = {c.id: f"copy-{c.id}" for c in original.claims}
    claims = tuple(
        replace(
            c,
            id=names[c.id],
            report=report.id,
            relations=tuple(replace(r, claim=names.get(r.claim, r.claim)) for r in c.relations),
        )
        for c in original.claims
    )
    more = (*extractions, Extraction(report, claims))
    for codebook in CODEBOOKS:
        assert figures(lines(more, codebook)) == figures(lines(extractions, codebook)), codebook.name


@law
def test_relays_change_nothing(chance: Random) -> None:
    """An outlet that repeats, not earlier, one claim of an origin changes no figure."""
    extractions = events(chance)
    every = [(e.report, c) for e in extractions for c in e.claims if not c.relations]
    if not every:
        return
    source, claim = chance.choice(every)
    nearest = claim.via or ((source.outlet,) if source.outlet else ())
    if not nearest and not claim.claimants:
        return  # nobody is named whom a relay could name
    if not nearest and claim.claimants[0].kind in {ClaimantKind.UNNAMED, ClaimantKind.INDIVIDUAL}:
        return
    published = "2020-12-31" if chance.random() < 0.5 and source.published else source.published
    report = Report("zz-relay", "another text altogether", published=published, outlet="Relay")
    relay = replace(claim, id="zz", report=report.id, via=(*nearest, "Another relay"))
    more = (*extractions, Extraction(report, (relay,)))
    for codebook in CODEBOOKS:
        assert figures(lines(more, codebook)) == figures(lines(extractions, codebook)), codebook.name


@law
def test_totals_change_nothing(chance: Random) -> None:
    """A total changes no figure of an event."""
    extractions = events(chance)
    first, number = extractions[0], chance.randint(0, 10_000)
    total = Claim(
        report=first.report.id,
        id="zz-total",
        evidence="words",
        span=Span(0, 5),
        outcome=Outcome.KILLED,
        bounds=Bounds(number, number, Qualifier.EXACT),
        scope=Scope.TOTAL,
        victim_country="UKR",
    )
    more = (replace(first, claims=(*first.claims, total)), *extractions[1:])
    for codebook in CODEBOOKS:
        assert figures(lines(more, codebook)) == figures(lines(extractions, codebook)), codebook.name


@law
def test_nothing_is_added_across_origins_or_reports(chance: Random) -> None:
    """No high bound lies above the most that any single report states of that outcome."""
    extractions = events(chance)
    words = {"tens": 99, "dozens": 99, "several": 9}
    most: dict[str, int] = {}
    for extraction in extractions:
        for outcome in (Outcome.KILLED, Outcome.INJURED):
            stated = [
                max(c.bounds.high or 0, c.bounds.low or 0, words.get(c.quantity_word or "", 0))
                for c in extraction.claims
                if c.outcome in {outcome, Outcome.CASUALTIES}
            ]
            most[outcome] = max(most.get(outcome, 0), sum(stated))
    for codebook in CODEBOOKS:
        for (name, _), (_, _, high) in figures(lines(extractions, codebook)).items():
            assert high is not None
            assert high <= most[name], codebook.name


@law
def test_ucdp_sums_hold(chance: Random) -> None:
    """Under ucdp best is the sum of the four sides."""
    extractions = events(chance)
    found = figures(lines(extractions, UCDP))
    for (outcome, side), (_, best, _) in found.items():
        if side == "all":
            parts = [found[outcome, part][1] for part in ("a", "b", "civilians", "unknown")]
            assert best == sum(part or 0 for part in parts)


@law
def test_every_claim_has_a_reason(chance: Random) -> None:
    """Each line says of every claim on its outcome what it was used as, or which rule left it out."""
    extractions = events(chance)
    for codebook in CODEBOOKS:
        for line in lines(extractions, codebook):
            told = {claim for reason in line.reasons for claim in reason.claims}
            for extraction in extractions:
                assert {c.id for c in extraction.claims if c.outcome is line.outcome} <= told, codebook.name
