"""Paragraphs, sentences and their tokens, with the lexicon's marks."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from counterclaim.extraction.backing import without_backers
from counterclaim.extraction.wrapping import paragraphs
from counterclaim.fleeting import fleeting
from counterclaim.knowledge.clauses import load_clauses
from counterclaim.knowledge.date_words import names_month
from counterclaim.model import Span
from counterclaim.text import Token, keys_of, texts_of, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.lexicon import Lexicon, Mark
    from counterclaim.model import Report

#: Longer sentences are cut here, so that no step sees an unbounded one.
LONGEST = 400
#: A word of no more letters is no adjective.
SHORT = 3
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]›“")
_CLOSING = _CLOSERS | _ENDS
_OPENERS = frozenset("\"'“”„«»([‹–—-•")


@fleeting
class Sentence:
    """One sentence: its number in the report, its paragraph's number, its tokens and the lexicon's marks.

    `kinds` are the marks by their kind, `values` those of the kinds that were asked for by value. `verb_final` says that the
    language closes a clause with the verb, or with the part of it that says what happened, `verb_second` that a main clause has
    one part before the verb. `dateline` are the words before it in its line that are not the report's own: where and when it was
    written. `texts` and `keys` are those of the tokens, in rows of their own. `agreeing` are the endings of adjectives and of the
    nouns that agree with them, `doers` those of several who are the subject of a verb before them, `suffixed`
    those of a noun with its article behind it.
    """

    number: int
    paragraph: int
    tokens: tuple[Token, ...]
    marks: tuple[Mark, ...]
    boilerplate: bool = False
    verb_final: bool = False
    verb_second: bool = False
    dateline: tuple[Token, ...] = ()
    texts: tuple[str, ...] = field(default=(), repr=False, compare=False)
    keys: tuple[str, ...] = field(default=(), repr=False, compare=False)
    agreeing: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    doers: tuple[str, ...] = field(default=(), repr=False, compare=False)
    suffixed: tuple[str, ...] = field(default=(), repr=False, compare=False)
    kinds: dict[str, list[Mark]] = field(init=False, repr=False, compare=False)
    values: dict[str, dict[str, list[Mark]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds: dict[str, list[Mark]] = {}
        for mark in self.marks:
            kinds.setdefault(mark.kind, []).append(mark)
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "values", {})
        if not self.texts:
            object.__setattr__(self, "texts", texts_of(self.tokens))
            object.__setattr__(self, "keys", keys_of(self.tokens))

    @property
    def start(self) -> int:
        """The first code point."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """The code point after the last."""
        return self.tokens[-1].end

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of text from token `start` to before token `end`."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)

    def of(self, kind: str, value: str | None = None, form: str | None = None) -> Sequence[Mark]:
        """Return the marks of a kind, of a value and form where given, in reading order."""
        found: Sequence[Mark] | None = self.kinds.get(kind)
        if found is None:
            return ()
        if value is not None:
            found = (self.values.get(kind) or self.by_value(kind)).get(value, ())
        return [mark for mark in found if mark.form == form] if form is not None and found else found

    def marks_in(self, lexicon: Lexicon) -> list[Mark]:
        """Return the marks of another lexicon, in reading order."""
        return lexicon.find(self.tokens, self.texts, self.keys)

    def agrees(self, adjective: int, noun: int) -> bool:
        """Return whether the endings of two tokens are those of an adjective and of a noun in its case."""
        key, nouns = self.keys[adjective], next((n for e, n in self.agreeing.items() if self.keys[adjective].endswith(e)), ())
        return len(key) > SHORT and bool(nouns) and self.keys[noun].endswith(nouns)

    def acts(self, index: int) -> bool:
        """Return whether the ending of a token is that of several who are the subject of a verb before them."""
        return self.keys[index].endswith(self.doers)

    def denials(self) -> set[int]:
        """Return where the words for "not" stand that deny something, as "not only" does not."""
        only = {mark.start for mark in self.of("grammar", "only")}
        return {mark.start for mark in self.of("grammar", "negation")} - only

    def by_value(self, kind: str) -> dict[str, list[Mark]]:
        """Return the marks of a kind by their value, and remember them."""
        if kind in self.values:
            return self.values[kind]
        values = self.values[kind] = {}
        for mark in self.kinds.get(kind, ()):
            values.setdefault(mark.value, []).append(mark)
        return values


def sentences(report: Report, pack: LanguagePack) -> Iterator[Sentence]:
    """Yield the sentences of a report in reading order."""
    number, agreeing = 0, load_clauses(pack.code).agreeing
    final, second = bool(pack.kinds.get("verb_final")), bool(pack.kinds.get("verb_second"))
    doers, suffixed = tuple(pack.kinds.get("doers", ())), tuple(pack.kinds.get("suffixed", ()))
    open_compounds = bool(pack.kinds.get("open_compounds"))
    for paragraph, (start, end) in enumerate(paragraphs(report.text)):
        tokens = tokenise(report.text, start, end, pack.splitting)
        for piece in split(tokens, pack):
            own = _outside(piece, report.boilerplate) if report.boilerplate else piece
            kept = own or piece
            texts, keys = texts_of(kept), keys_of(kept)
            marks = without_surnames(without_backers(pack.lexicon.find(kept, texts, keys), kept, keys, pack), kept, pack)
            marks = without_describing(marks) if open_compounds else marks
            before = tuple(token for token in piece if token.start < kept[0].start) if kept is not piece else ()
            yield Sentence(
                number, paragraph, tuple(kept), marks, not own, final, second, before, texts, keys, agreeing, doers, suffixed
            )
            number += 1


def without_describing(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks without units that only describe the people behind them: "14 army soldiers", "three company employees"."""
    units = [mark for mark in marks if mark.kind == "exclusions" and mark.value == "unit" and mark.form == "after"]
    if not units:
        return marks
    people = {mark.start for mark in marks if mark.kind == "victims" and mark.form in ("many", "one") and mark.tail is None}
    describing = [unit for unit in units if unit.end in people]
    return tuple(mark for mark in marks if mark not in describing)


def without_surnames(marks: tuple[Mark, ...], tokens: Sequence[Token], pack: LanguagePack) -> tuple[Mark, ...]:
    """Return the marks without the nationals whose noun is but a surname, behind a first name: "Name Pole said"."""
    nationals = {m.start for m in marks if m.kind == "countries" and m.form == "person" and m.start > 1}
    if not nationals or load_clauses(pack.code).nouns:
        return marks
    known = {at for m in marks for at in range(m.start, m.end)}
    named = {at for at in nationals if tokens[at].capitalised and tokens[at - 1].capitalised and at - 1 not in known}
    return tuple(m for m in marks if m.start not in named or m.kind != "countries") if named else marks


def _outside(tokens: list[Token], marked: tuple[Span, ...]) -> list[Token]:
    """Return the tokens that lie in none of the marked stretches."""
    first, last = tokens[0].start, tokens[-1].end
    if not any(m.start < last and first < m.end for m in marked):
        return tokens
    return [token for token in tokens if not any(m.start <= token.start and token.end <= m.end for m in marked)]


def split(tokens: list[Token], pack: LanguagePack) -> Iterator[list[Token]]:
    """Yield the sentences of one paragraph's tokens."""
    begin = 0
    for at, token in enumerate(tokens):
        if token.text not in _ENDS and at - begin < LONGEST:
            continue
        if at - begin >= LONGEST:
            yield tokens[begin:at]
            begin = at
        elif at >= begin and not _runs_on(tokens, at, pack):
            end = at + 1
            while end < len(tokens) and (tokens[end].text in _ENDS or (tokens[end].glued and tokens[end].text in _CLOSERS)):
                end += 1
            yield tokens[begin:end]
            begin = end
    if begin < len(tokens):
        yield tokens[begin:]


def _runs_on(tokens: list[Token], at: int, pack: LanguagePack) -> bool:
    """Return whether the sentence goes on behind this stop."""
    after = at + 1
    while after < len(tokens) and tokens[after].glued and tokens[after].text in _CLOSING:
        after += 1
    if after >= len(tokens):
        return False
    following = tokens[after]
    if following.glued:
        return True
    if tokens[at].text != ".":
        return following.kind == "word" and not following.capitalised
    if after < len(tokens) - 1 and following.text in _OPENERS:
        following = tokens[after + 1]
    if following.kind == "word" and not following.capitalised:
        return True
    return at > 0 and tokens[at].glued and _abbreviates(tokens, at, following, pack)


def _abbreviates(tokens: list[Token], at: int, following: Token, pack: LanguagePack) -> bool:
    before = tokens[at - 1]
    if before.kind == "word":
        initial = len(before.text) == 1 and before.capitalised
        return initial or before.key in pack.abbreviations
    if not (pack.ordinal_dot and before.kind == "number" and following.kind == "word"):
        return False
    if len(before.text) <= 2 and (not following.capitalised or names_month(following, pack)):
        return True
    words = load_clauses(pack.code)
    return words.nouns and len(before.text) <= 3 and at > 1 and tokens[at - 2].key in words.article  # "der 110. Brigade"
