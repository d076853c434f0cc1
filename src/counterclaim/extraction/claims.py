"""From a report to its claims, and the fate of each of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.errors import UnsupportedLanguage
from counterclaim.extraction.affected import settle
from counterclaim.extraction.assembly import draft
from counterclaim.extraction.attribution import read_voices
from counterclaim.extraction.continuing import continues, tells
from counterclaim.extraction.dates import Dates, read_dates
from counterclaim.extraction.drafts import Draft, Earlier, Heading
from counterclaim.extraction.exclusions import REASONS, ages, labels, paired, refuse
from counterclaim.extraction.finishing import Readings, finish
from counterclaim.extraction.fitting import PROJECTILES
from counterclaim.extraction.listing import SHORT, leads, subject_of
from counterclaim.extraction.mentions import mentions
from counterclaim.extraction.numbers import Quantity, find_quantities
from counterclaim.extraction.places import read_places
from counterclaim.extraction.responsibility import find_blame, read_blame, responsibilities
from counterclaim.extraction.sentences import Sentence, sentences
from counterclaim.extraction.victims import Marks
from counterclaim.knowledge.blame_words import blame_words
from counterclaim.knowledge.language import LanguagePack, language_codes
from counterclaim.knowledge.number_words import number_words
from counterclaim.model import Extraction, How, Mention, Outcome, Report, Span, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from counterclaim.extraction.attribution import Voices
    from counterclaim.extraction.dates import Stretch
    from counterclaim.knowledge.loading import Knowledge


#: What a sentence may speak of so that the next one names the number.
NAMING = frozenset({"toll", "noun", "participle", "undergo"})
TOPICS = frozenset({"killed", "injured", "casualties", "captured", "missing", "displaced"})
#: How many sentences around the last figure or a word of blame somebody is named who may have spoken of it.
AROUND = 4


class Reading(NamedTuple):
    """What was read in one sentence: the numbers refused and why, and the drafts of claims."""

    sentence: Sentence
    quantities: list[Quantity]
    refused: dict[int, str]
    drafts: list[Draft]


def extract(report: Report, knowledge: Knowledge, *, named: bool = False) -> Extraction:
    """Return the claims of a report, in reading order; where `named` is asked, also what its text names, which linking needs.

    Raises UnsupportedLanguage where the report's language is not known or has no pack.
    """
    pack = _pack(report, knowledge)
    found = list(sentences(report, pack))
    words = number_words(pack)
    if not any(tells(sentence, words) for sentence in found):
        return Extraction(report)
    dates = read_dates(found, pack, report.published)
    looked = list(read_drafts(found, pack, dates, knowledge, all_numbers=False))
    drafts = [one for reading in looked for one in reading.drafts]
    if not drafts:
        return Extraction(report)
    settle(drafts)
    words_of_blame = find_blame(found, blame_words(pack.code, pack.splitting))
    heard = _heard(drafts, words_of_blame)
    voices = read_voices(found, pack, knowledge, published=report.published, heard=heard)
    places = read_places(found, pack, knowledge, report.published)
    blamed = read_blame(found, voices, words_of_blame)
    drafts = [one for one in drafts if not _speaks(one, voices)]
    finished = finish(report, drafts, Readings(found, dates, places, voices, blamed), knowledge, pack)
    return Extraction(
        report,
        tuple(finished.claims),
        responsibilities(report, blamed, finished.acts, places, dates),
        mentions=mentions(found, dates, places, pack, _counted(looked)) if named else (),
    )


def _heard(drafts: Iterable[Draft], blame: Iterable[int]) -> frozenset[int]:
    """Return which sentences may name who tells of the figures or lays blame: all before the last figure, and those around."""
    last = max(one.sentence.number for one in drafts)
    blaming = (at for number in blame for at in range(number - AROUND, number + AROUND + 1))
    return frozenset((*range(last + AROUND + 1), *blaming))


def _speaks(one: Draft, voices: Voices) -> bool:
    """Return whether a draft counts among those harmed the one who tells of it: "said a soldier, 12 civilians were killed".

    He may tell of what befell himself, unless he is dead or his verb stands before what befell others.
    """
    head = one.phrase.heads[0] if one.phrase.heads else None
    trigger = one.trigger
    if trigger is None or trigger.form == "nominal" or head is None:
        return False  # "the death of a journalist"
    if one.quantity.bounds.low != 1 or one.quantity.bounds.high != 1:
        return False
    keys, words = one.sentence.keys, voices.clauses
    said = [m for m in one.sentence.of("attribution", form="verb") if head.end <= m.start < trigger.start]
    said = [m for m in said if words.person.isdisjoint(keys[m.end : trigger.start])]  # "who said he was wounded"
    if any(keys[m.start - 1] in words.relative for m in said):
        return True  # "a resident who said the war had driven them out"
    if one.outcome is not Outcome.KILLED and not said:
        return False
    speakers = (*voices.at(one.sentence.number, one.start, one.end).speakers, *voices.speaking(one.sentence.number))
    return any(mark.sentence == one.sentence.number and mark.start <= head.start < mark.end for mark in speakers)


def _counted(looked: Sequence[Reading]) -> dict[int, list[Quantity]]:
    return {reading.sentence.number: reading.quantities for reading in looked}


def survey(report: Report, knowledge: Knowledge) -> tuple[Mention, ...]:
    """Return what the text of a report names: places, days, subjects and numbers.

    Raises UnsupportedLanguage as `extract` does.
    """
    pack = _pack(report, knowledge)
    found = list(sentences(report, pack))
    return mentions(found, read_dates(found, pack, report.published), read_places(found, pack, knowledge, report.published), pack)


def explain(report: Report, knowledge: Knowledge) -> Iterator[Verdict]:
    """Yield what became of every number of a report, in reading order: which recogniser took or refused it, and why.

    Raises UnsupportedLanguage as `extract` does.
    """
    pack = _pack(report, knowledge)
    found = list(sentences(report, pack))
    dates = read_dates(found, pack, report.published)
    for reading in read_drafts(found, pack, dates, knowledge, all_numbers=True):
        for number, quantity in enumerate(reading.quantities):
            yield _verdict(report, reading, number, quantity)


def _pack(report: Report, knowledge: Knowledge) -> LanguagePack:
    if report.lang is None:
        raise UnsupportedLanguage("undecided", language_codes())
    return knowledge.language(report.lang)


def _topic(sentence: Sentence) -> Outcome | None:
    """Return of whom a sentence speaks that counts nobody: "how many died is unknown"."""
    named = [mark for mark in sentence.of("outcomes") if mark.form in NAMING and mark.value in TOPICS]
    return Outcome(named[-1].value) if named else None


def _flies(sentence: Sentence) -> bool:
    """Return whether a sentence tells last of drones or missiles."""
    counted = sentence.of("victims")
    return bool(counted) and counted[-1].value in PROJECTILES


def read_drafts(
    found: Sequence[Sentence], pack: LanguagePack, dates: Dates, knowledge: Knowledge, *, all_numbers: bool
) -> Iterator[Reading]:
    """Yield the readings of the sentences; parts of a figure may stand in the sentence behind it.

    Sentences that can make no claims are passed over, unless their numbers are wanted all the same.
    """
    before: list[Draft] = []
    told: list[Draft] = []
    topic: Outcome | None = None
    paragraph: int | None = None
    heading: Heading | None = None
    subject: Heading | None = None
    words = number_words(pack)
    for sentence in found:
        if before and before[-1].sentence.paragraph != sentence.paragraph:
            before, topic = [], None
        opens = paragraph != sentence.paragraph
        paragraph = sentence.paragraph
        following = found[sentence.number + 1] if sentence.number + 1 < len(found) else None
        telling = tells(sentence, words)
        if not telling and leads(sentence):  # "The army loses weapons too. These are:"
            heading = heading or subject
        subject = None
        asked = topic is not None and found[sentence.number - 1].tokens[-1].text == "?"
        wanted = all_numbers or heading or asked or telling
        known = before or topic or (told and opens)
        if not (wanted or (known and continues(sentence, words))):
            continue
        quantities = find_quantities(sentence, pack)
        shares = (quantity.number_start for quantity in quantities if quantity.share)
        dated = dates.stretches(sentence.number)
        marks = Marks(sentence, shares, dated)
        refused = _refused(quantities, marks, dated)
        flying = sentence.number > 0 and _flies(found[sentence.number - 1])
        earlier = Earlier(before, heading, told if opens else (), topic, asked, flying)
        drafts = [] if sentence.boilerplate else draft(marks, quantities, refused, knowledge.victims, earlier)
        if all(one.unnumbered for one in drafts):
            heads = leads(sentence, following)
            listing = heads or (following is not None and leads(following))
            spoken = subject_of(sentence, marks) if listing else None
            subject = Heading(spoken, sentence.number) if spoken is not None else None
            going = heading if len(sentence.tokens) <= SHORT else None
            heading = (subject or heading if heads else None) or going
        if not drafts:
            topic = _topic(sentence) or topic
        counted = [one for one in drafts if one.quantity.how is not How.ZERO]
        before = drafts if counted else [*before, *drafts]  # "No civilian was hurt" leaves what was told before
        told = drafts or told
        yield Reading(sentence, quantities, refused, drafts)


def _refused(quantities: Sequence[Quantity], marks: Marks, dated: Sequence[Stretch]) -> dict[int, str]:
    """Return the numbers of the quantities that count no losses, and why; note the ages of those whom others count."""
    sentence = marks.sentence
    refused = {} if not sentence.boilerplate else dict.fromkeys(range(len(quantities)), "boilerplate")
    for number, quantity in enumerate(quantities):
        if number not in refused and (reason := refuse(quantity, sentence, marks, dated)):
            refused[number] = reason
    for number, (start, end) in ages(quantities, sentence, marks).items():
        refused.setdefault(number, "age")
        marks.ages[start] = end
    for number in paired(quantities, refused, sentence, marks):
        refused[number] = "measure"
    for number in labels(quantities, sentence, marks):
        refused.setdefault(number, "label")
    return refused


def _verdict(report: Report, reading: Reading, number: int, quantity: Quantity) -> Verdict:
    sentence = reading.sentence
    span: Span = sentence.span(quantity.start, quantity.end)
    if number in reading.refused:
        name = reading.refused[number]
        return Verdict(span, span.of(report.text), name, accepted=False, reason=REASONS[name])
    taken = next((d for d in reading.drafts if d.quantity.start == quantity.start and d.quantity.how is not How.SINGULAR), None)
    if taken is None:
        did_it = any(quantity.number_start in one.marks.doers for one in reading.drafts)
        name = "doer" if did_it else "attachment"
        return Verdict(span, span.of(report.text), name, accepted=False, reason=REASONS[name])
    cause = sentence.span(taken.trigger.start, taken.trigger.end) if taken.trigger else sentence.span(taken.start, taken.end)
    said = f"{taken.outcome}, by the words “{cause.of(report.text)}”"
    return Verdict(span, span.of(report.text), "part" if taken.whole else "outcome", accepted=True, reason=said)
