"""Who stands where a verb or a preposition looks for its speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import REPORT
from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from counterclaim.extraction.naming import ActorMark
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.text import Token

#: How far a speaker may stand from his verb, and how long a clause about him may be.
NEAR, ASIDE = 6, 22
#: How far behind a verb that opens its clause he may stand, and how many words may follow a preposition between them: ", said
#: late on Friday at a press conference General Smith".
INVERTED, PHRASE = 14, 3
#: How many tokens may stand before a speaker in his own noun phrase ("a 34-year-old local teacher").
LEADING = 6
#: How many words that no pack knows may stand between a speaker and his verb.
ADVERBS = 2
#: How many words of no pack may stand before the source that "according to" names; more where cases say whose each is.
SPARE, SPARE_CASES = 2, 4
#: Among how many words behind "according to" the preposition stands that leads to where the source is from.
LEAD = 3
#: How many further words that no pack knows may describe him who is named behind a verb that opens its clause.
DESCRIBED = 2
#: How many words may say, in a case of their own, what somebody is head of.
OWNER = 4
#: How many words may stand between an outlet and the body whose staff told it.
STAFF = 4
#: How many words may hedge a number behind what happened: "killed no fewer than 20".
HEDGED = 4
#: How many words may say where a speaker is.
WHERE = 4
#: The values of the words that lead to a source.
_NAMING = ("according_to", "citing")
ORDINARY = (ClaimantKind.INDIVIDUAL, ClaimantKind.UNNAMED)
BREAKS = frozenset(",;:–—\"“”„«»‘’'([…-")
QUOTES = frozenset("\"“”„«»‘’'")
HYPHENS = frozenset("-‑")
#: The body of "the country", which speaks where no preposition leads to it ("the ministry of that country").
COUNTRY = "country"
#: What stands behind a noun that owns what follows.
OWNING = frozenset({"'s", "s"})


class Surroundings:
    """The tokens and actors of a sentence, and what stands around a place; `numerals` are the places where numbers begin."""

    def __init__(
        self, sentence: Sentence, marks: Sequence[ActorMark], clauses: Clauses, numerals: Collection[int] = frozenset()
    ) -> None:
        self.sentence, self.tokens, self.clauses, self.numerals = sentence, sentence.tokens, clauses, numerals
        self.described = [replace(mark, weak=False) for mark in marks if mark.weak and mark.country]
        self.marks = marks = [mark for mark in marks if not mark.weak]
        self.starting = {mark.start: mark for mark in marks}
        self.ending = {mark.end: mark for mark in marks}
        self.inside = {at: mark for mark in marks for at in range(mark.start, mark.end)}
        hidden = [mark for mark in sentence.of("roles") if mark.form == "hidden" and mark.tail is None]
        self.asides = {mark.end: mark.start for mark in (*hidden, *sentence.of("attribution", "cited_by"))}
        following = (m for value in _NAMING for m in sentence.of("attribution", value, "before") if m.tail is None)
        self.relayed = {mark.end: mark.start for mark in following}
        self.unnamed = {mark.start: mark.end for mark in hidden}
        self.nominals = {mark.end for mark in sentence.of("outcomes", form="nominal")}

    def counts(self, start: int = 0, end: int | None = None) -> bool:
        """Return whether a number in figures stands between two places that is no part of a name ("M23")."""
        ends = len(self.tokens) if end is None else end
        return any(self.tokens[at].kind == "number" and at not in self.inside for at in range(start, ends))

    def actor_behind(self, at: int, *, links: bool = False) -> ActorMark | None:
        """Return the actor that begins behind a token, past articles and up to two other words."""
        spare = SPARE_CASES if self.clauses.cases else SPARE
        at = self._past_seat(at)
        for place in range(at, min(at + 6, len(self.tokens))):
            if place in self.starting and not self._hears(self.starting[place]):
                return self._called(self._told_at_once(self.starting[place]))
            token = self.tokens[place]
            if (
                token.key in self.clauses.article
                or token.text in QUOTES
                or token.text == "("
                or (links and token.key in self.clauses.link)
            ):
                continue
            hyphen = token.glued and (token.text == "-" or token.key in OWNING)
            if token.text == "." and token.glued and self.tokens[place - 1].kind == "number":
                continue  # "nach Angaben der 53. Brigade"
            if (token.kind == "sign" and not hyphen) or token.key in self.clauses.that or token.key in self.clauses.person:
                return None
            if hyphen:
                continue
            if token.key in self.clauses.controlled:
                spare = SPARE  # "the Name-run ministry", "by the Name controlled ministry"
                continue
            spare -= 1
            if spare < 0:
                return None
        return None

    def _past_seat(self, at: int) -> int:
        """Return the place behind the words that say where a source is that is named behind them ("the in Name based group")."""
        ahead = range(at, min(at + LEAD, len(self.tokens)))
        inside = next((place for place in ahead if self.tokens[place].key in self.clauses.inside), None)
        seat = self.starting.get(inside + 1) if inside is not None else None
        behind = (mark for mark in self.marks if seat is not None and seat.end < mark.start <= seat.end + ADVERBS)
        return seat.end if seat is not None and seat.place and any(not mark.place for mark in behind) else at

    def subject_inside(self, verb: Mark, *, alone: bool) -> ActorMark | None:
        """Return the speaker who stands between the parts of a verb; an outlet where it stands there `alone`, nobody before."""
        if verb.tail is None:
            return None
        harmed = {m.end for m in self.sentence.of("outcomes")}  # "puts twenty wounded soldiers forward"
        within = [m for m in self.marks if verb.head_end <= m.start < verb.tail and m.start not in harmed and not nobodys(m)]
        free = [m for m in within if self._stands_free(m.start, verb.head_end)]
        speaking = next((m for m in free if not m.outlet), None)
        if speaking is None and alone and free and self._alone(verb, free[0]):
            return free[0]  # "laat | het persbureau | weten"
        return speaking

    def _alone(self, verb: Mark, outlet: ActorMark) -> bool:
        """Return whether nothing but articles and adjectives stand between a verb and an outlet, so that nobody tells it."""
        return not outlet.platform and all(
            token.kind == "word" and not token.capitalised and (token.key in self.clauses.article or not self._someone(token))
            for token in self.tokens[verb.head_end : outlet.start]
        )

    def _someone(self, token: Token) -> bool:
        """Return whether a token is a pronoun that stands for who speaks."""
        return token.key in self.clauses.person or token.key in self.clauses.pronoun

    def close(self, verb: Mark, after: ActorMark) -> bool:
        """Return whether only small words and the outlet that was told stand between the verb and the speaker behind it."""
        at = verb.end
        while at < after.start:
            token, inside = self.tokens[at], self.inside.get(at)
            owner = self._owner(at)
            told = (
                inside is not None
                and verb.end <= inside.start
                and (inside.outlet or not self._stands_free(inside.start, verb.end))
            )
            own = token.key in self.clauses.own
            if (
                not owner
                and not (told or own)
                and not (token.kind == "word" and (token.key in self.clauses.article or self.passable(token)))
            ):
                return False
            at += owner or 1
        return True

    def _owner(self, at: int) -> int:
        """Return of how many tokens the common noun is at a place that says whose he is who follows: "the city's mayor"."""
        token, tail = self.tokens[at], self.tokens[at + 1 : at + 2]
        owns = tail and tail[0].glued and tail[0].key in OWNING
        return 2 if owns and token.kind == "word" and not token.capitalised and at + 2 in self.starting else 0

    def describing(self, verb: Mark) -> bool:
        """Return whether the verb is that of a clause about the noun before it ("a source who suspects the group")."""
        ahead = self.before_small(verb.start)
        return ahead > 0 and self.tokens[ahead - 1].key in self.clauses.relative - self.clauses.demonstrative

    def opens(self, at: int) -> bool:
        """Return whether a clause or quotation begins or ends right before a place."""
        at = self.before_small(at)
        return at == 0 or self.tokens[at - 1].text in BREAKS

    def before_small(self, at: int) -> int:
        """Return the place before the small words that end at a place ("a déclaré", "has also said")."""
        while at and self.tokens[at - 1].kind == "word" and self.tokens[at - 1].key in self.clauses.skip:
            at -= 1
        return at

    def tight(self, before: ActorMark, verb: Mark) -> bool:
        """Return whether only small words, no dates, stand between a speaker and his verb."""
        return all(token.key in self.clauses.skip and token.kind == "word" for token in self.tokens[before.end : verb.start])

    def subject_before(self, at: int) -> ActorMark | None:
        """Return the speaker before the verb at a place, past small words, dates and clauses about him."""
        for _ in range(NEAR + 2):
            mark = self.ending.get(at)
            if mark is not None:
                cited = self._cited(mark)
                if cited is None and (self._sourced(mark) or self._addressed_first(mark)):
                    return None  # "according to Name confirmed the minister", where the verb comes second
                if cited is None and self.can_speak(mark) and not mark.platform:
                    return mark
                at = self._before_link(mark) if cited is None else cited
                continue
            if at in self.asides:
                at = self.asides[at]
                continue
            token = self.tokens[at - 1] if at else None
            if token is None:
                return None
            if token.text == ")" and (outer := self._before_bracket(at - 1)) is not None:
                at = outer
                continue
            closes = at - 1 in self.ending and (token.text == ")" or token.text in QUOTES)
            if not closes and (token.text in ",–—)" or self.dashed(at - 1)):
                return self._past_aside(at - 1)
            if not closes and not self.passable(token):
                return self._led(at) or self._past_relative(at) or self._past_phrase(at)
            at -= 1
        return None

    def _sourced(self, mark: ActorMark) -> bool:
        """Return whether "according to" stands right before an actor, past articles."""
        return self._before_articles(mark.start) in self.relayed

    def _addressed_first(self, mark: ActorMark) -> bool:
        """Return whether the clause opens with the outlet that was told: "gegenüber der Agentur sagte der Minister"."""
        begins = self.asides.get(self._before_articles(mark.start)) if mark.outlet else None
        return begins is not None and (begins == 0 or self.tokens[begins - 1].text in BREAKS)

    def _before_articles(self, at: int) -> int:
        """Return where the articles begin that stand right before a token, the token itself where none do."""
        while at and self.tokens[at - 1].key in self.clauses.article:
            at -= 1
        return at

    def _before_ordinal(self, at: int) -> int:
        """Return where an ordinal in figures begins that stands right before a token, else the token itself: "the 47th unit"."""
        before = self.tokens[at - 2 : at] if 1 < at <= len(self.tokens) else ()
        ordinal = bool(before) and before[0].kind == "number" and before[1].kind == "word" and before[1].glued
        return at - 2 if ordinal else at

    def _before_owner(self, at: int) -> int:
        """Return where the noun begins that says whose he is who stands at a token, else the token: "the | town's mayor"."""
        return at - 2 if at > 1 and self._owner(at - 2) else at

    def _before_bracket(self, closing: int) -> int | None:
        """Return where the bracket opens in which more is told of the actor before it: "the ministry (run by Name) said"."""
        opening = next((at for at in range(closing - 1, max(-1, closing - ASIDE), -1) if self.tokens[at].text == "("), None)
        if opening is None or opening not in self.ending:
            return None
        inside = self.starting.get(opening + 1)
        return None if inside is not None and inside.end == closing else opening  # else the actor's other name

    def _cited(self, mark: ActorMark) -> int | None:
        """Return where the words begin by which an outlet is said to have quoted the speaker before them."""
        if not mark.outlet:
            return None
        at = mark.start
        while at and self.tokens[at - 1].key in self.clauses.article:
            at -= 1
        begins = self.asides.get(at)
        if begins is not None:
            begins -= begins > 0 and self.tokens[begins - 1].text == ","  # "the minister, whose words the agency quotes,"
            return begins if begins in self.ending else None
        begins = self.relayed.get(at)  # "a spokesman has, according to the agency, said"
        if begins is None:
            return None
        begins -= begins > 0 and self.tokens[begins - 1].text == ","
        begins = self.before_small(begins)
        return begins if begins in self.ending and not self.ending[begins].outlet else None

    def _before_link(self, mark: ActorMark) -> int:
        """Return the place before the preposition that stands before an actor."""
        at = mark.start
        if self.tokens[at].key in self.clauses.link:
            return at  # "on Telegram" is one name
        while at and self.tokens[at - 1].key not in self.clauses.link:
            at -= 1
        return max(0, at - 1)

    def _led(self, end: int) -> ActorMark | None:
        """Return whom a clause is about that begins with nothing but "who": "denied by the government, which had said that"."""
        token = self.tokens[end - 1]
        if token.key not in self.clauses.relative or token.key in self.clauses.demonstrative | self.clauses.inside:
            return None
        at = end - 1 - (end > 1 and self.tokens[end - 2].text == ",")
        mark = self.ending.get(at) or self.ending.get(self._before_where(at))
        return mark if mark is not None and not mark.outlet and not mark.platform and not mark.place else None

    def _before_where(self, end: int) -> int:
        """Return where the few small words begin that end at a place and say where somebody is: "residents | in the area"."""
        led = (at for at in range(end - 2, max(0, end - WHERE), -1) if self.tokens[at].key in self.clauses.link)
        at = next(led, end)
        return at if all(token.kind == "word" and not token.capitalised for token in self.tokens[at:end]) else end

    def _past_relative(self, end: int) -> ActorMark | None:
        """Return the speaker whom a clause without commas describes ("a source who knows several of them says")."""
        for at in range(end - 1, max(-1, end - ASIDE // 2), -1):
            token = self.tokens[at]
            if token.kind == "sign" or (token.key in self.clauses.that and token.key not in self.clauses.relative):
                return None
            described = self.ending.get(at) or self.ending.get(self._before_where(at))
            if token.key in self.clauses.relative and described is not None and self.can_speak(described):
                return described
        return None

    def _past_phrase(self, end: int) -> ActorMark | None:
        """Return the speaker who opens the clause, where words without a verb or a comma say where, whose or how.

        "And" before the verb joins it to another of his: "Ukraine has given higher figures and claims".
        """
        words = self.clauses
        joined = any(token.key in words.also for token in self.tokens[end - 1 : end + 1])
        for at in range(end - 1, max(0, end - ASIDE // 2), -1):
            token, mark = self.tokens[at], self.ending.get(at)
            closed = mark is not None and token.text == "," and "," in mark.text  # "the mayor, Name, gave"
            if token.kind == "sign" and not (closed or (token.glued and token.text in HYPHENS)):
                return None
            if token.key in words.that or token.key in words.contrast or token.key in words.relative:
                return None
            if mark is None or mark.outlet or not (self._opens_joined(mark) if joined else not mark.place):
                continue
            if not (joined or words.cases or end - at <= ADVERBS or self._goes_on(at)):
                continue
            told = self._speaks(at, end) if joined else any(at <= m.start < end for m in self._telling())
            opens = self.opens_clause(mark.start) or self._opens_within(mark) or self._added(mark)
            return mark if not told and opens and self.can_speak(mark) else None
        return None

    def _opens_joined(self, mark: ActorMark) -> bool:
        """Return whether an actor opens a sentence or, being a person, a clause."""
        return self._stands_first(mark.start) or (mark.person is not None and self.opens_clause(mark.start))

    def _goes_on(self, at: int) -> bool:
        """Return whether a preposition stands at a place, past a day and other small words ("on Friday in a speech")."""
        while at + 1 < len(self.tokens) and self.tokens[at].key not in self.clauses.link and self.passable(self.tokens[at]):
            at += 1
        return self.tokens[at].key in self.clauses.link

    def _added(self, mark: ActorMark) -> bool:
        """Return whether "and" joins an office to one that opens the clause: "a source there and a source in the capital"."""
        at = self._before_articles(mark.start) - 1
        earlier = next((m for m in self.marks if m.role is not None and m.end <= at), None)
        joined = at > 0 and self.tokens[at].key in self.clauses.also and mark.role is not None
        return joined and earlier is not None and self.opens_clause(earlier.start)

    def _opens_within(self, mark: ActorMark) -> bool:
        """Return whether a clause begins with a preposition before a body whose people speak ("in the police of the region")."""
        at = mark.start - 1
        named = mark.body is not None or mark.id is not None
        return named and at >= 0 and self.tokens[at].key in self.clauses.locative and self._stands_first(at)

    def _telling(self) -> Iterator[Mark]:
        """Yield the words that say what happened or who says so."""
        for kind in ("outcomes", "attribution"):
            yield from self.sentence.of(kind)

    def _speaks(self, start: int, end: int) -> bool:
        """Return whether a verb of saying, which can be no noun, stands between two places."""
        said = [m for m in self.sentence.of("attribution") if start <= m.start < end]
        nouns = {m.start for m in said if m.form == "noun"}
        return any(m.form == "verb" and m.start not in nouns for m in said)

    def _stands_first(self, at: int) -> bool:
        """Return whether nothing but articles stands between the beginning of a clause and a place."""
        while at and self.tokens[at - 1].key in self.clauses.article:
            at -= 1
        return at == 0 or self.tokens[at - 1].text in BREAKS

    def opens_clause(self, at: int) -> bool:
        """Return whether nothing but articles and a few other words stand between the beginning of a clause and a place."""
        for before in range(at - 1, max(-1, at - LEADING), -1):
            if self.tokens[before].text in BREAKS:
                return True
            if self.tokens[before].key in self.clauses.link:
                return False
        return at < LEADING

    def _past_aside(self, comma: int) -> ActorMark | None:
        """Return the speaker before a clause about him that ends at the comma, else one who stands right before the comma."""
        nearest: ActorMark | None = None
        for at in range(comma, max(-1, comma - ASIDE), -1):
            token = self.tokens[at]
            if at != comma and token.text in ";:":
                break
            mark = self.ending.get(self.asides.get(at, at))
            if mark is None and token.text in ",(–—" and at and self.tokens[at - 1].text == ")":
                mark = self.ending.get(at - 1)
            if mark is None and token.text == "," and at != comma:
                mark = self.ending.get(self.before_small(at))  # "the army has, for its part, told of"
            if mark is None or not self.can_speak(mark) or self._cited(mark) is not None:
                continue
            after = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
            described = token.key in self.clauses.relative and not self.clauses.nouns  # German has a comma there
            if described or (token.text == "," and after in self.clauses.relative):
                return mark
            owned = mark.role is not None and token.key in self.clauses.genitive and comma - at <= OWNER  # "Chef der Stadt,"
            if nearest is None and (owned or token.text in ",(–—)" or self.dashed(at + 1) or token.key in self.clauses.link):
                nearest = mark
        return self._described_in(nearest) if nearest is not None else None

    def _described_in(self, aside: ActorMark) -> ActorMark:
        """Return whom an aside describes that ends with another's name: "the Brigades, armed wing of Name,"; or who ends it."""
        back = range(aside.start - 1, max(0, aside.start - ASIDE // 2), -1)
        opens = next((at for at in back if self.tokens[at].text == ","), 0)
        named = self.ending.get(opens)
        if named is None or named.outlet or named.place or not (named.person or named.body or named.id):
            return aside
        if named.person:
            return self._holding(named, aside)
        inside = self.tokens[opens + 1 : aside.end]
        plain = all(token.kind == "word" or token.text in HYPHENS or token.text in QUOTES for token in inside)
        joined = any(token.key in self.clauses.also or token.key in self.clauses.contrast for token in inside)
        told = any(opens < mark.start < aside.start for mark in self._telling())
        leading = [token.key for token in self.tokens[opens + 1 : aside.start] if token.key not in self.clauses.article]
        called = not named.id and (not leading or leading[-1] in self.clauses.like)  # "the service, known as Name,"
        described = plain and not (joined or told or called) and self._stands_first(named.start) and self.can_speak(named)
        return named if described and aside.person is None else aside

    def _holding(self, named: ActorMark, aside: ActorMark) -> ActorMark:
        """Return a person of whom only the name is known with the office that ends his aside: "Name, a local relief officer,"."""
        inside = self.tokens[named.end + 1 : aside.start]
        plain = all(token.kind == "word" and not self._turns(token) for token in inside)
        bare = _bare(named) and aside.role is not None and aside.person is None and not aside.outlet
        joined = any(token.key in self.clauses.also | self.clauses.relative | self.clauses.link for token in inside)
        told = any(named.end <= mark.start < aside.start for mark in self._telling())
        if not bare or not plain or joined or told or not self.can_speak(named):
            return aside
        whole = replace(aside, start=named.start, name=f"{aside.name} {named.name}", person=named.person, weak=False)
        return replace(whole, kind=named.kind) if aside.kind in ORDINARY else whole

    def dashed(self, at: int) -> bool:
        """Return whether a token is the second of two hyphens that stand for a dash."""
        return 0 < at < len(self.tokens) and self.tokens[at].text == self.tokens[at - 1].text == "-"

    def subject_after(self, verb: Mark) -> ActorMark | None:
        """Return the speaker behind a verb, past small words and one other word, or past where and when he spoke."""
        at, spare, unknown = verb.end, 1, 0
        inverted = verb.start > 0 and self.opens(verb.start)
        for _ in range(INVERTED if inverted else NEAR):
            if at >= len(self.tokens):
                return None
            mark = self.starting.get(at)
            if mark is not None and (mark.platform or self._hears(mark) or not self._stands_free(at, verb.end)):
                at = mark.end
                continue
            if mark is not None:
                described = unknown and not (" " in (mark.person or "") or (mark.id and mark.role is None))
                return None if described or self._suffers(mark) else self._called(self.told(mark))
            token = self.tokens[at]
            aside = self._aside(at) or (self._manner(at) if inverted else 0)
            if aside:
                at += aside
                continue
            if token.text == "," and (hidden := self._anonymous(at + 1)):
                at = hidden
                continue
            stops = token.key in self.clauses.that or token.key in self.clauses.person or token.key in self.clauses.like
            if stops or token.text in ",;:–—":
                return None
            following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
            if token.kind == "number" and not (following and (following.text == "." or following.key in self.clauses.time)):
                return None
            spare = PHRASE if inverted and token.key in self.clauses.link else self._spared(token, spare)
            if spare < 0 and not (inverted and unknown < DESCRIBED and self._may_describe(at)):
                return None
            unknown += spare < 0
            spare = max(spare, 0)
            at += 1
        return None

    def _hears(self, mark: ActorMark) -> bool:
        """Return whether a mark is but those who are told something, in their case, or where somebody writes: "his channel"."""
        owned = mark.start > 0 and self.tokens[mark.start - 1].key in self.clauses.own
        return owned or (mark.end == mark.start + 1 and self.tokens[mark.start].key in self.clauses.skip)

    def _manner(self, at: int) -> int:
        """Return how many tokens an aside of one or two words between commas has that says how somebody spoke, else 0."""
        if self.tokens[at].text != ",":
            return 0
        ends = next((end for end in range(at + 2, min(at + 4, len(self.tokens))) if self.tokens[end].text == ","), at)
        plain = all(token.kind == "word" and not token.capitalised for token in self.tokens[at + 1 : ends])
        known = any(at < m.start < ends for m in self._telling())
        return 0 if ends == at or not plain or known else ends - at + 1

    def _may_describe(self, at: int) -> bool:
        """Return whether a word of no pack may describe him whose name follows: "reports the global health body Name"."""
        token = self.tokens[at]
        plain = token.kind == "word" and (self.clauses.nouns or not token.capitalised)
        return plain and not any(m.start <= at < m.end for m in self._telling())

    def _anonymous(self, at: int) -> int:
        """Return where an aside ends that a comma closes and that only says that a name is kept back, else 0."""
        end = self.unnamed.get(at, 0)
        return end + 1 if end and end < len(self.tokens) and self.tokens[end].text == "," else 0

    def _spared(self, token: Token, spare: int) -> int:
        """Return how many other words may still stand between a verb and its speaker behind a token; -1 where he is not there."""
        hyphen = token.glued and token.text in HYPHENS
        if hyphen or self.passable(token) or token.key in self.clauses.article or token.text in QUOTES:
            return spare
        return -1 if token.kind == "sign" else spare - 1

    def _suffers(self, mark: ActorMark) -> bool:
        """Return whether ordinary people behind a verb are those of whom it tells ("said two farmers had been killed")."""
        if self._befallen(mark):
            return True
        if mark.kind not in ORDINARY or mark.person or mark.body:
            return False
        behind = mark.end + (mark.end < len(self.tokens) and self.tokens[mark.end].text == ",")
        if behind < len(self.tokens) and self.tokens[behind].key in self.clauses.that:
            return False  # "says a doctor that"
        ends = next((at for at in range(mark.end, len(self.tokens)) if self._turns(self.tokens[at])), len(self.tokens))
        ends = min(ends, mark.end + NEAR)
        return any(mark.end <= m.start < ends and m.value != "strength" for m in self.sentence.of("outcomes"))

    def _turns(self, token: Token) -> bool:
        """Return whether a clause ends at a token, or what is said begins: "says a doctor on the spot | that"."""
        return token.text in BREAKS or token.key in self.clauses.that

    def _befallen(self, mark: ActorMark) -> bool:
        """Return whether what befell those behind a verb, or what they did, follows: "said two police were killed"."""
        at = mark.end
        if any(m.start == at and m.form == "active" for m in self.sentence.of("outcomes")):
            return True  # "said the troops had killed"
        if mark.person or at >= len(self.tokens) or not any(m.start == at for m in self.sentence.of("grammar", "auxiliary")):
            return False
        while helper := next((m for m in self.sentence.of("grammar", "auxiliary") if m.start == at), None):
            at = helper.end
        return any(m.start == at and m.form in ("participle", "undergo") for m in self.sentence.of("outcomes"))

    def _aside(self, at: int) -> int:
        """Return how many tokens may be passed over between a verb and its speaker: a title, whose he is, where he spoke."""
        following = self.starting.get(at + 1)
        if owner := self._owner(at):
            return owner
        if self._before_ordinal(at + 2) == at:
            return 2  # "said the 47th brigade"
        if following is not None and self.described_by(at, following):
            return 1
        hers = self.tokens[at].key in self.clauses.person and following is not None and following.role is not None
        if hers or self._titles(at) or (self.tokens[at].kind == "number" and at in self.ending):
            return 1  # "says her spokesman", "told Magik 9"
        behind = self.tokens[at + 1 : at + 3]
        if following is not None or len(behind) < 2 or self.tokens[at].key not in self.clauses.link:
            return 0
        named = behind[0].kind == "word" and behind[0].capitalised
        return (
            2 if named and behind[1].key in self.clauses.article else 0
        )  # "said in Name the spokesman", where nouns have capitals

    def _titles(self, at: int) -> bool:
        """Return whether a token is a title such as "M.", or the stop behind it."""
        if self.tokens[at].key in self.clauses.title:
            return True
        return self.tokens[at].text == "." and at > 0 and self.tokens[at - 1].key in self.clauses.title

    def _stands_free(self, at: int, first: int) -> bool:
        """Return whether no preposition stands right before a place, past articles and "own"."""
        at -= 1
        while at >= first and self.tokens[at].key in self.clauses.article | self.clauses.own:
            at -= 1
        return at < first or self.tokens[at].key not in self.clauses.link

    def _told_at_once(self, mark: ActorMark) -> ActorMark:
        """Return who tells an outlet something and is named right behind it, else the mark: "laut BBC sind zudem ..."."""
        teller = self.told(mark)
        return teller if teller.start == mark.end else mark

    def told(self, mark: ActorMark) -> ActorMark:
        """Return who tells an outlet something, where the outlet is named before him; else the mark."""
        if not mark.outlet:
            return mark
        near = [m for m in self.marks if mark.end <= m.start <= mark.end + STAFF and not (m.outlet or m.place)]
        if (staff := next((m for m in near if self._staff(m, mark.end)), None)) is not None:
            return staff
        following = near[0] if near and near[0].start <= mark.end + 2 else None
        between = self.tokens[mark.end : following.start] if following else ()
        plain = all(
            token.kind == "word" and token.key not in self.clauses.link | self.clauses.also | self.clauses.that
            for token in between
        )
        return following if following and plain and not self._befallen(following) else mark

    def _staff(self, mark: ActorMark, at: int) -> bool:
        """Return whether "in" leads from a place to a body whose staff spoke, where cases say that the outlet only heard it."""
        inside = at < mark.start and self.tokens[at].key in self.clauses.inside
        return self.clauses.cases and inside and bool(mark.body or mark.id)

    def _called(self, mark: ActorMark) -> ActorMark:
        """Return who is named behind his office and what he leads, by rank: "the head of Group Name General Smith"."""
        if mark.role is None or mark.person or mark.outlet:
            return mark
        following = next((m for m in self.marks if mark.end <= m.start), None)
        if following is None or following.start - mark.end > NEAR or not (following.role and following.person):
            return mark
        between = self.tokens[mark.end : following.start]
        joined = self.clauses.link | self.clauses.also | self.clauses.that
        named = [token for token in between if token.text not in QUOTES]
        plain = all((token.kind == "word" or token.text in HYPHENS) and token.key not in joined for token in named)
        called = following.body is not None or all(token.capitalised for token in named[-1:])
        led = self.clauses.cases and len(named) <= DESCRIBED  # "the commander (of the) brigade General"
        return following if plain and (called or led) else mark

    def passable(self, token: Token) -> bool:
        """Return whether a word may stand between a speaker and his verb."""
        return (
            token.key in self.clauses.skip or token.key in self.clauses.time or (token.kind == "number" and len(token.text) <= 4)
        )

    def can_speak(self, mark: ActorMark) -> bool:
        """Return whether no preposition and no number stands before the actor, and no word for what befell him."""
        at = mark.start - 1
        digits = at >= 0 and self.tokens[at].kind == "number"
        if digits and mark.role is None and (self.clauses.nouns or mark.text[:1].islower()):
            return False
        if self._is_told_of(mark) or self._listed(mark):
            return False
        pointing = self.clauses.demonstrative | self.clauses.pointing if mark.body == COUNTRY else frozenset()
        while at >= 0 and (
            self._small(self.tokens[at]) or self.tokens[at].key in pointing or (at and self.described_by(at, mark))
        ):
            turns = at > 0 and self.tokens[at - 1].key in self.clauses.contrast | self.clauses.that
            if self.tokens[at].key in self.clauses.link and at and self.tokens[at - 1].kind == "word" and not turns:
                return self._one_of(mark, at)  # "the camp of the group", where an article is a preposition too
            at -= 1
        if self._whose_place(at) or self._whose_fate(mark):
            return False
        if at < 0 or self.tokens[at].key not in self.clauses.link:
            return True
        opening = at == 0 or self.tokens[at - 1].text in BREAKS
        if self._one_of(mark, at):
            return True
        bare = _bare(mark)
        if bare and self.tokens[at].key in self.clauses.inside:
            return opening and self._stands_for_people(mark)  # not "in North Hills", a place of which nothing is known
        return (at > 0 and self.tokens[at - 1].text == "," and not (mark.place or bare)) or (
            opening and self.tokens[at].key in self.clauses.locative
        )

    def _listed(self, mark: ActorMark) -> bool:
        """Return whether names alone stand in a row behind "in": "killed in Name, Name and Name, the report says"."""
        at, first = mark.start, mark
        if not at or self.tokens[at - 1].key not in self.clauses.also:
            return False
        while _bare(first) and at > 1 and (self.tokens[at - 1].key in self.clauses.also or self.tokens[at - 1].text == ","):
            before = self.ending.get(at - 1)
            if before is None or before.role is not None or before.body is not None:
                return False
            first, at = before, before.start
        return first is not mark and at > 0 and self.tokens[at - 1].key in self.clauses.inside

    def _is_told_of(self, mark: ActorMark) -> bool:
        """Return whether what happened to somebody stands before him, and his number where he is one of several.

        "The death of soldiers was confirmed", "killed at least 20 soldiers", "killed three peaceful residents".
        """
        if self.nominals and {mark.start, self._before_articles(mark.start)} & self.nominals:
            return True
        described = [m.start for m in self.sentence.of("victims") if m.start <= mark.start < m.end and mark.person is None]
        return any(at in self.numerals and self._befell(at) for at in {mark.start - 1, *(start - 1 for start in described)})

    def described_by(self, at: int, mark: ActorMark) -> bool:
        """Return whether a word is an adjective with a capital of a body, where endings say so: "Kharkiv's regional police"."""
        capital = self.tokens[at].capitalised and at not in self.inside
        return capital and any(self.sentence.agrees(at, noun) for noun in range(mark.start, mark.end))

    def _stands_for_people(self, mark: ActorMark) -> bool:
        """Return whether a capital stands for those in it who say something: Russian "in Kyiv (they) said"."""
        if not (self.clauses.plural and mark.place and mark.country):
            return False
        verb = next((m for m in self.sentence.of("attribution", form="verb") if m.start == mark.end), None)
        if verb is None or not self.tokens[verb.start].key.endswith(self.clauses.plural):
            return False
        told = verb.head_end > verb.start + 1 or self._text(verb.head_end) in ",:"
        return told and not any(verb.end <= m.start <= verb.end + 1 for m in self.marks)

    def _text(self, at: int) -> str:
        """Return the text of a token, a stop behind the last."""
        return self.tokens[at].text if at < len(self.tokens) else "."

    def _whose_place(self, at: int) -> bool:
        """Return whether a word for a region, behind a preposition, stands where a case says whose it is ("in the zone of")."""
        if at < 1 or not self.clauses.cases or self.tokens[at].key not in self.clauses.region:
            return False
        return self.tokens[at - 1].key in self.clauses.link

    def _whose_fate(self, mark: ActorMark) -> bool:
        """Return whether a case says whose fate a noun before somebody names, with their number: "the death (of) 3 residents"."""
        if not (self.nominals and self.clauses.cases) or mark.person:
            return False
        whole = [m for m in self.sentence.of("victims") if m.start <= mark.start < m.end]
        at = min([mark.start, *(m.start for m in whole)])
        nations = {m.end: m.start for m in (*self.sentence.of("countries"), *self.sentence.of("grammar", "possessive"))}
        while at in nations or at - 1 in self.numerals or (at and self.tokens[at - 1].kind == "number"):
            at = nations.get(at, at - 1)
        return at in self.nominals

    def _small(self, token: Token) -> bool:
        """Return whether a token is an article or a quotation mark."""
        return token.key in self.clauses.article or token.text in QUOTES

    def _befell(self, at: int) -> bool:
        """Return whether what happened stands before a number, past words that hedge it."""
        ends = {m.end for m in self.sentence.of("outcomes")}
        for end in range(at, max(-1, at - HEDGED), -1):
            if end in ends:
                return True
            if end and self.tokens[end - 1].kind != "word":
                return False
        return False

    def _one_of(self, mark: ActorMark, at: int) -> bool:
        """Return whether the preposition at a place only says that one of several speaks: "one of these sources"."""
        return mark.role is not None and at > 0 and self.tokens[at - 1].key in self.clauses.indefinite


def _bare(mark: ActorMark) -> bool:
    """Return whether nothing but a name tells who somebody is."""
    return mark.role is None and mark.body is None and mark.id is None and not mark.outlet


def nobodys(mark: ActorMark) -> bool:
    """Return whether a report is named of which nobody knows whose it is."""
    return mark.role == REPORT and not (mark.id or mark.body or mark.country)
