"""The phrases of a sentence that name an actor: a person, a role, a body, a state, in any combination.

A sentence is cut into atoms (a registered name, a body, a role, a country, a proper name), and atoms that belong together are
joined: "a spokesman for the Ukrainian defence ministry, Name Surname" is one phrase of five atoms.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from counterclaim.extraction.atoms import Atom, Phrase, Sort
from counterclaim.extraction.belonging import HYPHENS
from counterclaim.extraction.joining import QUOTES, Joiner
from counterclaim.knowledge.number_words import number_words
from counterclaim.knowledge.spelling import loose_key, strict_key
from counterclaim.knowledge.victims import materiel
from counterclaim.model import ClaimantKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from counterclaim.extraction.seats import Seats
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.actors import Actors
    from counterclaim.knowledge.clauses import Clauses
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.lexicon import Mark
    from counterclaim.knowledge.roles import Roles
    from counterclaim.text import Token


#: Kinds of marks whose words do not begin a name, even with a sentence's capital.
_WORDY = frozenset(("grammar", "outcomes", "victims", "attribution", "exclusions", "means"))


#: What the forms of words in roles.toml are; those that describe an office before it; the forms of words for victims.
_SORTS = {"role": Sort.ROLE, "roles": Sort.ROLE, "body": Sort.BODY, "adjective": Sort.ADJECTIVE}
_DESCRIBING = ("adjective", "body")
_COUNTED = ("one", "many", "subject", "single", "oblique")
#: How many tokens behind "run" the name of him may begin by whom it is run.
CONTROL = 3
#: The fewest words of a headline, and the share of capitals that makes its case a title's.
HEADLINE, TITLED = 5, 0.7
_CAPITALISED, _STRETCH = attrgetter("capitalised"), attrgetter("start", "end")
#: The most letters of an office that a stop shortens.
SHORTENED = 4
#: How many names are remembered with what they say of their bearers.
REMEMBERED = 20_000
#: Sounds that languages leave out or write as each other.
_VOWELS = frozenset("aeioujy")
#: The most words of a name in quotation marks.
TITLE = 6
#: The fewest letters of the name of a site, and what it is.
SITE, SITE_BODY = 3, "website"
#: The ministry and the minister of no field.
GENERAL_BODY, GENERAL_ROLE = "ministry", "minister"
#: The forms of words of attribution that name somebody of their own: "nach Polizeiangaben", "l'AFP | de source militaire".
_APART = frozenset({"within", "before"})
#: The forms of words for what somebody issues, behind which a preposition leads to him ("a statement by Name Surname").
_PAPERS = frozenset({"noun", "paper"})
#: The agency of which nobody knows what it does, and that which brings news.
GENERAL_AGENCY, NEWS_AGENCY = "agency", "news_agency"


class Recogniser(Joiner):
    """Finds the actor phrases of one language."""

    def __init__(self, pack: LanguagePack, clauses: Clauses, roles: Roles, actors: Actors, seats: Seats) -> None:
        super().__init__(pack, clauses, roles, actors)
        self.seats = seats
        self._compounds: dict[tuple[str, str], Atom | None] = {}
        self.called = functools.lru_cache(maxsize=REMEMBERED)(roles.called)
        self._counted: dict[tuple[str, ...], tuple[Atom, ...]] = {}
        self._words = number_words(pack)
        self._first_particles = frozenset(words.partition(" ")[0] for words in clauses.particle if " " in words)

    def phrases(self, sentence: Sentence) -> list[Phrase]:
        """Return the actor phrases of a sentence in reading order."""
        atoms = self.atoms(sentence)
        said = [mark for mark in sentence.of("attribution") if mark.form != "verb"]
        sourced = {mark.end for mark in (*said, *sentence.of("grammar", "agent"))}
        sourced |= {mark.end + 1 for mark in said if mark.form in _PAPERS}
        apart = {mark.start for mark in said if mark.form in _APART}
        found: list[Phrase] = []
        at = 0
        while at < len(atoms):
            stop = at + 1
            placed = self.placed(sentence.tokens, atoms[at], sourced)
            while stop < len(atoms) and atoms[stop].start not in apart:
                if not self._goes_on(sentence.tokens, atoms[at:stop], atoms[stop : stop + 2], placed=placed):
                    break
                stop += 1
            piece = tuple(atoms[at:stop])
            if len(piece) > 1 and piece[-1].sort == Sort.ADJECTIVE:
                piece = self._without_adverb(sentence.tokens, piece)
            if piece[0].start < piece[-1].end and any(atom.sort != Sort.ADJECTIVE for atom in piece):
                found.append(Phrase(piece[0].start, piece[-1].end, piece))
            at = stop
        return found

    def _goes_on(self, tokens: Sequence[Token], phrase: Sequence[Atom], behind: Sequence[Atom], *, placed: bool) -> bool:
        """Return whether the first atom behind a phrase goes on naming its actor, alone or with the next."""
        return (
            self.joins(tokens, phrase, behind[0], placed=placed)
            or self._held_behind(tokens, phrase, behind)
            or self.ranks(tokens, phrase, behind)
        )

    def _without_adverb(self, tokens: Sequence[Token], atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
        """Return the atoms without a last adjective that describes none of them: "the army has earlier | said"."""
        end = len(atoms)
        while end > 1 and atoms[end - 1].sort == Sort.ADJECTIVE:
            gap = tokens[atoms[end - 2].end : atoms[end - 1].start]
            apart = bool(gap) and all(token.kind == "word" for token in gap)
            if not (apart or self.roles.adjectives[atoms[end - 1].value].former):
                break
            end -= 1
        return atoms[:end]

    def placed(self, tokens: Sequence[Token], atom: Atom, sourced: set[int]) -> bool:
        """Return whether a name stands behind a preposition that does not name a source ("near Name", "in northern Name")."""
        if not atom.start or not (atom.sort == Sort.NAME or self.is_capital(atom)) or atom.start in sourced:
            return False
        before = tokens[atom.start - 1]
        if atom.start > 1 and self.seats.is_direction(before):
            before = tokens[atom.start - 2]
        return before.key in self.clauses.link

    def _held_behind(self, tokens: Sequence[Token], phrase: Sequence[Atom], behind: Sequence[Atom]) -> bool:
        """Return whether a comma leads from a rank and a name to their office ("Brig. Name, another ministry spokesman")."""
        last = phrase[-1]
        if len(behind) < 2 or len(phrase) < 2 or tokens[last.end].text != "," or last.sort != Sort.NAME:
            return False
        body, role = behind
        gap = tokens[last.end + 1 : body.start]
        ranked = phrase[-2].sort == Sort.ROLE and phrase[-2].end == last.start
        office = body.sort == Sort.BODY and role.sort == Sort.ROLE and body.end == role.start and self._speaks_for(role)
        plain = len(gap) <= 1 and all(token.kind == "word" and not token.capitalised for token in gap)
        return ranked and office and plain and not self.is_outlet(body)

    def atoms(self, sentence: Sentence) -> list[Atom]:
        """Return the atoms of a sentence in reading order, none overlapping another."""
        found = _described(self._nationed([*self._marked(sentence), *self._spoken(sentence)]))
        marked = sorted(found, key=lambda atom: (atom.start, -atom.end, atom.sort))
        kept: list[Atom] = []
        controlling: set[int] = set()
        reach = 0
        for atom in map(functools.partial(_with_stop, sentence.tokens), marked):
            if self._is_verb(sentence.tokens, atom, kept, reach):
                continue
            if atom.start >= reach:
                control = self._controls(sentence.tokens, atom)
                reach = control or atom.end
                if control:
                    controlling.update(range(atom.start, reach))
                kept += self._ruled(atom, control) if control else self._parts(sentence.tokens, atom)
        domains = sentence.of("roles", form="domain")
        kept = self._news(self._portfolios(domains, kept))
        taken = _tokens_of(kept) | controlling
        sites = list(self._sites(sentence.tokens, sentence.texts, taken))
        quoted = [] if QUOTES.isdisjoint(sentence.texts) else list(self._quoted_names(sentence.tokens, kept, taken))
        taken |= _tokens_of(sites) | _tokens_of(domains) | _tokens_of(quoted)
        found = sorted([*kept, *sites, *quoted, *self._names(sentence, taken)], key=_STRETCH)
        found = self._namesakes(sentence.tokens, found)
        return self._with_countries(sentence.tokens, found)

    def _namesakes(self, tokens: Sequence[Token], found: list[Atom]) -> list[Atom]:
        """Return the atoms, the surname of a known person being part of a name where another given name stands before it."""
        if self.clauses.nouns:
            return found  # a capital says of no word that it is a given name
        out: list[Atom] = []
        for atom in found:
            given = out[-1] if out else None
            if given is not None and self._is_given(tokens, given, atom) and not self._goes_by(atom, tokens[given.start].text):
                out[-1] = _name(tokens, given.start, atom.end, given.form)
            else:
                out.append(atom)
        return out

    def _is_given(self, tokens: Sequence[Token], given: Atom, surname: Atom) -> bool:
        """Return whether a name within a sentence stands right before one word for a known person."""
        known = surname.sort == Sort.ACTOR and surname.end - surname.start == 1 and self.is_person(surname)
        if not known or given.sort != Sort.NAME or given.form != "name" or given.end != surname.start:
            return False
        return tokens[given.start - 1].key not in self.clauses.link

    def _goes_by(self, atom: Atom, given: str) -> bool:
        """Return whether a given name may be that of a known person, by its first consonant ("Wolodymyr", "Vladimir")."""
        names = map(_consonant, self.actors.get(atom.value).name.partition(",")[0].split(" ")[:-1])
        return _consonant(given) in {"", *names}

    def _is_verb(self, tokens: Sequence[Token], atom: Atom, kept: Sequence[Atom], reach: int) -> bool:
        """Return whether a word for a report says what somebody does: "the committee reports", "Name estimates that"."""
        if atom.sort != Sort.ROLE or self.roles.roles[atom.value].person:
            return False
        if atom.start == reach and kept:
            return True
        told = atom.start > 1 and atom.end < len(tokens) and tokens[atom.end].key in self.clauses.that
        office = bool(kept) and kept[-1].end == atom.start - 1 and kept[-1].sort in (Sort.ROLE, Sort.BODY)
        before = tokens[atom.start - 1]
        return told and (before.capitalised or (before.text == "," and office))  # "Name, the mayor, estimates that"

    def _with_countries(self, tokens: Sequence[Token], found: list[Atom]) -> list[Atom]:
        """Return the atoms, a country being part of the name that it ends ("the aid group Name Sudan")."""
        for number in range(len(found) - 3, -1, -1):
            body, name, country = found[number : number + 3]
            named = body.sort == Sort.BODY and name.sort == Sort.NAME and name.start == body.end
            ends = country.sort == Sort.COUNTRY and country.form == "name" and country.start == name.end
            if named and ends and self.roles.bodies[body.value].kind == ClaimantKind.NGO:
                found[number + 1 : number + 3] = [_name(tokens, name.start, country.end, name.form)]
        return found

    def _nationed(self, marked: list[Atom]) -> list[Atom]:
        """Return the atoms without bodies that go by a plain word at home, where the word is another country's here.

        In Ukrainian "the ministry of defence" is Ukraine's, but not in "the ministry of defence of Azerbaijan".
        """
        plain = {(atom.start, atom.end) for atom in marked if atom.sort == Sort.BODY}
        nations = [atom for atom in marked if atom.sort == Sort.COUNTRY]
        lands = {atom.start for atom in marked if self.names_land(atom)}  # "the ministry of the country"
        if not (plain and (nations or lands)):
            return marked
        return [
            atom
            for atom in marked
            if not (
                atom.sort == Sort.ACTOR
                and (atom.start, atom.end) in plain
                and (atom.end in lands or self._of_another(atom, nations))
            )
        ]

    def _of_another(self, atom: Atom, nations: Sequence[Atom]) -> bool:
        """Return whether a country that is not an actor's own stands beside him."""
        beside = [n for n in nations if n.end == atom.start or n.start == atom.end]
        return bool(beside) and all(self.actors.get(atom.value).country != n.value for n in beside)

    def _controls(self, tokens: Sequence[Token], atom: Atom) -> int | None:
        """Return where the words end by which an actor is but named as the one who runs a body ("the Name-run ministry")."""
        words = self.clauses
        if not words.controlled or atom.sort not in (Sort.ACTOR, Sort.ADJECTIVE):
            return None
        if atom.sort == Sort.ADJECTIVE:
            return atom.end + 2 if self._leads(tokens, atom.end) else None  # "the Kurdish-led Name"
        behind = atom.end + (atom.end < len(tokens) and tokens[atom.end].text == "-")
        if behind < len(tokens) and tokens[behind].key in words.controlled:
            return behind + 1
        before = atom.start - 1
        while before > 0 and (tokens[before].key in words.link or tokens[before].key in words.article):
            before -= 1
        linked = words.cases or before < atom.start - 1  # "led by Name", but not "the Kurdish-led Name"
        near = before >= 0 and atom.start - before <= CONTROL and tokens[before].key in words.controlled
        return atom.end if linked and near else None

    def _leads(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether a hyphen and a word for leading stand at a place: "-led", "-run"."""
        hyphen = at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at].glued and tokens[at + 1].glued
        return hyphen and tokens[at + 1].key in self.clauses.controlled

    def _ruled(self, atom: Atom, end: int) -> list[Atom]:
        """Return, for a group that runs a body, the country of the group: that of the body."""
        if atom.sort == Sort.ADJECTIVE:
            return []
        country = self.actors.get(atom.value).country
        return [Atom(atom.start, end, Sort.COUNTRY, country, "adjective")] if country else []

    def _portfolios(self, domains: Sequence[Mark], kept: list[Atom]) -> list[Atom]:
        """Return the atoms, "ministry" being that of what is named behind its country ("ministère libanais de la Santé")."""
        for mark in domains:
            before = [number for number, atom in enumerate(kept) if atom.end <= mark.start]
            row = [number for number in before[-2:] if mark.start - kept[number].end <= 1]
            for number in row:
                special = self._special(kept[number], mark.value)
                if special is not None:
                    kept[number] = replace(kept[number], value=special)
                    kept[row[-1]] = replace(kept[row[-1]], end=mark.end)
        return kept

    def _news(self, kept: list[Atom]) -> list[Atom]:
        """Return the atoms, "agency" being one that brings news where its name behind it is that of an outlet."""
        for number, (atom, named) in enumerate(pairwise(kept)):
            general = atom.sort == Sort.BODY and atom.value == GENERAL_AGENCY and atom.end == named.start
            if general and self.is_outlet(named):
                kept[number] = replace(atom, value=NEWS_AGENCY)
        return kept

    def _special(self, atom: Atom, ministry: str) -> str | None:
        """Return the value of a ministry or minister of one field, where the atom is one of no field."""
        if atom.sort == Sort.BODY and atom.value == GENERAL_BODY:
            return ministry
        minister = ministry.replace(GENERAL_BODY, GENERAL_ROLE)
        return minister if atom.sort == Sort.ROLE and atom.value == GENERAL_ROLE and minister in self.roles.roles else None

    def _marked(self, sentence: Sentence) -> Iterator[Atom]:
        for mark in sentence.marks:
            kind = mark.kind
            if kind == "actors":
                yield Atom(mark.start, mark.end, Sort.ACTOR, mark.value, mark.form)
            elif kind == "countries":
                yield Atom(mark.start, mark.end, Sort.COUNTRY, mark.value, mark.form)
            elif kind == "roles" and mark.form != "prefix":
                atom = _atom(mark, 0)
                if atom is not None:
                    yield atom

    def _spoken(self, sentence: Sentence) -> Iterator[Atom]:
        """Yield the offices in words for victims that are no office as a whole: "a local official", who speaks as he may die."""
        if "attribution" not in sentence.kinds:
            return
        named = {(mark.start, mark.end) for mark in sentence.of("roles")}
        for mark in sentence.of("victims"):
            whole = mark.form in _COUNTED and mark.end - mark.start > 1 and mark.tail is None
            if whole and (mark.start, mark.end) not in named and mark.value not in materiel():
                for atom in self._offices(sentence.tokens[mark.start : mark.end]):
                    yield replace(atom, start=mark.start + atom.start, end=mark.start + atom.end)

    def _offices(self, tokens: Sequence[Token]) -> tuple[Atom, ...]:
        """Return the atoms of the office that some of the words name, and of what describes it before it."""
        words = tuple(token.text for token in tokens)
        if words not in self._counted:
            if len(self._counted) >= REMEMBERED:
                self._counted.clear()
            self._counted[words] = self._find_office(tokens)
        return self._counted[words]

    def _find_office(self, tokens: Sequence[Token]) -> tuple[Atom, ...]:
        for start, end in [
            *((at, len(tokens)) for at in range(1, len(tokens))),
            *((0, at) for at in range(len(tokens) - 1, 0, -1)),
        ]:
            marks = [mark for mark in self.pack.lexicon.find(tokens[start:end]) if mark.kind == "roles" and mark.start == 0]
            office = next((mark for mark in marks if mark.form in ("role", "roles")), None)
            if office is not None:
                before = (mark for mark in self.pack.lexicon.find(tokens[:start]) if mark.kind == "roles" and mark.end == start)
                describing = [atom for mark in before if mark.form in _DESCRIBING and (atom := _atom(mark, 0))]
                return (*describing[:1], *filter(None, [_atom(office, start)]))
        return ()

    def _parts(self, tokens: Sequence[Token], atom: Atom) -> list[Atom]:
        """Return an atom, with one for whose it is before it where a compound holds both ("army spokesman" in one word)."""
        if atom.sort not in (Sort.ROLE, Sort.BODY) or atom.end - atom.start > 1:
            return [atom]
        key = tokens[atom.start].key
        place = (key, atom.value)
        if place not in self._compounds:
            self._compounds[place] = self._owner_in(key, atom)
        owner = self._compounds[place]
        return [atom] if owner is None else [replace(owner, start=atom.start, end=atom.start), atom]

    def _owner_in(self, key: str, atom: Atom) -> Atom | None:
        entries = self.pack.lexicon.entries
        cuts = [
            cut for cut in range(3, len(key) - 2) if any(e.kind == "roles" and e.value == atom.value for e in entries(key[cut:]))
        ]
        if atom.sort == Sort.BODY:
            cuts = cuts[-1:]  # a pattern fits more than the body: no paper's name opens "Bildungsministerium"
        for cut in cuts:
            for front in (key[:cut], key[: cut - 1]):
                for entry in entries(front):
                    if entry.kind == "actors":
                        return Atom(0, 0, Sort.ACTOR, entry.value, "compound")
                    if atom.sort == Sort.ROLE and entry.kind == "roles" and entry.form in ("body", "prefix", "adjective"):
                        sort = Sort.BODY if entry.form == "body" else Sort.ADJECTIVE
                        return Atom(0, 0, sort, entry.value, "compound")
        return None

    def _quoted_names(self, tokens: Sequence[Token], kept: Sequence[Atom], taken: set[int]) -> Iterator[Atom]:
        """Yield the names in quotation marks right behind a body ("the aid group 'Bread and water'")."""
        for body in kept:
            if body.sort != Sort.BODY or body.end + 2 >= len(tokens) or tokens[body.end].text not in QUOTES:
                continue
            first = body.end + 1
            last = range(first + 1, min(first + TITLE + 1, len(tokens)))
            ends = next((at for at in last if tokens[at].text in QUOTES), None)
            if ends is None or not tokens[first].capitalised or not taken.isdisjoint(range(first, ends)):
                continue
            if all(token.kind == "word" or token.text in HYPHENS for token in tokens[first:ends]):
                yield _name(tokens, first, ends, "name")

    def _sites(self, tokens: Sequence[Token], texts: Sequence[str], taken: set[int]) -> Iterator[Atom]:
        """Yield the outlets that go by the addresses of their sites: "reports name.com"."""
        stop = 0
        if "." not in texts[:-1]:
            return
        for at, token in enumerate(tokens):
            if at < stop or at in taken or token.kind != "word" or len(token.text) < SITE:
                continue
            stop = at + 1
            while stop + 1 < len(tokens) and tokens[stop].text == "." and tokens[stop].glued and tokens[stop + 1].glued:
                stop += 2
            written = stop > at + 1 and tokens[stop - 1].text in self.roles.addresses
            if written and not (at and token.glued) and not (stop < len(tokens) and tokens[stop].text == "/"):
                yield Atom(at, at, Sort.BODY, SITE_BODY, "compound")
                yield Atom(at, stop, Sort.NAME, "".join(part.text for part in tokens[at:stop]), "name")

    def _names(self, sentence: Sentence, taken: set[int]) -> Iterator[Atom]:
        """Yield proper names: runs of capitalised words that are no other atom; `weak` where only the capital says so."""
        tokens, stop = sentence.tokens, 0
        particle = self.clauses.particle
        mute = self.clauses.nouns or _in_title_case(tokens)  # a capital says nothing
        for at, token in enumerate(tokens):
            if not (token.capitalised or token.key in particle) or at < stop or at in taken or token.kind != "word":
                continue
            if not self._begins_name(tokens, at):
                continue
            if (mute or _opens(tokens, at)) and (_is_wordy(sentence, at) or self._numbers(tokens, at)):
                continue
            if self._leads(tokens, at + 1):
                stop = at + 3
                continue
            stop = self._name_end(tokens, at, taken)
            if self.clauses.agreeing and at - 1 not in taken and self._describes_noun(tokens, stop, taken):
                continue
            if mute and not self.clauses.nouns:
                stop = next((place for place in range(at + 1, stop) if _is_wordy(sentence, place)), stop)
            first = at
            seat = self.seats.end(sentence, at, stop)
            if seat is not None:
                yield _name(tokens, at, seat, "place")
                first = seat
            words = sum(token.kind == "word" for token in tokens[first:stop])
            if words:
                yield _name(tokens, first, stop, "weak" if words == 1 and (_opens(tokens, first) or mute) else "name")

    def _numbers(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether a word that opens a sentence is a number's, before those it counts: "Nine farmers said"."""
        start = self._words.start(tokens[at].key)
        nouns = self.clauses.nouns
        counted = any(token.kind == "word" and (nouns or not token.capitalised) for token in tokens[at + 1 : at + 2])
        return counted and start is not None and bool(start.atoms)

    def _describes_noun(self, tokens: Sequence[Token], stop: int, taken: set[int]) -> bool:
        """Return whether the capital word before a place is an adjective of the body or office there ("Supreme Court").

        It agrees with the noun by its ending, or with another adjective of that noun by having the same.
        """
        if stop == len(tokens) or tokens[stop].kind != "word":
            return False
        key, noun = tokens[stop - 1].key, tokens[stop].key
        ending = next((ending for ending in self.clauses.agreeing if key.endswith(ending)), None)
        if ending is None or key == ending:
            return False
        if noun.endswith(ending) and not tokens[stop].capitalised:
            return True
        return stop in taken and noun.endswith(self.clauses.agreeing[ending])

    def _begins_name(self, tokens: Sequence[Token], at: int) -> bool:
        token = tokens[at]
        if token.capitalised:
            key, words = token.key, self.clauses
            land = key in words.region and at + 1 < len(tokens) and tokens[at + 1].key in words.link  # "l'État de Name"
            return not (land or key in words.time or key in words.title or key in words.function)
        hyphen = at + 2 < len(tokens) and tokens[at + 1].text == "-" and tokens[at + 1].glued and tokens[at + 2].glued
        return token.key in self.clauses.particle and hyphen and tokens[at + 2].capitalised

    def _name_end(self, tokens: Sequence[Token], at: int, taken: set[int]) -> int:
        stop = at + 1
        while stop < len(tokens) and stop not in taken:
            token = tokens[stop]
            following = tokens[stop + 1] if stop + 1 < len(tokens) else None
            if token.kind == "word" and token.capitalised and token.key not in self.clauses.time:
                stop += 1
            elif (
                token.text == "-"
                and token.glued
                and following
                and following.glued
                and following.kind == "word"
                and stop + 1 not in taken
            ):
                stop += 2
            elif (
                token.text == "." and token.glued and len(tokens[stop - 1].text) == 1 and following and following.capitalised
            ) or (
                token.kind == "word"
                and token.key in self.clauses.particle
                and following
                and stop + 1 not in taken
                and (following.capitalised or following.text == "-")
            ):
                stop += 1
            elif stop + 2 not in taken and self._particles(tokens, stop):
                stop += 2
            else:
                break
        return stop

    def _particles(self, tokens: Sequence[Token], at: int) -> bool:
        """Return whether two particles that go together stand at a place, before a name: "Name van der Name"."""
        if tokens[at].key not in self._first_particles or at + 2 >= len(tokens) or not tokens[at + 2].capitalised:
            return False
        return f"{tokens[at].key} {tokens[at + 1].key}" in self.clauses.particle


def _atom(mark: Mark, shift: int) -> Atom | None:
    """Return the atom of a mark for a body, an office or an adjective, so many tokens further on; None of another form."""
    sort = _SORTS.get(mark.form)
    return None if sort is None else Atom(mark.start + shift, mark.end + shift, sort, mark.value, mark.form)


def _with_stop(tokens: Sequence[Token], atom: Atom) -> Atom:
    """Return an office with the stop that shortens it ("Maj. Name"), any other atom as it is."""
    if atom.sort != Sort.ROLE or atom.end + 1 >= len(tokens) or len(tokens[atom.end - 1].text) > SHORTENED:
        return atom
    stop = tokens[atom.end]
    shortened = stop.text == "." and stop.glued and tokens[atom.end + 1].capitalised
    return replace(atom, end=atom.end + 1) if shortened else atom


def _described(marked: list[Atom]) -> list[Atom]:
    """Return the atoms without the offices that but describe the office beside them ("a rebel spokesman")."""
    described = {(atom.start, atom.end) for atom in marked if atom.sort == Sort.ADJECTIVE}
    offices = [atom for atom in marked if atom.sort == Sort.ROLE]
    if not described or len(offices) < 2:
        return marked
    beside = {atom.end for atom in offices} & {atom.start for atom in offices}
    return [
        atom
        for atom in marked
        if atom.sort != Sort.ROLE or (atom.start, atom.end) not in described or not (atom.start in beside or atom.end in beside)
    ]


def _consonant(name: str) -> str:
    """Return the first consonant of a name as it sounds, spellings that differ by language falling together."""
    sounds = loose_key(strict_key(name)).lower().replace("g", "h")
    return next((sound for sound in sounds if sound not in _VOWELS), "")


def _tokens_of(found: Iterable[Atom | Mark]) -> set[int]:
    """Return the tokens of atoms or marks."""
    return {at for one in found for at in range(one.start, one.end)}


def _name(tokens: Sequence[Token], start: int, end: int, form: str) -> Atom:
    return Atom(start, end, Sort.NAME, " ".join([part.text for part in tokens[start:end]]), form)


def _is_wordy(sentence: Sentence, at: int) -> bool:
    """Return whether a token is a word that the pack knows to be no name."""
    words = (mark for mark in sentence.marks if mark.kind in _WORDY and mark.start <= at < mark.end)
    return any(mark.tail is None or not mark.head_end <= at < mark.tail for mark in words)


def _in_title_case(tokens: Sequence[Token]) -> bool:
    """Return whether nearly all words of a sentence begin with a capital, as in some papers' headlines."""
    if sum(map(_CAPITALISED, tokens)) < HEADLINE * TITLED:
        return False
    words = [token.capitalised for token in tokens if token.kind == "word"]
    return len(words) >= HEADLINE and sum(words) >= TITLED * len(words)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a capital at this place says nothing, because a sentence or quotation begins."""
    return at == 0 or tokens[at - 1].text in "\"'“”„«»‘’–—-:.!?•(["
