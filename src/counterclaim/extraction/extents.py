"""Over which words a verb of saying reaches: those before it, those behind it, or the sentences before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.frame_values import ACCEPTING, Reach
from counterclaim.extraction.signatures import Signatures
from counterclaim.extraction.speakers import BREAKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.naming import ActorMark
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: How long a tail such as "on Monday" is at the most, and how many words make a statement at the least.
TAIL, CONTENT = 9, 3
#: The most words from "that" to who said it ("that is what").
CLEFT = 5
#: The most tokens of a sentence in which "this" stands for all that was said before.
POINTING = 16
#: The values of verbs that answer what was told before.
_ANSWERING = frozenset({"confirms", "denies", "estimates"})
#: The value of those that have whom they accuse for an object.
_ACCUSING = "accuses"


class Extents(Signatures):
    """Tells how far the verbs of a sentence reach."""

    def inverted(self, verb: Mark, mark: ActorMark | None) -> Reach:
        """Return how far a verb reaches that stands before its speaker."""
        words = self.clauses
        if self.holds(verb) or verb.value == ACCEPTING:
            return Reach.FORWARD
        first = self.before_small(verb.start)
        if first and self.tokens[first - 1].key in words.demonstrative and self._clause_start(first) >= first - 2:
            return Reach.EARLIER
        if self._cleft(first):
            return Reach.EARLIER
        end = self._hidden_until(self._told_until(verb, mark)) if mark else verb.end + 1
        at = end
        while at < min(end + 4, len(self.tokens)) and self.passable(self.tokens[at]) and self.tokens[at].key not in words.that:
            at += 1
        if at < len(self.tokens) and (self.tokens[at].key in words.that or self.tokens[at].text == ":"):
            return Reach.BACKWARD if mark is not None and self._told_before(verb, at) else Reach.FORWARD
        at = self.before_small(verb.start)
        first = self._clause_start(at)
        told = any(first <= outcome.start < at for outcome in self.sentence.of("outcomes"))  # "Two died, said"
        nouns = self.sentence.of("outcomes", form="noun")
        counted = any(first < noun.start and noun.end == at for noun in nouns)  # "Zwölf Tote meldete"
        if mark is not None and (counted or self._content(first, at) >= CONTENT) and self._closes(at, end):
            return Reach.BACKWARD
        if at and self.tokens[at - 1].text in BREAKS and (told or self._content(first, at) >= CONTENT):
            return Reach.BACKWARD
        return Reach.FORWARD

    def _told_until(self, verb: Mark, mark: ActorMark) -> int:
        """Return where a verb and the speaker behind it end: behind its second part, where it closes a clause about him."""
        tail = verb.tail if verb.tail is not None and verb.tail >= mark.end else mark.end
        return mark.end if self._content(self._region_until(mark.end), tail) else max(mark.end, verb.end)

    def _cleft(self, start: int) -> bool:
        """Return whether a sentence that tells of nothing leads from "that" to who said it: "that is what the army said"."""
        opening = self.tokens[:start]
        if not 1 < len(opening) <= CLEFT or any(token.kind != "word" for token in opening) or not self.sentence.number:
            return False
        points = opening[0].key in self.clauses.demonstrative | self.clauses.pointing
        if any(mark.start < start for mark in self.sentence.of("attribution", form="verb")):
            return False  # "that says an officer, who suspects"
        return points and not (self.sentence.of("outcomes") or self.counts())

    def _points_back(self, start: int, verb: Mark) -> bool:
        """Return whether a short sentence that tells of nothing has "this" for what was said: "the army has confirmed this"."""
        words, tokens = self.clauses, self.tokens
        if not self.sentence.number or len(tokens) - (verb.start - start) > POINTING or self.sentence.of("outcomes"):
            return False
        said = {token.key for token in tokens[start : verb.start if verb.tail is None else verb.tail]} & words.demonstrative
        behind = tokens[verb.end : verb.end + 1]
        pointed = said or (behind and behind[0].key in words.demonstrative - words.that)
        return bool(pointed) and not self.counts()

    def _closes(self, at: int, end: int) -> bool:
        """Return whether nothing stands behind a speaker, or, where losses are told before the verb, no more than a tail."""
        if not self._content(end, len(self.tokens)):
            return True
        turns = (place for place in range(end, len(self.tokens)) if self.tokens[place].key in self.clauses.contrast)
        begins, stop = self._clause_start(at), next(turns, len(self.tokens))
        first = end + (end < stop and self.tokens[end].text == ",")  # that closes an apposition
        rest = self.tokens[first : stop - (stop > first and self.tokens[stop - 1].text == ",")]
        outcomes = [mark.start for mark in self.sentence.of("outcomes")]
        told = any(begins <= place < at for place in outcomes) and not any(end <= place < stop for place in outcomes)
        broken = any(t.key in self.clauses.that or (t.text in BREAKS and t.text != "-") for t in rest)
        return told and len(rest) <= TAIL and not broken

    def direct(self, start: int, verb: Mark) -> Reach:
        """Return how far a verb reaches whose speaker begins at a token before it."""
        words, tokens = self.clauses, self.tokens
        if self.holds(verb) or verb.value == ACCEPTING:
            return Reach.FORWARD
        start = self._before_articles(self._before_owner(self._before_ordinal(start)))
        rest = tokens[verb.end :]
        likened = start and tokens[start - 1].key in words.like and not self._opens_that(verb.end)
        if likened and not self._tells(verb.end, self._breaks(verb.end)):
            return Reach.AROUND  # not in "as the group claimed that it had killed three"
        if self._leads_on(verb.end):
            return Reach.FORWARD
        if start and tokens[start - 1].text in BREAKS and self._content(self._clause_start(start), start) >= CONTENT:
            breaks = next((number for number, token in enumerate(rest) if self._parts(token) or number >= TAIL), len(rest))
            that = any(token.key in words.that for token in rest[:breaks])
            told = self._tells(verb.end, verb.end + breaks) or self._names_number(rest[:breaks])
            if breaks < TAIL and not that and not told:
                return Reach.BACKWARD
        closing = self._content(verb.end, len(tokens)) <= 1 and not self._names_number([t for t in rest if t.kind != "sign"])
        if closing and self._content(self._clause_start(start), start) >= CONTENT:
            return Reach.BACKWARD
        if self._cleft(start) or (self._points_back(start, verb) and not self._does(verb)):
            return Reach.EARLIER
        if self._gives(verb):
            return Reach.EARLIER
        if self.describing(verb):
            return Reach.FORWARD  # ", which had said that"
        inside = self._content(verb.head_end, verb.tail) if verb.tail is not None else 0  # "accuses them of crimes", in two parts
        short = inside + self._content(verb.end, len(tokens)) <= CONTENT and not self.counts(verb.end)
        alone = short and self._content(self._clause_start(start), start) <= CONTENT and self.sentence.number
        return Reach.EARLIER if alone and not self._does(verb) else Reach.FORWARD

    def _does(self, verb: Mark) -> bool:
        """Return whether a verb has an object that is no statement and nothing told of: "the army condemned the attack".

        Who confirms or denies something in a few words speaks of what was told before; so does he who "announced the toll on
        Monday", "told the agency" or "said so".
        """
        if verb.value in _ANSWERING or verb.value == _ACCUSING:
            return verb.value == _ACCUSING
        words, told = self.clauses, (*self.sentence.of("attribution"), *self.sentence.of("outcomes"))
        spared = {at for m in told if m is not verb for at in range(m.start, m.end)}
        spared |= {at for m in self.marks if m.outlet or m.platform for at in range(m.start, m.end)}
        small = words.article | words.demonstrative | words.pronoun | words.person | words.pointing | words.that
        behind = [*range(verb.head_end, verb.end if verb.tail is None else verb.tail), *range(verb.end, len(self.tokens))]
        led = next((number for number, at in enumerate(behind) if self.tokens[at].key in words.link), len(behind))
        return any(
            self.tokens[at].kind == "word"
            and at not in spared
            and self.tokens[at].key not in small
            and not self.passable(self.tokens[at])
            for at in behind[:led]
        )

    def _leads_on(self, at: int) -> bool:
        """Return whether what is said begins at a token: a number, what a colon or "that" opens, or a comma with losses too."""
        rest = self.tokens[at : at + 2]
        if not rest or rest[0].text == ":" or rest[0].kind == "number":
            return bool(rest)
        if rest[0].key in self.clauses.that:
            return self._content(at, len(self.tokens)) > 1  # but not in "the army confirms that"
        led = rest[0].text == "," and len(rest) > 1 and (rest[1].key in self.clauses.that or self._in_his_words(at))
        return led and self._tells(at + 1, len(self.tokens))

    def _in_his_words(self, at: int) -> bool:
        """Return whether the form of a verb behind a token says that what it tells is somebody's words (German "seien")."""
        return any(mark.start > at for mark in self.sentence.of("attribution", form="mood"))

    def _gives(self, verb: Mark) -> bool:
        """Return whether a sentence that tells of nobody says that somebody gave a figure: "the army announced the toll on X"."""
        at = verb.end
        while at < len(self.tokens) and self.tokens[at].key in self.clauses.article:
            at += 1
        figures = (*self.sentence.of("attribution", "figures"), *self.sentence.of("outcomes", form="toll"))
        told = any(mark.form != "toll" for mark in self.sentence.of("outcomes"))
        return bool(self.sentence.number) and any(m.start == at for m in figures) and not (told or self.counts())

    def _opens_that(self, at: int) -> bool:
        """Return whether "that" follows at a token, past a comma: "while the group said that it had killed three"."""
        at += at < len(self.tokens) and self.tokens[at].text == ","
        return at < len(self.tokens) and self.tokens[at].key in self.clauses.that

    def _parts(self, token: Token) -> bool:
        """Return whether another clause may begin at a token: "officials said on Saturday | as fighters went on"."""
        return token.text in ",;.!?" or token.key in self.clauses.like or token.key in self.clauses.contrast

    def holds(self, verb: Mark) -> bool:
        """Return whether what is said stands between the two parts of a verb ("hat 40 Tote gezählt"), or its number behind."""
        if verb.tail is None:
            return False
        if verb.end < len(self.tokens) and self.tokens[verb.end].kind == "number":
            return True
        gap = [at for at in range(verb.head_end, verb.tail) if at not in self.inside]
        counted = any(self.tokens[at].kind == "number" for at in gap)
        return counted or any(m.start in gap for kind in ("victims", "outcomes") for m in self.sentence.of(kind))

    def _tells(self, start: int, end: int) -> bool:
        """Return whether the words behind a verb tell of losses themselves ("army says five soldiers killed in last hour")."""
        told = any(start < mark.start < end for mark in self.sentence.of("outcomes"))
        counted = any(start <= mark.start < end for mark in self.sentence.of("victims")) or any(
            token.kind == "number" for token in self.tokens[start:end]
        )
        return told and counted

    def _names_number(self, rest: Sequence[Token]) -> bool:
        """Return whether hardly more than a number stands behind a verb: ", the rebels report 131" has no year "in 2015"."""
        number = rest[-1] if rest and len(rest) <= CONTENT else None
        dated = len(rest) > 1 and rest[-2].key in self.clauses.inside
        return number is not None and number.kind == "number" and not dated

    def _breaks(self, at: int) -> int:
        """Return where the first sign stands from a token on."""
        return next((place for place in range(at, len(self.tokens)) if self.tokens[place].text in BREAKS), len(self.tokens))

    def _told_before(self, verb: Mark, at: int) -> bool:
        """Return whether losses are told before the verb, and none behind: "N died, says the ministry that counts them"."""
        first = self.before_small(verb.start)
        if first == 0 or self.tokens[first - 1].text not in BREAKS or self.tokens[at].text == ":":
            return False
        begins = self._clause_start(first)
        told = any(begins <= mark.start < first for mark in self.sentence.of("outcomes"))
        return told and not self._tells(at, len(self.tokens))

    def _content(self, start: int, end: int) -> int:
        return sum(token.kind != "sign" for token in self.tokens[start:end])

    def _clause_start(self, at: int) -> int:
        """Return where the clause chain begins that ends before the token: behind the last contrast or the sentence's start.

        A contrast behind which nothing is told goes on with what was told before: "not nine died, | but six soldiers".
        """
        for place in range(at - 1, -1, -1):
            if self.tokens[place].text == ";" or (place and self._tells_anew(place, at)):
                return place + 1
        return 0

    def _tells_anew(self, place: int, end: int) -> bool:
        """Return whether a contrast stands at a token, and words behind it tell what happened."""
        return self.tokens[place].key in self.clauses.contrast and any(
            place < mark.start < end for mark in self.sentence.of("outcomes")
        )
