"""Bytes to text: byte order marks, declared and guessed encodings, and bytes that are no text at all."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import NamedTuple

from counterclaim.errors import UnreadableInput
from counterclaim.reading.detection import evidence

#: How many bytes are looked at to tell text from binary and one encoding from another.
HEAD = 65_536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings with one byte a letter, the more likely first. Windows-1252 contains what Latin-1 can show, KOI8-U what
#: KOI8-R can.
_SINGLE_BYTE = ("cp1252", "cp1251", "koi8-u", "iso8859-5", "cp866", "cp1250")
#: Of the bytes above 127 at most this share may be stray ones of another encoding in a UTF-8 text.
_MOST_STRAY = 0.5
_SIGNATURES = (
    (b"%PDF", "a PDF document", "turn it into text or HTML first"),
    (b"PK\x03\x04", "a ZIP archive or office document", "unpack it, or save it as text or HTML"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x89PNG", "a PNG image", "hand over the text"),
    (b"\xff\xd8\xff", "a JPEG image", "hand over the text"),
    (b"GIF8", "a GIF image", "hand over the text"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as text or HTML"),
    (b"SQLite format 3", "a database", "hand over text, HTML or JSON lines"),
)
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)}
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})
_MOST_CONTROLS = 0.02
_CHARSET = re.compile(rb"charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CAPITAL_INSIDE = re.compile(r"[^\W\d_](?<=[a-z\u00e0-\u00ff\u0430-\u045f])[A-Z\u00c0-\u00de\u0400-\u042f]")


class Decoded(NamedTuple):
    """A text and the encoding that it was read as."""

    text: str
    encoding: str


def decode(source: str, raw: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of the bytes.

    A byte order mark wins, then valid UTF-8, then the declared encoding, then the best guess. Stray bytes of Windows-1252
    in a UTF-8 text are read as what they were there. Raises UnreadableInput where the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(_strictly(source, raw, encoding), encoding)
    refuse_binary(source, raw[:HEAD])
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (known := _known(declared)):
        try:
            return Decoded(raw.decode(known), known)
        except UnicodeDecodeError:
            pass
    return _guess(raw)


def declared_charset(head: bytes) -> str | None:
    """Return the encoding that the beginning of a page declares, None where it declares none."""
    found = _CHARSET.search(head[:4096])
    return found.group(1).decode("ascii") if found else None


def marked_encoding(head: bytes) -> str | None:
    """Return the encoding of the byte order mark at the beginning, None where there is none."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def refuse_binary(source: str, head: bytes) -> None:
    """Raise UnreadableInput where bytes are those of no text."""
    if marked_encoding(head):
        return
    for signature, what, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise UnreadableInput(source, f"this is {what}, not text", remedy)
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\x00" in head and _looks_like_wide_letters(head):
        raise UnreadableInput(source, "this seems to be UTF-16 without a byte order mark", "save it as UTF-8, or with the mark")
    if controls > _MOST_CONTROLS * len(head):
        raise UnreadableInput(source, "this is a binary file, not text", "hand over text, HTML or JSON lines")


def _looks_like_wide_letters(head: bytes) -> bool:
    zeros = Counter(at % 2 for at, byte in enumerate(head[:512]) if byte == 0)
    return abs(zeros[0] - zeros[1]) > len(head[:512]) // 4


def _strictly(source: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        if encoding == "utf-8-sig":
            return _mixed(raw.removeprefix(codecs.BOM_UTF8))[0]
        raise UnreadableInput(
            source, f"the byte order mark says {encoding.upper()}, but byte {wrong.start} is not", "save it as UTF-8"
        ) from wrong


def _known(encoding: str) -> str | None:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return None
    # Pages that say Latin-1 are Windows-1252 in practice (WHATWG Encoding Standard, names and labels).
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _guess(raw: bytes) -> Decoded:
    text, stray, high = _mixed(raw)
    if high and stray <= _MOST_STRAY * high:
        return Decoded(text, "utf-8 with stray cp1252")
    sample = raw[: HEAD // 2]
    ranked = sorted(_SINGLE_BYTE, key=lambda encoding: -_sense(sample, encoding))
    encoding = ranked[0]
    return Decoded(raw.decode(encoding, errors="replace"), encoding)


def _sense(sample: bytes, encoding: str) -> int:
    """Return how much sense the bytes make in an encoding: known words, less signs that no text has."""
    text = sample.decode(encoding, errors="replace")
    odd = text.count("\ufffd") + sum(1 for sign in text if "\x80" <= sign <= "\x9f" or "\u2500" <= sign <= "\u259f")
    return evidence(text) - odd - len(_CAPITAL_INSIDE.findall(text))


def _mixed(raw: bytes) -> tuple[str, int, int]:
    """Return UTF-8 with stray bytes read as Windows-1252, how many were stray, and how many signs were not ASCII."""
    text = raw.decode("utf-8", errors="surrogateescape")
    signs = Counter(sign for sign in text if sign > "\x7f")
    stray = sum(times for sign, times in signs.items() if "\udc80" <= sign <= "\udcff")
    return text.translate(_STRAY), stray, signs.total()
