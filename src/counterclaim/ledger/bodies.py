"""What entries say, and the bytes and texts that they speak of: written once, read back by number or digest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from counterclaim.ledger.packing import bytes_text, unpack
from counterclaim.ledger.schema import blobs, bodies, entry_of, ordinal_of
from counterclaim.ledger.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


Body = dict[str, Any]
#: How many values one statement may name.
CHUNK = 500

_BODIES = select(bodies.c.number, bodies.c.content).where(bodies.c.number.in_(bindparam("numbers", expanding=True)))

_BLOBS = select(blobs.c.digest, blobs.c.content).where(blobs.c.digest.in_(bindparam("digests", expanding=True)))
_BLOB = select(blobs.c.content).where(blobs.c.digest == bindparam("digest"))


def read_bodies(connection: Connection | Transaction, numbers: Iterable[int]) -> dict[int, Body]:
    """Return what the entries say, by number; those whose words were destroyed are not among them."""
    found: dict[int, Body] = {}
    wanted = sorted(set(numbers))
    for at in range(0, len(wanted), CHUNK):
        for row in connection.execute(_BODIES, {"numbers": wanted[at : at + CHUNK]}):
            found[row.number] = json.loads(unpack(row.content))
    return found


def read_body(connection: Connection | Transaction, number: int) -> Body | None:
    """Return what one entry says, None where its words were destroyed."""
    return read_bodies(connection, [number]).get(number)


def read_blob(connection: Connection | Transaction, digest: str) -> bytes | None:
    """Return bytes by their digest, None where they are not there (any more)."""
    if isinstance(connection, Transaction):
        if digest in connection.blobs:
            return connection.blobs[digest]
        content = connection.look(_BLOB, {"digest": digest}, [f"blob {digest}"]).scalar()
    else:
        content = connection.execute(_BLOB, {"digest": digest}).scalar()
    return None if content is None else unpack(content)


def read_text(connection: Connection | Transaction, digest: str) -> str | None:
    """Return a report's text by the digest of its bytes, None where it is not there (any more)."""
    raw = read_blob(connection, digest)
    return None if raw is None else bytes_text(raw)


def read_texts(connection: Connection, digests: Iterable[str]) -> dict[str, str]:
    """Return texts by the digests of their bytes; those that are not there (any more) are not among them."""
    found: dict[str, str] = {}
    wanted = sorted(set(digests))
    for at in range(0, len(wanted), CHUNK):
        for digest, content in connection.execute(_BLOBS, {"digests": wanted[at : at + CHUNK]}):
            found[digest] = bytes_text(unpack(content))
    return found


def read_claims(connection: Connection | Transaction, ranks: Iterable[int]) -> dict[int, Body]:
    """Return the records of claims by their rank, as they were read or added by hand; decisions are not applied."""
    wanted = list(ranks)
    said = read_bodies(connection, (entry_of(rank) for rank in wanted))
    found: dict[int, Body] = {}
    for rank in wanted:
        body = said.get(entry_of(rank))
        if body is None:
            continue
        claims = body.get("claims") or ([body["claim"]] if "claim" in body else [])
        if ordinal_of(rank) < len(claims):
            found[rank] = claims[ordinal_of(rank)]
    return found
