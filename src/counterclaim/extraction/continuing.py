"""Which sentences may state a figure: by a word that tells what happened, or by going on with a figure told before them.

This is a sieve: a sentence that it lets through may still state no figure, one that it holds back never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.moving import first_moved
from counterclaim.extraction.parts import OWNERS
from counterclaim.extraction.resuming import SAYING
from counterclaim.extraction.victims import OF_THEM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.number_words import NumberWords

#: The function words by which a number speaks of a figure told before: "up from 29", "as many", "puts it at 15".
CUES = frozenset({"revision", "ellipsis", "naming"})
#: The verbs that may take up a figure told before.
TAKING_UP = SAYING | {"denies"}


def tells(sentence: Sentence, words: NumberWords) -> bool:
    """Return whether a word says what happened; without one, only the lines before a sentence can make claims of its figures.

    "Arrived" and "has" do so with a number only: "500 soldiers arrived", "has 500 soldiers in the country".
    """
    outcomes = sentence.of("outcomes")
    if any(mark.value != "strength" for mark in outcomes):
        return True
    among = sentence.of("grammar", "among")
    if among and any(OF_THEM.get(mark.form) for mark in among):
        return True
    having, people = sentence.of("grammar", "having"), sentence.of("victims")
    owned = bool(having and people) and having[0].end < people[-1].start
    numerals = words.numerals(sentence.tokens) if outcomes or owned else ()
    return bool(outcomes and numerals) or any(having[0].end <= at < people[-1].start for at in numerals)


def continues(sentence: Sentence, words: NumberWords) -> bool:
    """Return whether the words of a sentence without an outcome may take up a figure told before it."""
    by_value = sentence.by_value("grammar")
    if "among" in by_value:  # also of one alone: "among them a child"
        return True
    numerals = words.numerals(sentence.tokens)
    if not numerals:
        return False
    if not CUES.isdisjoint(by_value) or ":" in sentence.texts or _is_predicate(sentence, numerals[0]):
        return True
    if first_moved(sentence, numerals):
        return True
    if sentence.of("grammar", "pronoun", "them") and sentence.of("grammar", "preposition", "of"):
        return True
    if any(mark.tail is not None and mark.form == "verb" for mark in sentence.of("attribution", "denies")):
        return True  # "called the figure of 252 pure fantasy"
    says = (mark.head_end for mark in sentence.marks if mark.form == "verb" and mark.value in TAKING_UP)
    return any(start <= numerals[-1] for start in (*says, *_wholes(sentence)))


def _is_predicate(sentence: Sentence, numeral: int) -> bool:
    """Return whether a helping verb joins a noun to what stands before it, behind a number: "five were soldiers"."""
    helpers = [mark.end for mark in sentence.of("grammar", "auxiliary") if mark.start > numeral]
    nouns = {mark.start for kind in ("victims", "countries") for mark in sentence.of(kind)} if helpers else ()
    return any(end in nouns for end in helpers)


def _wholes(sentence: Sentence) -> Sequence[int]:
    """Return where the number of a whole may stand: "three of the twelve were soldiers"."""
    parts = sentence.of("grammar", "preposition", "of")
    articles = [mark.start for mark in sentence.of("grammar", "article")] if parts else ()
    return [at + 1 for at in articles if any(mark.start and mark.end <= at <= mark.end + OWNERS for mark in parts)]
