"""Which sentences that tell of no outcome may go on with a figure told before them; the others need not be read.

This is a sieve: a sentence that it lets through may still state no figure, one that it holds back never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.parts import OWNERS
from counterclaim.extraction.resuming import SAYING
from counterclaim.knowledge.number_table import Part, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.number_words import NumberWords

#: The function words by which a number speaks of a figure told before: "of whom 4", "up from 29", "as many", "puts it at 15".
CUES = frozenset({"among", "revision", "ellipsis", "naming"})


def continues(sentence: Sentence, words: NumberWords) -> bool:
    """Return whether the words of a sentence without an outcome may take up a figure told before it."""
    if not CUES.isdisjoint(sentence.by_value("grammar")) or ":" in sentence.texts:
        return True
    if _is_predicate(sentence) or (sentence.of("grammar", "pronoun", "them") and sentence.of("grammar", "preposition", "of")):
        return True
    says = [mark.end for mark in sentence.marks if mark.form == "verb" and mark.value in SAYING]
    wholes = _wholes(sentence)
    if not says and not wholes:
        return False
    last = max(
        (at for at, token in enumerate(sentence.tokens) if token.kind == "number" or _counts(token.key, words)), default=-1
    )
    return any(start <= last for start in (*says, *wholes))


def _is_predicate(sentence: Sentence) -> bool:
    """Return whether a helping verb joins a noun to what stands before it: "five were soldiers"."""
    helpers = sentence.of("grammar", "auxiliary")
    nouns = {mark.start for kind in ("victims", "countries") for mark in sentence.of(kind)} if helpers else ()
    return any(mark.end in nouns for mark in helpers)


def _wholes(sentence: Sentence) -> Sequence[int]:
    """Return where the number of a whole may stand: "three of the twelve were soldiers"."""
    parts = sentence.of("grammar", "preposition", "of")
    articles = [mark.start for mark in sentence.of("grammar", "article")] if parts else ()
    return [at + 1 for at in articles if any(mark.start and mark.end <= at <= mark.end + OWNERS for mark in parts)]


def _counts(key: str, words: NumberWords) -> bool:
    """Return whether a word may begin a number, and not only an article."""
    start = words.starts[key]
    if start is None or not start.counts:
        return False
    return len(start.atoms) != 1 or start.atoms[0].part is not Part.ARTICLE or bool(start.roles & Role.ATOM)
