"""From claims to what each origin states in each report, and from there to one vote for each origin."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.estimation.independence import latest, repeated_by, without_echoes
from counterclaim.estimation.values import Group, Reading, Standing, Statement, Vote
from counterclaim.interval import read_interval
from counterclaim.model import RelationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from counterclaim.estimation.values import Origin
    from counterclaim.model import Claim, Report


class Kept(NamedTuple):
    """A claim that enters the figures: whose it is, whom it counts, what it says, what its claimant is to the victims."""

    claim: Claim
    origin: Origin
    group: Group
    reading: Reading
    standing: Standing


def gather(kept: Iterable[Kept], reports: Mapping[str, Report], copy_of: Mapping[str, str]) -> list[Statement]:
    """Return what each origin states in each report, in the order of origin and report."""
    by_place: dict[tuple[str, str], list[Kept]] = defaultdict(list)
    for one in kept:
        by_place[one.origin.key, one.claim.report].append(one)
    found = []
    for (_, report), ones in sorted(by_place.items()):
        ones.sort(key=lambda one: one.claim.id)
        parts, claims = _parts(ones)
        known = reports.get(report)
        found.append(
            Statement(
                origin=min((one.origin for one in ones), key=lambda origin: origin.name),
                report=report,
                published=read_interval(known.published) if known else None,
                parts=parts,
                claims=claims,
                stated=frozenset((one.group, one.reading) for one in ones),
                inside=_inside(ones) & parts.keys(),
                relayed=copy_of.get(report, report) != report or all(one.claim.via for one in ones),
                revising=any(r.kind is RelationKind.REVISES for one in ones for r in one.claim.relations),
            )
        )
    return found


def within(statements: Iterable[Statement], wanted: Callable[[Group], bool]) -> list[Statement]:
    """Return the statements cut down to some of the groups; those that count none of them fall away."""
    found = []
    for statement in statements:
        parts = {group: reading for group, reading in statement.parts.items() if wanted(group)}
        if parts:
            inside = statement.inside & parts.keys()
            found.append(
                replace(
                    statement,
                    parts=parts,
                    claims={group: statement.claims[group] for group in parts},
                    stated=frozenset(pair for pair in statement.stated if pair[0] in parts),
                    inside=frozenset() if inside == parts.keys() else inside,
                )
            )
    return found


def votes(statements: Sequence[Statement], trust: Mapping[str, tuple[int, Standing]]) -> list[Vote]:
    """Return one vote for each origin that is no mere repeat of another. `trust` is by claim: reliability, standing."""
    every: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        every[statement.origin.key].append(statement)
    own = {key: without_echoes(of) for key, of in every.items()}
    named = frozenset(key for key, of in own.items() if of[0].origin.named)
    repeats = repeated_by({key: _figures(of) for key, of in own.items()}, named)
    found = []
    for key, of in sorted(own.items()):
        if key in repeats:
            continue
        statement, current, history = latest(of)
        reading = functools.reduce(Reading.hull, current)
        reliability, standing = max(trust[claim] for claim in statement.ids)
        again = {claim for s in every[key] for claim in s.ids} - set(statement.ids) - set(history)
        again |= {c for other in repeats if _root(other, repeats) == key for s in every[other] for c in s.ids}
        found.append(Vote(statement, reading, reliability, standing, tuple(sorted(again)), history, current))
    return found


def _root(key: str, repeats: Mapping[str, str]) -> str:
    while key in repeats:
        key = repeats[key]
    return key


def _figures(statements: Sequence[Statement]) -> frozenset[Reading]:
    most = max(len(s.parts) for s in statements)
    singles = {reading for s in statements for _, reading in s.stated}
    return frozenset(singles | {s.total for s in statements if len(s.parts) == most})


def _parts(ones: Sequence[Kept]) -> tuple[dict[Group, Reading], dict[Group, tuple[str, ...]]]:
    """Return the figure of each group in one statement; what is said to come on top is added to what it comes on top of."""
    here = {one.claim.id: one for one in ones}
    bases = {one.claim.id: base for one in ones if (base := _base(one.claim, here))}
    readings: dict[Group, list[Reading]] = defaultdict(list)
    claims: dict[Group, list[str]] = defaultdict(list)
    for one in ones:
        if one.claim.id in bases or _part_of_own_group(one, here):
            continue
        readings[one.group].append(one.reading)
        claims[one.group].append(one.claim.id)
    parts = {group: _one_figure(of) for group, of in readings.items()}
    for claim, base in sorted(bases.items()):
        group = here[base].group if here[base].group in parts else here[claim].group
        parts[group] = parts[group].plus(here[claim].reading) if group in parts else here[claim].reading
        claims[group].append(claim)
    return parts, {group: tuple(sorted(claims[group])) for group in parts}


def _base(claim: Claim, here: Mapping[str, Kept]) -> str | None:
    targets = sorted(_points(claim, RelationKind.IN_ADDITION_TO) & here.keys() - {claim.id})
    return targets[0] if targets and not _points(here[targets[0]].claim, RelationKind.IN_ADDITION_TO) else None


def _part_of_own_group(one: Kept, here: Mapping[str, Kept]) -> bool:
    return any(here[whole].group == one.group for whole in _wholes(one.claim, here))


def _wholes(claim: Claim, here: Mapping[str, Kept]) -> set[str]:
    """Return the claims that a claim is a part of, and those that these are parts of."""
    found: set[str] = set()
    waiting = _points(claim, RelationKind.PART_OF) & here.keys()
    while waiting:
        found |= waiting
        waiting = {whole for part in waiting for whole in _points(here[part].claim, RelationKind.PART_OF)} & here.keys() - found
    return found - {claim.id}


def _inside(ones: Sequence[Kept]) -> frozenset[Group]:
    """Return the groups all of whose claims are said to be part of another group's figure."""
    group_of = {one.claim.id: one.group for one in ones}
    free = {
        one.group
        for one in ones
        if not any(group_of.get(whole, one.group) != one.group for whole in _points(one.claim, RelationKind.PART_OF))
    }
    return frozenset(group_of.values()) - free


def _points(claim: Claim, kind: RelationKind) -> set[str]:
    return {relation.claim for relation in claim.relations if relation.kind is kind}


def _one_figure(readings: Sequence[Reading]) -> Reading:
    """Return the figure of one group: "at least 15" beside 15 or 17 says no more than these; else the range of all."""
    closed = [reading for reading in readings if not reading.open]
    telling = [r for r in readings if not (r.open and any(r.low <= other.low for other in closed))]
    figure = telling[0]
    for reading in telling[1:]:
        figure = figure.hull(reading)
    return figure
