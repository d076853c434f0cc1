"""The number words of one language, compiled from the `numbers` table of its pack.

A number word is a row of atoms: "tweeëntwintig" is a unit, a joining word and a ten. What stands in the table are the smallest
words; compounds are taken apart here and put together by the grammar in `extraction/cardinals.py`. Phrases (qualifiers, joins of
ranges, words for none, for shares, for "several") are found by their first word, qualifiers also by their last.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.errors import BadEntry
from counterclaim.knowledge.lexicon import expand
from counterclaim.model import Qualifier
from counterclaim.text import Token, fold, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.knowledge.language import LanguagePack

#: Longer words are no numbers; and how many words are remembered.
LONGEST_WORD = 70
REMEMBERED = 50_000
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014")


class Part(Enum):
    """What a piece of a number does in it."""

    UNIT = auto()
    TEEN = auto()
    TEN = auto()
    HUNDREDS = auto()
    HUNDRED = auto()
    SCALE = auto()
    SHORT = auto()
    NOUN = auto()
    ROUND = auto()
    PLURAL = auto()
    HALF = auto()
    ONE_AND_HALF = auto()
    AND_HALF = auto()
    AND = auto()
    OF = auto()
    HYPHEN = auto()
    ARTICLE = auto()
    ANOTHER = auto()
    SEVERAL = auto()
    SOME = auto()
    COUPLE = auto()
    ROUND_END = auto()
    VAGUE_END = auto()
    ORDINAL_END = auto()
    DIGITS = auto()


class Role(Enum):
    """What a phrase does around a number."""

    ATOM = auto()
    BEFORE = auto()
    AFTER = auto()
    TRAILING = auto()
    FILLER = auto()
    MORE_BEFORE = auto()
    MORE_AFTER = auto()
    MORE_TRAILING = auto()
    BETWEEN = auto()
    FROM = auto()
    AND = auto()
    TO = auto()
    OR = auto()
    ZERO = auto()
    SHARE = auto()
    PERCENT = auto()
    TIMES = auto()
    RATIO = auto()
    RATIO_CUE = auto()
    TRAP = auto()


class Atom(NamedTuple):
    """A piece of a number word. `word` is the neutral name of a vague one."""

    part: Part
    value: int = 0
    ordinal: bool = False
    word: str = ""


class Phrase(NamedTuple):
    """One phrase: its keys (None fits any word), its role, and what the role needs."""

    keys: tuple[str | None, ...]
    role: Role
    atom: Atom | None = None
    qualifier: Qualifier | None = None
    loose: bool = False
    unless_rising: bool = False

    def ends_at(self, tokens: Sequence[Token], end: int, floor: int) -> bool:
        """Return whether the phrase stands right before token `end`, and not before `floor`."""
        start = end - len(self.keys)
        return start >= floor and all(key is None or tokens[start + n].key == key for n, key in enumerate(self.keys))

    def starts_at(self, tokens: Sequence[Token], start: int) -> bool:
        """Return whether the phrase begins at the token."""
        if start + len(self.keys) > len(tokens):
            return False
        return all(tokens[start + n].key == key for n, key in enumerate(self.keys))


class Start(NamedTuple):
    """What may begin at a word: phrases, longest first, and the word's own atoms."""

    phrases: tuple[Phrase, ...]
    atoms: tuple[Atom, ...]


_VALUED = {
    "units": Part.UNIT,
    "teens": Part.TEEN,
    "tens": Part.TEN,
    "hundreds": Part.HUNDREDS,
    "scales": Part.SCALE,
    "short": Part.SHORT,
    "nouns": Part.NOUN,
    "rounded": Part.ROUND,
    "plurals": Part.PLURAL,
    "ordinals": Part.UNIT,
}
_NESTED = {
    "halves": {"half": Part.HALF, "one_and_half": Part.ONE_AND_HALF, "and_half": Part.AND_HALF},
    "article": {"one": Part.ARTICLE, "another": Part.ANOTHER},
    "vague": {"several": Part.SEVERAL, "some": Part.SOME, "many": Part.SEVERAL, "few": Part.SEVERAL, "handful": Part.SEVERAL}
    | {"couple": Part.COUPLE, "number": Part.SEVERAL},
}
_ROLES: dict[str, dict[str, Role]] = {
    "additional": {"before": Role.MORE_BEFORE, "after": Role.MORE_AFTER, "trailing": Role.MORE_TRAILING},
    "ranges": {"between": Role.BETWEEN, "from": Role.FROM, "and": Role.AND, "to": Role.TO, "or": Role.OR},
    "zero": {"words": Role.ZERO},
    "share": {"words": Role.SHARE, "percent": Role.PERCENT},
    "ratio": {"times": Role.TIMES, "joins": Role.RATIO, "cues": Role.RATIO_CUE},
    "other": {"traps": Role.TRAP, "fillers": Role.FILLER},
}
_PLACES = {"before": Role.BEFORE, "preposition": Role.BEFORE, "until": Role.BEFORE, "after": Role.AFTER, "trailing": Role.TRAILING}
_QUALIFIERS = {q.value: q for q in (Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.ABOUT)}
_GRAMMAR = {"joins", "ten_joins", "reversed_joins", "of", "forward", "spaced_reverse", "tens_with_teens", "rising", "glued", "singular", "inverted"}
_ENDINGS = {"rounded": Part.ROUND_END, "vague": Part.VAGUE_END, "ordinal": Part.ORDINAL_END, "case": None}

#: What may follow a piece inside one word.
_TAILS = {Part.ROUND_END, Part.VAGUE_END, Part.ORDINAL_END}
_SMALL = {Part.UNIT, Part.TEEN, Part.TEN}
_BIG = {Part.HUNDRED, Part.SCALE, Part.PLURAL, Part.NOUN}
_FOLLOWS: dict[Part, set[Part]] = {
    Part.UNIT: {Part.AND, Part.AND_HALF} | _BIG | _TAILS,
    Part.TEEN: {Part.AND_HALF} | _BIG | _TAILS,
    Part.TEN: {Part.UNIT, Part.AND} | _BIG | _TAILS,
    Part.HUNDREDS: {Part.AND} | _SMALL | _BIG | _TAILS,
    Part.HUNDRED: {Part.AND} | _SMALL | _BIG | _TAILS,
    Part.SCALE: {Part.AND, Part.HUNDRED, Part.HUNDREDS} | _SMALL | _TAILS,
    Part.NOUN: _TAILS,
    Part.PLURAL: set(),
    Part.AND: _SMALL | {Part.HUNDRED, Part.HUNDREDS},
    Part.HALF: _BIG,
    Part.ROUND_END: set(),
    Part.VAGUE_END: set(),
    Part.ORDINAL_END: set(),
    Part.AND_HALF: set(),
}


class NumberWords:
    """The compiled table. Raises BadEntry where the table holds what nobody reads."""

    def __init__(self, pack: LanguagePack) -> None:
        self._pack = pack
        table: Mapping[str, Any] = pack.numbers
        grammar: Mapping[str, Any] = table.get("grammar", {})
        self._check(table)
        self.forward: bool = grammar.get("forward", True)
        self.spaced_reverse: bool = grammar.get("spaced_reverse", False)
        self.reverse = bool(grammar.get("reversed_joins"))
        self.tens_with_teens = frozenset(grammar.get("tens_with_teens", ()))
        self.ten_joins = frozenset(map(fold, grammar.get("ten_joins", ())))
        self.glued = {fold(form): int(value) for value, forms in grammar.get("glued", {}).items() for form in forms}
        self.rising = tuple(fold(stem) for stem in grammar.get("rising", ()))
        self.singular = frozenset(map(fold, grammar.get("singular", ())))
        self.inverted = frozenset(map(fold, grammar.get("inverted", ())))
        self.endings = {fold(form): part for name, part in _ENDINGS.items() for form in table.get("endings", {}).get(name, ())}
        self._forms: dict[str, list[Atom]] = {}
        self._inner: dict[str, list[Atom]] = {}
        self._starting: dict[str, list[Phrase]] = {}
        self.ending: dict[str | None, list[Phrase]] = {}
        self._add_words(table, grammar)
        self._add_phrases(table)
        self._finish()

    def _check(self, table: Mapping[str, Any]) -> None:
        known = {"grammar": _GRAMMAR, "endings": set(_ENDINGS), **{k: set(v) for k, v in _NESTED.items()}}
        known |= {k: set(v) for k, v in _ROLES.items()}
        file = f"languages/{self._pack.code}/numbers.toml"
        for name, rows in table.items():
            if name == "qualifiers":
                wrong = [k for k in rows if k not in _QUALIFIERS] + [k for row in rows.values() for k in row if k not in _PLACES]
            elif name in known:
                wrong = [k for k in rows if k not in known[name]]
            else:
                wrong = [k for k in rows if not k.isdigit()] if name in _VALUED else [name]
            if wrong:
                raise BadEntry(file, None, f"[{name}] does not know {', '.join(wrong)}")

    def _add_words(self, table: Mapping[str, Any], grammar: Mapping[str, Any]) -> None:
        for name, part in _VALUED.items():
            for value, forms in table.get(name, {}).items():
                number = int(value)
                sort = Part.HUNDRED if part is Part.SCALE and number == 100 else _ordinal_part(number) if name == "ordinals" else part
                self._add_forms(forms, Atom(sort, number, ordinal=name == "ordinals"))
        for name, rows in _NESTED.items():
            for row, part in rows.items():
                self._add_forms(table.get(name, {}).get(row, ()), Atom(part, 1, word=row if name == "vague" else ""))
        for row in ("joins", "reversed_joins", "ten_joins"):
            self._add_forms(grammar.get(row, ()), Atom(Part.AND, 1 if row == "joins" else 0), inner=row != "ten_joins")
        self._add_forms(grammar.get("of", ()), Atom(Part.OF))
        for form, part in self.endings.items():
            if part:
                self._inner.setdefault(form, []).append(Atom(part))

    def _add_forms(self, forms: Iterable[str], atom: Atom, *, inner: bool = True) -> None:
        for phrase in forms:
            for form in expand(phrase):
                keys = self._keys(form)
                if len(keys) > 1:
                    self._add_phrase(form, Phrase(keys, Role.ATOM, atom))
                else:
                    self._forms.setdefault(keys[0], []).append(atom)
                    if inner and atom.part in _FOLLOWS:
                        self._inner.setdefault(keys[0], []).append(atom)

    def _add_phrases(self, table: Mapping[str, Any]) -> None:
        for name, rows in _ROLES.items():
            for row, role in rows.items():
                for phrase in table.get(name, {}).get(row, ()):
                    for form in expand(phrase):
                        self._add_phrase(form, Phrase(self._keys(form), role))
        for name, places in table.get("qualifiers", {}).items():
            for place, phrases in places.items():
                for phrase in phrases:
                    for form in expand(phrase):
                        found = Phrase(self._keys(form), _PLACES[place], None, _QUALIFIERS[name], place == "preposition", place == "until")
                        self._add_phrase(form, found)

    def _keys(self, form: str) -> tuple[str, ...]:
        """Return the keys of a phrase; one that ends with an apostrophe ends with a head that is split off ("plus d'")."""
        if form.endswith("'"):
            return tuple(token.key for token in tokenise(form + "a", splitting=self._pack.splitting))[:-1]
        return tuple(token.key for token in tokenise(form, splitting=self._pack.splitting))

    def _add_phrase(self, form: str, phrase: Phrase) -> None:
        if "-" in form and len(phrase.keys) > 1:
            plain = tuple(key for key in phrase.keys if key != "-")
            self._add_phrase("", phrase._replace(keys=plain))
        keys = tuple(None if key == "*" else key for key in phrase.keys)
        phrase = phrase._replace(keys=keys)
        first, last = keys[0], keys[-1]
        if first is not None and None not in keys:
            self._starting.setdefault(first, []).append(phrase)
        if phrase.role in {Role.BEFORE, Role.FILLER, Role.MORE_BEFORE, Role.BETWEEN, Role.FROM}:
            self.ending.setdefault(last, []).append(phrase)

    def _finish(self) -> None:
        for index in (self._starting, self.ending):
            for phrases in index.values():
                phrases.sort(key=lambda phrase: -len(phrase.keys))
        self._lengths = sorted({len(form) for form in self._inner}, reverse=True)
        self._fronts = {form[:2] for form in self._inner}
        self._remembered: dict[str, Start | None] = {}

    def start(self, key: str) -> Start | None:
        """Return what may begin at a word, None where nothing does."""
        try:
            return self._remembered[key]
        except KeyError:
            pass
        if len(self._remembered) >= REMEMBERED:
            self._remembered.clear()
        phrases = tuple(self._starting.get(key, ()))
        atoms = self._atoms(key)
        found = Start(phrases, atoms) if phrases or atoms else None
        self._remembered[key] = found
        return found

    def phrase(self, tokens: Sequence[Token], at: int, *roles: Role) -> Phrase | None:
        """Return the longest phrase of one of the roles that begins at a token."""
        start = self.start(tokens[at].key) if at < len(tokens) else None
        if start:
            for phrase in start.phrases:
                if phrase.role in roles and phrase.starts_at(tokens, at):
                    return phrase
        return None

    def _atoms(self, key: str) -> tuple[Atom, ...]:
        """Return the atoms of one word; empty where it is no number word."""
        if key in self._forms:
            return (self._best(key),)
        if len(key) > LONGEST_WORD or key[:2] not in self._fronts and key[:1] not in self._fronts:
            return ()
        dead: set[tuple[int, Part | None]] = set()
        return tuple(self._cut(key, 0, None, dead) or ())

    def _best(self, key: str) -> Atom:
        """Return the reading of a word that stands alone; an article that is also a unit keeps its unit's value."""
        atoms = self._forms[key]
        parts = {atom.part: atom for atom in reversed(atoms)}
        if Part.ARTICLE in parts:
            return Atom(Part.ARTICLE, 1, word="one" if Part.UNIT in parts else "")
        for part in (Part.PLURAL, Part.AND, Part.SOME, Part.SEVERAL):
            if part in parts:
                counted = {Part.SCALE, Part.HUNDRED, Part.NOUN, Part.ROUND} & parts.keys()
                return parts[part]._replace(word="counted") if part is Part.PLURAL and counted else parts[part]
        return atoms[0]

    def _cut(self, key: str, at: int, before: Part | None, dead: set[tuple[int, Part | None]]) -> list[Atom] | None:
        """Return the atoms of the rest of a word, the longest pieces first."""
        if at == len(key):
            return [] if before is not Part.AND else None
        if (at, before) in dead:
            return None
        for length in self._lengths:
            for atom in self._inner.get(key[at : at + length], ()) if at + length <= len(key) else ():
                if before is None:
                    if atom.part in _TAILS or atom.part in {Part.AND, Part.AND_HALF}:
                        continue
                elif atom.part not in _FOLLOWS[before]:
                    continue
                rest = self._cut(key, at + length, atom.part, dead)
                if rest is not None:
                    return [atom, *rest]
        dead.add((at, before))
        return None


def _ordinal_part(number: int) -> Part:
    if number < 10:
        return Part.UNIT
    if number < 20:
        return Part.TEEN
    if number < 100:
        return Part.TEN
    return Part.HUNDRED if number == 100 else Part.SCALE


_COMPILED: dict[int, tuple[Mapping[str, Any], NumberWords]] = {}


def number_words(pack: LanguagePack) -> NumberWords:
    """Return the compiled number words of a pack; compiled once per table."""
    known = _COMPILED.get(id(pack.numbers))
    if known is None or known[0] is not pack.numbers:
        known = (pack.numbers, NumberWords(pack))
        _COMPILED[id(pack.numbers)] = known
    return known[1]
