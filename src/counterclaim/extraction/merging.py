"""Statements of one report that say the same, and what its claims are to each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.extraction.echoes import echoes
from counterclaim.model import Claim, Outcome, Qualifier, Relation, RelationKind, Stance, VictimKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from counterclaim.extraction.drafts import Draft

#: How many different statements of one figure are remembered, so that a report of any length takes its length in time.
REMEMBERED = 30
#: From how many on the same number in a headline and in the text is no chance.
SOME = 5
#: From which precision on a place is an area (UCDP where_prec: 3 a district, 4 a province, 6 a country).
AREA = 3
#: How many tokens before a figure's words one may stand that opens the clause, and how many sentences back a figure is changed.
OPENING, NEAR = 4, 2
#: The stances of one who tells of losses, be they his own.
_TELLING = frozenset({Stance.ASSERTS, Stance.CONFIRMS})
#: How many claims back an answer or an addition may point.
BACK = 20


class Stated(NamedTuple):
    """A claim with the draft that it was made of. `headline`: it stands in one, whose figures the text repeats."""

    claim: Claim
    draft: Draft
    headline: bool

    @property
    def listed(self) -> bool:
        """Whether it is an item of a list with labels."""
        return self.draft.phrase.label is not None

    @property
    def earlier(self) -> bool:
        """Whether a word before the figure says that it no longer holds ("up from 29", "an earlier toll of 27")."""
        start = self.draft.quantity.start
        return any(start - 3 <= m.end <= start for m in self.draft.sentence.of("grammar", "revision", "earlier"))

    @property
    def later(self) -> bool:
        """Whether a word before the figure says that a toll was changed to it ("has risen to 52")."""
        start = self.draft.quantity.start
        return any(start - 3 <= m.end <= start for m in self.draft.sentence.of("grammar", "revision", "later"))

    @property
    def adds(self) -> bool:
        """Whether the figure, or a word that opens its clause, says that it comes on top ("another 15", "in addition")."""
        start = self.draft.start
        opened = any(start - OPENING <= m.end <= start for m in self.draft.sentence.of("grammar", "addition"))
        return self.draft.quantity.additional or opened

    @property
    def others(self) -> bool:
        """Whether the figure is of others than those told of before ("another 15", "three others")."""
        phrase = self.draft.phrase
        first = max(phrase.start, phrase.quantity.number_start)  # "more than 460" are no others
        told = any(first <= m.start < phrase.end for m in self.draft.sentence.of("grammar", "other"))
        return self.draft.quantity.additional or told

    @property
    def bare(self) -> bool:
        """Whether nothing but the outcome says who is counted ("15 dead")."""
        return not (self.draft.phrase.heads or self.draft.phrase.countries or self.draft.phrase.actors)


def merge(stated: Sequence[Stated]) -> list[Stated]:
    """Return the statements without repetitions: the same figure of the same outcome from the same claimant, said again."""
    kept: list[Stated] = []
    alike: dict[tuple[Outcome, int | None], list[int]] = defaultdict(list)
    before: Stated | None = None
    for one in stated:
        places = alike[one.claim.outcome, one.claim.bounds.low or one.claim.bounds.high]
        added = before is not None and _adds_as_many(before, one)
        twin = None if added else next((at for at in places[-REMEMBERED:] if repeats(kept[at], one)), None)
        before = one if one.draft.whole is None else before
        if twin is None:
            places.append(len(kept))
            kept.append(one)
        elif better(one, kept[twin]):
            relations = kept[twin].claim.relations or one.claim.relations
            kept[twin] = one._replace(claim=replace(one.claim, relations=relations))
    return [one for one in kept if not _told_as_killed(one, alike, kept)]


def _told_as_killed(one: Stated, alike: Mapping[tuple[Outcome, int | None], list[int]], kept: Sequence[Stated]) -> bool:
    """Return whether losses are those of whom the report says that they were killed: "lost 29 men killed; the losses were 29"."""
    number = one.claim.bounds.low
    if one.claim.outcome is not Outcome.CASUALTIES or number is None or number < SOME or one.draft.whole is not None:
        return False
    killed = (kept[at] for at in alike.get((Outcome.KILLED, number), ())[-REMEMBERED:])
    return any(
        other.claim.stance is one.claim.stance
        and other.claim.victim_country == one.claim.victim_country
        and other.claim.victim_kind is one.claim.victim_kind
        and _of_one_voice(other.claim, one.claim)
        and _same_figure(other, one)
        for other in killed
    )


def _adds_as_many(before: Stated, one: Stated) -> bool:
    """Return whether a figure is of as many others as the one right before it: "three were killed; three others were killed"."""
    same = before.claim.outcome is one.claim.outcome and before.claim.bounds.low == one.claim.bounds.low
    return same and one.others and not before.others


def repeats(first: Stated, second: Stated) -> bool:
    """Return whether two claims of a report say the same."""
    one, other = first.claim, second.claim
    if one.outcome is not other.outcome or one.span.overlaps(other.span):
        return False
    if first.headline and not second.headline and _told_in_full(one, other):
        return True
    if one.stance is not other.stance and not (first.headline and one.claimant is None and other.stance is Stance.CONFIRMS):
        return False
    if first.listed and second.listed and first.draft.sentence is second.draft.sentence:
        return False
    alone = first.headline and not second.headline
    return _same_figure(first, second) and (_of_one_voice(one, other) or (alone and echoes(one, other)))


def _of_one_voice(one: Claim, other: Claim) -> bool:
    """Return whether two claims may be one claimant's: he is the same, one of them names nobody, or one body speaks twice."""
    if len({claim.claimant for claim in (one, other)} - {None}) <= 1:
        return True
    ids = {claimant.id for claim in (one, other) for claimant in claim.claimants}
    return len(ids) == 1 and None not in ids


def _same_figure(first: Stated, second: Stated) -> bool:
    """Return whether two claims count the same number of the same people at the same time, as far as their words tell."""
    one, other = first.claim, second.claim
    number = one.bounds.low or one.bounds.high
    if number != (other.bounds.low or other.bounds.high) or one.bounds.low is None is one.bounds.high:
        return False
    if one.bounds.high == 0 or other.bounds.high == 0:
        return one.bounds == other.bounds
    if not (first.headline or first.bare or second.bare or _alike(one, other)):
        return False
    guessed = first.headline and first.bare  # "20 dead in Taliban attack"
    if not guessed and len({c.victim_kind for c in (one, other)} - {VictimKind.UNSPECIFIED}) > 1:
        return False
    if len({c.value for s in (first, second) for c in s.draft.phrase.countries[:1]}) > 1:
        return False
    elsewhere = not first.headline and _elsewhere(first, second)
    return not elsewhere and _same_time(one.when, other.when)


def _alike(one: Claim, other: Claim) -> bool:
    """Return whether two figures are bounded alike and count the same people; large ones may be hedged, or say less of them."""
    if one.bounds == other.bounds and one.victims == other.victims:
        return True
    if (one.bounds.low or 0) < SOME or {one.bounds.qualifier, other.bounds.qualifier} - {Qualifier.EXACT, Qualifier.AT_LEAST}:
        return False
    same = one.victim_kind is other.victim_kind and one.victim_kind not in (None, VictimKind.UNSPECIFIED)
    return one.victims == other.victims or same


def _elsewhere(first: Stated, second: Stated) -> bool:
    """Return whether two statements name places of their own, which differ."""
    ids = [{p.id or p.name for p in s.claim.places} if _placed(s) else set() for s in (first, second)]
    apart = bool(ids[0] and ids[1] and not ids[0] & ids[1])
    return apart and not ((first.claim.bounds.low or 0) >= SOME and _within(first.claim, second.claim))


def _within(one: Claim, other: Claim) -> bool:
    """Return whether the place of one claim is an area of the country in which the other's lies."""
    countries = {place.country for claim in (one, other) for place in claim.places}
    return len(countries) == 1 and any((p.where_prec or 0) >= AREA for claim in (one, other) for p in claim.places)


def _placed(one: Stated) -> bool:
    """Return whether the place of a claim is named in its own sentence."""
    start, end = one.draft.sentence.start, one.draft.sentence.end
    return any(start <= span.start < end for span in one.claim.spans.get("place", ()))


def _told_in_full(headline: Claim, claim: Claim) -> bool:
    """Return whether the text tells in full what its headline did, by somebody of the country or body that it names."""
    number = claim.bounds.low
    if (
        number is None
        or number != headline.bounds.low
        or number < SOME
        or (claim.stance is not headline.stance and not {claim.stance, headline.stance} <= _TELLING)
    ):
        return False
    if {headline.victim_kind, claim.victim_kind} == {VictimKind.MILITARY, VictimKind.MILITANT}:
        return False
    known = [(one.id, one.country) for one in headline.claimants if one.id or one.country]
    return (
        not headline.claimants
        or not claim.claimants
        or any(
            (id_ and id_ == one.id) or (country and country == one.country) for id_, country in known for one in claim.claimants
        )
        or echoes(headline, claim)
    )


def _same_time(first: str | None, second: str | None) -> bool:
    """Return whether two EDTF times may be one: equal, one unknown, or one within the other as written."""
    return first is None or second is None or first == second or first.startswith(second) or second.startswith(first)


def better(new: Stated, old: Stated) -> bool:
    """Return whether the later statement says more than the earlier one, or as much in the text as the headline did."""
    if old.headline and old.bare and not new.bare and new.claim.victim_kind is not VictimKind.UNSPECIFIED:
        return old.claim.claimant is None or new.claim.claimant is not None  # the text says who the dead of the headline were
    more, before = _weight(new.claim), _weight(old.claim)
    if more > before or not (old.headline and not new.headline):
        return more > before
    named = new.claim.claimant is not None and new.claim.claimant != old.claim.claimant
    return more[0] >= before[0] and (named or _told_in_full(old.claim, new.claim))


def _weight(claim: Claim) -> tuple[bool, bool, bool]:
    return (
        claim.claimant is not None,
        claim.bounds.qualifier is not Qualifier.EXACT,
        claim.victim_kind is not VictimKind.UNSPECIFIED,
    )


def relate(kept: Sequence[Stated]) -> list[Claim]:
    """Return the claims with what they are to the claims before them: additions, revisions, answers."""
    out: list[Claim] = []
    for number, one in enumerate(kept):
        before = kept[max(number - BACK, 0) : number]
        found = dict.fromkeys([*one.claim.relations, *_additions(one, before), *_revisions(one, before), *_answers(one, before)])
        related = tuple(found)
        out.append(one.claim if related == one.claim.relations else replace(one.claim, relations=related))
    return out


def _additions(one: Stated, before: Sequence[Stated]) -> Iterator[Relation]:
    """Yield the figure to which "another 15" adds: of the same outcome, and not of the other side's people."""
    if one.adds and one.draft.whole is None:
        near = [
            b
            for b in before
            if b.claim.outcome is one.claim.outcome
            and b.draft.sentence.paragraph == one.draft.sentence.paragraph
            and not _opposed(b.claim.victim_kind, one.claim.victim_kind)
        ]
        if near:
            yield Relation(RelationKind.IN_ADDITION_TO, near[-1].claim.id)


def _opposed(one: VictimKind, other: VictimKind) -> bool:
    return {one, other} == {VictimKind.MILITARY, VictimKind.MILITANT}


def _revisions(one: Stated, before: Sequence[Stated]) -> Iterator[Relation]:
    """Yield the earlier figure that this one takes back: "33, up from 29", "from 29 to 33", "the toll has risen to 33"."""
    outgrown = next((b for b in reversed(before) if _same_count(b, one)), None)
    if outgrown is not None and not outgrown.earlier and (one.later or _of_one_toll(outgrown, one)):
        yield Relation(RelationKind.REVISES, outgrown.claim.id)
    for other in before:
        old, new = (other, one) if other.earlier else (one, other)
        same = other.claim.outcome is one.claim.outcome and abs(other.draft.sentence.number - one.draft.sentence.number) <= 1
        if same and old.earlier and not new.earlier and new is one:
            yield Relation(RelationKind.REVISES, old.claim.id)


def _same_count(old: Stated, new: Stated) -> bool:
    """Return whether two different figures, a sentence or two apart, may count the same people."""
    alike = old.claim.outcome is new.claim.outcome and old.claim.scope is new.claim.scope
    near = new.draft.sentence.number - old.draft.sentence.number <= NEAR and old.draft.whole is None
    if not (alike and near):
        return False
    part = new.draft.whole is not None or any(r.kind is RelationKind.PART_OF for r in new.claim.relations)
    kinds = {c.victim_kind for c in (old.claim, new.claim)} - {VictimKind.UNSPECIFIED}
    claimants = {c.claimant for c in (old.claim, new.claim)} - {None}
    return not part and len(kinds) <= 1 and len(claimants) <= 1 and old.claim.bounds != new.claim.bounds


def _of_one_toll(old: Stated, new: Stated) -> bool:
    """Return whether one word for a toll has both figures ("the toll rose from 29 to 33")."""
    one, other = old.draft.trigger, new.draft.trigger
    same = old.draft.sentence is new.draft.sentence and one is not None and other is not None and one.form == "toll"
    return same and one is not None and other is not None and (one.start, one.end) == (other.start, other.end)


def _answers(one: Stated, before: Sequence[Stated]) -> Iterator[Relation]:
    """Yield the claims of others that this one denies or confirms: of its outcome, and of its figure where it has one."""
    kind = {Stance.DENIES: RelationKind.DENIES, Stance.CONFIRMS: RelationKind.CONFIRMS}.get(one.claim.stance)
    if kind is None:
        return
    others = [b.claim for b in before if b.claim.outcome is one.claim.outcome and b.claim.claimant != one.claim.claimant]
    bounds = one.claim.bounds
    if bounds.low is None and bounds.high is None:
        others = others[-1:]
    elif bounds.high != 0:
        others = [claim for claim in others if (claim.bounds.low, claim.bounds.high) == (bounds.low, bounds.high)]
    yield from (Relation(kind, claim.id) for claim in others)
