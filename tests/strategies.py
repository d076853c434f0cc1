"""Hypothesis strategies for the values of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from counterclaim.model import (
    Attacker,
    Blame,
    Bounds,
    Claim,
    Claimant,
    ClaimantKind,
    Estimate,
    Event,
    Extraction,
    Figure,
    How,
    Outcome,
    Place,
    Point,
    Qualifier,
    Reason,
    Relation,
    RelationKind,
    Report,
    Responsibility,
    Scope,
    Series,
    Span,
    Stance,
    Suggestion,
    Verification,
    VictimKind,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Value = TypeVar("Value")

words = st.text(min_size=1, max_size=20)
countries = st.from_regex(r"\A[A-Z]{3}\Z")


def maybe(strategy: SearchStrategy[Value]) -> SearchStrategy[Value | None]:
    """Return the strategy with None beside it."""
    return st.none() | strategy


def tuples(strategy: SearchStrategy[Value], most: int = 3) -> SearchStrategy[tuple[Value, ...]]:
    """Return a strategy for short tuples."""
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def spans(draw: st.DrawFn, longest: int = 1000) -> Span:
    """Return a span within so many code points."""
    start = draw(st.integers(0, longest - 1))
    return Span(start, draw(st.integers(start + 1, longest)))


@st.composite
def bounds(draw: st.DrawFn) -> Bounds:
    """Return bounds in order, either side open."""
    low, high = sorted(draw(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))
    sides = draw(st.tuples(st.booleans(), st.booleans()))
    return Bounds(low if sides[0] else None, high if sides[1] else None, draw(st.sampled_from(Qualifier)))


places = st.builds(
    Place,
    name=words,
    country=maybe(countries),
    id=maybe(words),
    latitude=maybe(st.floats(-90, 90)),
    longitude=maybe(st.floats(-180, 180)),
    radius_m=maybe(st.integers(0, 10**6)),
    where_prec=maybe(st.integers(1, 7)),
    relation=maybe(words),
)
claimants = st.builds(
    Claimant,
    name=words,
    kind=maybe(st.sampled_from(ClaimantKind)),
    id=maybe(words),
    country=maybe(countries),
    text=maybe(words),
)
attackers = st.builds(Attacker, name=words, id=maybe(words), text=maybe(words))
figures = st.builds(Figure, span=spans(), text=words, how=st.sampled_from(How), refers_to=maybe(words))
relations = st.builds(Relation, kind=st.sampled_from(RelationKind), claim=words)

claims = st.builds(
    Claim,
    report=st.just("report"),
    evidence=words,
    span=spans(),
    outcome=st.sampled_from(Outcome),
    bounds=bounds(),
    id=words,
    figure=maybe(figures),
    quantity_word=maybe(words),
    covers=tuples(st.sampled_from(Outcome)),
    summed=maybe(st.booleans()),
    victims=maybe(words),
    victim_country=maybe(countries),
    victim_kind=st.sampled_from(VictimKind),
    victim_id=maybe(words),
    claimants=tuples(claimants),
    via=tuples(words),
    stance=st.sampled_from(Stance),
    verification=maybe(st.sampled_from(Verification)),
    scope=st.sampled_from(Scope),
    places=tuples(places),
    when=maybe(words),
    attacker=maybe(attackers),
    means=maybe(words),
    relations=tuples(relations),
    confidence=maybe(st.floats(0, 1)),
    spans=st.dictionaries(words, tuples(spans()), max_size=3),
)
responsibilities = st.builds(
    Responsibility,
    report=st.just("report"),
    evidence=words,
    span=spans(),
    accused=words,
    stance=st.sampled_from(Blame),
    claimant=maybe(words),
    accused_id=maybe(words),
    place=maybe(places),
    when=maybe(words),
)
reports = st.builds(
    Report,
    id=st.just("report"),
    text=st.text(max_size=200),
    lang=maybe(words),
    published=maybe(words),
    url=maybe(words),
    outlet=maybe(words),
    title=maybe(words),
    event=maybe(words),
    boilerplate=tuples(spans()),
)
extractions = st.builds(Extraction, report=reports, claims=tuples(claims), responsibilities=tuples(responsibilities))
reasons = st.builds(Reason, rule=words, text=words, claims=tuples(words))
events = st.builds(
    Event,
    id=words,
    reports=tuples(words),
    claims=tuples(words),
    place=maybe(places),
    when=maybe(words),
    reasons=tuples(reasons),
)
counts = maybe(st.integers(0, 10**9))
estimates = st.builds(
    Estimate,
    event=words,
    outcome=st.sampled_from(Outcome),
    side=words,
    low=counts,
    best=counts,
    high=counts,
    codebook=words,
    reasons=tuples(reasons),
    grade=maybe(words),
)
suggestions = st.builds(Suggestion, one=words, other=words, score=st.floats(0, 1), reason=reasons)
points = st.builds(Point, day=maybe(words), bounds=bounds(), claim=words, report=words)
series = st.builds(
    Series,
    war=words,
    side=words,
    outcome=st.sampled_from(Outcome),
    claimant=words,
    points=tuples(points),
    falls=tuples(words),
)
