"""Near-duplicates: the same text again, lightly edited, cut or put in another order, across the whole ledger.

A text is a set of shingles (runs of three words). Texts that share a band of their MinHash signatures are candidates;
of these the shared shingles are counted exactly. Copies form a family, which is tied to its earliest report.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from datasketch import MinHash
from sqlalchemy import bindparam, func, select

from counterclaim.ledger.bodies import read_text
from counterclaim.ledger.schema import bands, texts
from counterclaim.ledger.search import indexed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from counterclaim.ledger.transaction import Transaction


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
_SCHEME = "affine32"
#: Of the numbers of the text that has fewer of them, at least these many, this share stands in a copy too.
_LEAST_NUMBERS = 3
_SHARED_NUMBERS = 0.5
#: A copy as near as this is not looked up by others: whoever resembles it resembles the text that it was met through.
_SAME = 0.95
_MOST_CANDIDATES = 12
_ESTIMATE_MARGIN = 0.25


_MET = (
    select(bands.c.text, func.count().label("often"))
    .where(bands.c.hash.in_(bindparam("hashes", expanding=True)))
    .group_by(bands.c.text)
    .order_by(func.count().desc(), bands.c.text)
    .limit(_MOST_CANDIDATES)
    .subquery()
)
_CANDIDATES = (
    select(texts.c.rank, texts.c.digest, texts.c.shingles, texts.c.signature, texts.c.family)
    .join(_MET, _MET.c.text == texts.c.rank)
    .order_by(_MET.c.often.desc(), texts.c.rank)
)


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


@dataclass(frozen=True, slots=True)
class Kin:
    """A family of copies that a text belongs to, and how like it is to the nearest of its texts."""

    family: int
    alike: Likeness


def sketch(text: str) -> Sketch:
    """Return what is compared of a text; one shorter than a shingle is compared whole."""
    return sketch_of(indexed(text))


def sketch_of(words: Sequence[str]) -> Sketch:
    """Return the sketch of a text's folded words."""
    runs = {" ".join(words[at : at + WIDTH]) for at in range(max(1, len(words) - WIDTH + 1))}
    hashed = sorted(
        int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little") for run in runs
    )
    minhash = MinHash(num_perm=ROWS * BANDS, hashfunc=_identity, permutations=_permutations(), scheme=_SCHEME)
    minhash.update_batch(hashed)
    return Sketch(frozenset(hashed), np.asarray(minhash.hashvalues, dtype="<u4").tobytes(), _numbers(words))


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """Return how much two texts share."""
    shared = len(one.shingles & other.shingles)
    smaller = min(len(one.shingles), len(other.shingles))
    fewer = min(len(one.numbers), len(other.numbers))
    numbers = len(one.numbers & other.numbers) / fewer if fewer >= _LEAST_NUMBERS else 1.0
    return Likeness(shared / max(1, len(one.shingles | other.shingles)), shared / max(1, smaller), smaller, numbers)


def find_kin(connection: Transaction, found: Sketch, hashes: Sequence[int]) -> Kin | None:
    """Return the text that this one is most like of those that it is a copy of; None where there is none."""
    best: Kin | None = None
    for row in connection.look(_CANDIDATES, {"hashes": hashes}, hashes).all():
        alike = _compare(connection, row, found)
        if alike and alike.copies and (best is None or alike.jaccard > best.alike.jaccard):
            best = Kin(row.family, alike)
    return best


def add_text(connection: Transaction, rank: int, digest: str, found: Sketch) -> int:
    """Add a text to those that are compared, and return its family (the rank of the family's first text)."""
    hashes = sorted(set(found.bands()))
    kin = find_kin(connection, found, hashes)
    family = rank if kin is None else kin.family
    row = {
        "rank": rank,
        "digest": digest,
        "shingles": len(found.shingles),
        "signature": found.signature,
        "family": family,
        "likeness": None if kin is None else round(kin.alike.jaccard, 4),
    }
    connection.later(texts, [row], [digest])
    if kin is None or kin.alike.jaccard < _SAME:
        connection.later(bands, [{"hash": band, "text": rank} for band in hashes], hashes)
    return family


def _compare(connection: Transaction, row: Row[Any], found: Sketch) -> Likeness | None:
    estimate = _estimate(row.signature, found.signature)
    size, smaller = len(found.shingles) + row.shingles, min(len(found.shingles), row.shingles)
    shared = estimate * size / (1 + estimate)
    if estimate < LIKENESS - _ESTIMATE_MARGIN and shared < (CONTAINED - _ESTIMATE_MARGIN) * smaller:
        return None
    text = read_text(connection, row.digest)
    return None if text is None else likeness(sketch(text), found)


def _estimate(one: bytes, other: bytes) -> float:
    return float(np.mean(np.frombuffer(one, dtype="<u4") == np.frombuffer(other, dtype="<u4")))


@functools.cache
def _permutations() -> Any:  # noqa: ANN401 - datasketch's
    """Return the permutations of all signatures; a seed makes them the same in every process."""
    return MinHash(num_perm=ROWS * BANDS, seed=1, scheme=_SCHEME).permutations


def _numbers(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdecimal())


def _identity(shingle: int) -> int:
    return shingle
