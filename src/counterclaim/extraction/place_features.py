"""What speaks for a place that a report names being that of a figure, as features that know no language."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from counterclaim.extraction.place_asking import FINE, THERE, WIDTH, sort_of
from counterclaim.extraction.place_surroundings import PAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.place_asking import Asked, Figure, Setting
    from counterclaim.extraction.place_values import PlaceMark
    from counterclaim.extraction.sentences import Sentence

Features = dict[str, float]

#: How many sentences open a report, and how many before one are near it.
OPENING, ABOVE = 3, 2
#: In how many sentences a report says where in a country something was, if it does; how surely a name is a place that is told of
#: without a preposition ("attacked the town of Name").
HEAD, SURE = 6, 5.0
#: At which token of a sentence a strange name stands that it begins with: "In Name, six were killed".
LED = 2
#: How many tokens, commas and other breaks between a place and a figure count, and how often a name counts.
FAR, COMMAS, BREAKS, OFTEN = 30, 3, 2, 6
#: How many tokens may stand between a place and another that tells where it lies.
BEHIND = 7
#: How many tokens may stand between a place and the "where" behind it.
ASIDE = 6
#: The sorts of parts of a country.
_WIDE = frozenset({"area", "division"})
_RELATED = frozenset({"near", "from"})
_STOPS = frozenset(";:–—•()")
#: What follows the name of the place that a report was sent from.
_DATELINES = frozenset("-–—(,/")
_ACTING = frozenset({"country", "area", "division"})
#: Sorts and distances, coarser.
_COARSE = {**dict.fromkeys(["point", "district", "unlisted", "site", "hospital"], "fine"), "line": "area"}
_NEAR = {"before": "beside", "earlier": "beside"}


class Report:
    """The places of a report among each other."""

    def __init__(self, sentences: Sequence[Sentence], marks: Sequence[Sequence[PlaceMark]], setting: Setting) -> None:
        self._sentences, self._marks = sentences, marks
        self._countries, self._hints = setting.countries, setting.hints
        self._named = Counter(mark.place.name for found in marks for mark in found)
        first = next((m for found in marks for m in found if _pinned(m) and m.standing in THERE), None)
        self._first = first.place.name if first else None
        opening = ((at, m.place) for at, found in enumerate(marks) for m in found if _pinned(m) and _told_of(m))
        self._opened_at, opened = next(opening, (len(marks), None))
        self._opened, self._land = (opened.name, opened.country) if opened else ("", None)
        self._vague = not any(_told_of(m) and sort_of(m.kind) in FINE for found in marks[:HEAD] for m in found)
        self._opening = {mark.place.name for found in marks[:OPENING] for mark in found}
        self._spoken = ["attribution" in s.kinds for s in sentences]
        self._telling = ["outcomes" in s.kinds for s in sentences]
        self._struck = ["means" in s.kinds for s in sentences]
        fine = [m for found in marks for m in found if m.standing != "role" and sort_of(m.kind) in FINE]
        self._fine = max(len(fine), 1)
        self._within = Counter(m.division for m in fine if m.division)
        self._last = [_last(found) for found in marks]
        self.covered = max(self._within.values(), default=0) / self._fine

    def names(self, name: str) -> bool:
        """Return whether the report names a place."""
        return name in self._named

    def led_back_to(self, mark: PlaceMark, at: int, here: int) -> bool:
        """Return whether a figure's sentence goes on from another place than that of an earlier attack that is led back to."""
        again = mark.place.name == self._opened or self._named[mark.place.name] > 1
        return at != here and self._opened_at < at and not again and not self._hints[here].ago

    def heals(self, mark: PlaceMark, at: int) -> bool:
        """Return whether a sentence only says that people are in a place's hospital, after an attack on another place."""
        other = mark.place.name != self._opened and mark.place.country == self._land
        return other and not self._struck[at] and self._opened_at < at

    def features(self, at: int, mark: PlaceMark, figure: Figure) -> tuple[Features, Features]:
        """Return what speaks for a place of a sentence, whatever the figure's scope, and what depends on that."""
        sort, standing, here = sort_of(mark.kind), mark.standing or "none", figure.here
        own, where, name = at == here, self._where(at, figure.here), mark.place.name
        often = math.log(min(self._named[name], OFTEN))
        always = {
            f"{where}_{sort}": 1.0,
            f"standing_{standing}": 1.0,
            f"{'own' if own else 'other'}_standing_{standing}_{sort}": 1.0,
            f"often_{sort}": often,
            "sure": min(mark.weight, 5.0) / 5,
        }
        around = "self" if own else _COARSE.get(figure.own, figure.own)
        met = f"{_NEAR.get(where, where)}_{_COARSE.get(sort, sort)}_{around}"
        scoped = {sort: 1.0, where: 1.0, met: 1.0, "often": often}
        if name == self._first:
            scoped["first"] = 1.0
        if name in self._opening:
            scoped["opening"] = 1.0
        within = self._within[mark.division] if sort == "division" else self._named[name] if sort in FINE else 0
        if within:
            scoped[f"cover_{sort}"] = min(within / self._fine, 1.0)
        self._saying(always, at, mark, own=own)
        self._country(always, at, mark, figure.asked)
        if own:
            self._apart(always, at, mark, figure.asked)
        else:
            self._beside(always, at, mark, figure)
            self._inside(scoped, mark, figure, where)
            self._told(scoped, at, sort)
            if here < OPENING:
                scoped[f"lead_{_COARSE.get(sort, sort)}"] = 1.0
        self._finer(scoped, at, mark, own=own)
        return always, scoped

    def _where(self, at: int, here: int) -> str:
        if at == here:
            return "own"
        if self._sentences[at].paragraph == self._sentences[here].paragraph:
            return "behind" if at > here else "before" if at == here - 1 else "earlier"
        if at > here:
            return "later"
        return "above" if here - at <= ABOVE else "top" if at < OPENING else "far"

    def _saying(self, found: Features, at: int, mark: PlaceMark, *, own: bool) -> None:
        """Add what is said to be in a place: a government, a body that speaks, a hospital, the reporter."""
        sort = sort_of(mark.kind)
        if mark.capital:
            found["capital"] = 1.0
            found["capital_spoken"] = float(self._spoken[at])
        if mark.beside is not None:
            found[mark.beside] = 1.0
            found[f"{mark.beside}_{sort}"] = 1.0
        if _refers(mark, self._marks[at]):
            found["reference"] = 1.0
        if mark.start == 0 and self._dateline(at, mark):
            found["dateline"] = 1.0
            if any(other.standing in THERE for other in self._marks[at]):
                found["dateline_beside"] = 1.0
        if own and sort in _ACTING and mark.standing is None and mark.kind != "side":
            found["acting_spoken"] = float(self._spoken[at])

    def _dateline(self, at: int, mark: PlaceMark) -> bool:
        """Return whether a name opens a paragraph as the place that a report was sent from does."""
        sentence = self._sentences[at]
        opens = not at or self._sentences[at - 1].paragraph != sentence.paragraph
        return opens and mark.end < len(sentence.tokens) and sentence.tokens[mark.end].text in _DATELINES

    def _country(self, found: Features, at: int, mark: PlaceMark, asked: Asked) -> None:
        country = mark.place.country
        if country is None:
            found["stateless"] = 1.0
            return
        if self._countries and country == self._countries[0]:
            found["leading"] = 1.0
        elif country not in self._countries:
            found["foreign"] = 1.0
            found["foreign_spoken"] = float(self._spoken[at])
        if asked.people:
            found["people_here" if country in asked.people else "people_elsewhere"] = 1.0

    def _apart(self, found: Features, at: int, mark: PlaceMark, asked: Asked) -> None:
        """Add how far a place of the own sentence stands from the figure."""
        start, end = asked.start, asked.end
        low, high = (mark.end, start) if mark.end <= start else (end, mark.start)
        between = self._sentences[at].tokens[low:high] if low < high else ()
        found["gap"] = min(len(between), FAR) / 10
        found["commas"] = float(min(sum(t.text == "," for t in between), COMMAS))
        found["breaks"] = float(min(sum(t.text in _STOPS for t in between), BREAKS))
        found["in_front"] = float(mark.end <= start)
        if mark.start <= LED and mark.standing in THERE and mark.end <= start and sort_of(mark.kind) == "unlisted":
            found["sets"] = 1.0
        if self._where_of(at, start) is mark:
            found["where"] = 1.0
        if len(self._marks[at]) == 1:
            found["only"] = 1.0
        elif not any(_away(other, start, end) < _away(mark, start, end) for other in self._marks[at]):
            found["nearest"] = 1.0

    def _where_of(self, at: int, start: int) -> PlaceMark | None:
        """Return the place that a clause with a figure says something of: "in Kidal on Sunday, where five were killed"."""
        where = next((token for token in reversed(self._hints[at].wheres) if token < start), None)
        if where is None or start - where > FAR:
            return None
        before = (mark for mark in reversed(self._marks[at]) if mark.end <= where and not _refers(mark, self._marks[at]))
        return next((mark for mark in before if where - mark.end <= ASIDE), None)

    def _beside(self, found: Features, at: int, mark: PlaceMark, figure: Figure) -> None:
        """Add how a place of another sentence stands to what the figure's own names and points to."""
        here, where = figure.here, self._where(at, figure.here)
        found["sentences"] = math.log(1 + abs(at - here))
        found["elsewhere_" + figure.own] = 1.0
        countries = {o.place.country for o in self._marks[here] if o.standing in THERE}
        if countries and mark.place.country not in countries:
            found["elsewhere"] = 1.0
        if figure.own in _WIDE and self._hints[here].ago and not self._hints[at].ago:
            found["ago"] = 1.0
        last = mark is self._last[at]
        if where in ("before", "earlier") and last:
            found["last_before"] = 1.0
        if mark.standing in THERE:
            self._scene(found, at, sort_of(mark.kind), where)
        pointed = self._hints[here].pointed
        if not pointed:
            return
        if last and where in ("before", "above") and "there" in pointed:
            found["there"] = 1.0
        if figure.own in ("none", "country") and pointed != {"there"}:
            met = sort_of(mark.kind) in pointed
            found["pointed_met" if met else "pointed_missed"] = 1.0
            if met and where in ("before", "earlier", "above"):
                found["pointed_back"] = 1.0

    def _scene(self, found: Features, at: int, sort: str, where: str) -> None:
        """Add whether a sentence without losses of its own tells where something was."""
        if self._telling[at]:
            return
        fine = "fine" if sort in FINE else "wide"
        found[f"quiet_{fine}"] = 1.0
        if self._hints[at].scene:
            found[f"scene_{fine}"] = 1.0
            found[f"scene_{where}"] = 1.0
        if self._struck[at]:
            found[f"struck_{fine}"] = 1.0

    def _told(self, found: Features, at: int, sort: str) -> None:
        """Add whether the sentence of a place tells of losses of its own, and where they were."""
        if self._telling[at]:
            fine = "fine" if sort in FINE else "wide"
            found[f"telling_{fine}"] = 1.0
            if self._hints[at].scene:
                found[f"telling_scene_{fine}"] = 1.0

    def _inside(self, found: Features, mark: PlaceMark, figure: Figure, where: str) -> None:
        """Add whether a place lies in one that the figure's sentence names, and is finer than all that it names."""
        wide = [other for other in self._marks[figure.here] if not _pinned(other)]
        inside = None
        if self._vague and _officed(mark) and figure.own == "area" and any(o.place.country == mark.place.country for o in wide):
            found["office_fills"] = 1.0
        if mark.place.country is not None and any(o.place.country == mark.place.country for o in wide):
            inside = "country"
            found["inside_country"] = 1.0
        if mark.division and any(o.division == mark.division for o in wide):
            inside = "division"
            found["inside_division"] = 1.0
        if inside and WIDTH.get(sort_of(mark.kind), 0) < WIDTH.get(figure.own, len(WIDTH)):
            found[f"fills_{inside}"] = 1.0
            found[f"fills_{where}"] = 1.0
            if mark.place.name == self._first:
                found["fills_first"] = 1.0
            if figure.here < OPENING:
                found["lead_fills"] = 1.0

    def _finer(self, found: Features, at: int, mark: PlaceMark, *, own: bool) -> None:
        """Add whether its sentence names a place within it, or one that it lies in."""
        width = WIDTH.get(sort_of(mark.kind), 0)
        for other in self._marks[at]:
            if other is mark or other.place.country != mark.place.country or other.standing == "role":
                continue
            if WIDTH.get(sort_of(other.kind), 0) < width:
                found["holds"] = 1.0
                if own and other.standing in THERE:
                    found["own_holds"] = 1.0
            elif WIDTH.get(sort_of(other.kind), 0) > width:
                found["held"] = 1.0


def _refers(mark: PlaceMark, beside: Sequence[PlaceMark]) -> bool:
    """Return whether a place only tells where the one before it lies: "in Name, close to Other Name"."""
    return mark.standing in _RELATED and any(0 <= mark.start - other.end <= BEHIND for other in beside)


def _last(marks: Sequence[PlaceMark]) -> PlaceMark | None:
    """Return the last place of a sentence that does not only tell where another lies."""
    return next((mark for mark in reversed(marks) if not _refers(mark, marks)), None)


def _officed(mark: PlaceMark) -> bool:
    """Return whether a province or district is named for its officials only: "the governor of Name province said"."""
    return (
        (mark.standing == "role" or mark.beside == "body") and sort_of(mark.kind) in ("division", "district") and not mark.capital
    )


def _told_of(mark: PlaceMark) -> bool:
    """Return whether something is said of a place itself, not of a body or an office of it, or of an earlier attack."""
    if mark.beside in ("body", PAST) or mark.capital:
        return False
    return mark.standing in THERE or (mark.standing is None and (mark.weight >= SURE or mark.kind == "village"))


def _pinned(mark: PlaceMark) -> bool:
    """Return whether a place is a town, a village or narrower."""
    return WIDTH.get(sort_of(mark.kind), 0) <= 0


def _away(mark: PlaceMark, start: int, end: int) -> int:
    return max(start - mark.end, mark.start - end, 0)
