"""What a report says about how wide a figure is, as features that know no language.

The words of `scope.toml` in and around the figure's sentence, the times and places beside it, its size beside the report's other
figures, and how it is stated. `scope.py` weighs them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from counterclaim import edtf
from counterclaim.extraction.date_terms import DateKind
from counterclaim.model import How, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extraction.dates import DateMark
    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.finishing import Readings
    from counterclaim.extraction.sentences import Sentence
    from counterclaim.extraction.victims import Phrase
    from counterclaim.knowledge.lexicon import Lexicon

#: How many tokens away a word still speaks of the figure itself, a time does, and a helping verb does.
NEAR, NEAR_TIME, NEAR_VERB = 8, 10, 4
#: How many sentences to either side speak of a figure too.
REACH = 2
#: Figures from these sizes on are large, and many for one blow.
LARGE, MANY = 500, 30
#: From how many places on a sentence lists them.
LISTED = 3
_WIDE = frozenset({"country", "area", "part", "sea"})
_PLAIN = frozenset(
    {DateKind.UNTIL, DateKind.DURATION, DateKind.PER_DAY, DateKind.PAST, DateKind.NOW, DateKind.PUBLISHED, DateKind.CLOCK}
)
_UNITS = frozenset({"day", "night", "weekend", "week", "month", "year", "decade", "season"})
_DAYS = frozenset({"day", "night"})
_BLOWS, _MANY = ("attack", "blast"), ("fights", "several", "campaign", "war")


class Setting(NamedTuple):
    """What one report's figures are read in: its drafts, what the stages found, and the words for scope and for targets.

    `found` remembers the words of sentences that were looked at.
    """

    drafts: Sequence[Draft]
    readings: Readings
    scope: Lexicon
    targets: Lexicon
    found: dict[int, list[tuple[int, int, str]]]

    def words(self, sentence: Sentence) -> list[tuple[int, int, str]]:
        """Return where a sentence speaks of scope, and what it says."""
        known = self.found.get(sentence.number)
        if known is None:
            known = [(m.start, m.end, m.value) for m in sentence.marks_in(self.scope)]
            known += [(m.start, m.end, "target") for m in sentence.marks_in(self.targets)]
            self.found[sentence.number] = known
        return known

    def beside(self, sentence: Sentence) -> list[Sentence]:
        """Return the sentences of the paragraph directly before and behind."""
        number = sentence.number
        near = self.readings.sentences[max(number - REACH, 0) : number + REACH + 1]
        return [s for s in near if s.paragraph == sentence.paragraph and s.number != number]


def features(draft: Draft, setting: Setting) -> dict[str, float]:
    """Return the features of a figure by name; one that is not there is 0."""
    found = {"bias": 1.0, "outcome_" + draft.outcome: 1.0}
    _size(found, draft, setting)
    _words(found, draft, setting)
    _times(found, draft, setting)
    _places(found, draft, setting)
    _stated(found, draft, setting)
    _together(found, draft, setting)
    if len(setting.readings.sentences) == 1:
        _headline(found, draft, setting)
    return found


def _size(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    number = _number(draft)
    alike = [_number(d) for d in setting.drafts if d.outcome is draft.outcome and d.whole is None] or [number]
    found["size"] = math.log10(number + 1)
    found["large"] = float(number >= LARGE)
    found["one"] = float(number <= 1)
    found["many"] = float(number >= MANY)
    found["beside_most"] = math.log10((number + 1) / (max(alike) + 1))
    found["beside_first"] = max(-2.0, min(2.0, math.log10((number + 1) / (alike[0] + 1))))
    found["alike"] = math.log10(len(alike) + 1)
    found["combat_many"] = float(draft.outcome is Outcome.STRENGTH and number >= 100)


def _number(draft: Draft) -> int:
    bounds = draft.quantity.bounds
    return bounds.low or bounds.high or 0


def _words(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    sentence = draft.sentence
    for start, end, value in setting.words(sentence):
        away = max(start - draft.end, draft.start - end, 0)
        if value != "perfect":
            found[value] = 1.0
            if away <= NEAR:
                found[value + "_near"] = 1.0
        elif away < NEAR_VERB:
            found["perfect"] = 1.0
    for other in setting.beside(sentence):
        side = "_before" if other.number < sentence.number else "_behind"
        found.update((value + side, 1.0) for _, _, value in setting.words(other))
    for value in {v for s in setting.readings.sentences[:1] for _, _, v in setting.words(s)}:
        found[value + "_title"] = 1.0


def _times(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    dates = setting.readings.dates
    for mark in dates.marks(draft.sentence.number):
        name = "time_" + _sort_of(mark)
        found[name] = 1.0
        if max(mark.start - draft.end, draft.start - mark.end) <= NEAR_TIME:
            found[name + "_near"] = 1.0
    for other in setting.beside(draft.sentence):
        side = "_before" if other.number < draft.sentence.number else "_behind"
        found.update((f"time_{_sort_of(mark)}{side}", 1.0) for mark in dates.marks(other.number))


def _sort_of(mark: DateMark) -> str:
    """Return what sort of time is named: the unit of a point, the sort of a limit, how long a range is."""
    if mark.kind is DateKind.SINCE:
        return "since_apart" if mark.granularity == "clause" else "since"
    if mark.kind is DateKind.RANGE:
        return "range_" + length(mark.edtf)
    if mark.kind in _PLAIN:
        return mark.kind
    return mark.granularity if mark.granularity in _UNITS else "other"


def length(time: str | None) -> str:
    """Return how long a time is, in words: "day" up to two days."""
    covered = edtf.days(time)
    if covered is None or covered.first is None or covered.last is None:
        return "open"
    days = (covered.last - covered.first).days + 1
    return "day" if days <= 2 else "week" if days <= 10 else "month" if days <= 31 else "long"


def _places(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    marks = setting.readings.places.marks(draft.sentence.number)
    found["places"] = float(len({mark.place.name for mark in marks}) > 1)
    named = {mark.place.name for mark in marks if mark.kind not in _WIDE}
    found["listed"] = float(len(named) >= LISTED)
    found["divisions"] = float(len({m.place.name for m in marks if m.kind == "division"}) > 1)
    found["points"] = float(len({m.place.name for m in marks if m.kind not in _WIDE and m.kind != "division"}) > 1)
    paragraph = [draft.sentence, *setting.beside(draft.sentence)]
    near = [mark for sentence in paragraph for mark in setting.readings.places.marks(sentence.number)]
    found["local"] = float(any(mark.kind not in _WIDE for mark in near))
    found["nowhere"] = float(not near)
    kinds = {mark.kind for mark in marks}
    found["here_point"] = float(any(k not in _WIDE and k != "division" for k in kinds))
    found["here_wide"] = float(bool(kinds) and kinds <= _WIDE)
    found["here_division"] = float(bool(kinds) and not found["here_point"] and "division" in kinds)
    first = [mark.kind for mark in setting.readings.places.marks(0)]
    found["title_point"] = float(any(k not in _WIDE and k != "division" for k in first))
    found["title_wide"] = float(bool(first) and all(k in _WIDE for k in first))
    found["blow_here"] = float(found["here_point"] and any(name in found for name in _BLOWS))
    found["wide_only_many"] = float(found["here_wide"] and _number(draft) >= MANY)
    found["day_local"] = float("time_day" in found and any(mark.kind not in _WIDE for mark in marks))


def _stated(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    """Add how the figure is stated: the form of what happened, by whom, in how long a sentence, beside how many others."""
    sentence = draft.sentence
    voice = setting.readings.voices.at(sentence.number, draft.start, draft.end)
    found["claimant_" + (voice.claimants[0].kind or "unknown" if voice.claimants else "none")] = 1.0
    found["form_" + (draft.trigger.form if draft.trigger else "none")] = 1.0
    values = draft.trigger.values if draft.trigger else ()
    found["losing"] = float("losing" in values)
    found["stance_" + voice.stance] = 1.0
    found["zero"] = float(draft.quantity.bounds.high == 0)
    found["vague"] = float(draft.quantity.bounds.high is None)
    found["enemy"] = float(any(True for _ in sentence.of("grammar", "enemy")))
    found["article"] = float(draft.quantity.article or draft.quantity.how is How.SINGULAR)
    found["crowd"] = float(_crowd(draft.phrase))
    found["opening"] = float(sentence.number <= REACH)
    found["figures"] = min(4.0, float(sum(d.sentence is sentence for d in setting.drafts)))
    found["length"] = min(2.0, len(sentence.tokens) / 30)


def _together(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    """Add what two words say only together: "since" beside "deadliest", one attack and no more than one."""
    since = "since" in found or "time_since" in found
    compared = "record" in found or "time_since_apart" in found
    found["since_only"] = float(since and not compared)
    found["since_compared"] = float(since and compared)
    found["since_beside"] = float(("time_since_before" in found or "time_since_behind" in found) and "time_day" not in found)
    blow, many = any(name in found for name in _BLOWS), any(name in found for name in _MANY)
    found["blow_only"] = float(blow and not many)
    found["many_only"] = float(many and not blow)
    found["neither"] = float(not (many or blow))
    found["blow_day"] = float(blow and not many and "time_day" in found)
    found["small_blow"] = float(blow and not many and _number(draft) <= MANY)
    paragraph = (draft.sentence, *setting.beside(draft.sentence))
    found["day_around"] = float(any(_sort_of(m) in _DAYS for s in paragraph for m in setting.readings.dates.marks(s.number)))


def _headline(found: dict[str, float], draft: Draft, setting: Setting) -> None:
    """Add what weighs otherwise in a report of one sentence, all that was found among it."""
    sentence, places = draft.sentence, list(setting.readings.places.marks(draft.sentence.number))
    found.update(
        [("alone_" + name, value) for name, value in found.items() if name != "bias" and not name.startswith("claimant_")]
    )
    found["alone"] = 1.0
    found["alone_placeless"] = float(not places)
    found["alone_placeless_crowd"] = float(not places and _crowd(draft.phrase))
    found["alone_wide"] = float(any(mark.kind in _WIDE for mark in places))
    found["alone_division"] = float(any(mark.kind == "division" for mark in places))
    found["alone_point"] = float(any(mark.kind not in _WIDE and mark.kind != "division" for mark in places))
    found.update(("alone_means_" + mark.value, 1.0) for mark in sentence.of("means"))


def _crowd(phrase: Phrase) -> bool:
    """Return whether nothing says who is counted but that they are people."""
    return not (phrase.heads or phrase.actors or phrase.countries) or any(head.value == "person" for head in phrase.heads)
