"""How far reviewers agree: shares and Cohen's kappa of what two people ruled on the same claims, by field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.ledger.tracing import DecisionLine

COLUMNS = ("one", "other", "field", "claims", "agree", "share", "kappa")
#: What stands for the reading that nobody corrected.
_AS_READ = "as read"


def agreement(decisions: Iterable[DecisionLine]) -> list[dict[str, Any]]:
    """Return a row for each pair of people and each field that either corrected; the first row is of the verdicts."""
    latest: dict[str, dict[str, DecisionLine]] = {}
    for one in decisions:
        latest.setdefault(one.target, {}).setdefault(one.by, one)
    pairs: dict[tuple[str, str], list[tuple[DecisionLine, DecisionLine]]] = {}
    for by in latest.values():
        names = sorted(by)
        for at, first in enumerate(names):
            for second in names[at + 1 :]:
                pairs.setdefault((first, second), []).append((by[first], by[second]))
    return [row for names, both in sorted(pairs.items()) for row in _rows(names, both)]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two people's values; None where chance alone would make them agree throughout."""
    count = len(pairs)
    if not count:
        return None
    seen = sum(one == other for one, other in pairs) / count
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[value] * others[value] for value in ones) / count**2
    return None if chance == 1 else round((seen - chance) / (1 - chance), 3)


def _rows(names: tuple[str, str], both: Sequence[tuple[DecisionLine, DecisionLine]]) -> Iterable[dict[str, Any]]:
    verdicts = [tuple("reject" if one.kind == "reject" else "keep" for one in pair) for pair in both]
    yield _row(names, "verdict", [(first, second) for first, second in verdicts])
    kept = [pair for pair in both if all(one.kind != "reject" for one in pair)]
    for field in sorted({field for pair in kept for one in pair for field in _fields(one)}):
        yield _row(names, field, [(_value(first, field), _value(second, field)) for first, second in kept])


def _row(names: tuple[str, str], field: str, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    agree = sum(one == other for one, other in pairs)
    return {
        "one": names[0],
        "other": names[1],
        "field": field,
        "claims": len(pairs),
        "agree": agree,
        "share": round(agree / len(pairs), 3) if pairs else None,
        "kappa": kappa(pairs),
    }


def _fields(decision: DecisionLine) -> dict[str, Any]:
    return dict((decision.body or {}).get("fields") or {})


def _value(decision: DecisionLine, field: str) -> str:
    fields = _fields(decision)
    return str(fields[field]) if field in fields else _AS_READ
