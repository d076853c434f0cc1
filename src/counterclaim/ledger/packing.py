"""Bytes as they lie in the ledger: compressed, with one byte in front that says how, and known by two digests."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

_PLAIN, _DEFLATED = b"\x00", b"\x01"
_LEVEL = 6


class DamagedContent(ValueError):
    """Stored bytes that cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Some bytes, ready to be stored: `digest` and `size` of the bytes, `packed` the digest of what is stored."""

    digest: str
    size: int
    packed: str
    content: bytes

    def reference(self) -> dict[str, Any]:
        """Return what an entry says of the bytes, which is enough to prove them."""
        return {"digest": self.digest, "size": self.size, "packed": self.packed}


def pack(raw: bytes) -> Packed:
    """Return the bytes as they are stored."""
    content = _DEFLATED + zlib.compress(raw, _LEVEL)
    if len(content) > len(raw):
        content = _PLAIN + raw
    return Packed(sha256(raw), len(raw), sha256(content), content)


def unpack(content: bytes) -> bytes:
    """Return the bytes that were stored; raises DamagedContent."""
    how, rest = content[:1], content[1:]
    if how == _PLAIN:
        return rest
    if how != _DEFLATED:
        raise DamagedContent(f"the stored bytes begin with {how!r}, which names no packing")
    try:
        return zlib.decompress(rest)
    except zlib.error as problem:
        raise DamagedContent(f"the stored bytes cannot be decompressed: {problem}") from problem


def sha256(raw: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def canonical(record: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
    """Return the one way to write a record: JSON with sorted keys, no spaces, in UTF-8 (lone surrogates escaped)."""
    try:
        text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def text_bytes(text: str) -> bytes:
    """Return a text as bytes; lone surrogates survive."""
    return text.encode("utf-8", "surrogatepass")


def bytes_text(raw: bytes) -> str:
    """Return the text that `text_bytes` made the bytes from."""
    return raw.decode("utf-8", "surrogatepass")
