"""From drafts to claims: who says so, where, when, how wide, and which drafts say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.extraction.describing import Victims, describe
from counterclaim.extraction.scope import scope_of
from counterclaim.model import Claim, Figure, How, Outcome, Relation, RelationKind, Scope, Span, VictimKind, digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.assembly import Draft
    from counterclaim.extraction.attribution import Voices
    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.places import Places
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.model import Report

#: The longest evidence, in code points.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Readings:
    """What the stages over the whole report found."""

    dates: Dates
    places: Places
    voices: Voices


def finish(report: Report, found: Sequence[Sentence], drafts: Sequence[Draft], readings: Readings, knowledge: Knowledge) -> list[Claim]:
    """Return the claims of the drafts, in reading order, repetitions made one."""
    claims: list[Claim] = []
    ids: dict[int, str] = {}
    for one in drafts:
        claim = _claim(report, one, readings, knowledge, ids)
        if claim is not None:
            ids[id(one)] = claim.id
            claims.append(claim)
    return merge(claims)


def _claim(report: Report, one: Draft, readings: Readings, knowledge: Knowledge, ids: dict[int, str]) -> Claim | None:
    sentence, quantity = one.sentence, one.quantity
    span = sentence.span(one.start, one.end)
    if span.end - span.start > LONGEST:
        return None
    victims = describe(one, knowledge.victims, knowledge.actors)
    voice = readings.voices.at(sentence.number, one.start, one.end)
    scope = scope_of(one, readings)
    places, place_country, place_span = readings.places.at(sentence.number, one.start, one.end, scope)
    when, when_span = readings.dates.when(sentence.number, one.start, one.end, scope)
    figure_span = sentence.span(quantity.number_start, quantity.number_end)
    country = victims.country
    if country is None and not one.phrase.countries and not (victims.actor and victims.kind is VictimKind.MILITANT):
        country = place_country
    spans = {"figure": (figure_span,), "victims": _victim_spans(one), "claimant": voice.spans, "place": _one(place_span), "when": _one(when_span)}
    relations = (Relation(RelationKind.PART_OF, ids[id(one.whole)]),) if one.whole is not None and id(one.whole) in ids else ()
    return Claim(
        report=report.id,
        evidence=span.of(report.text),
        span=span,
        outcome=one.outcome,
        bounds=quantity.bounds,
        id=_identity(report, figure_span, one.outcome, spans["claimant"], spans["victims"]),
        figure=Figure(figure_span, figure_span.of(report.text), quantity.how),
        quantity_word=quantity.word,
        covers=one.covers,
        summed=one.summed,
        victims=_words(victims, country, knowledge),
        victim_country=country,
        victim_kind=victims.kind,
        victim_id=victims.actor,
        claimants=voice.claimants,
        via=voice.via,
        stance=voice.stance,
        verification=voice.verification,
        scope=scope,
        places=places,
        when=when,
        relations=relations,
        spans={name: where for name, where in spans.items() if where},
    )


def _one(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span is not None else ()


def _victim_spans(one: Draft) -> tuple[Span, ...]:
    marks = [*one.phrase.countries, *one.phrase.heads, *one.phrase.actors, *([one.phrase.noun] if one.phrase.noun else [])]
    return tuple(sorted(one.sentence.span(m.start, m.end) for m in marks))


def _identity(report: Report, figure: Span, outcome: Outcome, claimant: Sequence[Span], victims: Sequence[Span]) -> str:
    where = ";".join(f"{s.start}-{s.end}" for s in (figure, *claimant, *victims))
    return "clm_" + digest(report.text_digest, outcome, where)[:16]


def _words(victims: Victims, country: str | None, knowledge: Knowledge) -> str:
    del country, knowledge
    return victims.words


def merge(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims without repetitions: the same figure of the same outcome from the same claimant, said again."""
    kept: list[Claim] = []
    for claim in claims:
        twin = next((k for k in kept if repeats(k, claim)), None)
        if twin is None:
            kept.append(claim)
        elif better(claim, twin):
            kept[kept.index(twin)] = replace(claim, relations=twin.relations or claim.relations)
    return kept


def repeats(first: Claim, second: Claim) -> bool:
    """Return whether two claims of a report say the same."""
    if first.outcome is not second.outcome or first.stance is not second.stance:
        return False
    if first.bounds.low is None and first.bounds.high is None:
        return False
    numbers = {(c.bounds.low or c.bounds.high) for c in (first, second)}
    if len(numbers) > 1 or first.figure is None or second.figure is None:
        return False
    if How.ZERO in (first.figure.how, second.figure.how) and first.bounds != second.bounds:
        return False
    kinds = {c.victim_kind for c in (first, second)} - {VictimKind.UNSPECIFIED}
    if len(kinds) > 1 or first.span.overlaps(second.span):
        return False
    if first.victim_country and second.victim_country and first.victim_country != second.victim_country:
        return False
    said = {c.claimant for c in (first, second)} - {None}
    if len(said) > 1 or (len(said) == 1 and Scope.TOTAL in (first.scope, second.scope)):
        return False
    return _same_time(first.when, second.when)


def _same_time(first: str | None, second: str | None) -> bool:
    return first is None or second is None or first == second or first.startswith(second) or second.startswith(first)


def better(new: Claim, old: Claim) -> bool:
    """Return whether the later statement says more than the earlier one."""
    return (new.claimant is not None, new.bounds.qualifier != "exact", new.victim_kind != "unspecified") > (
        old.claimant is not None,
        old.bounds.qualifier != "exact",
        old.victim_kind != "unspecified",
    )
