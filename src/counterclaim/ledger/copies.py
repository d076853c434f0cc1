"""Near-duplicates: the same text again, lightly edited, cut or put in another order, across the whole ledger.

A text is a set of shingles (runs of three words). Texts that share a band of their MinHash signatures are candidates;
of these the shared shingles are counted exactly. Copies form a family, which is tied to its earliest report.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from datasketch import MinHash
from sqlalchemy import bindparam, func, insert, select

from counterclaim.ledger.bodies import read_text
from counterclaim.ledger.dialect import insert_new
from counterclaim.ledger.schema import bands, texts
from counterclaim.ledger.search import indexed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

#: Words in a shingle.
WIDTH = 3
#: 42 bands of 3: a pair that shares a third of its shingles is met with 80 %, half of them with 99.6 %.
ROWS = 3
BANDS = 42
#: A copy shares this much of the shingles of both, or ...
LIKENESS = 0.5
#: ... this much of the shorter one's, where that is long enough to mean it.
CONTAINED = 0.6
_LEAST_SHINGLES = 12
#: Of the numbers of the text that has fewer of them, at least these many, this share stands in a copy too.
_LEAST_NUMBERS = 3
_SHARED_NUMBERS = 0.5
#: A copy as near as this is not looked up by others: whoever resembles it resembles the text that it was met through.
_SAME = 0.95
_MOST_CANDIDATES = 12
_ESTIMATE_MARGIN = 0.25


_CANDIDATES = (
    select(bands.c.text, func.count())
    .where(bands.c.hash.in_(bindparam("hashes", expanding=True)))
    .group_by(bands.c.text)
    .order_by(func.count().desc(), bands.c.text)
    .limit(_MOST_CANDIDATES)
)
_ADD_TEXT = insert(texts)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of a text: its shingles, hashed, their MinHash signature, and its numbers in digits."""

    shingles: frozenset[int]
    signature: bytes
    numbers: frozenset[str]

    def bands(self) -> list[int]:
        """Return one signed 64-bit number a band."""
        width = ROWS * 4
        return [
            int.from_bytes(
                hashlib.blake2b(self.signature[at * width : (at + 1) * width], digest_size=8, key=bytes([at])).digest(),
                "little",
                signed=True,
            )
            for at in range(BANDS)
        ]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share: of both together, of the shorter one, and of the numbers of the one with fewer."""

    jaccard: float
    contained: float
    smaller: int
    numbers: float = 1.0

    @property
    def copies(self) -> bool:
        """Whether one is a copy of the other. A form filled in with other numbers every day is not."""
        if self.numbers < _SHARED_NUMBERS:
            return False
        return self.jaccard >= LIKENESS or (self.contained >= CONTAINED and self.smaller >= _LEAST_SHINGLES)


def sketch(text: str) -> Sketch:
    """Return what is compared of a text; one shorter than a shingle is compared whole."""
    return sketch_of(indexed(text))


def sketch_of(words: Sequence[str]) -> Sketch:
    """Return the sketch of a text's folded words."""
    runs = {" ".join(words[at : at + WIDTH]) for at in range(max(1, len(words) - WIDTH + 1))}
    hashed = sorted(
        int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little") for run in runs
    )
    minhash = MinHash(num_perm=ROWS * BANDS, seed=1, hashfunc=_identity)
    minhash.update_batch(hashed)
    return Sketch(frozenset(hashed), np.asarray(minhash.hashvalues, dtype="<u4").tobytes(), _numbers(words))


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """Return how much two texts share."""
    shared = len(one.shingles & other.shingles)
    smaller = min(len(one.shingles), len(other.shingles))
    fewer = min(len(one.numbers), len(other.numbers))
    numbers = len(one.numbers & other.numbers) / fewer if fewer >= _LEAST_NUMBERS else 1.0
    return Likeness(shared / max(1, len(one.shingles | other.shingles)), shared / max(1, smaller), smaller, numbers)


def find_family(connection: Connection, found: Sketch) -> tuple[int, Likeness] | None:
    """Return the text that this one is a copy of, and how like they are; None where it is like no other."""
    best: tuple[int, Likeness] | None = None
    for candidate, _ in connection.execute(_CANDIDATES, {"hashes": found.bands()}).all():
        alike = _compare(connection, candidate, found)
        if alike and alike.copies and (best is None or alike.jaccard > best[1].jaccard):
            best = (candidate, alike)
    return best


def add_text(connection: Connection, rank: int, digest: str, found: Sketch) -> int:
    """Add a text to those that are compared, and return its family (the rank of the family's first text)."""
    kin = find_family(connection, found)
    family = rank
    if kin is not None:
        family = connection.execute(select(texts.c.family).where(texts.c.rank == kin[0])).scalar_one()
    connection.execute(
        _ADD_TEXT,
        {
            "rank": rank,
            "digest": digest,
            "shingles": len(found.shingles),
            "signature": found.signature,
            "family": family,
            "likeness": None if kin is None else round(kin[1].jaccard, 4),
        },
    )
    if kin is None or kin[1].jaccard < _SAME:
        insert_new(connection, bands, [{"hash": band, "text": rank} for band in sorted(set(found.bands()))])
    return int(family)


def _compare(connection: Connection, candidate: int, found: Sketch) -> Likeness | None:
    row = connection.execute(
        select(texts.c.digest, texts.c.shingles, texts.c.signature).where(texts.c.rank == candidate)
    ).one_or_none()
    if row is None:
        return None
    estimate = _estimate(row.signature, found.signature)
    size, smaller = len(found.shingles) + row.shingles, min(len(found.shingles), row.shingles)
    shared = estimate * size / (1 + estimate)
    if estimate < LIKENESS - _ESTIMATE_MARGIN and shared < (CONTAINED - _ESTIMATE_MARGIN) * smaller:
        return None
    text = read_text(connection, row.digest)
    return None if text is None else likeness(sketch(text), found)


def _estimate(one: bytes, other: bytes) -> float:
    return float(np.mean(np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")))


def _numbers(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())


def _identity(shingle: int) -> int:
    return shingle
