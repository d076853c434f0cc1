"""Web archives (WARC, WARC.gz, WACZ): the pages in them that may tell of losses, with how and when they were collected."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from counterclaim.errors import UnreadableInput
from counterclaim.model import Rejected, Report
from counterclaim.reading.isolated import PageReader
from counterclaim.reading.sieve import sieve
from counterclaim.reading.warc import LONGEST_HEADER, Raw, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.reading.sources import Limits, Source

#: Between the name of a WACZ and that of an archive in it.
WITHIN = "!"
_PAGES = ("text/html", "application/xhtml+xml")
_UNPACKED = ("", "identity", "gzip", "x-gzip", "deflate")


class Page(NamedTuple):
    """One page of an archive, and what a custodian must know of it: times and headers as they stand in the archive."""

    address: str
    content: bytes
    media_type: str
    archive: str
    offset: int
    record: str | None
    collected: str | None
    server: str | None
    status: int | None
    headers: tuple[tuple[str, str], ...]


class PageFound(NamedTuple):
    """A page that passed the sieve and what was read from it; `fallback` says why it was read plainly, if it was."""

    page: Page
    result: Report | Rejected
    fallback: str | None


def read_archive(source: Source, limits: Limits) -> Iterator[Report | Rejected]:
    """Yield the reports of the pages of an archive that pass the sieve, and what could not be read."""
    with PageReader(limits=limits) as reader:
        for name in members(source.name):
            with open_archive(name) as stream:
                for found in read_pages(stream, name, reader, Counter()):
                    yield found.result if isinstance(found, PageFound) else found


def read_pages(stream: IO[bytes], name: str, reader: PageReader, tally: Counter[str]) -> Iterator[PageFound | Rejected]:
    """Yield what each page that passes the sieve gives; the tally counts the records and what became of the pages."""
    for page in pages(stream, name, reader.limits, tally):
        if isinstance(page, Rejected):
            tally["pages that cannot be read"] += 1
            yield page
            continue
        passed_over = sieve(page.content, page.media_type)
        if passed_over is not None:
            tally[f"passed over: {passed_over.value}"] += 1
            continue
        read = reader.read(page.address, page.content)
        tally["read"] += 1
        tally["read plainly"] += read.fallback is not None
        yield PageFound(page, _addressed(read.result, page), read.fallback)


def pages(stream: IO[bytes], name: str, limits: Limits, tally: Counter[str]) -> Iterator[Page | Rejected]:
    """Yield the pages of an archive in order; the tally counts its records, and the pages among them."""
    for raw in records(stream, name, limits.file + LONGEST_HEADER):
        if isinstance(raw, Rejected):
            yield raw
            continue
        tally["records"] += 1
        page = _page(raw, name, limits)
        if page is not None:
            tally["pages"] += 1
            yield page


def members(name: str) -> tuple[str, ...]:
    """Return the archives behind a name: those within a WACZ, else itself; raises UnreadableInput."""
    if Path(name).suffix.lower() != ".wacz":
        return (name,)
    try:
        with zipfile.ZipFile(name) as packed:
            inside = [one for one in packed.namelist() if one.startswith("archive/") and one.endswith((".warc", ".warc.gz"))]
    except (zipfile.BadZipFile, OSError) as problem:
        raise UnreadableInput(name, f"the WACZ cannot be opened ({problem})", "fetch it again") from problem
    if not inside:
        raise UnreadableInput(name, "the WACZ holds no archive", "its WARC files lie in archive/")
    return tuple(f"{name}{WITHIN}{one}" for one in sorted(inside))


@contextmanager
def open_archive(name: str) -> Iterator[IO[bytes]]:
    """Yield an archive's stream; raises UnreadableInput where it cannot be opened."""
    outer, _, inner = name.partition(WITHIN)
    try:
        if inner:
            with zipfile.ZipFile(outer) as packed, packed.open(inner) as stream:
                yield stream
        else:
            with Path(name).open("rb") as stream:
                yield stream
    except (zipfile.BadZipFile, KeyError) as problem:
        raise UnreadableInput(name, f"the archive cannot be opened ({problem})", "fetch it again") from problem


def _page(raw: Raw, name: str, limits: Limits) -> Page | Rejected | None:
    """Return the page in a record, None where it holds none, Rejected where it cannot be read."""
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - loaded when the first archive is read
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415 - the same
    from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415 - the same

    try:
        record = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(raw.header + raw.block), known_format="warc")
        address = record.rec_headers.get_header("WARC-Target-URI")
        if record.rec_type not in {"response", "resource"} or not address:
            return None
        http = record.http_headers
        media_type = (http.get_header("Content-Type") if http else record.content_type) or ""
        status = int(http.get_statuscode()) if http else None
        if not media_type.lower().startswith(_PAGES) or status not in {200, None}:
            return None
        packing = (http.get_header("Content-Encoding") or "").strip().lower() if http else ""
        if packing not in _UNPACKED:
            return Rejected(address, f"{name}: {address} is packed as {packing!r}, which is not read")
        content = record.content_stream().read(limits.file + 1)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, OSError) as problem:
        return Rejected(f"{name}@{raw.offset}", f"{name}: the record at byte {raw.offset:,} holds no page ({problem})")
    if len(content) > limits.file or raw.length > len(raw.block):
        return Rejected(address, f"{name}: {address} has more than {limits.file // 1_000_000} MB, too much for one page")
    headers = record.rec_headers
    return Page(
        address=address,
        content=content,
        media_type=media_type,
        archive=name,
        offset=raw.offset,
        record=headers.get_header("WARC-Record-ID"),
        collected=headers.get_header("WARC-Date"),
        server=headers.get_header("WARC-IP-Address"),
        status=status,
        headers=tuple((str(key), str(value)) for key, value in http.headers) if http else (),
    )


def _addressed(result: Report | Rejected, page: Page) -> Report | Rejected:
    """Return what was read with the page's address as its id."""
    if isinstance(result, Report):
        return replace(result, id=page.address, url=result.url or page.address)
    unread = result.unread and replace(result.unread, id=page.address, url=result.unread.url or page.address)
    return Rejected(page.address, result.reason, unread)
