"""Where the losses were: the places of a report, and which of them a figure belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from counterclaim.extraction.place_asking import THERE, Hints, Setting, sort_of
from counterclaim.extraction.place_choice import Choice, heaviest, load_weights
from counterclaim.extraction.place_context import capital_actors, read_context, with_places
from counterclaim.extraction.place_marks import mark_places
from counterclaim.extraction.place_surroundings import TARGET, WITHIN, Words
from counterclaim.extraction.place_values import TOWN_KINDS, Context, PlaceMark, Reading
from counterclaim.extraction.seats import Seats
from counterclaim.knowledge.clauses import load_clauses
from counterclaim.model import Place, Scope, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.place_asking import Asked, Candidate
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.lexicon import Lexicon, Mark
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.knowledge.place_finder import Finder
    from counterclaim.knowledge.wars import War

Found = tuple[tuple[Place, ...], str | None, Span | None]

_NOWHERE: Found = ((), None, None)

#: How wide the kinds of places are, towns and the like 0; and within how many tokens one place stands beside another.
_BREADTH = {"neighbourhood": -1, "district": 1, "division": 2, "area": 3, "part": 3, "island": 3, "country": 4}
_BESIDE = 5
#: Within how many tokens of a name a noun belongs to it, and nouns that point to no place named before.
_NEXT = 3
_VAGUE = TOWN_KINDS | {"part", "capital", "border", "front", "road", "sea", "school"}
#: The most places that are one, and the most tokens that join two.
_MOST_JOINED, _JOINING = 4, 3
#: The function words by which a clause goes on from whom it attacked to whom it killed, in how many tokens, and by what verbs.
_JOINING_WORDS, _GOING_ON = frozenset({"conjunction", "subordinator", "auxiliary"}), 8
#: Within how many tokens a month stands behind its day.
_DAY = 3
_STRIKING = frozenset({"active", "either"})
#: Where a report speaks so little of countries, its places tell where it plays.
_FEW = 3.0


class Places:
    """The places of one report."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        marks: Sequence[tuple[PlaceMark, ...]],
        context: Context,
        finder: Finder,
        words: Sequence[Words],
    ) -> None:
        self._sentences = list(sentences)
        self._index = {s.number: at for at, s in enumerate(sentences)}
        self._marks = list(marks)
        self._finder = finder
        self.countries = context.leading if context.countries else []
        self._lands = _fought_over(self._marks, words, finder, context.wars)
        hints = [_hints(one, found) for one, found in zip(words, marks, strict=True)]
        called = cache(partial(_called, finder, self._lands))
        self._choice = Choice(self._sentences, self._marks, Setting(self.countries, called, hints, context.wars))

    def marks(self, sentence: int) -> tuple[PlaceMark, ...]:
        """Return the places that a sentence names, in reading order."""
        return self._marks[self._index[sentence]]

    def at(self, asked: Sequence[Asked]) -> list[Found]:
        """Return where each of these figures is: the most precise place first, its country, and the words' span.

        A part is where its whole is.
        """
        out: list[Found] = []
        for one in asked:
            if (named := self._own(one) or self._target(one)) is not None:
                out.append(self._found(self._index[one.sentence], named, one.scope))
            elif one.whole is not None:
                out.append(out[one.whole])
            else:
                out.append(self.found(heaviest(self.candidates(one), one.total, load_weights()), one.scope))
        return out

    def _own(self, asked: Asked) -> PlaceMark | None:
        """Return the place that a figure's own words name ("and six in Name")."""
        inside = (mark for mark in self.marks(asked.sentence) if asked.start <= mark.start and mark.end <= asked.end)
        return next(inside, None) if asked.placed else None

    def _target(self, asked: Asked) -> PlaceMark | None:
        """Return the only place of a sentence, where its attack killed as its clause goes on: "attacked Name, killing five"."""
        there = [mark for mark in self.marks(asked.sentence) if mark.standing in THERE]
        sentence = self._sentences[self._index[asked.sentence]]
        if len(there) != 1 or there[0].beside != TARGET or not there[0].end < asked.start <= there[0].end + _GOING_ON:
            return None
        between = range(there[0].end, asked.start)
        goes_on = {at for m in sentence.of("grammar") if m.value in _JOINING_WORDS for at in range(m.start, m.end)}
        goes_on |= {at for at in between if sentence.tokens[at].text == ","}
        days = [at for at in between if sentence.tokens[at].kind == "number"]
        goes_on |= {near for day in days for near in range(day - 1, day + _DAY)}  # "on 7 October"
        strikes = any(m.start == asked.start and m.form in _STRIKING for m in sentence.of("outcomes"))
        return there[0] if strikes and goes_on.issuperset(between) else None

    def candidates(self, asked: Asked) -> list[Candidate]:
        """Return what a figure may belong to, with what speaks for each."""
        return list(self._choice.candidates(asked, self._index[asked.sentence]))

    def found(self, candidate: Candidate, scope: Scope) -> Found:
        """Return the places that a candidate stands for."""
        if candidate.mark is not None:
            return self._found(candidate.at, candidate.mark, scope)
        return _NOWHERE if candidate.country is None else self.country(candidate.country)

    def country(self, code: str) -> Found:
        """Return a country, or the part of it that a report on its war is about, as where a figure is."""
        return (_land(self._finder, self._lands, code),), code, None

    def _found(self, at: int, mark: PlaceMark, scope: Scope) -> Found:
        if scope is Scope.EVENT:
            mark = self._finer(at, mark)
        place = mark.place if not mark.district else replace(mark.place, name=f"{mark.place.name} district")
        if scope is Scope.TOTAL:
            several = self._several(at, mark)
            if several:
                return several
        if place.country is None and mark.kind in ("unresolved", "unlisted") and self.countries:
            place = replace(place, country=self.countries[0])
        return (place,), place.country, self._sentences[at].span(mark.start, mark.end)

    def _finer(self, at: int, mark: PlaceMark) -> PlaceMark:
        """Return the more precise place that stands right beside a wider one ("Saraqib in Idlib province")."""
        wide = _BREADTH.get(mark.kind, 0)
        for other in self._marks[at]:
            gap = mark.start - other.end if other.end <= mark.start else other.start - mark.end
            inside = other.place.country in (mark.place.country, None) and other.division in (mark.division, "")
            if 0 <= gap <= _BESIDE and inside and _BREADTH.get(other.kind, 0) < wide and other.standing not in ("role", "from"):
                return other
        return mark

    def _several(self, at: int, mark: PlaceMark) -> Found | None:
        """Return places that the text joins ("Mali and Burkina Faso") as one name, and each of them; None where it joins none."""
        marks = self._marks[at]
        number = marks.index(mark)
        first = last = number
        while first > 0 and self._joined(at, marks[first - 1], marks[first]):
            first -= 1
        while last + 1 < len(marks) and self._joined(at, marks[last], marks[last + 1]):
            last += 1
        if first == last or last - first >= _MOST_JOINED:
            return None
        group = [m.place for m in marks[first : last + 1]]
        countries = {place.country for place in group}
        country = countries.pop() if len(countries) == 1 else None
        names = [place.name for place in group]
        whole = Place(f"{', '.join(names[:-1])} and {names[-1]}", country, where_prec=max((p.where_prec or 1) for p in group))
        return (whole, *group), country, self._sentences[at].span(marks[first].start, marks[last].end)

    def _joined(self, at: int, first: PlaceMark, second: PlaceMark) -> bool:
        between = self._sentences[at].tokens[first.end : second.start]
        if first.kind != second.kind or not between or len(between) > _JOINING:
            return False
        joins = {n for m in self._sentences[at].of("grammar", "conjunction", "and") for n in range(m.start, m.end)}
        return all(
            number in joins or token.text == "," or len(token.text) <= _JOINING for number, token in enumerate(between, first.end)
        ) and (any(number in joins for number in range(first.end, second.start)))


def _country(finder: Finder, code: str) -> Place:
    entry = finder.by_id(f"country:{code}")
    return entry.place() if entry is not None else Place(code, code, where_prec=6)


def _land(finder: Finder, lands: Mapping[str, Place], code: str) -> Place:
    """Return a country, or the part of it that a report on its war is about."""
    return lands.get(code) or _country(finder, code)


def _called(finder: Finder, lands: Mapping[str, Place], code: str) -> str:
    """Return how a country is called."""
    return _land(finder, lands, code).name


def _fought_over(
    marks: Sequence[Sequence[PlaceMark]], words: Sequence[Words], finder: Finder, wars: Sequence[War]
) -> dict[str, Place]:
    """Return, by country, the part of it that is fought over, where a report names one (be it by its bodies) most often."""
    named = Counter(mark.place.id for found in marks for mark in found)
    named |= Counter(mark.value for one in words for mark in one.marks if mark.kind == "place_names")
    out = {}
    for war in wars:
        ranked = sorted(((named[area], area) for area in war.areas), reverse=True)
        counts = [count for count, _ in ranked]
        entry = finder.by_id(ranked[0][1]) if counts and counts[0] > max(counts[1:], default=0) else None
        if entry is not None:
            out[war.country] = entry.place()
    return out


#: The nouns that a direction may stand behind, in a language where it is a helping verb too ("la région est du pays").
_DIVIDED = frozenset({"region", "area", "part"})
#: The kinds of words, and the function words, in whose phrases a helping verb stands.
_TELLING, _HELPING = frozenset({"outcomes", "attribution"}), frozenset({"auxiliary", "count"})


def _place_words(sentence: Sentence, lexicon: Lexicon) -> list[Mark]:
    """Return the place words of a sentence without the directions that are helping verbs in it: "est" is east, and "is"."""
    marks = sentence.marks_in(lexicon)
    if not any(mark.form == "direction" for mark in marks):
        return marks
    telling = [m for m in sentence.marks if m.kind in _TELLING or (m.kind == "grammar" and m.value in _HELPING)]
    verbs = {at for m in telling for at in range(m.start, m.head_end)}
    before = {mark.end for mark in sentence.of("grammar", "article")}
    before |= {mark.end for mark in marks if mark.form == "noun" and mark.value in _DIVIDED}
    return [mark for mark in marks if mark.form != "direction" or mark.start not in verbs or mark.start in before]


def read_places(sentences: Sequence[Sentence], pack: LanguagePack, knowledge: Knowledge, published: str | None = None) -> Places:
    """Return the places of a report's sentences; `published` is EDTF, None where it is not known."""
    finder = knowledge.finder(pack.code)
    capitals = capital_actors(knowledge.actors)
    seats = Seats(finder, load_clauses(pack.code))
    lexicon = finder.words.lexicon
    words = [Words(s, [] if s.boilerplate else _place_words(s, lexicon), finder.words.parts, capitals, seats) for s in sentences]
    context = read_context(sentences, words, knowledge.actors, finder, published)
    found = _mark(sentences, words, finder, context)
    if len(context.countries) == 0 or max(context.countries.values()) < _FEW:
        context = with_places(context, [mark for marks in found for mark in marks])
        found = _mark(sentences, words, finder, context)
    context = with_places(context, [mark for marks in found for mark in marks])
    return Places(sentences, _neighbours(sentences, found, context), context, finder, words)


def _mark(sentences: Sequence[Sentence], words: Sequence[Words], finder: Finder, context: Context) -> list[tuple[PlaceMark, ...]]:
    return [
        () if s.boilerplate else tuple(mark_places(s, Reading(w, finder, context))) for s, w in zip(sentences, words, strict=True)
    ]


def _neighbours(
    sentences: Sequence[Sentence], found: Sequence[tuple[PlaceMark, ...]], context: Context
) -> list[tuple[PlaceMark, ...]]:
    """Return the marks, strange names in the country of the listed places that stand around them in their paragraph."""
    out, paragraph, last, leading = [], -1, None, context.leading
    for sentence, marks in zip(sentences, found, strict=True):
        last = last if sentence.paragraph == paragraph else None
        paragraph = sentence.paragraph
        own = {
            m.place.country for m in marks if (m.place.id or m.kind == "part") and m.kind != "country" and m.standing in WITHIN
        }
        last = next(iter(own)) if len(own) == 1 else None if own else last
        home = last if last in leading else None
        out.append(tuple(_moved(mark, home) if mark.place.country == leading[0] else mark for mark in marks) if home else marks)
    return out


def _moved(mark: PlaceMark, country: str) -> PlaceMark:
    """Return a mark, in this country where its name is a strange one."""
    strange = mark.place.id is None and mark.kind != "part"
    return replace(mark, place=replace(mark.place, country=country)) if strange else mark


def _hints(words: Words, marks: Sequence[PlaceMark]) -> Hints:
    """Return what a sentence says of places without naming them."""
    pointed, nouns, wheres, forms = set(), [], [], {mark.form for mark in words.marks}
    for mark in words.marks:
        if mark.form == "there":
            pointed.add("there")
        elif mark.form == "where":
            wheres.append(mark.start)
        elif mark.form == "noun" and mark.value not in _VAGUE:
            nouns.append(mark)
    if nouns:
        taken = {at for mark in marks for at in range(mark.start - _NEXT, mark.end + _NEXT)}
        pointed.update(sort_of(noun.value) for noun in nouns if noun.start not in taken)
    return Hints(frozenset(pointed), tuple(wheres), "scene" in forms, "ago" in forms)
