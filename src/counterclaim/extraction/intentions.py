"""What somebody only wants, plans, orders or threatens to do, expects, asks or plays: outcomes that came about for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.belonging import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark

#: How many tokens may stand between a will and the deed, and how soon behind it a comma may open the clause of the deed.
REACH, OPENED = 14, 3
#: How many tokens may stand between a deed and the will behind it ("zu töten drohte"), or the helping verb that closes it.
CLOSELY = 2
#: How many tokens may stand between a deed and those whom it would befall.
BESIDE = 2
#: The forms of whole phrases of what is meant.
PHRASES = frozenset({"word", "hypothetical"})
#: The forms of words behind which the rest of a clause, or of the sentence, tells of nothing that happened.
UNREAL, THROUGHOUT = "unreal", "throughout"
#: The signs that end a clause, and a sentence.
_CLAUSE, _SENTENCE = frozenset(",;:.!?…"), frozenset(".!?…")
#: The forms of outcomes that name a deed, and of those that tell of one as a verb does.
NAMING = frozenset({"nominal", "mass"})
TELLING = frozenset({"active", "either", "frame", "participle", "split", "striking", "undergo"})
#: The form of words for an attack, which tell of nobody.
STRIKING = "striking"


class Meant(NamedTuple):
    """The tokens of a word for an outcome that is only meant; all that is meant begins at `opened`: behind the will, or there."""

    start: int
    end: int
    opened: int


def find_meant(marks: Marks) -> list[Meant]:
    """Return what a sentence tells as only meant: outcomes in whole phrases, those that a will reaches, and whole clauses."""
    return [*_whole(marks), *_reached(marks), *_unreal(marks)]


def _unreal(marks: Marks) -> Iterator[Meant]:
    """Yield the clauses that tell of nothing that happened: "it is not known | whether 40 soldiers were killed"."""
    for mark in marks.sentence.of("grammar", "intended"):
        if mark.form in (UNREAL, THROUGHOUT):
            yield Meant(mark.start, _until(mark, marks), mark.start)


def _until(mark: Mark, marks: Marks) -> int:
    """Return where the clause ends that words open, or the sentence where they speak of all of it; no comma ends it at once."""
    tokens, ends = marks.sentence.tokens, _SENTENCE if mark.form == THROUGHOUT else _CLAUSE
    first = mark.end + (mark.end < len(tokens) and tokens[mark.end].text == ",")
    return next((at for at in range(first, len(tokens)) if tokens[at].text in ends), len(tokens))


def _whole(marks: Marks) -> Iterator[Meant]:
    """Yield the whole phrases of what is meant."""
    for mark in marks.sentence.of("grammar", "intended"):
        if mark.form in PHRASES:
            yield Meant(mark.start if mark.tail is None else mark.tail, mark.end, mark.start)


def exclude_meant(phrases: Sequence[Phrase], marks: Marks) -> None:
    """Leave out those whom a deed that is only meant would befall, who are held all the same where they are "20 hostages"."""
    for unreal in _unreal(marks):
        for phrase in phrases:
            if unreal.start <= phrase.start < unreal.end:
                phrase.excluded = phrase.excluded or "intended"
    for meant in (*_said_whole(marks), *_reached(marks)):
        behind = (p for p in phrases if p.start >= meant.end and _beside(meant.end, p.start, marks))
        before = (p for p in phrases if meant.opened <= p.start and _beside(p.end, meant.start, marks))
        befallen = next(behind, None) or next(before, None)
        if befallen is not None and befallen.fallback is None and befallen.noun is None:
            befallen.excluded = befallen.excluded or "intended"


def _said_whole(marks: Marks) -> Iterator[Meant]:
    """Yield the whole phrases of what is meant behind which nothing is told that happened: "could cost | 100 soldiers"."""
    told = max((m.start for m in marks.sentence.of("outcomes") if m.form in TELLING - {STRIKING}), default=0)
    yield from (meant for meant in _whole(marks) if told < meant.end)


def _beside(start: int, end: int, marks: Marks) -> bool:
    between = marks.sentence.tokens[start:end]
    return 0 <= end - start <= BESIDE and all(token.kind == "word" for token in between)


def _reached(marks: Marks) -> list[Meant]:
    """Return the words for outcomes that a will reaches."""
    wills = list(marks.sentence.of("grammar", "intended", "opening"))
    deeds = {(m.start, m.end): m for m in marks.sentence.of("outcomes") if m.tail is None} if wills else {}
    return [meant for deed in deeds.values() if (meant := _meant(deed, wills, marks)) is not None]


def _meant(deed: Mark, wills: Sequence[Mark], marks: Marks) -> Meant | None:
    """Return a word for an outcome as what a will before it, or close behind it, wants done; None where none does."""
    begin = _begin(deed, marks)
    for will in wills:
        if _names(deed, will, marks) or (begin is not None and (_reaches(will, begin, marks) or _closes(will, deed, marks))):
            return Meant(deed.start, deed.end, min(will.end, deed.start))
    return None


def _names(deed: Mark, will: Mark, marks: Marks) -> bool:
    """Return whether a noun for a deed stands behind a will, and only small words between: "called for | the | murder of"."""
    same = (m for m in marks.starting[deed.start] if (m.kind, m.end) == ("outcomes", deed.end))
    named = marks.is_a(deed.start, "intended", "act") is not None or any(m.form in NAMING for m in same)
    return named and will.end <= deed.start and all(_small(at, marks) for at in range(will.end, deed.start))


def _small(at: int, marks: Marks) -> bool:
    words = (marks.is_a(at, "article"), marks.is_a(at, "preposition", "of"), marks.is_a(at, "intended", "before"))
    return any(word is not None for word in words)


def _closes(will: Mark, deed: Mark, marks: Marks) -> bool:
    """Return whether a will closes a clause behind its deed, where verbs do: "zu töten drohte", "getötet werden sollen"."""
    return marks.sentence.verb_final and 0 <= will.start - deed.end <= CLOSELY


def _begin(deed: Mark, marks: Marks) -> int | None:
    """Return where a word for an outcome begins that tells of no fact by its form, with its helping word; None for others."""
    tokens, at = marks.sentence.tokens, deed.start
    before = at - 1 if at and tokens[at - 1].text in QUOTES else at
    helper = next((m for m in _helpers(marks) if m.end in (at, before)), None)
    if marks.is_a(at, "intended", "shared"):
        if helper is not None:
            return helper.start
        return at if any(marks.is_a(n, "intended", "behind") for n in range(deed.end, deed.end + CLOSELY + 1)) else None
    if marks.is_a(at, "intended", "deed") is None:
        return None
    if helper is not None:
        return helper.start
    return at if not marks.sentence.verb_final or marks.closes(deed.end) else None


def _helpers(marks: Marks) -> Iterator[Mark]:
    """Yield the words that make a deed of a word right behind them; a will of several words holds such a one ("threat to")."""
    yield from marks.sentence.of("grammar", "intended", "before")
    yield from (m for m in marks.sentence.of("grammar", "intended", "opening") if m.end - m.start > 1)


def _reaches(will: Mark, begin: int, marks: Marks) -> bool:
    """Return whether a will reaches what begins at a token: nothing else is told, and no other clause begins, between them."""
    if not 0 <= begin - will.end <= REACH:
        return will.start <= begin < will.end
    return not any(_breaks(at, will.end, begin, marks) for at in range(will.end, begin))


def _breaks(at: int, opened: int, begin: int, marks: Marks) -> bool:
    """Return whether what stands at a token ends the clause that opens behind a will."""
    token = marks.sentence.tokens[at]
    if token.text in ".;:!?…" or (token.text == "," and at - opened >= OPENED):
        return True
    genitive = marks.is_a(at, "preposition", "of") is not None and marks.sentence.tokens[at - 1].text not in _CLAUSE  # "der"
    if marks.is_a(at, "subordinator") and at - opened > 1 and not genitive:
        return True
    joined = marks.is_a(at, "conjunction")
    if joined is not None and joined.end != begin and not marks.sentence.verb_final:
        return True
    told = (m for m in marks.starting.get(at, ()) if m.kind == "outcomes" and m.form in TELLING)
    return any(m.end <= begin and _begin(m, marks) is None for m in told)
