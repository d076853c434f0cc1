"""An event's estimate and claims as a forest plot: one row for each origin that states a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.charts.forest import Forest, Mark, Row
from counterclaim.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Claim, Estimate, Reason, Report

#: The rules of reasons that have no row: what only repeats, or is no figure of the event.
_NO_ROW = {"relays", "totals", "no_figure", "combined_figures"}
_USED = "used"


def origin_forest(estimate: Estimate, claims: Iterable[Claim], reports: Mapping[str, Report]) -> Forest:
    """Return the chart of an estimate, its rows by first publication; `estimate` is best that of side all."""
    by_id = {claim.id: claim for claim in claims}
    rows: list[tuple[str, Row]] = []
    for reason in estimate.reasons[1:]:
        told = [by_id[claim] for claim in reason.claims if claim in by_id]
        if reason.rule not in _NO_ROW and told:
            rows += _rows(reason, told, reports)
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1].name, pair[1].value)))
    return Forest(
        title=f"{estimate.outcome.value.capitalize()}: {estimate.event}",
        source=f"codebook {estimate.codebook}; filled: used, hollow: not used, cross: denied, arrow: open",
        rows=ordered,
        low=estimate.low,
        best=estimate.best,
        high=estimate.high,
    )


def _rows(reason: Reason, told: Sequence[Claim], reports: Mapping[str, Report]) -> Iterable[tuple[str, Row]]:
    seen: set[tuple[str, int | None, int | None]] = set()
    for claim in told:
        low, high = claim.bounds.low, claim.bounds.high
        name = _name(claim, reports)
        if (low is None and high is None) or (name, low, high) in seen:
            continue
        seen.add((name, low, high))
        value = low if low is not None else high or 0
        mark = Mark.DENIED if claim.stance is Stance.DENIES else Mark.USED if reason.rule == _USED else Mark.UNUSED
        row = Row(
            name=name,
            low=0 if low is None else low,
            value=value,
            high=value if high is None else high,
            mark=mark,
            open_high=high is None,
            side=claim.victims or claim.victim_kind.value,
        )
        report = reports.get(claim.report)
        yield (report.published or "~" if report else "~"), row


def _name(claim: Claim, reports: Mapping[str, Report]) -> str:
    report = reports.get(claim.report)
    return claim.claimant or (claim.via[0] if claim.via else None) or (report.outlet if report else None) or claim.report
