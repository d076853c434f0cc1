"""From drafts to claims: who says so, where, when, how wide, and which drafts say the same."""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim import edtf
from counterclaim.extraction import confidence
from counterclaim.extraction.answering import answered
from counterclaim.extraction.attackers import DONE, attacker_of, means_of, unnamed_attacker
from counterclaim.extraction.describing import describe_all
from counterclaim.extraction.merging import Stated, merge, relate
from counterclaim.extraction.negation import refuted
from counterclaim.extraction.parties import parties
from counterclaim.extraction.place_asking import Asked
from counterclaim.extraction.responsibility import Act, Blamed, blamed_near
from counterclaim.extraction.scene import Said, Scene, Told
from counterclaim.extraction.scope import read_odds, scope_of
from counterclaim.extraction.struck import Struck, struck_of
from counterclaim.knowledge.clauses import load_clauses
from counterclaim.knowledge.scope_words import scope_words
from counterclaim.knowledge.struck_words import struck_words
from counterclaim.knowledge.targets import target_words
from counterclaim.knowledge.wars import load_wars
from counterclaim.model import Attacker, Claim, Figure, How, Outcome, Relation, RelationKind, Scope, Span, Stance, digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.attribution import Voices
    from counterclaim.extraction.dates import Dates
    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.places import Found, Places
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.model import Report

#: The longest evidence, in code points; the last paragraphs that may be a headline, with a stop and without; its most tokens.
LONGEST = 400
LEAD, LAST = 2, 6
HEADLINE = 18


@dataclass(frozen=True, slots=True)
class Readings:
    """What the stages over the whole report found."""

    sentences: Sequence[Sentence]
    dates: Dates
    places: Places
    voices: Voices
    blamed: Sequence[Blamed] = ()


class Located(NamedTuple):
    """A draft, where its losses were, and how wide it is."""

    draft: Draft
    place: Found
    scope: Scope


class Finished(NamedTuple):
    """The claims of a report, and those of them that name who did it."""

    claims: list[Claim]
    acts: list[Act]


def finish(report: Report, drafts: Sequence[Draft], readings: Readings, knowledge: Knowledge, pack: LanguagePack) -> Finished:
    """Return the claims of the drafts, in reading order, repetitions made one and related to each other."""
    finisher = _Finisher(report, drafts, readings, knowledge, pack)
    stated = answered(merge(finisher.statements()))
    beside = Counter(one.draft.sentence.number for one in stated)
    odds = {id(one): found for one, found in zip(drafts, finisher.odds, strict=True)}
    sure = [_sure(one, odds[id(one.draft)], beside[one.draft.sentence.number]) for one in stated]
    return Finished(relate(sure), finisher.acts)


def _sure(one: Stated, odds: float, beside: int) -> Stated:
    chance = confidence.confidence_of(one.claim, one.draft, odds, beside)
    return one._replace(claim=replace(one.claim, confidence=chance))


def places_of(drafts: Sequence[Draft], readings: Readings, odds: Sequence[float]) -> list[Found]:
    """Return where each draft's losses were."""
    asked: list[Asked] = []
    known: dict[int, int] = {}
    for number, (one, wide) in enumerate(zip(drafts, odds, strict=True)):
        asked.append(asked_of(one, wide, known.get(id(one.whole))))
        known[id(one)] = number
    return [_opened_at(one, place, readings) for one, place in zip(asked, readings.places.at(asked), strict=True)]


def _opened_at(asked: Asked, found: Found, readings: Readings) -> Found:
    """Return where a figure was: one of the first day of a war that began in another country, later told, is there.

    Not where its own sentence names its place, or it counts people of the country that the war came to.
    """
    _, country, span = found
    wars = [war for war in load_wars() if war.opened is not None and war.country == country and country not in asked.people]
    if not wars or (span is not None and span.start >= readings.sentences[asked.sentence].start):
        return found
    day, _ = readings.dates.when(asked.sentence, asked.start, asked.end, asked.scope)
    published = readings.dates.published or ""
    opened = next((war.opened for war in wars if war.start == day and not day.startswith(published[: len(day)])), None)
    return found if opened is None else readings.places.country(opened)


def asked_of(one: Draft, odds: float, whole: int | None = None) -> Asked:
    """Return what is asked about the place of a draft with these odds of being wider than one event."""
    people = frozenset(mark.value for mark in one.phrase.countries)
    chance = 1 / (1 + math.exp(-odds))
    return Asked(one.sentence.number, one.start, one.end, scope_of(odds), whole, people, chance, one.placed)


def scene_of(located: Sequence[Located], readings: Readings, knowledge: Knowledge, pack: LanguagePack) -> Scene:
    """Return the drafts among those who speak of them, where they are, and whom their sentences name."""
    told = []
    for one, (_, country, span), scope in located:
        at = (one.sentence.number, one.start, one.end)
        here = span is not None and one.sentence.start <= span.start < one.sentence.end
        told.append(Told(readings.voices.at(*at), country, here, scope is Scope.TOTAL))
    targets, wide = target_words(pack.code, pack.splitting), scope_words(pack.code, pack.splitting)
    telling = {0, *(one.draft.sentence.number for one in located)}

    def said(one: Sentence) -> Said:
        attacks = [mark for mark in one.marks_in(wide) if mark.value == "attack"] if one.number in telling else []
        heard = one.number in readings.voices.heard and not one.boilerplate
        named = parties(one, readings.voices.actors(one.number), knowledge, attacks) if heard else ()
        aimed_at = frozenset(mark.value for mark in one.marks_in(targets)) if one.number in telling else frozenset()
        return Said(one.paragraph, named, aimed_at)

    around = [said(one) for one in readings.sentences]
    suffering = struck_words(pack.code, pack.splitting)

    @functools.cache
    def struck(number: int) -> Struck | None:
        one = readings.sentences[number]
        return struck_of(one, around[number].named, one.marks_in(suffering), knowledge)

    home = load_clauses(pack.code).home
    return Scene([one.draft for one in located], told, around, knowledge.victims, knowledge.actors, home, struck)


class _Finisher:
    """Makes claims of the drafts of one report."""

    def __init__(
        self, report: Report, drafts: Sequence[Draft], readings: Readings, knowledge: Knowledge, pack: LanguagePack
    ) -> None:
        self.report, self.drafts, self.readings, self.knowledge = report, drafts, readings, knowledge
        self.text_digest = report.text_digest
        self.odds = read_odds(drafts, readings, pack)
        self.scopes = [scope_of(odds) for odds in self.odds]
        self.places = places_of(drafts, readings, self.odds)
        located = [Located(*each) for each in zip(drafts, self.places, self.scopes, strict=True)]
        self.victims = describe_all(scene_of(located, readings, knowledge, pack))
        self.sentences_in = Counter(sentence.paragraph for sentence in readings.sentences)
        self.ids: dict[int, str] = {}
        self.acts: list[Act] = []

    def statements(self) -> list[Stated]:
        """Return the claims with the drafts that they were made of."""
        out: list[Stated] = []
        for number, one in enumerate(self.drafts):
            claim = self._claim(number, one)
            if claim is not None:
                self.ids[id(one)] = claim.id
                out.append(Stated(claim, one, self._headline(one)))
        return out

    def _headline(self, one: Draft) -> bool:
        sentence = one.sentence
        if len(sentence.tokens) > HEADLINE or sentence.paragraph > LAST:
            return False
        many = self.sentences_in[sentence.paragraph]
        return many == 1 and (sentence.paragraph <= LEAD or sentence.tokens[-1].text not in ".!?:")

    def _claim(self, number: int, one: Draft) -> Claim | None:
        """Return the claim of a draft; None where its words are too many, or nobody denies or confirms what has no number."""
        sentence, victims, readings = one.sentence, self.victims[number], self.readings
        span = sentence.span(one.start, one.end)
        voice = readings.voices.at(sentence.number, one.start, one.end)
        silent = one.unnumbered and voice.stance not in (Stance.DENIES, Stance.CONFIRMS)
        if silent or span.end - span.start > LONGEST or _is_speaker(one, voice.spans.get("claimant", ())):
            return None
        scope = self.scopes[number]
        places, _, place_span = self.places[number]
        standing = one.outcome is Outcome.STRENGTH
        when, when_span = readings.dates.when(sentence.number, one.start, one.end, scope, standing=standing)
        when = edtf.ending(when) if one.added else when
        figure = None if one.unnumbered else self._figure(one)
        means, means_mark = means_of(one, readings.sentences)
        attacker = attacker_of(one, readings.voices.actors(sentence.number))
        if attacker is not None:
            self.acts.append(Act(sentence, one.start, one.end, attacker, voice))
        elif one.outcome in DONE:
            attacker = blamed_near(readings.blamed, sentence) or unnamed_attacker(one, self.knowledge)
        spans = {
            **voice.spans,
            "figure": _one(figure.span if figure else None),
            "victims": _victim_spans(one),
            "place": _one(place_span),
            "when": _one(when_span),
            "means": _one(sentence.span(means_mark.start, means_mark.end) if means_mark else None),
            "attacker": _one(self._span(attacker) if attacker else None),
        }
        return Claim(
            report=self.report.id,
            evidence=span.of(self.report.text),
            span=span,
            outcome=one.outcome,
            bounds=one.quantity.bounds,
            id=self._identity(figure.span if figure else span, one.outcome, spans),
            figure=figure,
            quantity_word=one.quantity.word,
            covers=one.covers,
            summed=one.summed,
            victims=victims.words,
            victim_country=victims.country,
            victim_kind=victims.kind,
            victim_id=victims.actor,
            claimants=voice.claimants,
            via=voice.via,
            stance=Stance.DENIES if refuted(one) else voice.stance,
            verification=voice.verification,
            scope=scope,
            places=places,
            when=when,
            attacker=Attacker(attacker.name, attacker.id, attacker.text or None) if attacker else None,
            means=means,
            relations=self._part_of(one),
            spans={name: where for name, where in spans.items() if where},
        )

    def _span(self, mark: ActorMark) -> Span:
        return self.readings.sentences[mark.sentence].span(mark.start, mark.end)

    def _figure(self, one: Draft) -> Figure:
        span = one.sentence.span(one.quantity.number_start, one.quantity.number_end)
        model = self.ids.get(id(one.model)) if one.model is not None else None
        return Figure(span, span.of(self.report.text), one.quantity.how, model)

    def _part_of(self, one: Draft) -> tuple[Relation, ...]:
        whole = self.ids.get(id(one.whole)) if one.whole is not None else None
        return (Relation(RelationKind.PART_OF, whole),) if whole else ()

    def _identity(self, figure: Span, outcome: Outcome, spans: Mapping[str, tuple[Span, ...]]) -> str:
        where = ";".join(f"{s.start}-{s.end}" for s in (figure, *spans.get("claimant", ()), *spans["victims"]))
        return "clm_" + digest(self.text_digest, outcome, where)[:16]


def _is_speaker(one: Draft, claimants: Sequence[Span]) -> bool:
    """Return whether the one person whom a draft counts is who says so: "killing 14 people, a paramedic said"."""
    quantity, trigger, phrase, tokens = one.quantity, one.trigger, one.phrase, one.sentence.tokens
    if not (quantity.article or quantity.how is How.SINGULAR) or trigger is None:
        return False
    if quantity.how is How.SINGULAR and _says_there(one, trigger):
        return True
    if phrase.start < trigger.end:  # "said a doctor, 14 people were killed"
        told = any(mark.end == phrase.start for mark in one.sentence.of("attribution", form="verb"))
        parted = told and trigger.start > phrase.end and tokens[phrase.end].text == ","
    else:
        parted = any(token.text in ",–—" for token in tokens[trigger.end : phrase.start])
    span = one.sentence.span(phrase.start, phrase.end)
    return parted and any(span.start < said.end and said.start < span.end for said in claimants)


def _says_there(one: Draft, trigger: Trigger) -> bool:
    """Return whether a person where the wounded lie speaks, in languages without articles: "doctor in hospital told"."""
    phrase, behind = one.phrase, max(one.phrase.end, trigger.end)
    placed = trigger.form == "undergo" and trigger.end - trigger.start > 1
    beside = trigger.start == phrase.end or trigger.end == phrase.start
    verbs = (mark.start for mark in one.sentence.of("attribution", form="verb"))
    return placed and beside and behind in verbs


def _one(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span is not None else ()


def _victim_spans(one: Draft) -> tuple[Span, ...]:
    marks = [*one.phrase.countries, *one.phrase.heads, *one.phrase.actors, *([one.phrase.noun] if one.phrase.noun else [])]
    return tuple(sorted(one.sentence.span(m.start, m.end) for m in marks))
