"""What the words between a counted phrase and an outcome cost, in words of distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model import How

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.outcomes import Trigger
    from counterclaim.extraction.victims import Marks, Phrase

#: What the words between a phrase and a trigger cost, in words of distance.
COMMA, BREAK, CLAUSE, SPEECH, COUNTED, OUTCOME = 2.0, 6.0, 3.0, 3.5, 6.0, 5.0
HELPER, LINK, WORD, PREPOSITION, NOUN = 0.1, 1.5, 1.0, 0.8, 0.5
DASHES = frozenset("–—-‒")
#: What each sort of function word costs; others cost a preposition.
GRAMMAR = dict.fromkeys(("auxiliary", "article", "negation", "other", "among"), HELPER)


class Ways:
    """The ways between the phrases and triggers of one sentence."""

    def __init__(self, phrases: Sequence[Phrase], triggers: Sequence[Trigger], marks: Marks) -> None:
        self._phrases, self._triggers, self._marks = phrases, triggers, marks

    def cost(self, phrase: Phrase, start: int, end: int, limit: float) -> float:
        """Return what the tokens from `start` to before `end` cost; more than the limit ends the reckoning."""
        cost, index = self._crossed(phrase, start, end), start
        while index < end and cost <= limit:
            toll, step = self._token(index)
            cost += toll
            index = max(step, index + 1)
        return cost

    def _crossed(self, phrase: Phrase, start: int, end: int) -> float:
        """Return what other counted phrases and other outcomes on the way cost."""
        counted = (p for p in self._phrases if p is not phrase and p.quantity.how is not How.SINGULAR and not p.excluded and not self._part(p))
        others = (t for t in self._triggers if t.values != ("strength",))
        return COUNTED * sum(start <= p.start and p.end <= end for p in counted) + OUTCOME * sum(
            start < t.start and t.end < end for t in others
        )

    def _part(self, phrase: Phrase) -> bool:
        """Return whether a phrase only names a part, directly behind "including" or "of whom"."""
        return phrase.anaphoric or any(phrase.start - 1 <= m.end <= phrase.start for m in self._marks.sentence.of("grammar", "among"))

    def _token(self, index: int) -> tuple[float, int]:
        """Return what the word at a token costs, and the token behind it."""
        token = self._marks.sentence.tokens[index]
        if token.kind != "word":
            return self._sign(index)
        for mark in self._marks.starting.get(index, ()):
            if mark.tail is not None:
                continue
            if mark.entry.kind == "attribution" and mark.form == "verb":
                return SPEECH, mark.end
            if mark.entry.kind in ("attribution", "countries", "actors"):
                return LINK / 2, mark.end
            if mark.entry.kind == "victims":
                return NOUN, mark.end
            if mark.entry.kind == "exclusions" and mark.value == "age":
                return HELPER, mark.end
            if mark.entry.kind == "grammar":
                return _function_word(mark.value, mark.form), mark.end
        return WORD, index + 1

    def _sign(self, index: int) -> tuple[float, int]:
        token = self._marks.sentence.tokens[index]
        if token.text in ";:.!?":
            return BREAK if token.text != ":" else LINK, index + 1
        if token.text in DASHES:
            counted = token.glued and index > 0 and self._marks.sentence.tokens[index - 1].kind == "number"
            return (HELPER if counted else LINK if token.glued else CLAUSE), index + 1
        return self._comma(index) if token.text in ",()" else (HELPER, index + 1)

    def _comma(self, index: int) -> tuple[float, int]:
        """Return what a comma costs: less than its words where it opens an aside ("among them two women,")."""
        tokens, marks = self._marks.sentence.tokens, self._marks
        part = marks.is_a(index + 1, "among") or marks.is_a(index + 2, "among", "of_them")
        if part or marks.is_a(index + 1, "subordinator", "relative") or tokens[index].text == "(":
            for close in range(index + 2, min(index + 16, len(tokens))):
                if tokens[close].text in ",)":
                    return COMMA, close + 1
        return COMMA, index + 1


def _function_word(value: str, form: str) -> float:
    if value == "subordinator":
        return PREPOSITION if form == "relative" else CLAUSE
    if value == "conjunction":
        return CLAUSE if form == "but" else LINK
    return GRAMMAR.get(value, PREPOSITION)
