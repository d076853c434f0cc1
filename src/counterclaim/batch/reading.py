"""What a partition reads: every report of its pieces with the bytes that it was read from and how these were found."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected, Report
from counterclaim.reading.archive import PageFound, open_archive, read_pages
from counterclaim.reading.decoding import HEAD, marked_encoding
from counterclaim.reading.readers import READERS
from counterclaim.reading.sources import Source, ending_of, open_source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from typing import Any

    from counterclaim.batch.plan import Piece
    from counterclaim.reading.archive import Page
    from counterclaim.reading.isolated import PageReader


class Found(NamedTuple):
    """One report or rejection, the bytes behind it (None where they are no report's), and how they were found.

    `about` holds what an archive tells of a page; `fallback` says why a page was read plainly.
    """

    result: Report | Rejected
    source: str
    content: bytes | None = None
    kind: str = "text"
    ending: str = ""
    about: dict[str, Any] | None = None
    fallback: str | None = None


def found_in(piece: Piece, reader: PageReader, tally: Counter[str]) -> Iterator[Found]:
    """Yield what a piece gives, in order. What cannot be read at all is one rejection."""
    try:
        if piece.kind == "archive":
            yield from _archive(piece, reader, tally)
        elif piece.kind == "lines":
            yield from _lines(piece, reader)
        else:
            yield _file(piece, reader)
    except UnreadableInput as problem:
        yield Found(Rejected(piece.name, str(problem)), piece.name)


def _archive(piece: Piece, reader: PageReader, tally: Counter[str]) -> Iterator[Found]:
    with open_archive(piece.name) as stream:
        for found in read_pages(stream, piece.name, reader, tally):
            if isinstance(found, PageFound):
                page = found.page
                yield Found(found.result, page.address, page.content, "page", ".html", _about(page), found.fallback)
            else:
                yield Found(found, found.id)


def _about(page: Page) -> dict[str, Any]:
    return {
        "archive": page.archive,
        "offset": page.offset,
        "record": page.record,
        "collected": page.collected,
        "server": page.server,
        "status": page.status,
        "media_type": page.media_type,
        "headers": page.headers,
    }


def _file(piece: Piece, reader: PageReader) -> Found:
    """Return what a text or a page is; an article is looked for within the limits of pages."""
    with open_source(piece.name) as source:
        content = source.everything(reader.limits.file)
        ending = ending_of(piece.name)
        if source.kind == "page":
            read = reader.read(source.name, content, ending)
            return Found(read.result, piece.name, content, "page", ending, fallback=read.fallback)
        whole = Source(source.name, ending, source.head, io.BytesIO(content))
        return Found(next(READERS[source.kind](whole, reader.limits)), piece.name, content, source.kind, ending)


def _lines(piece: Piece, reader: PageReader) -> Iterator[Found]:
    limits, ending = reader.limits, ending_of(piece.name)
    with Path(piece.name).open("rb") as stream:
        head = stream.read(HEAD)
        if marked_encoding(head) not in {None, "utf-8-sig"}:
            stream.seek(0)
            for result in READERS["lines"](Source(piece.name, ending, head, stream), limits):
                yield Found(result, result.id, None, "lines", ending)
            return
        stream.seek(piece.start)
        number = piece.line - 1
        end = piece.size if piece.end is None else piece.end
        while stream.tell() < end and (raw := stream.readline(limits.line + 1)):
            number += 1
            place = f"{piece.name}:{number}"
            if len(raw) > limits.line and not raw.endswith(b"\n"):
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(limits.line)
                reason = f"{place}: the line is longer than {limits.line // 1_000_000} MB; a report is at most that long"
                yield Found(Rejected(place, reason), place)
                continue
            line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            for result in READERS["lines"](Source(piece.name, ending, line[:HEAD], io.BytesIO(line)), limits):
                yield Found(_placed(result, f"{piece.name}:1", place), place, line.rstrip(b"\r\n"), "lines", ending)


def _placed(result: Report | Rejected, first: str, place: str) -> Report | Rejected:
    """Return what was read from one line with the number that the line has in its file."""
    identifier = place if result.id == first else result.id
    if isinstance(result, Report):
        return replace(result, id=identifier)
    unread = result.unread and replace(result.unread, id=identifier)
    return Rejected(identifier, result.reason.replace(first, place, 1), unread)
