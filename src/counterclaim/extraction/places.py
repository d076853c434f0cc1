"""Where the losses were: the places of a report, and which of them a figure belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.place_context import capital_actors, read_context, with_places
from counterclaim.extraction.place_marks import mark_places
from counterclaim.extraction.place_surroundings import Words
from counterclaim.extraction.place_values import Context, PlaceMark, Reading
from counterclaim.model import Place, Scope, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.knowledge.place_finder import Finder

Found = tuple[tuple[Place, ...], str | None, Span | None]

_NOWHERE: Found = ((), None, None)

#: How much each kind of place says about where one attack was; towns, camps and the like say most.
_EVENT = {
    **dict.fromkeys(["area", "part", "island", "river"], 1.7),
    **dict.fromkeys(["border", "front", "mountains"], 2.0),
    "country": 0.6, "sea": 1.0, "division": 2.3, "district": 2.8, "unlisted": 3.0,
}  # fmt: skip
#: The same about where a total was counted.
_TOTAL = {
    **dict.fromkeys(["area", "part", "island", "division"], 2.6),
    **dict.fromkeys(["river", "sea", "mountains"], 1.5),
    "country": 2.2, "district": 2.2, "border": 1.8, "front": 2.2, "unlisted": 1.0,
}  # fmt: skip
_EVENT_POINT, _TOTAL_POINT = 3.2, 2.0
#: What stands before a name, and how much that says.
_STANDING = {"at": 1.0, "near": 0.9, "of": 0.2, "from": -0.8, "role": -2.6, None: -0.2}
#: A country that nothing stands before acts or speaks; it is no place.
_ACTING, _ORIGIN = -1.2, -0.4
#: A place that nothing stands before may be what was hit, where it is surely a place.
_CERTAIN, _HIT = 2.8, 0.5
#: What a token, a comma and a stronger stop between a name and a figure cost; the least that counts as named for it.
_TOKEN, _COMMA, _STOP, _FARTHEST, _ENOUGH = 0.05, 0.15, 0.5, 1.3, 0.9
_STOPS = frozenset(";:–—•")
#: How wide the kinds of places are, towns and the like 0; and within how many tokens one place stands beside another.
_BREADTH = {"district": 1, "division": 2, "area": 3, "part": 3, "island": 3, "country": 4}
_BESIDE = 5
#: What a report may be about, and how often it then names it at least.
_REGIONS = frozenset(["area", "division", "island"])
_MAIN, _MAIN_TOWN, _AREA, _HEADS = 2, 4, 2, 3
_COUNTRIES = frozenset(["country", "part", "sea"])
_WIDE = frozenset(["country", "area", "part", "sea", "island"])
#: What it costs where a capital stands in a sentence that says who speaks.
_SEAT = 0.9
#: What it costs to take a place from another sentence: each sentence between, another paragraph, a later one,
#: another country; and what it earns to be the sentence just before.
_SENTENCE, _PARAGRAPH, _LATER, _ELSEWHERE, _NEXT = 0.14, 0.3, 0.9, 1.0, 0.9
#: What each further time that a report names a place adds, up to so many; the least that a place of another sentence must say,
#: of one attack and of a total; and what the first place of a report earns.
_OFTEN, _MOST_NAMED, _EVENT_ENOUGH, _TOTAL_ENOUGH, _FIRST = 0.15, 4, 0.9, 1.9, 0.5
#: The most places that are one, and the most tokens that join two.
_MOST_JOINED, _JOINING = 4, 3
#: Where a report speaks so little of countries, its places tell where it plays.
_FEW = 3.0


class Places:
    """The places of one report."""

    def __init__(
        self, sentences: Sequence[Sentence], marks: Sequence[tuple[PlaceMark, ...]], context: Context, finder: Finder
    ) -> None:
        self._sentences = list(sentences)
        self._index = {s.number: at for at, s in enumerate(sentences)}
        self._marks = list(marks)
        self._finder = finder
        self._named = Counter(m.place.name for marks in self._marks for m in marks)
        points = (
            m.place.name
            for marks in self._marks
            for m in marks
            if m.kind not in _WIDE and not m.capital and _STANDING[m.standing] > 0
        )
        self._first = next(points, None)
        self.countries = context.leading if context.countries else []

    def marks(self, sentence: int) -> tuple[PlaceMark, ...]:
        """Return the places that a sentence names, in reading order."""
        return self._marks[self._index[sentence]]

    def at(self, sentence: int, start: int, end: int, scope: Scope) -> Found:
        """Return the places of what stands at these tokens, the most precise first, its country, and the words' span."""
        here = self._index[sentence]
        best = self._nearest(here, start, end, scope)
        if best is None or (scope is Scope.EVENT and best.kind in _WIDE):
            carried = self._carried(here, best, scope)
            if carried is not None:
                return self._found(*carried, scope)
        if best is not None:
            return self._found(here, best, scope)
        return self._everywhere()

    def _found(self, at: int, mark: PlaceMark, scope: Scope) -> Found:
        if scope is Scope.EVENT:
            mark = self._finer(at, mark)
        place = mark.place
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

    def _nearest(self, at: int, start: int, end: int, scope: Scope) -> PlaceMark | None:
        """Return the place that a sentence names for what stands at these tokens; None where none is near enough."""
        best, most = None, _ENOUGH
        spoken = _SEAT * any(True for _ in self._sentences[at].of("attribution"))
        for mark in self._marks[at]:
            worth = _worth(mark, scope) - self._distance(at, mark, start, end) - spoken * mark.capital
            if worth > most:
                best, most = mark, worth
        return best

    def _distance(self, at: int, mark: PlaceMark, start: int, end: int) -> float:
        first, last = (mark.end, start) if mark.end <= start else (end, mark.start)
        between = self._sentences[at].tokens[first:last] if first < last else ()
        cost = 0.0
        for token in between:
            cost += _COMMA if token.text == "," else _STOP if token.text in _STOPS else _TOKEN
        return min(cost, _FARTHEST)

    def _carried(self, at: int, wide: PlaceMark | None, scope: Scope) -> tuple[int, PlaceMark] | None:
        """Return the place that the sentences around speak of: near, named often, in the country where one is given (`wide`)."""
        best, most = None, _EVENT_ENOUGH if scope is Scope.EVENT else _TOTAL_ENOUGH
        home = self.countries[0] if self.countries else None
        for number, marks in enumerate(self._marks):
            same = self._sentences[number].paragraph == self._sentences[at].paragraph
            if not marks or number == at or (scope is Scope.TOTAL and (number > at or not same)):
                continue
            cost = min(_SENTENCE * abs(at - number), _FARTHEST) + _LATER * (number > at) + _PARAGRAPH * (not same)
            cost -= _NEXT * (same and number == at - 1)
            spoken = _SEAT * any(True for _ in self._sentences[number].of("attribution"))
            for mark in marks:
                if not (self._fits(mark, wide, home, close=same) if scope is Scope.EVENT else mark.kind in _REGIONS | _WIDE):
                    continue
                worth = _worth(mark, scope) - cost - spoken * mark.capital - _ELSEWHERE * (mark.place.country not in (None, home))
                if mark.kind not in _WIDE:
                    worth += _OFTEN * min(self._named[mark.place.name] - 1, _MOST_NAMED) + _FIRST * (
                        mark.place.name == self._first
                    )
                elif scope is Scope.TOTAL and mark.place.country not in (None, home):
                    continue
                if worth > most:
                    best, most = (number, mark), worth
        return best

    def _fits(self, mark: PlaceMark, wide: PlaceMark | None, home: str | None, *, close: bool) -> bool:
        """Return whether a place may be the one that a sentence leaves out, which names no more than a country or an area."""
        if mark.kind in _COUNTRIES:
            return False
        if wide is None or mark.place.country in (None, wide.place.country):
            return wide is None or wide.kind == "country" or mark.kind not in _WIDE
        return wide.kind == "country" and wide.place.country != home and close and mark.place.country == home

    def _everywhere(self) -> Found:
        """Return the region that the whole report is about, or its country."""
        if not self.countries:
            return _NOWHERE
        home = self.countries[0]
        spoken: Counter[str] = Counter()
        regions: dict[str, Place] = {}
        for number, mark in ((n, m) for n, marks in enumerate(self._marks) for m in marks if m.place.country == home):
            if mark.kind in ("country", "part"):
                spoken[""] += 1 + (number < _HEADS)
            elif mark.kind in _REGIONS or mark.kind == "city":
                regions[mark.place.name] = mark.place
                spoken[mark.place.name] += (_AREA if mark.kind == "area" else 1) + (number < _HEADS)
        whole = spoken.pop("", 0)
        for name, count in spoken.most_common(1):
            if count > whole and count >= (_MAIN if regions[name].where_prec != 1 else _MAIN_TOWN):
                return (regions[name],), home, None
        return (self._country(home),), home, None

    def _country(self, code: str) -> Place:
        entry = self._finder.by_id(f"country:{code}")
        return entry.place() if entry is not None else Place(code, code, where_prec=6)


def _worth(mark: PlaceMark, scope: Scope) -> float:
    table, point = (_EVENT, _EVENT_POINT) if scope is Scope.EVENT else (_TOTAL, _TOTAL_POINT)
    standing = _ACTING if mark.kind == "country" and mark.standing is None else _STANDING.get(mark.standing, 0.0)
    if mark.kind == "country" and mark.standing == "of":
        standing = _ORIGIN
    elif mark.standing is None and mark.weight >= _CERTAIN and not mark.capital and mark.kind not in _WIDE:
        standing = _HIT
    return table.get(mark.kind, point) + standing


def read_places(sentences: Sequence[Sentence], pack: LanguagePack, knowledge: Knowledge) -> Places:
    """Return the places of a report's sentences."""
    finder = knowledge.finder(pack.code)
    capitals = capital_actors(knowledge.actors)
    words = [
        Words(s, [] if s.boilerplate else finder.words.lexicon.find(s.tokens), finder.words.parts, capitals) for s in sentences
    ]
    context = read_context(sentences, words, knowledge.actors, finder)
    found = _mark(sentences, words, finder, context)
    if len(context.countries) == 0 or max(context.countries.values()) < _FEW:
        context = with_places(context, [mark for marks in found for mark in marks])
        found = _mark(sentences, words, finder, context)
    context = with_places(context, [mark for marks in found for mark in marks])
    return Places(sentences, found, context, finder)


def _mark(sentences: Sequence[Sentence], words: Sequence[Words], finder: Finder, context: Context) -> list[tuple[PlaceMark, ...]]:
    return [
        () if s.boilerplate else tuple(mark_places(s, Reading(w, finder, context))) for s, w in zip(sentences, words, strict=True)
    ]
