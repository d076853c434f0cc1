"""WARC archives, record by record: packed one gzip member a record, packed as a whole, or plain.

No record can take more memory than the limit allows. What is broken (a wrong length, a cut end, packing that swells) is a
Rejected, and the next record behind it is looked for.
"""

from __future__ import annotations

import zlib
from typing import IO, TYPE_CHECKING, NamedTuple

from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"\x1f\x8b\x08"
_BEGINS = b"WARC/"
_NONE = "no WARC record begins here"
#: How many bytes are read at once, and how many they may unpack to at once.
_BLOCK, _UNPACKED = 32_768, 1 << 20
#: A record's own header is no longer than this.
LONGEST_HEADER = 65_536
#: What is passed over unpacked may swell to so many times its packed size, once it is larger than the slack.
RATIO, SLACK = 200, 64_000_000


class Raw(NamedTuple):
    """One record as it stands: where it begins in the file, its header, and as much of its block as the limit allows."""

    offset: int
    header: bytes
    block: bytes
    length: int


class _Broken(Exception):
    """A record that cannot be read, and why."""


def records(stream: IO[bytes], name: str, limit: int) -> Iterator[Raw | Rejected]:
    """Yield the records of an archive in order; of a block at most `limit` bytes. Raises UnreadableInput for an empty one."""
    head = stream.read(len(_MAGIC))
    if not head:
        raise UnreadableInput(name, "the archive is empty", "fetch it again")
    stream.seek(0)
    framed: _Plain | _Packed = _Packed(stream) if head == _MAGIC else _Plain(stream)
    more = framed.begin(0)
    while more:
        try:
            raw = _record(framed, limit)
            if raw is not None:
                yield raw
            more = framed.ahead() or framed.begin_next()
        except (_Broken, zlib.error) as problem:
            why = f"its packing is broken ({problem})" if isinstance(problem, zlib.error) else str(problem)
            start = framed.offset
            yield Rejected(f"{name}@{start}", f"{name}: the record at byte {start:,} cannot be read: {why}")
            more = framed.seek_record(start + 1)


def _record(framed: _Plain | _Packed, limit: int) -> Raw | None:
    """Return the record that begins here, once what follows has shown that its length is right; None for blank space."""
    header = framed.header()
    offset = framed.offset
    if not header:
        return None
    if not header.startswith(_BEGINS):
        raise _Broken(_NONE)
    length = _length(header)
    block = framed.take(min(length, limit))
    framed.skip(length - len(block))
    if not framed.ends_here():
        raise _Broken(f"its length is not the {length:,} bytes that it states")
    return Raw(offset, header, block, length)


def _length(header: bytes) -> int:
    for line in header.split(b"\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    raise _Broken("it states no length")


class _Plain:
    """A stream of bytes that can look ahead; `offset` is where the record at hand begins."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._held = b""
        self._at = 0
        self.offset = 0
        self._read_to = 0

    # --- where records begin ---

    def begin(self, offset: int) -> bool:
        """Go to a record; return whether there is anything there."""
        self._stream.seek(offset)
        self._held, self._at, self._read_to, self.offset = b"", 0, offset, offset
        return self._more()

    def ahead(self) -> bool:
        """Go over blank lines; return whether more follows."""
        while self._at < len(self._held) or self._more():
            if self._held[self._at] not in b"\r\n":
                return True
            self._at += 1
        return False

    def begin_next(self) -> bool:
        """Return whether another stretch begins behind this one; there is none in a plain file."""
        return False

    def seek_record(self, offset: int) -> bool:
        """Go to the next record that begins at or behind an offset; return whether there is one."""
        found = _find(self._stream, b"\n" + _BEGINS, offset)
        return found is not None and self.begin(found + 1)

    # --- what is in them ---

    def header(self) -> bytes:
        """Return the lines up to the first blank one; empty where nothing follows."""
        if not self.ahead():
            return b""
        self._stand()
        while True:
            ends = [(at, size) for mark, size in ((b"\r\n\r\n", 4), (b"\n\n", 2)) if (at := self._held.find(mark, self._at)) >= 0]
            if ends:
                at, size = min(ends)
                header, self._at = self._held[self._at : at + size], at + size
                return header
            begun = self._held.startswith(_BEGINS, self._at)
            if len(self._held) - self._at > LONGEST_HEADER:
                raise _Broken(f"its header is longer than {LONGEST_HEADER:,} bytes" if begun else _NONE)
            if not self._more():
                raise _Broken("it ends within its header: the archive is cut" if begun else _NONE)

    def _stand(self) -> None:
        """Take the place at hand as where a record begins."""
        self.offset = self._read_to - (len(self._held) - self._at)

    def take(self, size: int) -> bytes:
        """Return so many bytes."""
        pieces = []
        missing = size
        while missing:
            piece = self._held[self._at : self._at + missing]
            self._at += len(piece)
            missing -= len(piece)
            pieces.append(piece)
            if missing and not self._more():
                raise _Broken(f"{missing:,} of its bytes are missing: the archive is cut, or the stated length is wrong")
        return b"".join(pieces)

    def skip(self, size: int) -> None:
        """Go over so many bytes."""
        missing = size - (len(self._held) - self._at)
        if missing <= 0:
            self._at += size
            return
        self._held, self._at = b"", 0
        self._read_to += missing
        if (end := self._stream.seek(0, 2)) < self._read_to:
            raise _Broken(f"{self._read_to - end:,} of its bytes are missing: the archive is cut, or the stated length is wrong")
        self._stream.seek(self._read_to)

    def ends_here(self) -> bool:
        """Return whether nothing follows, or a blank line and another record."""
        if not self.ahead():
            return True
        while len(self._held) - self._at < len(_BEGINS) and self._more():
            pass
        return self._held.startswith(_BEGINS, self._at)

    def _more(self) -> bool:
        """Take in another block; return whether there was one."""
        block = self._fill()
        if block:
            self._held, self._at = self._held[self._at :] + block, 0
        return bool(block)

    def _fill(self) -> bytes:
        block = self._stream.read(_BLOCK)
        self._read_to += len(block)
        return block


class _Packed(_Plain):
    """The same over gzip members; `offset` is where the member at hand begins."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._packed = b""
        self._next = 0

    def begin(self, offset: int) -> bool:
        self._packed = b""
        self._next = offset
        return self._begin_member()

    def _begin_member(self) -> bool:
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._held, self._at = b"", 0
        self._stream.seek(self._next + len(self._packed))
        more = True
        while more and len(self._unpadded()) < len(_MAGIC):
            block = self._stream.read(_BLOCK)
            self._packed += block
            more = bool(block)
        self.offset = self._next
        if self._packed and not self._packed.startswith(_MAGIC):
            raise _Broken("no gzip member begins here")
        return bool(self._packed)

    def _unpadded(self) -> bytes:
        """Drop the zeros that some writers leave between members, and return what is there of the next."""
        packed = self._packed.lstrip(b"\x00")
        self._next += len(self._packed) - len(packed)
        self._packed = packed
        return packed

    def begin_next(self) -> bool:
        self._next += self._used()
        self._packed = self._unpacker.unused_data
        return self._begin_member()

    def _stand(self) -> None:
        pass  # a record is found again by its member

    def seek_record(self, offset: int) -> bool:
        while (found := _find(self._stream, _MAGIC, offset)) is not None:
            self._stream.seek(found)
            if _unpacks_to_record(self._stream.read(_BLOCK)):
                return self.begin(found)
            offset = found + 1
        return False

    def skip(self, size: int) -> None:
        start, missing = self._stream.tell(), size
        while missing:
            step = min(missing, len(self._held) - self._at)
            self._at += step
            missing -= step
            gone = size - missing
            if gone > SLACK and gone > RATIO * (self._stream.tell() - start + _BLOCK):
                raise _Broken(f"it swells to over {gone:,} bytes")
            if missing and not self._more():
                raise _Broken(f"{missing:,} of its bytes are missing: the archive is cut, or the stated length is wrong")

    def _fill(self) -> bytes:
        while not self._unpacker.eof:
            packed = self._packed or self._stream.read(_BLOCK)
            if not packed:
                raise _Broken("the archive is cut")
            out = self._unpacker.decompress(packed, _UNPACKED)
            self._packed = self._unpacker.unconsumed_tail
            if out:
                return out
        return b""

    def _used(self) -> int:
        """Return how many bytes of the file the member at hand takes."""
        return self._stream.tell() - len(self._unpacker.unused_data) - self._next


def _find(stream: IO[bytes], mark: bytes, offset: int) -> int | None:
    """Return where the mark stands at or behind an offset, None where it does not."""
    stream.seek(offset)
    base, held = offset, b""
    while block := stream.read(1 << 20):
        held += block
        if (at := held.find(mark)) >= 0:
            return base + at
        keep = len(mark) - 1
        base += len(held) - keep
        held = held[-keep:]
    return None


def _unpacks_to_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, 64).lstrip(b"\r\n").startswith(_BEGINS)
    except zlib.error:
        return False
