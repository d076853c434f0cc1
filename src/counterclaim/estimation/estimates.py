"""Low, best and high of one event, for each outcome and side, under one codebook, with a reason for every claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.estimation.airwars import airwars_grade
from counterclaim.estimation.independence import age, copies, origin_of, twins
from counterclaim.estimation.rules import ADJUST, COMBINE, LEAVE_OUT, READ, SETTLE, Denial
from counterclaim.estimation.sides import counted_countries, group_of, place_country, sides_of, standing
from counterclaim.estimation.statements import Kept, gather, votes, within
from counterclaim.estimation.values import Case, Combined, Group, NoRelations, Relations, Side, Standing, Statement, Vote, among
from counterclaim.knowledge.codebook import ALWAYS_LEFT_OUT, Codebook, Rule
from counterclaim.model import Estimate, Event, Outcome, Reason, RelationKind, Scope, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from counterclaim.estimation.values import Origin
    from counterclaim.model import Claim, Extraction

#: The outcomes that are estimated, in the order of the lines.
OUTCOMES = (Outcome.KILLED, Outcome.INJURED, Outcome.CAPTURED, Outcome.MISSING, Outcome.DISPLACED)


class _Figure(NamedTuple):
    """A combined figure, the votes that it was made from, those that count other people, and those that were settled."""

    combined: Combined
    votes: tuple[Vote, ...]
    aside: tuple[Vote, ...]
    settled: tuple[tuple[Rule, Vote], ...] = ()


def estimate(
    event: Event,
    extractions: Iterable[Extraction],
    codebook: Codebook,
    *,
    relations: Relations | None = None,
    withdrawn: Mapping[str, str] | None = None,
) -> tuple[Estimate, ...]:
    """Return the estimates of an event: outcomes in the order of OUTCOMES, sides a, b, civilians, unknown, all.

    `withdrawn` says of claims that are gone from the newest version of their report, or that a person ruled out, why.
    An outcome of which no claim speaks has no line; one without a usable figure has a line without numbers.
    """
    case = _case(event, extractions, codebook, relations or NoRelations(), withdrawn or {})
    copy_of = copies(case.reports.values())
    copied = twins(case.claims, copy_of)
    repeated = tuple(claim for claim in case.claims if claim.id in copied)
    case = replace(case, claims=tuple(claim for claim in case.claims if claim.id not in copied))
    origins = {claim.id: origin_of(claim, case.reports, copy_of) for claim in case.claims}
    case = replace(case, revised=_revised(case.claims, origins), copied=repeated)
    lines: list[Estimate] = []
    for outcome in OUTCOMES:
        if outcome in codebook.outcomes:
            lines.extend(_outcome(case, outcome, origins, copy_of))
    return tuple(lines)


def origins_of(extractions: Iterable[Extraction]) -> dict[str, Origin]:
    """Return the origin of every claim, by the claim's id."""
    known = list(extractions)
    reports = {extraction.report.id: extraction.report for extraction in known}
    copy_of = copies(reports.values())
    return {claim.id: origin_of(claim, reports, copy_of) for e in known for claim in e.claims}


# --- one outcome ----------------------------------------------------------------------------------------------------------


def _outcome(case: Case, outcome: Outcome, origins: Mapping[str, Origin], copy_of: Mapping[str, str]) -> Iterable[Estimate]:
    claims = [claim for claim in case.claims if _speaks_of(claim, outcome)]
    if not claims:
        return ()
    fates = {
        c.id: Reason("relays", "is the same words in a copy of the report", (c.id,))
        for c in case.copied
        if _speaks_of(c, outcome)
    }
    usable: list[Claim] = []
    for claim in claims:
        reason = _left_out(claim, case)
        if reason:
            fates[claim.id] = reason
        else:
            usable.append(claim)
    denied = tuple(_denials(claims, origins))
    kept = list(_keep(usable, case, origins))
    trust = {one.claim.id: (_reliability(one, case.codebook), one.standing) for one in kept}
    statements = gather(kept, case.reports, copy_of)
    sides = sides_of(
        (group for s in statements for group in s.parts),
        place_country((one.origin.key, p.country) for one in kept for p in one.claim.places[:1] if p.country),
        case.relations,
    )
    return _lines(case, outcome, _Work(statements, sides, trust, denied, fates, (*(claim.id for claim in claims), *fates)))


class _Work(NamedTuple):
    """What the lines of one outcome are made from."""

    statements: list[Statement]
    sides: Mapping[Group, Side]
    trust: Mapping[str, tuple[int, Standing]]
    denied: tuple[Denial, ...]
    fates: Mapping[str, Reason]
    claims: tuple[str, ...]


def _lines(case: Case, outcome: Outcome, work: _Work) -> Iterable[Estimate]:
    whole = _figure(case, work, lambda _: True)
    for side in (Side.A, Side.B, Side.CIVILIANS, Side.UNKNOWN):
        match case.codebook.sides.rule:
            case Rule.FROM_BEST if whole is not None:
                yield _from_best(case, outcome, side, whole, work)
            case Rule.EACH_ALONE:
                alone = _figure(case, work, _on(side, case.codebook, work.sides), adjusting=side is Side.CIVILIANS)
                if alone is not None:
                    yield _line(case, outcome, side, alone, work)
    yield _line(case, outcome, Side.ALL, whole, work)


def _on(side: Side, codebook: Codebook, sides: Mapping[Group, Side]) -> Callable[[Group], bool]:
    unsure = side is Side.CIVILIANS and any(policy.rule is Rule.UNSURE_TO_ZERO for policy in codebook.adjust)
    return lambda group: sides[group] is side or (unsure and sides[group] is Side.UNKNOWN)


def _figure(case: Case, work: _Work, wanted: Callable[[Group], bool], *, adjusting: bool = False) -> _Figure | None:
    statements = within(work.statements, wanted)
    if not statements:
        return None
    every = votes(statements, work.trust)
    competing, aside = _competing(every)
    settled: list[tuple[Rule, Vote]] = []
    for policy in case.codebook.settle:
        competing, early = SETTLE[policy.rule](competing)
        settled += [(policy.rule, vote) for vote in early]
    combined = COMBINE[case.codebook.combine.rule](competing)
    for policy in case.codebook.adjust:
        if policy.rule is not Rule.UNSURE_TO_ZERO or adjusting:
            combined = ADJUST[policy.rule](combined, competing, work.denied)
    return _Figure(combined, tuple(competing), tuple(aside), tuple(settled))


def _competing(every: Sequence[Vote]) -> tuple[list[Vote], list[Vote]]:
    """Return the votes that speak of the same losses, and those that count only another part of them.

    A stated whole goes before parts, but for a part larger than every whole. Without a whole, those compete who count the
    same groups, and the largest of such parts stands for the event: nothing is added across origins.
    """
    wholes = [vote for vote in every if vote.statement.whole]
    if wholes:
        most = max(vote.reading.high for vote in wholes)
        competing = [vote for vote in every if vote.statement.whole or vote.reading.low > most]
    else:
        apart: dict[frozenset[str], list[Vote]] = defaultdict(list)
        for vote in every:
            apart[frozenset(f"{g.kind}:{g.party}" for g in vote.statement.parts)].append(vote)
        competing = max(apart.values(), key=lambda of: (max(v.reading.best for v in of), len(of), of[0].origin.key))
    return competing, [vote for vote in every if vote not in competing]


# --- lines and their reasons ------------------------------------------------------------------------------------------------


def _line(case: Case, outcome: Outcome, side: Side, figure: _Figure | None, work: _Work) -> Estimate:
    if figure is None:
        untold = tuple(_rest(work, set()))
        return Estimate(case.event, outcome, side.value, None, None, None, case.codebook.name, untold)
    combined = figure.combined
    text = f"{combined.low} / {combined.best} / {combined.high}: {combined.why}"
    reasons = [Reason(case.codebook.combine.rule.value, text, _ids(figure.votes)), *_used(figure, combined)]
    reasons += _rest(work, {claim for reason in reasons for claim in reason.claims})
    grade = None
    if case.codebook.grade is not None and side in {Side.CIVILIANS, Side.ALL} and outcome is Outcome.KILLED:
        grade, why = airwars_grade(case, figure.votes)
        reasons.append(Reason(case.codebook.grade.rule.value, f"{grade}: {why}"))
    return Estimate(
        case.event,
        outcome,
        side.value,
        combined.low,
        combined.best,
        combined.high,
        case.codebook.name,
        tuple(reasons),
        grade,
    )


_OTHER_PART = ("other_part", "counts other people than this line, or a part of a figure that is used")


def _rest(work: _Work, told: set[str], other: tuple[str, str] = _OTHER_PART) -> Iterable[Reason]:
    """Yield a reason for every claim that has none yet: the rule that left it out, else the `other` rule and its sentence."""
    for claim in sorted(set(work.claims) - told):
        yield work.fates.get(claim) or Reason(*other, (claim,))


def _from_best(case: Case, outcome: Outcome, side: Side, whole: _Figure, work: _Work) -> Estimate:
    """Return a side's line as the claim that gave best tells it; what it does not tell is unknown, and the sum holds."""
    shares = _shares(whole.combined, work.sides)
    best = shares[side]
    alone = None if side is Side.UNKNOWN else _figure(case, work, lambda group: work.sides[group] is side)
    low, high = best, best
    if alone is not None:
        low, high = min(best, alone.combined.low), max(best, alone.combined.high)
    source = whole.combined.best_of
    name = source.origin.name if source else "no origin"
    text = f"{best} of the {whole.combined.best} that {name} gives as best; what it does not divide is counted as unknown"
    used = source.statement.ids if source else ()
    head = Reason(case.codebook.sides.rule.value, text, used)
    aside = (case.codebook.sides.rule.value, "is not the figure that gave best, which alone is divided into sides")
    reasons = (head, *_rest(work, set(used), aside))
    return Estimate(case.event, outcome, side.value, low, best, high, case.codebook.name, reasons)


def _shares(combined: Combined, sides: Mapping[Group, Side]) -> dict[Side, int]:
    shares = dict.fromkeys((Side.A, Side.B, Side.CIVILIANS, Side.UNKNOWN), 0)
    if combined.best_of is None:
        return shares | {Side.UNKNOWN: combined.best}
    parts = combined.best_of.statement.parts
    for group, reading in parts.items():
        if not group.whole and not among(group, parts):
            shares[sides[group]] += reading.best
    told = sum(shares.values())
    if told > combined.best:
        return dict.fromkeys(shares, 0) | {Side.UNKNOWN: combined.best}
    shares[Side.UNKNOWN] += combined.best - told
    return shares


def _used(figure: _Figure, combined: Combined) -> Iterable[Reason]:
    for vote in sorted(figure.votes, key=lambda vote: vote.origin.key):
        ends = [
            name
            for name, value, end in (
                ("low", vote.reading.low, combined.low),
                ("best", vote.reading.best, combined.best),
                ("high", vote.reading.high, combined.high),
            )
            if value == end and (name != "best" or vote is combined.best_of or vote.reading.best == combined.best)
        ]
        role = f"gives {' and '.join(ends)}" if ends else "counts, and lies within the range or below its class"
        shown = f"{vote.reading.best}" if vote.reading.low == vote.reading.high else f"{vote.reading.low} to {vote.reading.high}"
        open_end = ", open upwards" if vote.reading.open else ""
        text = f"{vote.origin.name} ({vote.standing.value}): {shown}{open_end}; {role}"
        yield Reason("used", text, vote.statement.ids)
        if vote.repeats:
            yield Reason("relays", f"repeats {vote.origin.name}, who has one vote", vote.repeats)
        if vote.history:
            yield Reason("history", f"an earlier figure, or one of fewer parts, of {vote.origin.name}", vote.history)
    for rule, vote in sorted(figure.settled, key=lambda pair: pair[1].origin.key):
        text = f"{vote.origin.name}: {vote.reading.best}; an early count of a toll that rose"
        yield Reason(rule.value, text, tuple(sorted({*vote.statement.ids, *vote.repeats, *vote.history})))
    for vote in sorted(figure.aside, key=lambda vote: vote.origin.key):
        text = f"{vote.origin.name} counts only a part of the losses; nothing is added across origins"
        yield Reason("other_part", text, tuple(sorted({*vote.statement.ids, *vote.repeats, *vote.history})))


def _ids(of: Sequence[Vote]) -> tuple[str, ...]:
    return tuple(sorted({claim for vote in of for claim in vote.statement.ids}))


# --- claims ---------------------------------------------------------------------------------------------------------------


def _case(
    event: Event,
    extractions: Iterable[Extraction],
    codebook: Codebook,
    relations: Relations,
    withdrawn: Mapping[str, str],
) -> Case:
    known = sorted(extractions, key=lambda e: age(e.report))
    wanted = set(event.claims)
    claims: dict[str, Claim] = {}  # a copy's claims have the ids of the original's: the earlier report keeps them
    for extraction in known:
        for claim in extraction.claims:
            if claim.id in wanted:
                claims.setdefault(claim.id, claim)
    reports = {e.report.id: e.report for e in known if e.report.id in set(event.reports)}
    blamed = tuple(r for e in known if e.report.id in reports for r in e.responsibilities)
    return Case(
        event=event.id,
        claims=tuple(claims[key] for key in sorted(claims)),
        reports=reports,
        codebook=codebook,
        relations=relations,
        responsibilities=blamed,
        withdrawn=withdrawn,
    )


def _speaks_of(claim: Claim, outcome: Outcome) -> bool:
    if claim.outcome is Outcome.CASUALTIES:
        return outcome in (claim.covers or (Outcome.KILLED, Outcome.INJURED))
    return claim.outcome is outcome


def _left_out(claim: Claim, case: Case) -> Reason | None:
    named = [policy.rule for policy in case.codebook.leave_out]
    for rule in dict.fromkeys([*ALWAYS_LEFT_OUT[:-1], Rule.DENIALS, *named, *ALWAYS_LEFT_OUT]):
        sentence = LEAVE_OUT[rule](claim, case)
        if sentence:
            return Reason(rule.value, sentence, (claim.id,))
    return None


def _keep(claims: Sequence[Claim], case: Case, origins: Mapping[str, Origin]) -> Iterable[Kept]:
    countries = counted_countries(claims)
    parties = frozenset(key for claim in claims for key in (claim.victim_id, claim.victim_country) if key)
    for claim in claims:
        reading = READ[case.codebook.read.rule](claim, case.codebook)
        if reading is not None:
            yield Kept(claim, origins[claim.id], group_of(claim, countries), reading, standing(claim, parties, case.relations))


def _reliability(one: Kept, codebook: Codebook) -> int:
    """Return the class that the codebook gives: by standing and kind, by standing, by kind, else its default, else 1."""
    keys = (f"{one.standing.value} {one.origin.kind}", one.standing.value, one.origin.kind, "default")
    return next((codebook.reliability[key] for key in keys if key in codebook.reliability), 1)


def _revised(claims: Sequence[Claim], origins: Mapping[str, Origin]) -> frozenset[str]:
    """Return the claims that their own origin has revised, and those that state the revised figure again."""
    by_id = {claim.id: claim for claim in claims}
    revising = {claim.id for claim in claims if any(r.kind is RelationKind.REVISES for r in claim.relations)}
    targets = {
        relation.claim
        for claim in claims
        for relation in claim.relations
        if relation.kind is RelationKind.REVISES and relation.claim != claim.id and relation.claim in by_id
    }
    figures = {(origins[t].key, by_id[t].outcome, by_id[t].bounds, by_id[t].victim_kind) for t in targets}
    again = {c.id for c in claims if (origins[c.id].key, c.outcome, c.bounds, c.victim_kind) in figures}
    return frozenset(targets | (again - revising))


def _denials(claims: Sequence[Claim], origins: Mapping[str, Origin]) -> Iterable[Denial]:
    for claim in claims:
        if claim.stance is Stance.DENIES and claim.scope is Scope.EVENT:
            aims = frozenset(r.claim for r in claim.relations if r.kind in {RelationKind.DENIES, RelationKind.RESPONDS_TO})
            number = claim.bounds.low if claim.bounds.low is not None else claim.bounds.high
            yield Denial(origins[claim.id].key, aims, number or None, claim.id)
