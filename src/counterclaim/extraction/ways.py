"""What the words between a counted phrase and an outcome cost, in words of distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.extraction.belonging import separated_by_list
from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase
    from counterclaim.knowledge.lexicon import Mark

#: What the words between a phrase and a trigger cost, in words of distance.
COMMA, BREAK, CLAUSE, SPEECH, COUNTED, OUTCOME = 2.0, 6.0, 3.0, 3.5, 6.0, 5.0
NEVER = 99.0
HELPER, LINK, WORD, PREPOSITION, NOUN, LISTED, TIME = 0.1, 1.5, 1.0, 0.8, 0.5, 0.4, 0.3
#: The kinds of marks that name groups of people.
GROUPS = frozenset({"victims", "actors", "countries"})
#: How much of what a word costs remains where all the words up to the outcome are its own, since it closes the clause.
WITHIN = 0.4
#: The most letters of a word that a stop shortens.
SHORTENED = 4
#: The most tokens of a name with the comma before it.
NAME = 5
#: The most tokens of an aside.
ASIDE = 16
#: How far behind the comma of an aside its first part may begin.
PARTED = 4
DASHES = frozenset("–—-‒")
#: The signs that end a sentence or a part of one.
ENDS = frozenset(".;:!?")
#: What stands behind a noun that owns what follows.
OWNING = frozenset({"'s", "’s"})
#: The signs that close an aside.
CLOSING = frozenset(",)–—")
#: What each sort of function word costs; others cost a preposition.
GRAMMAR = dict.fromkeys(("auxiliary", "article", "negation", "other", "among", "having"), HELPER)


class Ways:
    """The ways between the phrases and triggers of one sentence."""

    def __init__(self, phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks) -> None:
        self._phrases, self._triggers, self._marks = phrases, triggers, marks
        tolls = (m for m in marks.sentence.of("outcomes", form="toll") if m.tail is None and m.end - m.start > 1)
        self._closing = {m.end - 1 for m in tolls}  # "among the dead | is"
        self._listed = dict(self._lists()) if marks.sentence.of("grammar", "among") else {}

    def cost(self, phrase: Phrase, start: int, end: int, limit: float, *, within: bool = False) -> float:
        """Return what the tokens from `start` to before `end` cost; more than the limit ends the reckoning.

        `within`: they stand in the clause of the outcome, which closes it.
        """
        cost, index = self._crossed(phrase, start, end), start
        ahead = phrase.end <= start
        while index < end and cost <= limit:
            toll, step = self._token(index, ahead=ahead)
            cost += toll * WITHIN if within and toll <= WORD else toll
            index = max(step, index + 1)
        return cost

    def _crossed(self, phrase: Phrase, start: int, end: int) -> float:
        """Return what other counted phrases and other outcomes on the way cost."""
        counted = [p for p in self._phrases if p is not phrase and start <= p.start and p.end <= end and self._counts(p)]
        if any(p.anaphoric and not self._aside_of(p, end) for p in counted) or self._shared(start, end):
            return NEVER
        counted = [p for p in counted if not (self._part(p) and self._aside_of(p, end))]
        counted = [p for p in counted if not start <= self._listed.get(p.start, end) < end]
        counted = [p for p in counted if not self._dashed(p, start, end)]
        others = (t for t in self._triggers if t.values != ("strength",))
        return COUNTED * len(counted) + OUTCOME * sum(start < t.start and t.end < end for t in others)

    def _dashed(self, phrase: Phrase, start: int, end: int) -> bool:
        """Return whether a phrase stands in an aside between dashes on the way: "two people – a man and a child – died"."""
        tokens = self._marks.sentence.tokens
        opening = (at for at in range(start, phrase.start) if tokens[at].text in DASHES and not tokens[at].glued)
        closes = (self._aside(at) for at in opening)
        return any(close is not None and phrase.end < close <= end for close in closes)

    def _shared(self, start: int, end: int) -> bool:
        """Return whether the outcome is told of a share of those counted: "of the 300, half died"; an aside leaves it to all."""
        tokens = self._marks.sentence.tokens
        shares = [at for at in self._marks.shares if start <= at < end]
        return bool(shares) and not any(tokens[at].text in ",)–—-;" for at in range(max(shares), end))

    def _counts(self, phrase: Phrase) -> bool:
        """Return whether a phrase counts victims: no singular, no "a market", and nobody behind "by"."""
        quantity = phrase.quantity
        thin = quantity.how is How.SINGULAR or (quantity.article and phrase.bare)
        owns = "".join(token.key for token in self._marks.sentence.tokens[phrase.end : phrase.end + 2] if token.glued)
        return not (thin or owns in OWNING or phrase.excluded) and not self._marks.did_it(phrase)

    def _part(self, phrase: Phrase) -> bool:
        """Return whether a phrase only names a part, directly behind "including" or "of whom"."""
        return phrase.anaphoric or any(
            phrase.start - 1 <= m.end <= phrase.start for m in self._marks.sentence.of("grammar", "among")
        )

    def _lists(self) -> Iterator[tuple[int, int]]:
        """Yield where each item stands of a list of parts that an aside holds, and where the aside ends.

        "Six people, including four youths, a child and two women, were killed".
        """
        tokens, parts = self._marks.sentence.tokens, self._phrases
        for first, part in enumerate(parts):
            if part.anaphoric or not self._part(part):
                continue
            last = first
            while last + 1 < len(parts) and separated_by_list(parts[last], parts[last + 1], tokens, self._marks):
                last += 1
            while last > first and (parts[last].end >= len(tokens) or tokens[parts[last].end].text not in CLOSING):
                last -= 1
            if last > first:
                yield from ((item.start, parts[last].end) for item in parts[first : last + 1])

    def _aside_of(self, part: Phrase, end: int) -> bool:
        """Return whether a part is an aside; "16 of whom were dead", with nothing to close it, keeps the outcome to itself."""
        tokens = self._marks.sentence.tokens
        return not part.anaphoric or any(tokens[at].text in ",)–—-;" for at in range(part.end, end))

    def _token(self, index: int, *, ahead: bool) -> tuple[float, int]:
        """Return what the word at a token costs, and the token behind it."""
        token = self._marks.sentence.tokens[index]
        if token.kind != "word":
            return self._sign(index, ahead=ahead)
        if index in self._closing or index in self._marks.times:  # "Corporal Name was on Wednesday killed"
            return HELPER if index in self._closing else TIME, index + 1
        for mark in self._marks.starting.get(index, ()):
            if mark.tail is not None:
                continue
            if mark.kind == "attribution" and mark.form == "verb":
                return SPEECH, mark.end
            if mark.kind in ("attribution", "countries", "actors"):
                return LINK / 2, mark.end
            if mark.kind == "victims":
                return NOUN, mark.end
            if mark.kind == "exclusions" and (mark.value == "age" or self._counted_thing(index, mark)):
                return HELPER, mark.end
            if mark.kind == "grammar":
                listed = mark.value == "conjunction" and self._among_groups(index, mark.end)
                return (LISTED if listed else _function_word(mark.value, mark.form)), mark.end
        return WORD, index + 1

    def _named(self, index: int) -> int | None:
        """Return the token behind the comma that closes a name, None where no name alone stands between two commas."""
        tokens, at = self._marks.sentence.tokens, index + 1
        while at < min(index + NAME, len(tokens)) and tokens[at].kind == "word" and tokens[at].capitalised:
            if any(m.kind in ("victims", "outcomes", "exclusions") for m in self._marks.starting.get(at, ())):
                return None
            at += 1
        return at + 1 if at > index + 1 and at < len(tokens) and tokens[at].text == "," else None

    def _among_groups(self, start: int, end: int) -> bool:
        """Return whether a comma or conjunction joins two groups without numbers: "members of the police and the army"."""
        marks = self._marks
        while found := marks.is_a(end, "article") or marks.is_a(end, "preposition", "of"):
            end = found.end
        ahead = any(m.kind in GROUPS for m in marks.starting.get(end, ()))
        return ahead and any(m.end == start and m.kind in GROUPS and m.tail is None for m in marks.sentence.marks)

    def _counted_thing(self, index: int, mark: Mark) -> bool:
        """Return whether the mark is a thing with its number, an item of a list of damage: "three houses, two schools"."""
        return mark.form == "after" and index > 0 and self._marks.sentence.tokens[index - 1].kind == "number"

    def _sign(self, index: int, *, ahead: bool) -> tuple[float, int]:
        token = self._marks.sentence.tokens[index]
        if token.text == "." and self._shortens(index):
            return HELPER, index + 1
        if token.text in ";:.!?":
            return BREAK if token.text != ":" else LINK, index + 1
        if token.text in DASHES:
            if not token.glued and (close := self._aside(index)) is not None:
                return COMMA, close
            return (HELPER if self._hyphenates(index) else LINK if token.glued else CLAUSE), index + 1
        return self._comma(index, ahead=ahead) if token.text in ",()" else (HELPER, index + 1)

    def _hyphenates(self, index: int) -> bool:
        """Return whether a dash follows a number, or joins the parts of a word ("UN-office")."""
        tokens = self._marks.sentence.tokens
        inside = index + 1 < len(tokens) and tokens[index + 1].glued
        return tokens[index].glued and index > 0 and (inside or tokens[index - 1].kind == "number")

    def _aside(self, index: int) -> int | None:
        """Return the token behind the dash that closes what a dash opens, None where none does."""
        tokens = self._marks.sentence.tokens
        ends = range(index + 2, min(index + ASIDE, len(tokens)))
        return next((at + 1 for at in ends if tokens[at].text == tokens[index].text and not tokens[at].glued), None)

    def _shortens(self, index: int) -> bool:
        """Return whether a stop belongs to the word or number before it ("on the 3. of May", "approx. 30")."""
        tokens = self._marks.sentence.tokens
        before = tokens[index - 1] if index else None
        return before is not None and tokens[index].glued and (before.kind == "number" or len(before.text) <= SHORTENED)

    def _comma(self, index: int, *, ahead: bool) -> tuple[float, int]:
        """Return what a comma costs: less than its words where it opens an aside ("among them two women,")."""
        tokens, marks = self._marks.sentence.tokens, self._marks
        if any(m.end == index and m.kind == "exclusions" and self._counted_thing(m.start, m) for m in marks.sentence.marks):
            return HELPER, index + 1
        if tokens[index].text == "," and (close := self._named(index)) is not None:
            return NOUN, close
        if tokens[index].text == "," and self._among_groups(index, index + 1):
            return LISTED, index + 1
        part = marks.is_a(index + 1, "among") or marks.of_them(index + 2)
        if part or self._said(index + 1, ahead=ahead) or self._subordinate(index + 1) or tokens[index].text == "(":
            listed = next((end for start, end in self._listed.items() if index < start <= index + PARTED), None)
            if listed is not None:
                return COMMA, listed + 1
            for close in range(index + 2, min(index + ASIDE, len(tokens))):
                if tokens[close].text in ",)":
                    return COMMA, close + 1
                if tokens[close].text in ENDS:
                    break
        return COMMA, index + 1

    def _said(self, index: int, *, ahead: bool) -> bool:
        """Return whether who said it is told at a token; past a helping verb only behind those counted, who are no speaker.

        "Quatre hommes, a dit le préfet, ont été tués", but not "ont été tués, a dit le chef, un général".
        """
        helper = self._marks.is_a(index, "auxiliary") if ahead else None
        told = [m for m in self._marks.starting.get(helper.end if helper else index, ()) if m.kind == "attribution"]
        return any(m.form == "verb" or (ahead and m.form == "before" and m.value == "according_to") for m in told)

    def _subordinate(self, index: int) -> bool:
        """Return whether a clause that interrupts another begins at a token: with a relative, alone or behind a preposition."""
        marks = self._marks
        return bool(
            marks.is_a(index, "subordinator", "relative")
            or (marks.is_a(index, "preposition") and marks.is_a(index + 1, "subordinator", "relative"))
            or (marks.sentence.verb_final and marks.is_a(index, "subordinator"))
        )


def _function_word(value: str, form: str) -> float:
    if value == "asked" and form == "word":
        return NEVER  # "nobody could say if civilians died"
    if value == "subordinator":
        return PREPOSITION if form == "relative" else CLAUSE
    if value == "conjunction":
        return CLAUSE if form == "but" else LINK
    return GRAMMAR.get(value, PREPOSITION)
