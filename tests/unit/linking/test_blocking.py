"""Which pairs of reports are compared at all, where far more happens than can be compared."""

from __future__ import annotations

import pytest

from counterclaim.linking.blocking import FEW, candidates
from counterclaim.linking.incidents import Incident, incidents
from counterclaim.model import Bounds, Claim, Extraction, Mention, Outcome, Place, Qualifier, Report, Span

#: More reports of one day than are all paired because they share it, and of all days.
A_DAY = FEW + 1
MANY = 4 * A_DAY


def name(number: int) -> str:
    """Return what a report is called."""
    return f"r{number:03d}"


def report(number: int, when: str | None, days: tuple[str, ...] = ()) -> Incident:
    """Return the topic of a report on three dead in a town of its own, far from all others, with a name too short to find it by.

    Without a day there is no town either.
    """
    key = name(number)
    town = Place(f"T{number}", "COD", f"test:{number}", -40.0 + 2 * (number % 50), 20.0 * (1 + number // 50), None, 1)
    claim = Claim(
        report=key, evidence="three", span=Span(0, 5), outcome=Outcome.KILLED, bounds=Bounds(3, 3, Qualifier.EXACT),
        id=f"clm_{key}", places=(town,) if when else (), when=when, victim_country="COD",
    )  # fmt: skip
    named = tuple(Mention(Span(0, 5), when=day) for day in days)
    text = Report(key, "three", lang="en", published=f"{when[:7]}-28" if when else None)
    return incidents(Extraction(text, (claim,), mentions=named))[0]


def paired(every: list[Incident]) -> set[tuple[str, str]]:
    """Return the reports that are compared, by name."""
    return {(every[one].report, every[other].report) for one, other in candidates(every, {})}


#: Towns too many to compare all, on the days from 1 March on.
CROWD = [report(number, f"2023-03-{1 + number // A_DAY:02d}") for number in range(MANY)]


def test_reports_of_one_day_and_country_are_compared() -> None:
    """Of many towns in one country, those of the same day are compared, those of other days are not."""
    pairs = paired(CROWD)
    assert (name(2 * A_DAY), name(3 * A_DAY - 1)) in pairs
    assert (name(2 * A_DAY), name(3 * A_DAY)) not in pairs


@pytest.mark.parametrize(("day", "met"), [("XXXX-03-03", True), ("XXXX-04-03", False)])
def test_a_day_without_a_year_is_sought_in_every_year(day: str, met: bool) -> None:  # noqa: FBT001 - a column
    """A report that names a day without its year is compared with those of that day in another year, too."""
    pairs = paired([*CROWD, report(MANY, None, (day,))])
    assert ((name(2 * A_DAY), name(MANY)) in pairs) is met
