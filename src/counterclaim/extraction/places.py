"""Where the losses were: the places of a report, and which of them a figure belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.extraction.place_candidates import Words
from counterclaim.extraction.place_marks import Context, PlaceMark, country_weights, mark_places
from counterclaim.model import Place, Scope, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.extraction.sentences import Sentence
    from counterclaim.knowledge.language import LanguagePack
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.knowledge.place_finder import Finder

Found = tuple[tuple[Place, ...], str | None, Span | None]

#: How much each kind of place says about where one attack was, and about where a total was counted.
_EVENT = {"country": 0.6, "area": 1.7, "part": 1.7, "sea": 1.0, "division": 2.3, "river": 1.6, "border": 2.0, "front": 1.8, "district": 2.8}
_TOTAL = {"country": 2.2, "area": 2.6, "part": 2.6, "sea": 1.5, "division": 2.6, "river": 1.5, "border": 1.8, "front": 2.2, "district": 2.2}
_EVENT_POINT, _TOTAL_POINT = 3.2, 1.9
#: What stands before a name, and how much that says.
_STANDING = {"at": 1.0, "near": 0.9, "of": 0.2, None: -0.2}
#: What a token, a comma and a stronger stop between a name and a figure cost; the least that counts as named for it.
_TOKEN, _COMMA, _STOP, _ENOUGH = 0.05, 0.15, 0.5, 0.4
_STOPS = frozenset(";:–—•")
_WIDE = frozenset(["country", "area", "part", "sea"])


class Places:
    """The places of one report."""

    def __init__(self, sentences: Sequence[Sentence], marks: Sequence[tuple[PlaceMark, ...]], context: Context, finder: Finder) -> None:
        self._sentences = list(sentences)
        self._index = {s.number: at for at, s in enumerate(sentences)}
        self._marks = [tuple(_with_name(m, finder) for m in found) for found in marks]
        self._finder = finder
        self.countries = context.leading if context.countries else []

    def marks(self, sentence: int) -> tuple[PlaceMark, ...]:
        """Return the places that a sentence names, in reading order."""
        return self._marks[self._index[sentence]]

    def at(self, sentence: int, start: int, end: int, scope: Scope) -> Found:
        """Return the places of what stands at these tokens, the most precise first, its country, and the words' span."""
        here = self._index[sentence]
        best = self._nearest(here, start, end, scope)
        if scope is Scope.EVENT and (best is None or best.kind in _WIDE):
            carried = self._carried(here, None if best is None else best.place.country)
            if carried is not None:
                return self._found(*carried)
        if best is not None:
            return self._found(here, best)
        if scope is Scope.TOTAL:
            carried = self._wide_before(here)
            if carried is not None:
                return self._found(*carried)
        if self.countries:
            return (self._country(self.countries[0]),), self.countries[0], None
        return (), None, None

    def _found(self, at: int, mark: PlaceMark) -> Found:
        place = mark.place
        if place.country is None and mark.kind == "unresolved" and self.countries:
            place = replace(place, country=self.countries[0])
        return (place,), place.country, self._sentences[at].span(mark.start, mark.end)

    def _nearest(self, at: int, start: int, end: int, scope: Scope) -> PlaceMark | None:
        """Return the place that a sentence names for what stands at these tokens; None where none is near enough."""
        best, most = None, _ENOUGH
        for mark in self._marks[at]:
            worth = _worth(mark, scope) - self._distance(at, mark, start, end)
            if worth > most:
                best, most = mark, worth
        return best

    def _distance(self, at: int, mark: PlaceMark, start: int, end: int) -> float:
        first, last = (mark.end, start) if mark.end <= start else (end, mark.start)
        between = self._sentences[at].tokens[first:last] if first < last else ()
        cost = 0.0
        for token in between:
            cost += _COMMA if token.text == "," else _STOP if token.text in _STOPS else _TOKEN
        return min(cost, 2.0)

    def _carried(self, at: int, country: str | None) -> tuple[int, PlaceMark] | None:
        """Return the place that earlier sentences of the paragraph, then of the report, then the next ones speak of."""
        paragraph = self._sentences[at].paragraph
        before = range(at - 1, -1, -1)
        same = [n for n in before if self._sentences[n].paragraph == paragraph]
        others = [n for n in before if self._sentences[n].paragraph != paragraph]
        after = range(at + 1, min(at + 6, len(self._marks)))
        for group in (same, others, after):
            found = self._anchor(group, country)
            if found is not None:
                return found
        return None

    def _anchor(self, numbers: Iterable[int], country: str | None) -> tuple[int, PlaceMark] | None:
        for number in numbers:
            best, most = None, 2.0
            for mark in self._marks[number]:
                if mark.kind in _WIDE or (country is not None and mark.place.country not in (country, None)):
                    continue
                worth = _worth(mark, Scope.EVENT)
                if worth > most:
                    best, most = mark, worth
            if best is not None:
                return number, best
        return None

    def _wide_before(self, at: int) -> tuple[int, PlaceMark] | None:
        paragraph = self._sentences[at].paragraph
        for number in range(at - 1, -1, -1):
            if self._sentences[number].paragraph != paragraph:
                break
            best, most = None, 2.0
            for mark in self._marks[number]:
                worth = _worth(mark, Scope.TOTAL)
                if mark.kind in _TOTAL and worth > most:
                    best, most = mark, worth
            if best is not None:
                return number, best
        return None

    def _country(self, code: str) -> Place:
        entry = self._finder.by_id(f"country:{code}")
        return entry.place() if entry is not None else Place(code, code, where_prec=6)


def _worth(mark: PlaceMark, scope: Scope) -> float:
    table, point = (_EVENT, _EVENT_POINT) if scope is Scope.EVENT else (_TOTAL, _TOTAL_POINT)
    return table.get(mark.kind, point) + _STANDING.get(mark.preposition, 0.0)


def _with_name(mark: PlaceMark, finder: Finder) -> PlaceMark:
    """Return a mark whose country has its English name."""
    if mark.kind not in ("country", "part") or mark.place.country is None:
        return mark
    entry = finder.by_id(f"country:{mark.place.country}")
    name = entry.name if entry is not None else mark.place.country
    return mark._replace(place=replace(mark.place, name=mark.place.name.replace(mark.place.country, name)))


def read_places(sentences: Sequence[Sentence], pack: LanguagePack, knowledge: Knowledge) -> Places:
    """Return the places of a report's sentences."""
    finder = knowledge.finder(pack.code)
    words = [Words(s, finder.words.lexicon.find(s.tokens)) for s in sentences]
    context = _context(sentences, words, knowledge, finder)
    found = [() if s.boilerplate else tuple(mark_places(s, w, finder, context)) for s, w in zip(sentences, words, strict=True)]
    return Places(sentences, found, context, finder)


def _context(sentences: Sequence[Sentence], words: Sequence[Words], knowledge: Knowledge, finder: Finder) -> Context:
    small: set[str] = set()
    capitals = total = 0
    weights: Counter[str] = country_weights(sentences)
    for sentence, found in zip(sentences, words, strict=True):
        if sentence.boilerplate:
            continue
        for number, token in enumerate(sentence.tokens):
            if token.kind == "word":
                if not token.capitalised:
                    small.add(token.key)
                if number:
                    total += 1
                    capitals += token.capitalised
        for mark in found.marks:
            entry = finder.by_id(mark.value) if mark.entry.kind == "place_names" else None
            if entry is not None and entry.country:
                weights[entry.country] += 2
        for mark in sentence.marks:
            if mark.entry.kind == "actors":
                country = knowledge.actors.get(mark.value).country
                if country:
                    weights[country] += 1
    return Context(weights, frozenset(small), capitals > 0.2 * total, {})
