"""The number words of one language, compiled from the `numbers` table of its pack.

A number word is a row of atoms: "tweeëntwintig" is a unit, a joining word and a ten. What stands in the table are the smallest
words; compounds are taken apart here and put together by the grammar in `extraction/number_grammar.py`.
Phrases (qualifiers, joins of ranges, words for none, for shares, for "several") are found by their first word, what stands before
a number by its last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counterclaim.errors import BadEntry
from counterclaim.knowledge.lexicon import expand
from counterclaim.knowledge.number_table import (
    BEFORE_NUMBER,
    CONTINUES,
    ENDINGS,
    FOLLOWS,
    GRAMMAR,
    NESTED,
    PLACES,
    QUALIFIERS,
    ROLES,
    TAILS,
    VALUED,
    Atom,
    Part,
    Role,
    check_table,
)
from counterclaim.text import Token, fold, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.model import Qualifier

#: Longer words are no numbers; and how many words are remembered.
LONGEST_WORD = 70
REMEMBERED = 50_000


#: How many words of a phrase it has been looked up by.
_LOOKED_UP = 2
#: All roles.
ANY_ROLE = sum(Role)
#: Phrases that are a quantity by themselves, or hide one.
_LEADING = Role.ATOM | Role.ZERO | Role.DENIED | Role.SHARE | Role.TRAP


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its keys (None fits any word), its role, and what the role needs.

    `loose` marks a qualifier that is also a preposition and so never belongs to an article; `until` one that says nothing where
    the sentence speaks of a figure that rises or falls to a number.
    """

    keys: tuple[str | None, ...]
    role: Role
    atom: Atom | None = None
    qualifier: Qualifier | None = None
    loose: bool = False
    until: bool = False

    def ends_at(self, tokens: Sequence[Token], end: int, floor: int) -> bool:
        """Return whether the phrase stands right before token `end`, and not before `floor`."""
        start = end - len(self.keys)
        return start >= floor and self.starts_at(tokens, start)

    def starts_at(self, tokens: Sequence[Token], start: int) -> bool:
        """Return whether the phrase begins at the token."""
        if start + len(self.keys) > len(tokens):
            return False
        for number, key in enumerate(self.keys, start):  # noqa: SIM110 - called for every phrase of every word
            if key is not None and tokens[number].key != key:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Start:
    """What may begin at a word: the roles of its phrases, the phrases, longest first, and the word's own atoms.

    `begins` says whether a quantity can begin here, or a phrase that must be stepped over as a whole; `counts` whether a number
    or an article can; `numeral` whether the word alone begins a number. `followed` are the phrases that a certain next word
    leaves, by that word; any other leaves those of one word, `alone`.
    """

    roles: int
    phrases: tuple[Phrase, ...]
    atoms: tuple[Atom, ...]
    begins: bool
    counts: bool
    numeral: bool
    alone: tuple[Phrase, ...]
    followed: Mapping[str, tuple[Phrase, ...]]

    def phrase(self, tokens: Sequence[Token], at: int, roles: int) -> Phrase | None:
        """Return the longest phrase of one of the roles that begins at a token, the word's own."""
        found = self.followed.get(tokens[at + 1].key, self.alone) if self.followed and at + 1 < len(tokens) else self.alone
        for phrase in found:
            if phrase.role & roles and (len(phrase.keys) <= _LOOKED_UP or phrase.starts_at(tokens, at)):
                return phrase
        return None


class _Starts(dict[str, Start | None]):
    """What may begin at the words that were seen lately."""

    def __init__(self, look_up: Callable[[str], Start | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, key: str) -> Start | None:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[key] = self._look_up(key)
        return found


class NumberWords:
    """The compiled table. Raises BadEntry where the table holds what nobody reads."""

    def __init__(self, pack: LanguagePack) -> None:
        table: Mapping[str, Any] = pack.numbers
        if problem := check_table(table):
            raise BadEntry(f"languages/{pack.code}/numbers.toml", None, problem)
        grammar: Mapping[str, Any] = table.get("grammar", {})
        self._splitting = pack.splitting
        self.forward: bool = grammar.get("forward", True)
        self.reverse = bool(grammar.get("reversed_joins"))
        self.ten_joins = bool(grammar.get("ten_joins"))
        self.tens_with_teens = frozenset(grammar.get("tens_with_teens", ()))
        self.rising = tuple(fold(stem) for stem in grammar.get("rising", ()))
        self.singular = frozenset(map(fold, grammar.get("singular", ())))
        self.inverted = frozenset(map(fold, grammar.get("inverted", ())))
        self.glued = {fold(form): int(value) for value, forms in grammar.get("glued", {}).items() for form in forms}
        self.endings = {fold(form): part for name, part in ENDINGS.items() for form in table.get("endings", {}).get(name, ())}
        self.ending: dict[str | None, list[Phrase]] = {}
        self._forms: dict[str, list[Atom]] = {}
        self._inner: dict[str, list[Atom]] = {}
        self._starting: dict[str, list[Phrase]] = {}
        self._add_words(table, grammar)
        self._add_phrases(table)
        self._finish()

    def start(self, key: str) -> Start | None:
        """Return what may begin at a word, None where nothing does."""
        return self.starts[key]

    def phrase(self, tokens: Sequence[Token], at: int, roles: int) -> Phrase | None:
        """Return the longest phrase of one of the roles that begins at a token."""
        start = self.starts[tokens[at].key] if at < len(tokens) else None
        return start.phrase(tokens, at, roles) if start and start.roles & roles else None

    def numerals(self, tokens: Sequence[Token]) -> list[int]:
        """Return where numbers may begin among tokens, an article alone being none."""
        found = []
        for at, token in enumerate(tokens):
            if token.kind == "number":
                found.append(at)
                continue
            start = self.starts[token.key]
            if start is not None and start.counts and (start.numeral or start.phrase(tokens, at, Role.ATOM)):
                found.append(at)
        return found

    def _look_up(self, key: str) -> Start | None:
        phrases = tuple(self._starting.get(key, ()))
        atoms = self._atoms(key)
        if not (phrases or atoms):
            return None
        roles = 0
        for phrase in phrases:
            roles |= phrase.role
        opens = bool(atoms) and atoms[0].part not in CONTINUES
        begins = opens or any(self._leads(phrase) for phrase in phrases)
        counts = opens or bool(roles & Role.ATOM) or key in self.inverted
        alone = tuple(phrase for phrase in phrases if len(phrase.keys) == 1)
        nexts = {second for phrase in phrases for second in phrase.keys[1:2] if second is not None}
        followed = {second: tuple(p for p in phrases if second in p.keys[1:2] or p in alone) for second in nexts}
        numeral = opens and any(atom.part is not Part.ARTICLE for atom in atoms)
        return Start(roles, phrases, atoms, begins, counts, numeral, alone, followed)

    def _leads(self, phrase: Phrase) -> bool:
        """Return whether a phrase is a quantity, or hides what else would be read as one."""
        if phrase.role & _LEADING:
            return True
        return any(self._atoms(key) for key in phrase.keys[1:] if key is not None)

    # -- compiling ------------------------------------------------------------------------------------------------

    def _add_words(self, table: Mapping[str, Any], grammar: Mapping[str, Any]) -> None:
        for name, part in VALUED.items():
            for value, forms in table.get(name, {}).items():
                number = int(value)
                sort = _ordinal_part(number) if name == "ordinals" else part
                if sort is Part.SCALE and number == 100:
                    sort = Part.HUNDRED
                self._add_forms(forms, Atom(sort, number, ordinal=name == "ordinals"))
        for name, rows in NESTED.items():
            for row, part in rows.items():
                self._add_forms(table.get(name, {}).get(row, ()), Atom(part, 1, word=row if name == "vague" else ""))
        for row, joining in GRAMMAR.items():
            if joining is not None:
                self._add_forms(grammar.get(row, ()), Atom(joining, int(row == "joins")), inner=row != "ten_joins")
        for form, ending in self.endings.items():
            if ending is not None:
                self._inner.setdefault(form, []).append(Atom(ending))

    def _add_forms(self, forms: Iterable[str], atom: Atom, *, inner: bool = True) -> None:
        for form in (form for phrase in forms for form in expand(phrase)):
            keys = self._keys(form)
            if len(keys) > 1:
                self._add_phrase(form, Phrase(keys, Role.ATOM, atom))
                continue
            self._forms.setdefault(keys[0], []).append(atom)
            if inner and atom.part in FOLLOWS:
                self._inner.setdefault(keys[0], []).append(atom)

    def _add_phrases(self, table: Mapping[str, Any]) -> None:
        for name, rows in ROLES.items():
            for row, role in rows.items():
                for form in (form for phrase in table.get(name, {}).get(row, ()) for form in expand(phrase)):
                    self._add_phrase(form, Phrase(self._keys(form), role))
        for name, places in table.get("qualifiers", {}).items():
            for place, phrases in places.items():
                for form in (form for phrase in phrases for form in expand(phrase)):
                    qualifier = QUALIFIERS[name]
                    loose, until = place == "preposition", place == "until"
                    self._add_phrase(form, Phrase(self._keys(form), PLACES[place], None, qualifier, loose, until))

    def _keys(self, form: str) -> tuple[str, ...]:
        """Return the keys of a phrase; one that ends with an apostrophe ends with a head that is split off ("plus d'")."""
        if form.endswith("'"):
            return tuple(token.key for token in tokenise(form + "a", splitting=self._splitting))[:-1]
        return tuple(token.key for token in tokenise(form, splitting=self._splitting))

    def _add_phrase(self, form: str, phrase: Phrase) -> None:
        """Index a phrase; one with a hyphen also without it."""
        if "-" in form.strip("-") and len(phrase.keys) > 1:
            self._add_phrase("", replace(phrase, keys=tuple(key for key in phrase.keys if key != "-")))
        keys = tuple(None if key == "*" else key for key in phrase.keys)
        phrase = replace(phrase, keys=keys)
        if keys[0] is not None and None not in keys:
            self._starting.setdefault(keys[0], []).append(phrase)
        if phrase.role & BEFORE_NUMBER:
            self.ending.setdefault(keys[-1], []).append(phrase)

    def _finish(self) -> None:
        for index in (self._starting, self.ending):
            for phrases in index.values():
                phrases.sort(key=lambda phrase: -len(phrase.keys))
        self._lengths = sorted({len(form) for form in self._inner}, reverse=True)
        self._fronts = {form[:2] for form in self._inner}
        self.starts = _Starts(self._look_up)

    # -- words ----------------------------------------------------------------------------------------------------

    def _atoms(self, key: str) -> tuple[Atom, ...]:
        """Return the atoms of one word; empty where it is no number word."""
        if key in self._forms:
            return (self._alone(key),)
        if len(key) > LONGEST_WORD or (key[:2] not in self._fronts and key[:1] not in self._fronts):
            return ()
        return tuple(self._cut(key, 0, None, set()) or ())

    def _alone(self, key: str) -> Atom:
        """Return the reading of a word that stands alone.

        An article that is also the unit keeps a mark of it, and so does a plural that is also counted with ("millions").
        """
        parts = {atom.part: atom for atom in reversed(self._forms[key])}
        if Part.ARTICLE in parts:
            return Atom(Part.ARTICLE, 1, word="one" if Part.UNIT in parts else "")
        if Part.PLURAL in parts:
            counted = parts.keys() & {Part.SCALE, Part.HUNDRED, Part.NOUN, Part.ROUND}
            return replace(parts[Part.PLURAL], word="counted" if counted else "")
        return next((parts[part] for part in (Part.AND, Part.SOME, Part.SEVERAL) if part in parts), self._forms[key][0])

    def _cut(self, key: str, at: int, before: Part | None, dead: set[tuple[int, Part | None]]) -> list[Atom] | None:
        """Return the atoms of the rest of a word, the longest pieces first; None where it does not come out even."""
        if at == len(key):
            return [] if before is not Part.AND else None
        if (at, before) in dead:
            return None
        for length in self._lengths:
            for atom in self._inner.get(key[at : at + length], ()) if at + length <= len(key) else ():
                fits = atom.part not in TAILS | {Part.AND, Part.AND_HALF} if before is None else atom.part in FOLLOWS[before]
                rest = self._cut(key, at + length, atom.part, dead) if fits else None
                if rest is not None:
                    return [atom, *rest]
        dead.add((at, before))
        return None


def _ordinal_part(number: int) -> Part:
    """Return the part that an ordinal plays at the end of a number."""
    for part, limit in ((Part.UNIT, 10), (Part.TEEN, 20), (Part.TEN, 100)):
        if number < limit:
            return part
    return Part.SCALE


_COMPILED: dict[int, tuple[Mapping[str, Any], NumberWords]] = {}


def number_words(pack: LanguagePack) -> NumberWords:
    """Return the compiled number words of a pack; compiled once per table."""
    known = _COMPILED.get(id(pack.numbers))
    if known is None or known[0] is not pack.numbers:
        known = _COMPILED[id(pack.numbers)] = (pack.numbers, NumberWords(pack))
    return known[1]
