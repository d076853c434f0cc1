"""The rules that codebooks choose from: one small function a rule, named as in `knowledge.codebook.Rule`.

Rules of a step have one shape. `leave_out`: (claim, case) to the sentence that says why it stays out, or None. `read`:
(claim, codebook) to a Reading or None. `settle`: votes to those that stand and those that
do not. `combine`: votes to Combined. `adjust`: (Combined, votes, denials) to Combined. What
a rule rests on stands in the codebook that names it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.estimation.values import Combined, Reading
from counterclaim.knowledge.codebook import Rule, VagueWord
from counterclaim.model import Outcome, Qualifier, Scope, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterclaim.estimation.values import Case, Vote
    from counterclaim.knowledge.codebook import Codebook
    from counterclaim.model import Claim

    LeaveOut = Callable[[Claim, Case], str | None]
    Read = Callable[[Claim, Codebook], Reading | None]
    Combine = Callable[[Sequence[Vote]], Combined]


class Denial(NamedTuple):
    """Somebody's denial of losses: by which origin, of which claims (none named: of all), of which figure (None: of any)."""

    origin: str
    claims: frozenset[str]
    figure: int | None
    claim: str


# --- leave out ----------------------------------------------------------------------------------------------------------


def totals(claim: Claim, case: Case) -> str | None:  # noqa: ARG001 - the shape of the step
    """Return why a total stays out: it counts more than this event."""
    return "counts more than this event (a total); totals form series of their own" if claim.scope is Scope.TOTAL else None


def combined_figures(claim: Claim, case: Case) -> str | None:  # noqa: ARG001 - the shape of the step
    """Return why killed and injured in one figure stay out: it is neither a figure of deaths nor of injuries."""
    if claim.outcome is Outcome.CASUALTIES:
        return "counts killed and injured together, and is a figure of neither"
    return None


def denials(claim: Claim, case: Case) -> str | None:  # noqa: ARG001 - the shape of the step
    """Return why a denied figure stays out: nobody states it here."""
    return "denies the figure; a denial states none" if claim.stance is Stance.DENIES else None


def withdrawn(claim: Claim, case: Case) -> str | None:
    """Return why a withdrawn figure stays out, in the words of whoever withdrew it."""
    return case.withdrawn.get(claim.id)


def revised(claim: Claim, case: Case) -> str | None:
    """Return why a revised figure stays out: its origin has another one now."""
    return "was revised by its own source and is history" if claim.id in case.revised else None


def no_figure(claim: Claim, case: Case) -> str | None:
    """Return why a claim without a figure stays out."""
    return None if READ[case.codebook.read.rule](claim, case.codebook) else "states no figure that the codebook can use"


# --- read ---------------------------------------------------------------------------------------------------------------


def conservative_reading(claim: Claim, codebook: Codebook) -> Reading | None:
    """Return low = best = high = n; n to m as n, n, m; up to n as 0, 0, n. Nothing open is guessed at."""
    low, high = claim.bounds.low, claim.bounds.high
    if (word := _vague(claim, codebook)) and word.low is not None:
        return Reading(word.low, word.low, word.low, open=True)
    if low is None and high is None:
        return None
    if low is None and high is not None:
        return Reading(0, 0, high)
    if low is not None:
        return Reading(low, low, low if high is None else high, open=high is None)
    return None


def lowest_reading(claim: Claim, codebook: Codebook) -> Reading | None:
    """Return the most conservative number that the words allow, and the codebook's number for vague words."""
    if (word := _vague(claim, codebook)) and word.point is not None:
        return Reading(word.point, word.point, word.point, open=True)
    low, high = claim.bounds.low, claim.bounds.high
    number = low if low is not None else high
    return None if number is None else Reading(number, number, number, open=low is not None and high is None)


def plain_reading(claim: Claim, codebook: Codebook) -> Reading | None:
    """Return the bounds that the words state; an open side ends at the stated number or the word's usual end."""
    low, high = claim.bounds.low, claim.bounds.high
    if claim.outcome is Outcome.CASUALTIES:
        most = high if high is not None else low
        return None if most is None else Reading(0, 0, most, open=high is None)
    word = _vague(claim, codebook)
    if word and word.low is not None:
        return Reading(word.low, word.low, word.high if word.high is not None else word.low, open=True)
    if low is None and high is None:
        return None
    bottom = 0 if low is None else low
    top = bottom if high is None else high
    return Reading(bottom, bottom, top, open=high is None)


def _vague(claim: Claim, codebook: Codebook) -> VagueWord | None:
    return codebook.word(claim.quantity_word) if claim.bounds.qualifier is Qualifier.VAGUE else None


# --- settle -------------------------------------------------------------------------------------------------------------

#: A lower count is an early one only beside one that was published at most so many days later, or so many days before (who
#: repeats an early count is late), and that is at most so many times as high.
RISING_DAYS, REPEATING_DAYS = 1, 2
EARLY_RATIO = 3


def early_counts(votes: Sequence[Vote]) -> tuple[list[Vote], list[Vote]]:
    """Return the votes that stand, and those whose figure is an early count of a toll that rose.

    A count is early beside a higher one of the same class of reliability that was published on nearly the same day and is not
    more than EARLY_RATIO times as high. Of an origin's own figures of one day the highest stands.
    """
    settled = [_settled(vote) for vote in votes]
    standing = [vote for vote in settled if not any(_outgrown(vote, other) for other in settled)]
    early = [vote for vote in settled if vote not in standing]
    return standing, early


def _outgrown(vote: Vote, other: Vote) -> bool:
    if vote.day is None or other.day is None or other.reliability != vote.reliability:
        return False
    near = -REPEATING_DAYS <= other.day - vote.day <= RISING_DAYS
    return near and vote.reading.best < other.reading.best <= EARLY_RATIO * max(1, vote.reading.best)


def _settled(vote: Vote) -> Vote:
    if vote.day is None or len(vote.current) < _SEVERAL:
        return vote
    highest = max(vote.current, key=lambda reading: (reading.best, reading.low, reading.high))
    lowest = min(reading.best for reading in vote.current)
    return replace(vote, reading=highest) if highest.best <= EARLY_RATIO * max(1, lowest) else vote


_SEVERAL = 2


# --- combine ------------------------------------------------------------------------------------------------------------


def most_reliable(votes: Sequence[Vote]) -> Combined:
    """Return the lowest figure of the most reliable origins as best; less reliable ones widen the range upwards only."""
    top = max(vote.reliability for vote in votes)
    trusted = _telling([vote for vote in votes if vote.reliability == top])
    best = min(trusted, key=_by_best)
    low = min(vote.reading.low for vote in trusted)
    high = max(vote.reading.high for vote in votes)
    why = f"best is the figure of {best.origin.name}"
    if len(trusted) > 1:
        why += f", the lower of {len(trusted)} origins that none is preferred among"
    return Combined(low, best.reading.best, max(high, best.reading.best), why, best)


def lowest(votes: Sequence[Vote]) -> Combined:
    """Return the lowest figure, once: the codebook gives one number for an event."""
    best = min(votes, key=_by_best)
    others = sorted({vote.reading.best for vote in votes} - {best.reading.best})
    why = f"the most conservative figure is that of {best.origin.name}"
    why += f"; others: {', '.join(map(str, others))}" if others else ""
    return Combined(best.reading.best, best.reading.best, best.reading.best, why, best)


def median(votes: Sequence[Vote]) -> Combined:
    """Return the median of the origins' figures, the lower of the middle two; the range is that of all."""
    ordered = sorted(votes, key=_by_best)
    middle = ordered[(len(ordered) - 1) // 2]
    why = f"best is the median of {_origins(len(ordered))}"
    return _range(votes, middle, why)


def whole_range(votes: Sequence[Vote]) -> Combined:
    """Return the range of all figures; best is the one that most origins state, the lowest of such."""
    counted = Counter(vote.reading.best for vote in votes)
    best = min(votes, key=lambda vote: (-counted[vote.reading.best], *_by_best(vote)))
    why = f"the plain range of {_origins(len(votes))}; best is the figure that most of them state"
    return _range(votes, best, why)


def minimum_maximum(votes: Sequence[Vote]) -> Combined:
    """Return the lowest and the highest figure; best repeats the lowest, since the codebook gives none."""
    best = min(votes, key=_by_best)
    low = min(vote.reading.low for vote in votes)
    high = max(vote.reading.high for vote in votes)
    why = f"lowest and highest of {_origins(len(votes))}; the codebook gives a range, and best repeats its low end"
    return Combined(low, low, high, why, best)


def _range(votes: Sequence[Vote], best: Vote, why: str) -> Combined:
    low = min(vote.reading.low for vote in votes)
    high = max(vote.reading.high for vote in votes)
    return Combined(low, best.reading.best, high, why, best)


def _telling(votes: list[Vote]) -> list[Vote]:
    """Return the votes that state a figure of their own, as far as there are any.

    Left aside are "at least n" where another origin states a closed figure of n or more, and "up to n" where another
    origin counts anybody: it bounds the toll from above and says of nobody that he died.
    """
    counting = [v for v in votes if v.reading.best or not v.reading.high]
    votes = counting if any(v.reading.best for v in counting) else votes
    closed = [vote.reading.low for vote in votes if not vote.reading.open]
    return [v for v in votes if not (v.reading.open and any(v.reading.low <= low for low in closed))]


def _by_best(vote: Vote) -> tuple[int, int, int, str]:
    return (vote.reading.best, vote.reading.low, vote.reading.high, vote.origin.key)


def _origins(number: int) -> str:
    return "one origin" if number == 1 else f"{number} origins"


# --- adjust -------------------------------------------------------------------------------------------------------------


def denied_to_zero(combined: Combined, votes: Sequence[Vote], denied: Sequence[Denial]) -> Combined:
    """Return low = 0 where the figure is denied by a second origin and no third one supports it."""
    best = combined.best_of
    if best is None or not combined.low:
        return combined
    against = [denial for denial in denied if denial.origin != best.origin.key and _aims_at(denial, best)]
    deniers = {denial.origin for denial in against}
    supporters = [
        vote for vote in votes if vote.origin.key not in deniers and vote is not best and vote.reading.high >= best.reading.low
    ]
    if not against or supporters:
        return combined
    return replace(combined, low=0, why=f"{combined.why}; it is denied, and no third origin confirms it: low is 0")


def untrusted_to_zero(combined: Combined, votes: Sequence[Vote], denied: Sequence[Denial]) -> Combined:  # noqa: ARG001
    """Return low = best = 0 where the only origins lie below the floor of reliability (class 0)."""
    if any(vote.reliability > 0 for vote in votes):
        return combined
    return replace(combined, low=0, best=0, why=f"{combined.why}; no origin reaches the floor of reliability: best is 0")


def unsure_to_zero(combined: Combined, votes: Sequence[Vote], denied: Sequence[Denial]) -> Combined:  # noqa: ARG001
    """Return low = 0 where no origin says that the dead were civilians."""
    if any(group.kind in {"civilians", "children"} for vote in votes for group in vote.statement.parts):
        return combined
    return replace(combined, low=0, best=0, why=f"{combined.why}; whether they were civilians is not said: the minimum is 0")


def _aims_at(denial: Denial, vote: Vote) -> bool:
    if denial.claims:
        return bool(denial.claims & {*vote.statement.ids, *vote.repeats})
    return denial.figure is None or denial.figure == vote.reading.best


# --- names to functions -------------------------------------------------------------------------------------------------

LEAVE_OUT: Mapping[Rule, LeaveOut] = MappingProxyType(
    {
        Rule.TOTALS: totals,
        Rule.COMBINED_FIGURES: combined_figures,
        Rule.DENIALS: denials,
        Rule.WITHDRAWN: withdrawn,
        Rule.REVISED: revised,
        Rule.NO_FIGURE: no_figure,
    }
)
READ: Mapping[Rule, Read] = MappingProxyType(
    {
        Rule.CONSERVATIVE_READING: conservative_reading,
        Rule.LOWEST_READING: lowest_reading,
        Rule.PLAIN_READING: plain_reading,
    }
)
SETTLE: Mapping[Rule, Callable[[Sequence[Vote]], tuple[list[Vote], list[Vote]]]] = MappingProxyType(
    {Rule.EARLY_COUNTS: early_counts}
)
COMBINE: Mapping[Rule, Combine] = MappingProxyType(
    {
        Rule.MOST_RELIABLE: most_reliable,
        Rule.LOWEST: lowest,
        Rule.MEDIAN: median,
        Rule.RANGE: whole_range,
        Rule.MINIMUM_MAXIMUM: minimum_maximum,
    }
)
ADJUST: Mapping[Rule, Callable[[Combined, Sequence[Vote], Sequence[Denial]], Combined]] = MappingProxyType(
    {
        Rule.DENIED_TO_ZERO: denied_to_zero,
        Rule.UNTRUSTED_TO_ZERO: untrusted_to_zero,
        Rule.UNSURE_TO_ZERO: unsure_to_zero,
    }
)
