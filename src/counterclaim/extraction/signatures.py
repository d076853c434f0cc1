"""Speakers who sign a headline: before a colon, or behind one, behind a dash or in brackets at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.frame_values import Frame, Reach
from counterclaim.extraction.speakers import QUOTES, Surroundings
from counterclaim.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.naming import ActorMark
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: The role of those who are not named, by whose word agencies are credited too.
SOURCE = "source"
#: How many words may say what he is head of whose rank and name follow: "commander (of the) brigade Colonel Name: ...".
CALLED = 2
_DASHES = frozenset("–—-•")
#: What stands between him who signs and what is signed.
SIGNING = frozenset(":–—-(")
_CLOSING = frozenset('"”»“')
_STOPS = frozenset('.!?…"“”»’)]')


class Signatures(Surroundings):
    """Finds those who sign a sentence."""

    def _signed(self, found: list[Frame]) -> Iterator[Frame]:
        """Yield the speakers whom a headline names before a colon, or behind one, behind a dash or in brackets at its end."""
        if SIGNING.isdisjoint(self.sentence.texts):
            return
        tokens = self.tokens
        between = self.clauses.link | self.clauses.also
        for mark in self.marks:
            if any(frame.subject is mark for frame in found):
                continue
            opens = self._opens_line(mark)
            end = self._named_until(mark)
            if opens and end + 1 < len(tokens) and tokens[end].text == ":":
                if (mark.role == SOURCE and not mark.person) or self._labels(end + 1):
                    continue  # "Source: agency", which credits
                if not (mark.place or _dated(mark)) or (not found and self._answers(mark)):
                    yield Frame(mark.start, end + 1, Reach.FORWARD, Stance.ASSERTS, mark)
                continue
            at = mark.start
            while at and tokens[at - 1].kind == "word" and mark.start - at < 3 and tokens[at - 1].key not in between:
                at -= 1
            glued = at and tokens[at - 1].text == "-" and tokens[at - 1].glued and tokens[at].glued
            if glued and (at != mark.start or not (mark.body or mark.role) or not tokens[at - 2].capitalised):
                continue
            if (
                mark is self.marks[-1]
                and at > 2
                and tokens[at - 1].text in SIGNING
                and all(t.text in _STOPS for t in tokens[self._hidden_until(mark.end) :])
                and not mark.weak
                and not (self._parts_whole(at - 2) or self._says_what_befell(at, mark.start))
                and (tokens[at - 1].text != "(" or self._bracketed(mark, at))
            ):
                yield Frame(at - 1, mark.end, Reach.BACKWARD, Stance.ASSERTS, mark)

    def _opens_line(self, mark: ActorMark) -> bool:
        """Return whether nothing but his office, the adjective of a body and small words stand before a speaker in a line."""
        offices: Sequence[Mark] = ()
        if self.clauses.cases and mark.person:
            offices = (*self.sentence.of("roles", form="role"), *self.sentence.of("victims", form="one"))
        start = next((m.start for m in offices if m.start == 0 and 0 <= mark.start - m.end <= CALLED), mark.start)
        start -= start == mark.start > 0 and self.described_by(start - 1, mark)
        return all(self._leads(token) for token in self.tokens[:start])

    def _named_until(self, mark: ActorMark) -> int:
        """Return where the words for a speaker end, with that for the region of a body and the name of an office's bearer.

        A clause that keeps his name back is one of them, and the region of his office ("Name, governor of the region").
        """
        end = self._region_until(self._hidden_until(mark.end)) if mark.role else mark.end
        while end < len(self.tokens) and (
            (end == mark.end and (mark.body or mark.id) and self.tokens[end].key in self.clauses.region)
            or (mark.role and self.tokens[end].text in _CLOSING)
        ):
            end += 1
        bearer = next((m for m in self.marks if m.start == end), None)
        return bearer.end if mark.role and bearer and not (bearer.role or bearer.body or bearer.id) else end

    def _described_until(self, mark: ActorMark) -> int:
        """Return where all words about a speaker end: the region of his office, what keeps his name back, and their comma."""
        end = self._region_until(self._hidden_until(mark.end))
        aside = end > mark.end or "," in mark.text
        return end + (aside and end < len(self.tokens) and self.tokens[end].text == ",")

    def _hidden_until(self, at: int) -> int:
        """Return where words end that begin at a token and keep a name back, the token itself where there are none."""
        begins = at + (at < len(self.tokens) and self.tokens[at].text == ",")
        begins += begins < len(self.tokens) and self.tokens[begins].key in self.clauses.relative
        return self.unnamed.get(begins, at)

    def _region_until(self, at: int) -> int:
        """Return where "of the region" ends that begins at a token, the token itself where it does not."""
        end = at
        while end < len(self.tokens) and (
            self.tokens[end].key in self.clauses.belonging or self.tokens[end].key in self.clauses.article
        ):
            end += 1
        led = at < end < len(self.tokens) and self.tokens[end].key in self.clauses.region
        return end + 1 if led else at

    def _bracketed(self, mark: ActorMark, at: int) -> bool:
        """Return whether a body or an office alone stands in brackets: "(army)"; behind a name they hold its other name."""
        closes = self.tokens[mark.end : mark.end + 1]
        named = (self.tokens[at - 2].capitalised or at - 1 in self.ending) and not mark.text.islower()
        speaks = (mark.body or mark.role or mark.id) and not (mark.outlet or mark.place or mark.person)
        return at == mark.start and bool(closes) and closes[0].text == ")" and bool(speaks) and not named

    def _leads(self, token: Token) -> bool:
        """Return whether a token may stand before a speaker who opens a line: an article, a sign, the hour ("14.05: Name:")."""
        return (
            token.kind == "number"
            or token.key in self.clauses.article
            or token.key in self.clauses.time
            or (token.kind == "sign" and token.text not in ",;")
        )

    def _parts_whole(self, at: int) -> bool:
        """Return whether a number before a dash counts some of those told of before: "183, of them 13 – soldiers"."""
        among = any(m.end == at for m in self.sentence.of("grammar", "among"))
        return among and self.tokens[at].kind == "number"

    def _says_what_befell(self, start: int, end: int) -> bool:
        """Return whether words between a sign and a name say what befell its bearer ("Outlet: killed was Jane Doe")."""
        return any(start <= m.start < end for m in self.sentence.of("outcomes"))

    def _labels(self, at: int) -> bool:
        """Return whether nothing but a number stands behind a colon, which counts those before it: "soldiers: about 1,200"."""
        begins = next((place for place in range(at, min(at + 2, len(self.tokens))) if self.tokens[place].kind == "number"), None)
        if begins is None:
            return False
        ends = next((place for place in range(begins, len(self.tokens)) if self.tokens[place].kind != "number"), len(self.tokens))
        goes_on = ends + 1 < len(self.tokens) and self.tokens[ends].glued and self.tokens[ends + 1].glued  # Swedish "40-tal"
        return ends == len(self.tokens) or (self.tokens[ends].kind == "sign" and not goes_on)

    def _answers(self, mark: ActorMark) -> bool:
        """Return whether a state before a colon speaks: a quotation follows, or what it says is about another state.

        Else it is where the news is from ("Niger: 71 soldiers killed").
        """
        if len(mark.text) > 3 and mark.text.isupper():
            return False
        rest = self.tokens[mark.end + 1 :]
        if rest and (rest[0].text in _DASHES or rest[0].text in QUOTES):
            return True
        others = [m for m in self.sentence.of("countries") if m.start > mark.end and m.value != mark.country]
        return any(m.form != "name" or not self._there(m.start) for m in others)

    def _there(self, at: int) -> bool:
        """Return whether "of" leads to a name: "near the border of Niger"."""
        ends = {m.end for m in self.sentence.of("grammar", "preposition", "of")}
        return at in ends or (at > 0 and self.tokens[at - 1].key in self.clauses.article and at - 1 in ends)


def _dated(mark: ActorMark) -> bool:
    """Return whether capitals before a colon may be a place of which nothing is known ("NORTH HILLS: Four men were killed")."""
    return len(mark.text) > 3 and mark.text.isupper() and mark.id is None and mark.role is None and mark.body is None
