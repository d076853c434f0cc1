"""Inputs as streams of bytes: files, folders and standard input, sniffed before they are read, with limits."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from counterclaim.errors import UnreadableInput
from counterclaim.reading.decoding import HEAD, marked_encoding, refuse_binary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD_INPUT = "-"
_LINES = frozenset({".jsonl", ".ndjson", ".jsonlines", ".json"})
_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_TEXTS = frozenset({".txt", ".text", ".md", ""})
_ARCHIVES = frozenset({".warc", ".warc.gz", ".wacz"})
#: The lists of its archives that lie beside them in the layout of Common Crawl's news.
_LISTS = re.compile(r"warc\.paths(\.gz)?", re.IGNORECASE)
_PAGE_BEGINS = re.compile(
    rb"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200})?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE,
)
_RECORD_BEGINS = re.compile(rb"\s{0,200}\{\s{0,200}\"(?:[^\"\\]|\\.){0,200}\"\s{0,200}:")
_DOCUMENT_BEGINS = re.compile(rb"\s{0,200}(?:\[|\{\s{0,20}\r?\n)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: bytes of a file that is one report, bytes of a JSON line, code points of one text."""

    file: int = 10_000_000
    line: int = 20_000_000
    text: int = 2_000_000


class Source(NamedTuple):
    """One input: its name as the user wrote it, its ending, its first bytes, and the stream of all its bytes."""

    name: str
    ending: str
    head: bytes
    stream: BinaryIO

    @property
    def kind(self) -> str:
        """Which reader it is for: `archive`, `lines`, `page` or `text`, by its first bytes or its ending."""
        if _is_archive(self.head, self.ending):
            return "archive"
        head = self.head.removeprefix(b"\xef\xbb\xbf")
        encoding = marked_encoding(head)
        if encoding and encoding != "utf-8-sig":
            head = head.decode(encoding, errors="ignore").encode("utf-8", errors="ignore")
        if _PAGE_BEGINS.match(head):
            return "page"
        if self.ending in _LINES or (self.ending not in _PAGES and _RECORD_BEGINS.match(head)):
            return "lines"
        return "page" if self.ending in _PAGES else "text"

    def everything(self, limit: int) -> bytes:
        """Return all bytes; raises UnreadableInput where there are more than the limit."""
        raw = self.stream.read(limit + 1)
        if len(raw) > limit:
            raise UnreadableInput(
                self.name,
                f"the file holds more than {limit // 1_000_000} MB, too much for one report",
                "hand over one report a file, or many as JSON lines",
            )
        return raw


def find_inputs(paths: Iterable[str]) -> Iterator[str | UnreadableInput]:
    """Yield the files behind the paths, in their order; a folder's files are sorted and those of its folders are included.

    Hidden files and folders (a dot before the name) are passed over. What is no file, or has an ending that no reader
    knows, is an UnreadableInput (a value here, not raised).
    """
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            yield from _files(path)
        else:
            yield path


def _files(folder: str) -> Iterator[str | UnreadableInput]:
    found = False
    for item in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if item.name.startswith(".") or _LISTS.fullmatch(item.name):
            continue
        found = True
        if item.is_dir(follow_symlinks=False):
            yield from _files(item.path)
        elif not item.is_file():
            yield UnreadableInput(item.path, "this is no regular file", "name it by itself to have it read")
        elif ending_of(item.name) not in _LINES | _PAGES | _TEXTS | _ARCHIVES:
            known = " ".join(sorted((_LINES | _PAGES | _TEXTS | _ARCHIVES) - {""}))
            yield UnreadableInput(
                item.path, "files with this ending in a folder are not read", f"endings are {known}; or name the file by itself"
            )
        else:
            yield item.path
    if not found:
        yield UnreadableInput(folder, "the folder holds no file", "name a folder with text files, pages or JSON lines")


@contextmanager
def open_source(name: str, standard_input: BinaryIO | None = None) -> Iterator[Source]:
    """Yield an opened input; raises UnreadableInput where it cannot be opened, is empty or is no text."""
    if name == STANDARD_INPUT:
        yield _sniffed(name, "", standard_input or sys.stdin.buffer)
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - closed below
    except OSError as wrong:
        raise UnreadableInput(name, *_trouble(wrong)) from wrong
    with stream:
        if stat.S_ISDIR(os.fstat(stream.fileno()).st_mode):
            raise UnreadableInput(name, "this is a folder", "")
        yield _sniffed(name, ending_of(name), stream)


def ending_of(name: str) -> str:
    """Return a file's ending in small letters; both parts where it is packed (".warc.gz")."""
    path = Path(name.lower())
    return "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix


def _is_archive(head: bytes, ending: str) -> bool:
    """Return whether an input is an archive or says that it is: what came in the place of one is no report."""
    return ending in _ARCHIVES or head.startswith(b"WARC/")


def _trouble(wrong: OSError) -> tuple[str, str]:
    if wrong.errno == errno.ENOENT:
        return "there is no such file", "check the path"
    if wrong.errno == errno.EACCES:
        return "the file may not be read", "check its permissions"
    return f"the file cannot be opened ({wrong.strerror})", ""


def _sniffed(name: str, ending: str, stream: BinaryIO) -> Source:
    head = _read_head(name, stream)
    if _is_archive(head, ending):
        if name == STANDARD_INPUT:
            raise UnreadableInput(name, "an archive cannot be read from standard input", "name its file")
        return Source(name, ending, head, stream)
    if len(head) < HEAD and not head.strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff"):
        raise UnreadableInput(name, "the input is empty", "a report has a text")
    refuse_binary(name, head)
    source = Source(name, ending, head, io.BufferedReader(_Joined(head, stream), HEAD))
    if source.kind == "lines" and _DOCUMENT_BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableInput(
            name, "this is one JSON document, not JSON lines", "write each report as an object on a line of its own"
        )
    return source


def _read_head(name: str, stream: BinaryIO) -> bytes:
    pieces: list[bytes] = []
    missing = HEAD
    try:
        while missing > 0 and (piece := stream.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
    except OSError as wrong:
        raise UnreadableInput(name, *_trouble(wrong)) from wrong
    return b"".join(pieces)


class _Joined(io.RawIOBase):
    """The bytes that have been looked at, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, target: memoryview | bytearray) -> int:  # type: ignore[override]
        """Fill the target and return how many bytes were filled; 0 at the end."""
        if self._head:
            size = min(len(target), len(self._head))
            target[:size] = self._head[:size]
            self._head = self._head[size:]
            return size
        piece = self._rest.read(len(target))
        target[: len(piece)] = piece
        return len(piece)
