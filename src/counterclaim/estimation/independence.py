"""Origins: whose knowledge a figure is, however many reports repeat it.

Relays, copies and near-duplicates collapse to the origin that they repeat; an origin has one vote, its latest figure, and
its earlier figures are its history. A figure dates from its first publication: whoever repeats it later makes it no newer.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from counterclaim.estimation.values import Origin, Reading, Statement
from counterclaim.interval import read_interval
from counterclaim.model import ClaimantKind
from counterclaim.text import fold, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Claim, Report

#: Two texts with this share of common word triples are one text; news agencies' copies differ in headline and byline only.
SAME_TEXT = 0.8
#: Shorter texts must be equal: headlines on one attack resemble each other without being copies.
SHINGLED_WORDS = 40
_REMEMBERED_TEXTS = 256

_NAMELESS = {ClaimantKind.UNNAMED, ClaimantKind.INDIVIDUAL}


def copies(reports: Iterable[Report]) -> dict[str, str]:
    """Return for every report id the id that stands for its text: the first, by publication and id, of the same text."""
    ordered = sorted(reports, key=age)
    standing: dict[str, str] = {}
    exact: dict[str, str] = {}
    triples: list[tuple[frozenset[tuple[str, ...]], str]] = []
    for report in ordered:
        key, shingles = _content(report.text)
        found = exact.get(key) if key else None
        if found is None and shingles:
            found = next((first for other, first in triples if _alike(shingles, other)), None)
        standing[report.id] = found or report.id
        if key:
            exact.setdefault(key, standing[report.id])
        if found is None and shingles:
            triples.append((shingles, report.id))
    return standing


def twins(claims: Iterable[Claim], copy_of: Mapping[str, str]) -> dict[str, str]:
    """Return for every claim that a copied report only repeats the id of the original's claim."""
    known = sorted(claims, key=lambda claim: claim.id)
    originals: dict[tuple[object, ...], str] = {}
    for claim in known:
        if copy_of.get(claim.report, claim.report) == claim.report:
            originals.setdefault((claim.report, *_said(claim)), claim.id)
    found: dict[str, str] = {}
    for claim in known:
        original = originals.get((copy_of.get(claim.report, claim.report), *_said(claim)))
        if original is not None and copy_of.get(claim.report, claim.report) != claim.report:
            found[claim.id] = original
    return found


def _said(claim: Claim) -> tuple[object, ...]:
    who = (claim.victims, claim.victim_kind, claim.victim_country, tuple(c.name for c in claim.claimants), claim.via)
    return (claim.outcome, claim.evidence, claim.bounds, claim.quantity_word, claim.stance, claim.scope, *who)


def age(report: Report) -> tuple[int, str]:
    """Return what sorts reports by publication (upper bound), those without one last, then by id."""
    published = read_interval(report.published)
    last = published.last if published else None
    return (last if last is not None else 10**9, report.id)


def origin_of(claim: Claim, reports: Mapping[str, Report], standing: Mapping[str, str]) -> Origin:
    """Return whose knowledge a claim is: its claimants; without one the nearest outlet; without that the report."""
    first = standing.get(claim.report, claim.report)
    report = reports.get(first)
    outlet = claim.via[0] if claim.via else (report.outlet if report else None)
    nearest = f"outlet:{_key(outlet)}" if outlet else f"report:{first}"
    if claim.claimants:
        kind = claim.claimants[0].kind
        name = claim.claimant or ""
        key = "+".join(sorted(c.id or _key(c.name) for c in claim.claimants))
        nameless = kind in _NAMELESS and not any(c.id for c in claim.claimants)
        return Origin(
            f"{key}@{nearest}" if nameless else key,
            f"{name} ({outlet})" if nameless and outlet else name,
            named=not nameless,
            kind=kind.value if kind else "unattributed",
        )
    return Origin(nearest, outlet or f"report {first}", named=False, kind="unattributed")


def without_echoes(statements: Sequence[Statement]) -> list[Statement]:
    """Return an origin's statements without the relays that only repeat figures which it has stated elsewhere."""
    kept = [s for s in statements if not s.relayed or s.revising]
    known = {pair for statement in kept for pair in statement.stated}
    for statement in sorted((s for s in statements if s.relayed and not s.revising), key=_relay_order):
        if not statement.stated <= known:
            kept.append(statement)
            known |= statement.stated
    return kept


def latest(statements: Sequence[Statement]) -> tuple[Statement, tuple[Reading, ...], tuple[str, ...]]:
    """Return an origin's statement in force, its current figures, and the claims that are its history.

    A stated whole goes before parts, but for parts larger than every whole, which are none of it; more parts go before
    fewer, then the newest figure. Where the order of publication cannot be told, there are several current figures.
    """
    wholes = [s for s in statements if s.whole]
    if wholes:
        largest = max(s.total.high for s in wholes)
        chosen = [s for s in statements if s.whole or s.total.low > largest]
    else:
        most = max(len(s.parts) for s in statements)
        chosen = [s for s in statements if len(s.parts) == most]
    dates = first_published(chosen)
    newest = max((date for date in dates.values() if date is not None), default=None)
    current = {figure for figure, date in dates.items() if date is None or date == newest}
    standing = sorted((s for s in chosen if s.total in current), key=_order)
    kept = {claim for s in standing for claim in s.ids}
    history = tuple(sorted({claim for s in statements for claim in s.ids} - kept))
    return standing[0], tuple(sorted(current)), history


def first_published(statements: Iterable[Statement]) -> dict[Reading, int | None]:
    """Return for every figure the day of its first publication (upper bound), None where no publication is dated.

    Only statements without a relay date a figure, unless all are relays or the figure is stated as a revision.
    """
    days: dict[Reading, tuple[list[int | None], list[int | None], list[int | None]]] = {}
    for statement in statements:
        kind = 0 if statement.revising else 2 if statement.relayed else 1
        day = statement.published.last if statement.published else None
        days.setdefault(statement.total, ([], [], []))[kind].append(day)
    return {figure: _dated(*of) for figure, of in days.items()}


def _dated(revising: list[int | None], direct: list[int | None], relayed: list[int | None]) -> int | None:
    if known := [day for day in revising if day is not None]:
        return max(known)
    return min((day for day in direct or relayed or revising if day is not None), default=None)


def repeated_by(figures: Mapping[str, frozenset[Reading]], named: frozenset[str]) -> dict[str, str]:
    """Return for every origin that only repeats another one the key of that other.

    Only origins that the text does not name can be repeats: those all of whose figures another origin has stated too. A
    named origin goes before an unnamed one, more figures before fewer, then the smaller key.
    """
    rank = sorted(figures, key=lambda key: (key not in named, -len(figures[key]), key))
    place = {key: at for at, key in enumerate(rank)}
    found: dict[str, str] = {}
    for key in rank:
        if key in named:
            continue
        for other in rank[: place[key]]:
            if other not in found and figures[key] <= figures[other]:
                found[key] = other
                break
    return found


def _order(statement: Statement) -> tuple[int, str, str]:
    day = statement.published.last if statement.published else None
    return (0 if day is None else -day, statement.report, " ".join(statement.ids))


def _relay_order(statement: Statement) -> tuple[int, int, str]:
    day = statement.published.last if statement.published else None
    return (10**9 if day is None else day, -len(statement.stated), statement.report)


def _key(name: str) -> str:
    return " ".join(token.key for token in tokenise(name) if token.kind != "sign") or fold(name)


@functools.lru_cache(maxsize=_REMEMBERED_TEXTS)
def _content(text: str) -> tuple[str, frozenset[tuple[str, ...]]]:
    """Return a text's words, and the runs of three of them: each codebook asks for those of the same reports."""
    words = tuple(token.key for token in tokenise(text) if token.kind != "sign")
    return " ".join(words), _shingles(words)


def _shingles(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    if len(words) < SHINGLED_WORDS:
        return frozenset()
    return frozenset(words[at : at + 3] for at in range(len(words) - 2))


def _alike(first: frozenset[tuple[str, ...]], second: frozenset[tuple[str, ...]]) -> bool:
    small, large = sorted((len(first), len(second)))
    if small < SAME_TEXT * large:
        return False
    common = len(first & second)
    return common >= SAME_TEXT * (len(first) + len(second) - common)
