"""Who issued the paper or the figures that a sentence speaks of: "so says a statement that the ministry published"."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import REPORT
from counterclaim.extraction.extents import Extents
from counterclaim.extraction.frame_values import STANCES, Frame, Reach
from counterclaim.extraction.moving import first_moved
from counterclaim.extraction.speakers import BREAKS, OWNING, nobodys
from counterclaim.model import ClaimantKind, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.extraction.naming import ActorMark
    from counterclaim.knowledge.lexicon import Mark

#: How far behind "according to a count", or a paper, he who issued it may stand.
ISSUED = 12
#: How many words may lead from the word for giving figures to him who gave them: "on Monday by".
DATED = 3
#: How many small words may stand before those for figures with which a sentence opens.
OPENING = 1
#: How many small words, and those of the number, may stand around a verb, him by whom and the number at which a toll is put.
SPARING = 7
#: How far behind where a number begins those whom it counts may stand ("une quarantaine de morts").
COUNTED = 3
#: The forms of words by which it is put there.
PUTTING = ("verb", "near")
#: The values of the nouns for what is issued, and of the words by which nobody gives figures.
_ISSUED, _DOUBTS = frozenset(("figures", "estimates", "document")), frozenset(("denies", "unverified", "confirms"))
#: The values of words for what happens to things and forces, which also happens to figures ("sank").
_THINGS = frozenset(("lost", "losing", "hit", "strength"))
_PRIVATE = (ClaimantKind.INDIVIDUAL, ClaimantKind.UNNAMED)


class Sourcing(Extents):
    """Finds those who issued what a sentence speaks of."""

    def issuer(self, at: int) -> ActorMark | None:
        """Return who issued the paper, or gave the count, that stands behind a token, or before it and the clause about it."""
        ends = self._issuing_ends(at)
        inside = [m for m in self.sentence.of("attribution") if at <= m.start < ends]
        papers = [m for m in inside if m.form in ("noun", "paper") and m.value in _ISSUED]
        papers = papers or [m for m in self.sentence.of("roles", REPORT) if at <= m.start < ends]
        if not (papers or self.related(at)) or any(map(_doubts, inside)):
            return None
        national = next((m for m in self.described if papers and m.start == papers[0].end), None)
        named = (m for m in self.marks if at <= m.start < ends and not (m.place or nobodys(m) or self._where(m)))
        return national or next(named, None)

    def _issuing_ends(self, at: int) -> int:
        """Return where the words behind a token end that may tell who issued something: a relative clause is one of them."""
        last = min(at + ISSUED, len(self.tokens))
        for place in range(at, last):
            led = self.tokens[place].text == "," and place + 1 < last and self._relates(place + 1)
            if (self.tokens[place].text in BREAKS and not led) or self.tokens[place].text == ".":
                return place
        return last

    def related(self, at: int) -> bool:
        """Return whether a clause begins at a token, or behind a comma there, about what stands before it."""
        return any(self._relates(place) for place in range(at, min(at + 2, len(self.tokens))))

    def _relates(self, at: int) -> bool:
        return self.tokens[at].key in self.clauses.relative | self.clauses.that

    def _where(self, mark: ActorMark) -> bool:
        """Return whether a mere name stands behind "in", so that it is where something happened."""
        named = mark.body or mark.role or mark.id
        return not named and mark.start > 0 and self.tokens[mark.start - 1].key in self.clauses.inside

    def given(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield who gave the figures with which a sentence opens that tells of nobody: "these figures were released by"."""
        opening = self._figures() if self.sentence.number else None
        if opening is None or self._tells_more():
            return
        giving = next((m for m in self.sentence.of("attribution", "issues", "giving") if m.start >= opening.end), None)
        speaking = (m for m in self.marks if m.start >= opening.end and not m.place and m.kind not in _PRIVATE)
        giver = next((m for m in speaking if self.can_speak(m) or self._by(m)), None)
        alone = all(frame.subject is giver for frame in found)  # "that figure the ministry issued"
        if giving is not None and giver is not None and alone:
            yield Frame(opening.start, max(giving.end, giver.end), Reach.EARLIER, Stance.ASSERTS, giver)

    def released(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield who gave the toll that a sentence calls one: "12 dead: that is the toll, released on Monday by the ministry"."""
        giving = () if found else self.sentence.of("attribution", "issues", "giving")
        tolls = (*self.sentence.of("outcomes", None, "toll"), *self.sentence.of("attribution", "figures", "noun"))
        for toll in tolls if giving else ():
            gave = next((m for m in giving if toll.end <= m.start < toll.end + ISSUED), None)
            if gave is None:
                continue
            by = (m for m in self.marks if gave.end <= m.start < toll.end + ISSUED and self._by(m))
            near = (m for m in by if self._content(gave.end, self._before_articles(m.start)) <= DATED)
            giver = self.issuer(toll.end) if self.related(toll.end) else next(near, None)
            if giver is not None and not giver.place:
                yield Frame(toll.start, giver.end, Reach.AROUND, Stance.ASSERTS, giver)
                return

    def cited(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield whom an outlet cites in a sentence that tells of nobody: "The agency quoted the army"."""
        if not self.sentence.number or self._harms() or self.counts():
            return
        verbs = {mark.end for mark in self.sentence.of("attribution", "reports", "verb")}
        for frame in found:
            source = self.actor_behind(frame.end) if frame.subject and frame.subject.outlet and frame.end in verbs else None
            if source is not None and not (source.outlet or source.place or source.platform):
                yield Frame(source.start, source.end, Reach.EARLIER, Stance.ASSERTS, source, citing=True)

    def moving(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield who moves a figure told of to another number, which he states: "the ministry raised the number to 150"."""
        digits = (at for at, token in enumerate(self.tokens) if token.kind == "number")
        figure = None if found or self._harms() else first_moved(self.sentence, digits)
        if figure is None:
            return
        speaking = (m for m in self.marks if m.end <= figure.start and not (m.place or m.outlet or m.platform))
        known = (m for m in speaking if m.role or m.body or m.id or m.start <= OPENING)  # not "shelling of Name"
        mover = next((m for m in known if self.can_speak(m) and not self._owns(m, figure)), None)
        if mover is not None:
            yield Frame(mover.start, mover.end, Reach.FORWARD, Stance.ASSERTS, mover)

    def put(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield him by whom a toll is put at a number: "was put at 22 by the army", "wird von der Armee mit 22 angegeben"."""
        if found:
            return
        words = (("outcomes", None, "toll"), ("grammar", "count", "word"), ("attribution", "figures", "noun"))
        figure = min((m.end for kind, value, form in words for m in self.sentence.of(kind, value, form)), default=None)
        if figure is None:
            return
        numbers = [at for at, t in enumerate(self.tokens) if at > figure and (t.kind == "number" or at in self.numerals)]
        said = (m for m in self.sentence.of("attribution") if m.start >= figure and (m.form in PUTTING or m.value == "issues"))
        for verb, mark in product(said, [m for m in self.marks if m.start > figure and not m.place and self._by(m)]):
            if number := next((at for at in numbers if self._puts(verb, mark, at)), None):
                stance = STANCES.get(verb.value, Stance.ASSERTS)
                yield Frame(min(verb.start, mark.start, number), max(verb.head_end, mark.end), Reach.AROUND, stance, mark)
                return

    def _puts(self, verb: Mark, mark: ActorMark, number: int) -> bool:
        """Return whether a verb, him by whom and the number stand beside each other, and tell of nothing else.

        He stands last, or right behind the verb, or first where the verb closes the clause.
        """
        ends = verb.head_end if verb.head_end > number or verb.tail is None else verb.end
        behind = ends <= number < mark.start or 0 <= self._before_articles(mark.start) - ends <= 1 <= number - mark.end
        named = range(mark.start, self._described_until(mark))  # "Name, head of the town,"
        final = self.sentence.verb_final and named.stop <= number < verb.start
        begin, end = min(verb.start, mark.start, number), max(ends, mark.end, number)
        if not (behind or final) or any(self.tokens[at].text in BREAKS for at in range(begin, end) if at not in named):
            return False
        spare = self._content(begin, end) - self._content(named.start, named.stop) - (ends - verb.start)
        return spare <= SPARING and not any(begin <= m.start < end for m in self._told_beside(number))

    def _told_beside(self, number: int) -> Iterator[Mark]:
        """Yield the words of a sentence that tell of more than those whom a number counts: "14 after strikes by the army"."""
        yield from self.sentence.of("means")
        yield from self.sentence.of("grammar", "attack")
        counted = range(number + 1, number + COUNTED + 1)
        for mark in self.sentence.of("outcomes"):
            if mark.start != number + 1 and not (mark.form == "noun" and mark.start in counted):
                yield mark

    def _owns(self, mark: ActorMark, figure: Mark) -> bool:
        """Return whether a figure is somebody's before it, who does nothing with it: "the army's toll stands at 12"."""
        return self.tokens[mark.end].key in OWNING or (mark.end == figure.start and self._stands_first(mark.start))

    def _figures(self) -> Mark | None:
        """Return the words for the figures with which a sentence opens, behind no more than an article or "these"."""
        words = self.clauses
        for mark in (
            *self.sentence.of("attribution"),
            *self.sentence.of("outcomes"),
            *self.sentence.of("grammar", "count", "word"),
        ):
            ahead = self.tokens[: mark.start]
            small = all(t.key in words.article | words.demonstrative | words.pointing | words.that for t in ahead)
            if small and len(ahead) <= OPENING and (mark.form in ("these", "toll") or mark.value in ("figures", "count")):
                return mark
        return None

    def _tells_more(self) -> bool:
        """Return whether a sentence counts somebody, says that something is not so, or doubts it."""
        counted = any(token.kind == "number" and not self.passable(token) for token in self.tokens)
        doubted = any(map(_doubts, self.sentence.of("attribution")))
        return counted or doubted or self._harms() or bool(self.sentence.of("grammar", "negation"))

    def _harms(self) -> bool:
        """Return whether a word says what happened to somebody; one for a toll speaks of a figure."""
        return any(mark.form != "toll" and mark.value not in _THINGS for mark in self.sentence.of("outcomes"))

    def _by(self, mark: ActorMark) -> bool:
        """Return whether "by" stands right before an actor, past articles."""
        at = self._before_articles(mark.start)
        return any(agent.end == at for agent in self.sentence.of("grammar", "agent"))


def _doubts(mark: Mark) -> bool:
    """Return whether words turn something down, confirm it or say that nobody did; "statement" may be denied, and is none."""
    return mark.value in _DOUBTS and mark.form != "near"
