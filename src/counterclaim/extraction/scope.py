"""How wide a figure is: one attack, battle or clash, or anything wider.

A logistic model over features that know no language decides; figures of one sentence decide together. Its weights are data
(`knowledge/data/scope.toml`), fitted by `tools/fit_scope.py`.
"""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.extraction.choosing import weigh
from counterclaim.extraction.date_terms import DateKind
from counterclaim.extraction.scope_features import Setting, features, length
from counterclaim.knowledge.language import data_folder
from counterclaim.knowledge.scope_words import scope_words
from counterclaim.knowledge.targets import target_words
from counterclaim.model import Outcome, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.extraction.dates import DateMark
    from counterclaim.extraction.drafts import Draft
    from counterclaim.extraction.finishing import Readings
    from counterclaim.knowledge.language import LanguagePack

#: What more speaks for a wide figure where an ordinal counts all who came before too: "the seventeenth soldier to die there".
COUNTED_UP = 2.5
#: What more speaks for it where a stretch of days or more stands beside it ("90 dead in three days", "40 killed in May alone").
SPANNED = 4.0
#: How many tokens may part a figure from such a stretch, from one that opens its sentence, and a month from "alone".
BESIDE, OPENING, LED = 2, 5, 2
#: The units of a stretch, those of which "alone" says that they are one of several, and what one fight of days is called.
_STRETCHES = frozenset({"day", "week", "month"})
_ALONE = frozenset({"month", "year"})
_FIGHT = frozenset({"attack", "fights", "campaign"})
#: What a stretch sums up; people are held and missing for days after one attack.
_SUMMED = (Outcome.KILLED, Outcome.INJURED, Outcome.CASUALTIES, Outcome.LOST)


def read_odds(drafts: Sequence[Draft], readings: Readings, pack: LanguagePack) -> list[float]:
    """Return the logarithms of the odds that the figures are wider than one event: the mean of those of their sentence.

    A part has the odds of its whole.
    """
    weights, setting = load_weights(), setting_of(drafts, readings, pack)
    found: dict[int, list[float]] = defaultdict(list)
    for one in drafts:
        if one.whole is None:
            odds = weigh(features(one, setting), weights)
            found[one.sentence.number].append(odds)
    means = {number: sum(values) / len(values) for number, values in found.items()}
    return [means.get(_whole(one).sentence.number, 0.0) + _surely(one, setting) for one in drafts]


def scope_of(odds: float) -> Scope:
    """Return the scope that these odds tell."""
    return Scope.TOTAL if odds > 0 else Scope.EVENT


def setting_of(drafts: Sequence[Draft], readings: Readings, pack: LanguagePack) -> Setting:
    """Return what the figures of a report are read in."""
    return Setting(drafts, readings, scope_words(pack.code, pack.splitting), target_words(pack.code, pack.splitting), {})


def _surely(one: Draft, setting: Setting) -> float:
    """Return what more speaks for a wide figure than the model weighs: all who came before, or a stretch right beside it."""
    return (COUNTED_UP if _counts_up(one) else 0.0) + (SPANNED if _spanned(_whole(one), setting) else 0.0)


def _spanned(one: Draft, setting: Setting) -> bool:
    """Return whether a stretch longer than one attack, or a month that is called one alone, stands right beside a figure."""
    if one.outcome not in _SUMMED:
        return False
    for mark in setting.readings.dates.marks(one.sentence.number):
        near = max(mark.start - one.end, one.start - mark.end) <= (OPENING if mark.start == 0 else BESIDE)
        if near and (_is_stretch(mark, one, setting) or _is_alone(mark, one, setting)):
            return True
    return False


def _is_stretch(mark: DateMark, one: Draft, setting: Setting) -> bool:
    """Return whether words name how long something took, longer than one attack, and not a fight: "three days of clashes"."""
    if any(mark.end <= start <= mark.end + 1 and value in _FIGHT for start, _, value in setting.words(one.sentence)):
        return False
    lasting = mark.kind is DateKind.DURATION and mark.granularity in _STRETCHES
    return lasting and (mark.granularity != "day" or length(mark.edtf) != "day")


def _is_alone(mark: DateMark, one: Draft, setting: Setting) -> bool:
    """Return whether words beside a month or year say that it is one of several: "in May alone", "only last year"."""
    words = [(start, end) for start, end, value in setting.words(one.sentence) if value == "alone"]
    return mark.granularity in _ALONE and any(mark.start - LED <= end and start <= mark.end for start, end in words)


def _counts_up(one: Draft) -> bool:
    """Return whether an ordinal counts all who came before; the first is alone."""
    return one.quantity.ordinal and (one.quantity.bounds.low or 0) > 1


def _whole(one: Draft) -> Draft:
    """Return the figure that a part is of, itself where it is none."""
    while one.whole is not None:
        one = one.whole
    return one


@functools.cache
def load_weights() -> Mapping[str, float]:
    """Return the weights of the features."""
    table: dict[str, float] = tomllib.loads(data_folder().joinpath("scope.toml").read_text(encoding="utf-8"))["weights"]
    return table
