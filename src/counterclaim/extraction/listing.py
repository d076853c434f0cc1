"""Lists of losses: "tanks – 12", "Donetsk region – 455", lines under a heading such as "Losses:"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.fitting import fits
from counterclaim.extraction.outcomes import find_triggers
from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.drafts import Heading
    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.victims import VictimConcept
    from counterclaim.text import Token

#: The signs that lead from a label to its number, and the most tokens of a label.
LEADS = frozenset("–—‒-:")
LONGEST = 7
#: The most tokens of a line that counts nothing and yet does not end a list; where the first item of a line begins at the latest.
SHORT, OPENING = 4, 2
#: The most letters of a word for pieces.
UNIT = 3
#: The most tokens of a heading without a colon.
HEADING = 14
HEADINGS = frozenset({"losing", "lost", "killed", "injured", "casualties", "missing", "captured", "displaced"})
_HYPHENS = frozenset("-‑/")


class Label(NamedTuple):
    """The words before a dash that say what the number behind it counts: from a token to before the dash."""

    start: int
    end: int


def read_labels(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Fill in the nouns of phrases that a label counts; lists of places take the noun that stands before them."""
    placed: list[tuple[Phrase, Label]] = []
    for phrase in phrases:
        label = _label(phrase, marks)
        if label is None or any(p.start <= label.end - 1 < p.end for p in phrases):
            continue
        noun = _ending_at(label, marks, "outcomes", "noun")
        if noun and not phrase.heads:
            phrase.noun, phrase.start = noun, noun.start
        elif head := _head(label, marks):
            phrase.heads, phrase.unknown = [head], None
            phrase.label = head.start
        elif _names(label, marks) and phrase.bare and phrase.unknown is None:
            placed.append((phrase, label))
    if len(placed) > 1:
        counted = _counted_before(placed[0][1].start, marks)
        for phrase, label in placed:
            phrase.label = label.start
            if counted is not None:
                phrase.heads.append(counted)


def read_counted_things(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Fill in the thing that a toll counts, where its number stands bare behind it: "the number of tanks lost rose to 45"."""
    for toll in marks.sentence.of("outcomes", "lost", "toll"):
        between = range(toll.head_end, toll.end) if toll.tail is not None else (toll.end,)
        thing = next((mark for at in between if (mark := marks.at(at, "victims"))), None)
        if thing is None:
            continue
        end = max(thing.end, toll.end)
        counted = next((p for p in phrases if p.start >= end), None)
        if counted is not None and counted.bare and counted.unknown is None and not counted.excluded:
            counted.heads.append(thing)


def leads(sentence: Sentence, following: Sentence | None = None) -> bool:
    """Return whether a line leads to a list under it: by its colon, or as a heading over a line that counts by label."""
    if sentence.tokens[-1].text == ":":
        return True
    if following is None or following.paragraph == sentence.paragraph or len(sentence.tokens) > HEADING:
        return False
    if any(token.kind == "number" for token in sentence.tokens) or sentence.tokens[-1].text in ".!?":
        return False
    row = following.tokens[: LONGEST + 4]
    return any(a.text in LEADS and "number" in (b.kind, c.kind) for a, b, c in zip(row, row[1:], row[2:], strict=False))


def subject_of(sentence: Sentence, marks: Marks) -> Trigger | None:
    """Return the losses of which a sentence speaks last; those of an army are of people and of things."""
    found = next((t for t in reversed(find_triggers(sentence, (), marks)) if HEADINGS & set(t.values)), None)
    return replace(found, values=("losing",)) if found is not None and found.values == ("casualties",) else found


def listed(
    phrases: Sequence[Phrase], triggers: Sequence[Trigger], heading: Heading | None, concepts: Mapping[str, VictimConcept]
) -> Iterator[tuple[Phrase, Trigger]]:
    """Yield the items of lists and what happened to them, by the words before or by the heading above a silent line."""
    for phrase in phrases:
        counts = (phrase.heads or phrase.label is not None) and phrase.noun is None and not phrase.excluded
        if not counts or phrase.quantity.how is How.SINGULAR:
            continue
        before = [t for t in triggers if phrase.label is not None and t.start < phrase.label]
        if heading and not triggers and (phrase.label is not None or phrase.start <= OPENING):
            before = [heading.trigger]
        trigger = next((t for t in reversed(before) if fits(phrase, t, concepts)), None)
        if trigger is not None:
            yield phrase, trigger


def _label(phrase: Phrase, marks: Marks) -> Label | None:
    tokens, at = marks.sentence.tokens, phrase.start - 1
    plain = (phrase.bare or _of_people(phrase)) and not phrase.excluded and phrase.quantity.bounds.low is not None
    if phrase.unknown is not None and not _is_unit(phrase.unknown, phrase, marks):
        return None
    if not plain or phrase.quantity.article or at < 1 or tokens[at].text not in LEADS:
        return None
    if phrase.adjectives or any(m.kind == "outcomes" for m in marks.starting.get(phrase.end, ())):
        return None
    if tokens[at].text != ":" and tokens[at].glued and tokens[at + 1].glued:
        return None
    start = at
    while start and at - start < LONGEST and (tokens[start - 1].kind == "word" or _tied(start, tokens)):
        start -= 1
    return Label(start, at) if start < at else None


def _of_people(phrase: Phrase) -> bool:
    """Return whether a number counts no more than people, of whom a label may say who they are: "personnel – 300 people"."""
    counted = not (phrase.noun or phrase.countries or phrase.actors or phrase.fallback)
    return counted and [head.value for head in phrase.heads] == ["person"]


def _is_unit(at: int, phrase: Phrase, marks: Marks) -> bool:
    """Return whether a short word behind a number, where its entry ends, is one for pieces: "tanks – 12 pcs"."""
    return at == phrase.end and len(marks.sentence.tokens[at].text) <= UNIT and marks.closes(at + 1)


def _tied(at: int, tokens: Sequence[Token]) -> bool:
    """Return whether a sign before a token ties it to the word before, or parts two names of a thing: "tanks / Panzer – 12"."""
    return tokens[at - 1].text in _HYPHENS and (tokens[at].glued or tokens[at - 1].text == "/")


def _ending_at(label: Label, marks: Marks, kind: str, form: str) -> Mark | None:
    return next(
        (m for m in marks.sentence.of(kind, form=form) if label.start <= m.start and m.end == label.end and m.tail is None), None
    )


def _head(label: Label, marks: Marks) -> Mark | None:
    """Return the first noun of the label, unless a word that says what happened follows it, or somebody speaks."""
    inside = [m for m in marks.sentence.marks if label.start <= m.start and m.end <= label.end and m.tail is None]
    if any(m.kind == "attribution" and m.form == "verb" for m in inside):
        return None
    heads = [m for m in inside if m.kind == "victims"]
    return heads[0] if heads and not any(m.kind == "outcomes" and m.start >= heads[0].end for m in inside) else None


def _names(label: Label, marks: Marks) -> bool:
    """Return whether the label is a name and says nothing else."""
    told = any(m.kind in ("outcomes", "attribution") for at in range(label.start, label.end) for m in marks.starting.get(at, ()))
    return not told and any(t.capitalised for t in marks.sentence.tokens[label.start : label.end])


def _counted_before(start: int, marks: Marks) -> Mark | None:
    """Return the last noun for people before a list."""
    return next((m for m in reversed(list(marks.sentence.of("victims", form="many"))) if m.end <= start + LONGEST), None)
