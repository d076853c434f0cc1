"""The values that pass between the stages, and the words of the field they use.

A value is frozen and refuses nonsense when it is made. An enum member's value is the word in JSON, TOML, database and
command line. The fields of a claim are those of the annotation guide, plus what a ledger needs to prove them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What happened to those who are counted."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    CAPTURED = "captured"
    DISPLACED = "displaced"
    LOST = "lost"
    STRENGTH = "strength"


class Qualifier(StrEnum):
    """How the text hedges a figure."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    VAGUE = "vague"
    NONE = "none"


class VictimKind(StrEnum):
    """Who is counted."""

    MILITARY = "military"
    MERCENARY = "mercenary"
    MILITANT = "militant"
    CIVILIAN = "civilian"
    CHILD = "child"
    POLICE = "police"
    MIXED = "mixed"
    UNSPECIFIED = "unspecified"
    MATERIEL = "materiel"


class ClaimantKind(StrEnum):
    """What sort of body or person states a figure."""

    GOVERNMENT = "government"
    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    IGO = "igo"
    NGO = "ngo"
    MEDIA = "media"
    INDIVIDUAL = "individual"
    UNNAMED = "unnamed"


class Stance(StrEnum):
    """What the claimant does with the figure."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"
    DENIES = "denies"
    ESTIMATES = "estimates"


class Verification(StrEnum):
    """What the report itself says of the claim."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"


class Scope(StrEnum):
    """One attack, battle or clash (one place on one day), or anything wider."""

    EVENT = "event"
    TOTAL = "total"


class How(StrEnum):
    """In which form a figure stands in the text."""

    DIGITS = "digits"
    WORD = "word"
    VAGUE = "vague"
    ARTICLE = "article"
    SINGULAR = "singular"
    ELLIPSIS = "ellipsis"
    SHARE = "share"
    ZERO = "zero"


class RelationKind(StrEnum):
    """What a claim is to another claim."""

    PART_OF = "part_of"
    IN_ADDITION_TO = "in_addition_to"
    REVISES = "revises"
    RESTATES = "restates"
    DENIES = "denies"
    CONFIRMS = "confirms"
    RESPONDS_TO = "responds_to"


class Blame(StrEnum):
    """The stance of a responsibility claim."""

    ACCUSES = "accuses"
    ACCEPTS = "accepts"
    DENIES = "denies"


def digest(*parts: str) -> str:
    """Return the SHA-256 of the parts in hexadecimal; parts are kept apart by their lengths."""
    whole = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        whole.update(f"{len(raw)}:".encode())
        whole.update(raw)
    return whole.hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of code points of a report's text, as stored."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must run forward from 0 or later, not from {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """Return the words of the span; raises ValueError where the text is too short."""
        if self.end > len(text):
            raise ValueError(f"the span ends at {self.end}, the text at {len(text)}")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the spans share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Return whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One published text as it was found.

    `published` is an EDTF date (a day, a month) or None where the text does not tell; `lang` is None until it has been
    decided. `boilerplate` marks stretches of `text` that are not the report's own words and yield no claims.
    """

    id: str
    text: str
    lang: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    event: str | None = None
    boilerplate: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a report needs an id")

    @property
    def text_digest(self) -> str:
        """The identity of the text."""
        return digest(self.text)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the words state: whole numbers, None where a side is open or nothing is stated."""

    low: int | None
    high: int | None
    qualifier: Qualifier

    def __post_init__(self) -> None:
        for side in (self.low, self.high):
            if side is not None and side < 0:
                raise ValueError(f"a count cannot be negative: {side}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the low bound {self.low} lies above the high bound {self.high}")


@dataclass(frozen=True, slots=True)
class Figure:
    """The words of the text that give the figure. `refers_to` is the claim id whose figure an ellipsis or share uses."""

    span: Span
    text: str
    how: How
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Claimant:
    """One body or person whose knowledge a claim is. `id` is that of the actor registry, None where it is not in it."""

    name: str
    kind: ClaimantKind | None = None
    id: str | None = None
    country: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a claim names.

    `id` is a GeoNames id (`geonames:NUMBER`) or one of our supplement; `where_prec` is UCDP's (1 exact place to
    7 international waters); `relation` keeps words such as "19 km from".
    """

    name: str
    country: str | None = None
    id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    where_prec: int | None = None
    relation: str | None = None

    def __post_init__(self) -> None:
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            raise ValueError(f"latitude {self.latitude} is not between -90 and 90")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            raise ValueError(f"longitude {self.longitude} is not between -180 and 180")


@dataclass(frozen=True, slots=True)
class Attacker:
    """Who is said to have done it, as the text names it."""

    name: str
    id: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What a claim is to another claim, by that claim's id."""

    kind: RelationKind
    claim: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One stated figure, or one denial or confirmation of losses, in one report."""

    report: str
    evidence: str
    span: Span
    outcome: Outcome
    bounds: Bounds
    id: str = ""
    figure: Figure | None = None
    quantity_word: str | None = None
    covers: tuple[Outcome, ...] = ()
    summed: bool | None = None
    victims: str | None = None
    victim_country: str | None = None
    victim_kind: VictimKind = VictimKind.UNSPECIFIED
    victim_id: str | None = None
    claimants: tuple[Claimant, ...] = ()
    via: tuple[str, ...] = ()
    stance: Stance = Stance.ASSERTS
    verification: Verification | None = None
    scope: Scope = Scope.EVENT
    places: tuple[Place, ...] = ()
    when: str | None = None
    attacker: Attacker | None = None
    means: str | None = None
    relations: tuple[Relation, ...] = ()
    confidence: float | None = None
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def claimant(self) -> str | None:
        """The claimants' names joined with " and "; None where the report itself states the figure."""
        return " and ".join(c.name for c in self.claimants) or None

    @property
    def claimant_kind(self) -> ClaimantKind | None:
        """The kind of the first claimant."""
        return self.claimants[0].kind if self.claimants else None

    @property
    def place(self) -> Place | None:
        """The first, most precise place."""
        return self.places[0] if self.places else None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who says that who did it."""

    report: str
    evidence: str
    span: Span
    accused: str
    stance: Blame
    claimant: str | None = None
    accused_id: str | None = None
    place: Place | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not be read or extracted, and why. A bad record in a stream is this value, not an exception.

    `unread` is the report where only its language is in the way: it can be kept, and read when a pack comes.
    """

    id: str
    reason: str
    unread: Report | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place, a time or a subject that a report names, whether or not a claim uses it.

    It is what linking knows of a report without claims. `when` is EDTF, with XXXX for a year that the text does not tell;
    `subject` is a kind and a value of the lexicon: `countries:SYR`, `actors:sdf`, `means:ambush`,
    `targets:hospital`, `weekdays:0` for Monday, `numbers:33`.
    """

    span: Span
    place: Place | None = None
    when: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one report yields."""

    report: Report
    claims: tuple[Claim, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which recogniser took or refused one number of a text, and why."""

    span: Span
    text: str
    recogniser: str
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is what it is: the rule's name, and a sentence for a person."""

    rule: str
    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """The claims, from any number of reports and languages, about one attack, battle or day at a place."""

    id: str
    reports: tuple[str, ...]
    claims: tuple[str, ...]
    place: Place | None = None
    when: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two events, by their ids, that may be one: a person decides."""

    one: str
    other: str
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Point:
    """One total at its day: the last day that it covers, else that of publication (EDTF); None where neither is known."""

    day: str | None
    bounds: Bounds
    claim: str
    report: str


@dataclass(frozen=True, slots=True)
class Series:
    """What one claimant has given over time as the losses of one side in one war.

    `war` is the country where it is fought, `falls` are the claims of totals that lie below an earlier one.
    """

    war: str
    side: str
    outcome: Outcome
    claimant: str
    points: tuple[Point, ...]
    falls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """Low, best and high of one event, outcome and side under one codebook; None where nothing can be said."""

    event: str
    outcome: Outcome
    side: str
    low: int | None
    best: int | None
    high: int | None
    codebook: str
    reasons: tuple[Reason, ...] = ()
    grade: str | None = None
