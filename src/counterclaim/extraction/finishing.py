"""From drafts to claims: who says so, where, when, how wide, and which drafts say the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.attackers import attacker_of, means_of
from counterclaim.extraction.describing import Victims, describe_all, side_of
from counterclaim.extraction.scope import scope_of
from counterclaim.model import Claim, Figure, Outcome, Qualifier, Relation, RelationKind, Span, Stance, VictimKind, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.assembly import Draft
    from counterclaim.extraction.attribution import Voices
    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.places import Places
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.model import Report

#: The longest evidence, in code points; the last paragraph that may be a headline, and a headline's most tokens.
LONGEST = 400
LEAD = 2
HEADLINE = 18
#: How many different statements of one figure are remembered, so that a report of any length takes its length in time.
REMEMBERED = 30


@dataclass(frozen=True, slots=True)
class Readings:
    """What the stages over the whole report found."""

    text_digest: str
    sentences: Sequence[Sentence]
    dates: Dates
    places: Places
    voices: Voices


def finish(report: Report, drafts: Sequence[Draft], readings: Readings, knowledge: Knowledge) -> list[Claim]:
    """Return the claims of the drafts, in reading order, repetitions made one."""
    stated: list[Stated] = []
    ids: dict[int, str] = {}
    sentences_in = Counter(sentence.paragraph for sentence in readings.sentences)
    described = describe_all(drafts, knowledge.victims, knowledge.actors)
    for number, one in enumerate(drafts):
        claim = _claim(report, number, drafts, described, readings, ids)
        if claim is not None:
            ids[id(one)] = claim.id
            alone = sentences_in[one.sentence.paragraph] == 1
            stated.append(Stated(claim, one, alone and one.sentence.paragraph <= LEAD and len(one.sentence.tokens) <= HEADLINE))
    return merge(stated)


def _claim(
    report: Report, number: int, drafts: Sequence[Draft], described: Sequence[Victims], readings: Readings, ids: dict[int, str]
) -> Claim | None:
    one, victims = drafts[number], described[number]
    sentence, quantity = one.sentence, one.quantity
    span = sentence.span(one.start, one.end)
    if span.end - span.start > LONGEST:
        return None
    voice = readings.voices.at(sentence.number, one.start, one.end)
    if one.unnumbered and voice.stance not in (Stance.DENIES, Stance.CONFIRMS):
        return None
    scope = scope_of(one, readings)
    places, place_country, place_span = readings.places.at(sentence.number, one.start, one.end, scope)
    when, when_span = readings.dates.when(sentence.number, one.start, one.end, scope, standing=one.outcome is Outcome.STRENGTH)
    figure = None if one.unnumbered else _figure(report, one, ids)
    figure_span = figure.span if figure is not None else span
    country = victims.country
    if country is None and not victims.several and not (victims.actor and victims.kind is VictimKind.MILITANT):
        claimant = voice.claimants[0].country if voice.claimants else None
        country = side_of(number, victims, described, claimant) or place_country
    means, means_mark = means_of(one, readings.sentences)
    attacker, attacker_mark = attacker_of(one, readings.voices.actors(sentence.number))
    spans = {
        "figure": _one(figure.span if figure else None),
        "victims": _victim_spans(one),
        "place": _one(place_span),
        "when": _one(when_span),
        **voice.spans,
    }
    for name, mark in (("means", means_mark), ("attacker", attacker_mark)):
        spans[name] = (sentence.span(mark.start, mark.end),) if mark is not None else ()
    relations = (Relation(RelationKind.PART_OF, ids[id(one.whole)]),) if one.whole is not None and id(one.whole) in ids else ()
    return Claim(
        report=report.id,
        evidence=span.of(report.text),
        span=span,
        outcome=one.outcome,
        bounds=quantity.bounds,
        id=_identity(readings.text_digest, figure_span, one.outcome, spans.get("claimant", ()), spans["victims"]),
        figure=figure,
        quantity_word=quantity.word,
        covers=one.covers,
        summed=one.summed,
        victims=victims.words,
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
        attacker=attacker,
        means=means,
        relations=relations,
        spans={name: where for name, where in spans.items() if where},
    )


def _figure(report: Report, one: Draft, ids: dict[int, str]) -> Figure:
    span = one.sentence.span(one.quantity.number_start, one.quantity.number_end)
    return Figure(span, span.of(report.text), one.quantity.how, ids.get(id(one.model)) if one.model is not None else None)


def _one(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span is not None else ()


def _victim_spans(one: Draft) -> tuple[Span, ...]:
    marks = [*one.phrase.countries, *one.phrase.heads, *one.phrase.actors, *([one.phrase.noun] if one.phrase.noun else [])]
    return tuple(sorted(one.sentence.span(m.start, m.end) for m in marks))


def _identity(text_digest: str, figure: Span, outcome: Outcome, claimant: Sequence[Span], victims: Sequence[Span]) -> str:
    where = ";".join(f"{s.start}-{s.end}" for s in (figure, *claimant, *victims))
    return "clm_" + digest(text_digest, outcome, where)[:16]


class Stated(NamedTuple):
    """A claim with the draft that it was made of. `headline`: it stands in one, whose figures the text repeats."""

    claim: Claim
    draft: Draft
    headline: bool

    @property
    def listed(self) -> bool:
        """Whether it is an item of a list with labels."""
        return self.draft.phrase.label is not None

    @property
    def bare(self) -> bool:
        """Whether nothing but the outcome says who is counted ("15 dead")."""
        return not (self.draft.phrase.heads or self.draft.phrase.countries or self.draft.phrase.actors)


def merge(stated: Sequence[Stated]) -> list[Claim]:
    """Return the claims without repetitions: the same figure of the same outcome from the same claimant, said again."""
    kept: list[Stated] = []
    alike: dict[tuple[Outcome, int | None], list[int]] = defaultdict(list)
    for one in stated:
        places = alike[one.claim.outcome, one.claim.bounds.low or one.claim.bounds.high]
        twin = next((at for at in places[-REMEMBERED:] if repeats(kept[at], one)), None)
        if twin is None:
            places.append(len(kept))
            kept.append(one)
        elif better(one.claim, kept[twin].claim):
            relations = kept[twin].claim.relations or one.claim.relations
            kept[twin] = one._replace(claim=replace(one.claim, relations=relations))
    return [one.claim for one in kept]


def repeats(first: Stated, second: Stated) -> bool:
    """Return whether two claims of a report say the same."""
    one, other = first.claim, second.claim
    if one.outcome is not other.outcome or one.stance is not other.stance or one.span.overlaps(other.span):
        return False
    if first.listed and second.listed and first.draft.sentence is second.draft.sentence:
        return False
    if (one.bounds.low or one.bounds.high) != (
        other.bounds.low or other.bounds.high
    ) or one.bounds.low is None is one.bounds.high:
        return False
    if one.bounds.high == 0 or other.bounds.high == 0:
        return one.bounds == other.bounds and len({c.claimant for c in (one, other)} - {None}) <= 1
    if not (first.headline or first.bare or second.bare) and (one.bounds != other.bounds or one.victims != other.victims):
        return False
    if len({c.victim_kind for c in (one, other)} - {VictimKind.UNSPECIFIED}) > 1:
        return False
    if len({c.value for s in (first, second) for c in s.draft.phrase.countries[:1]}) > 1:
        return False
    if len({c.claimant for c in (one, other)} - {None}) > 1:
        return False
    return _same_time(one.when, other.when)


def _same_time(first: str | None, second: str | None) -> bool:
    """Return whether two EDTF times may be one: equal, one unknown, or one within the other as written."""
    return first is None or second is None or first == second or first.startswith(second) or second.startswith(first)


def better(new: Claim, old: Claim) -> bool:
    """Return whether the later statement says more than the earlier one."""
    return _weight(new) > _weight(old)


def _weight(claim: Claim) -> tuple[bool, bool, bool]:
    return (
        claim.claimant is not None,
        claim.bounds.qualifier is not Qualifier.EXACT,
        claim.victim_kind is not VictimKind.UNSPECIFIED,
    )
