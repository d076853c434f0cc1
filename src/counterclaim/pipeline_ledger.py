"""From sources to the ledger: found, kept as found, read, and written down, a batch at a time.

What a batch yields has been confirmed: it survives whatever happens next. A run that was stopped is repeated; what is
there already is passed over.
"""

from __future__ import annotations

import io
import itertools
import re
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from counterclaim import __version__
from counterclaim.errors import InputError, UnreadableInput
from counterclaim.extraction import claims
from counterclaim.fetching.feeds import looks_like_feed, read_feed
from counterclaim.fetching.http import fetch, normal_address
from counterclaim.fetching.limits import FetchLimits
from counterclaim.knowledge.credits import find_credit
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.knowledge.versions import knowledge_version
from counterclaim.ledger.bodies import read_blob, read_body
from counterclaim.ledger.chain import now
from counterclaim.ledger.dialect import looking
from counterclaim.ledger.history import list_failures
from counterclaim.ledger.packing import sha256
from counterclaim.ledger.presence import known_bytes, known_documents, outdated
from counterclaim.ledger.store import Capture, Reader, ReadingState, Writer, writing
from counterclaim.model import Extraction, Rejected, Report
from counterclaim.reading.archive import members, open_archive, pages
from counterclaim.reading.decoding import HEAD, marked_encoding, refuse_binary
from counterclaim.reading.readers import READERS
from counterclaim.reading.sieve import sieve
from counterclaim.reading.sources import Limits, Source, find_inputs, open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from counterclaim.fetching.feeds import FeedEntry
    from counterclaim.fetching.http import Fetched
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.ledger.opening import Ledger
    from counterclaim.reading.archive import Page
    from counterclaim.settings import Settings

    OnProgress = Callable[[str], None] | None

#: A batch is written when it holds this many findings, or is this old.
BATCH = 100
BATCH_SECONDS = 2.0
_FOUND = 200
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class Fate(StrEnum):
    """What became of one report."""

    ADDED = "added"
    KNOWN = "known"
    UNREAD = "unread"
    REDACTED = "redacted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One confirmed result: where it came from, which report it is, what became of it, and how many claims it makes."""

    source: str
    id: str
    fate: Fate
    claims: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Bytes from somewhere, before they are read. `kind` is that of a reader; `meta` is what a fetch has to say of them."""

    source: str
    content: bytes
    kind: str
    ending: str = ""
    meta: FetchMeta | None = None


@dataclass(frozen=True, slots=True)
class FetchMeta:
    """How a page was fetched, by us or (`fetcher` None, nothing `observed`) by whoever made the archive that it lay in."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    redirects: tuple[str, ...]
    collected: str
    media_type: str | None
    published: str | None = None
    title: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    fetcher: str | None = f"counterclaim {__version__}"
    observed: bool = True


@dataclass(slots=True)
class ReadFinding:
    """A finding that has been read."""

    finding: Finding
    report: Report | None
    extraction: Extraction | None
    state: ReadingState = ReadingState.READ
    reason: str = ""


class Adder:
    """Adds sources to one ledger, as one person, with one version of program and knowledge."""

    def __init__(self, ledger: Ledger, settings: Settings, *, by: str, allow: Iterable[str] = ()) -> None:
        self.ledger = ledger
        self.fetching = FetchLimits(allowed=frozenset(allow))
        self.by = by
        self.limits = Limits()
        self.reader = Reader(__version__, knowledge_version())
        self._settings = settings
        self._knowledge: Knowledge | None = None

    def add(self, sources: Iterable[str], *, on_progress: OnProgress = None) -> Iterator[Outcome]:
        """Yield what became of each report behind the sources, once the ledger has it for good."""
        yield from self._add(self._find(sources, on_progress))

    def add_read(self, found: Iterable[ReadFinding | Rejected], reader: Reader) -> Iterator[Outcome]:
        """Yield what became of reports that this version of a reader has read elsewhere, once the ledger has them for good."""
        self.reader = reader
        waiting = iter(found)
        while batch := list(itertools.islice(waiting, BATCH)):
            pairs = [(sha256(one.finding.content), one.finding.source) for one in batch if isinstance(one, ReadFinding)]
            known = known_bytes(self.ledger, pairs, reader)
            outcomes: list[Outcome] = []
            work: list[Rejected | ReadFinding] = []
            for one in batch:
                key = None if isinstance(one, Rejected) else known.get((sha256(one.finding.content), one.finding.source))
                if key is None or isinstance(one, Rejected):
                    work.append(one)
                else:
                    source = one.finding.source
                    outcomes.append(Outcome(source, key or source, Fate.KNOWN if key else Fate.REDACTED))
            if work:
                with writing(self.ledger, by=self.by) as writer:
                    outcomes += self.write(writer, work)
            yield from outcomes

    def retry(self, *, on_progress: OnProgress = None) -> Iterator[Outcome]:
        """Yield what becomes of the sources that could not be read before."""
        sources: list[str] = []
        after: str | None = None
        while True:
            page = list_failures(self.ledger, after=after, limit=500)
            sources += [line.source for line in page.items]
            if page.next is None:
                break
            after = page.next
        files = dict.fromkeys(_file_of(source) for source in sources)
        yield from self.add(files, on_progress=on_progress)

    def reread(self, *, on_progress: OnProgress = None) -> Iterator[Outcome]:
        """Yield what becomes of the reports that another version read, read again by this one from what was kept."""
        for number in outdated(self.ledger, self.reader):
            with looking(self.ledger.engine) as connection:
                body = read_body(connection, number)
                content = None if body is None else read_blob(connection, body["bytes"]["digest"])
            if body is None or content is None:
                continue
            if on_progress:
                on_progress(body["source"])
            extra = body["extra"]
            finding = Finding(body["source"], content, extra["kind"], extra["ending"])
            done = list(self._read(finding))
            with writing(self.ledger, by=self.by) as writer:
                outcomes = [self._write_reading(writer, one, number) for one in done]
            yield from outcomes

    # --- finding ------------------------------------------------------------------------------------------------------

    def _find(self, sources: Iterable[str], on_progress: OnProgress) -> Iterator[Finding | Rejected | Outcome]:
        for source in sources:
            if _is_address(source):
                yield from self._find_on_web(source, on_progress)
            elif _SCHEME.match(source) and not Path(source).exists():
                yield Rejected(source, f"{source}: this is no address of a page; an address begins with https:// or http://")
            else:
                yield from self._find_here(source, on_progress)

    def _find_on_web(self, url: str, on_progress: OnProgress) -> Iterator[Finding | Rejected | Outcome]:
        """Yield the page at an address, or the articles of the feed that is there, each of which is fetched once."""
        if on_progress:
            on_progress(url)
        try:
            fetched = fetch(url, self.fetching)
            if not looks_like_feed(fetched.content):
                yield from self.fetched(fetched)
                return
            entries = read_feed(fetched.content, fetched.final)
        except UnreadableInput as problem:
            yield Rejected(url, str(problem))
            return
        known = known_documents(self.ledger, [_key_of(entry.link) for entry in entries])
        for entry in entries:
            if _key_of(entry.link) in known:
                yield Outcome(entry.link, _key_of(entry.link), Fate.KNOWN)
                continue
            if on_progress:
                on_progress(entry.link)
            try:
                yield from self.fetched(fetch(entry.link, self.fetching), entry, feed=url)
            except UnreadableInput as problem:
                yield Rejected(entry.link, str(problem))

    def fetched(self, fetched: Fetched, entry: FeedEntry | None = None, feed: str | None = None) -> Iterator[Finding | Rejected]:
        """Yield what was fetched as something to be read; `entry` and `feed` say what named it."""
        address = normal_address(fetched.url)
        ending = PurePosixPath(urlsplit(fetched.final).path).suffix.lower()
        source = Source(address, ending, fetched.content[:HEAD], io.BytesIO(fetched.content))
        if source.kind == "lines":
            yield from self._pieces(source)
            return
        kind = "page" if (fetched.media_type or "").startswith(("text/html", "application/xhtml")) else source.kind
        yield Finding(address, fetched.content, kind, ending, _meta(address, fetched, entry, feed))

    def _find_here(self, path: str, on_progress: OnProgress) -> Iterator[Finding | Rejected]:
        for found in find_inputs([path]):
            if isinstance(found, UnreadableInput):
                yield Rejected(found.source, str(found))
                continue
            if on_progress:
                on_progress(found)
            try:
                with open_source(found) as source:
                    yield from self._archived(source.name) if source.kind == "archive" else self._pieces(source)
            except UnreadableInput as problem:
                yield Rejected(found, str(problem))
            except OSError as problem:
                yield Rejected(found, f"{found}: reading stopped ({problem.strerror or problem}); try again")

    def _archived(self, name: str) -> Iterator[Finding | Rejected]:
        """Yield the pages of an archive that may tell of losses."""
        for member in members(name):
            with open_archive(member) as stream:
                for page in pages(stream, member, self.limits, Counter()):
                    if isinstance(page, Rejected):
                        yield page
                    elif sieve(page.content, page.media_type) is None:
                        yield Finding(page.address, page.content, "page", ".html", archived_meta(page))

    def _pieces(self, source: Source) -> Iterator[Finding | Rejected]:
        if source.kind != "lines" or marked_encoding(source.head) not in (None, "utf-8-sig"):
            limit = self.limits.file if source.kind != "lines" else self.limits.line
            yield Finding(source.name, source.everything(limit), source.kind, source.ending)
            return
        number = 0
        while raw := source.stream.readline(self.limits.line + 1):
            number += 1
            place = f"{source.name}:{number}"
            if len(raw) > self.limits.line:
                while raw and not raw.endswith(b"\n"):
                    raw = source.stream.readline(self.limits.line)
                yield Rejected(place, f"{place}: the line is longer than {self.limits.line // 1_000_000} MB")
            elif raw.strip():
                yield Finding(place, raw.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n"), "lines", source.ending)

    # --- reading ------------------------------------------------------------------------------------------------------

    def _add(self, findings: Iterable[Finding | Rejected | Outcome]) -> Iterator[Outcome]:
        batch: list[Finding | Rejected] = []
        begun = time.monotonic()
        for finding in findings:
            if isinstance(finding, Outcome):
                yield finding
            else:
                batch.append(finding)
            if len(batch) >= BATCH or time.monotonic() - begun > BATCH_SECONDS:
                yield from self._write(batch)
                batch, begun = [], time.monotonic()
        yield from self._write(batch)

    def _write(self, batch: list[Finding | Rejected]) -> list[Outcome]:
        """Return what became of a batch, which is written whole or not at all."""
        outcomes, work = self.read(batch)
        if work:
            with writing(self.ledger, by=self.by) as writer:
                outcomes += self.write(writer, work)
        return outcomes

    def read(self, batch: Sequence[Finding | Rejected]) -> tuple[list[Outcome], list[Rejected | ReadFinding]]:
        """Return what is known already, and the rest, read, as `write` takes it."""
        pairs = [(sha256(one.content), one.source) for one in batch if isinstance(one, Finding)]
        known = known_bytes(self.ledger, pairs, self.reader)
        outcomes: list[Outcome] = []
        work: list[Rejected | ReadFinding] = []
        for one in batch:
            if isinstance(one, Rejected):
                work.append(one)
                continue
            key = known.get((sha256(one.content), one.source))
            if key is None:
                work += self._read(one)
            else:
                outcomes.append(Outcome(one.source, key or one.source, Fate.KNOWN if key else Fate.REDACTED))
        return outcomes, work

    def write(self, writer: Writer, work: Iterable[Rejected | ReadFinding]) -> list[Outcome]:
        """Return what becomes of what was read, in the transaction of the writer."""
        return [self._write_one(writer, one) for one in work]

    def _read(self, finding: Finding) -> Iterator[ReadFinding]:
        for report in self._reports(finding):
            if isinstance(report, Rejected):
                if report.unread is not None:
                    extraction = Extraction(_described(report.unread, finding))
                    yield ReadFinding(finding, report.unread, extraction, ReadingState.UNREAD, report.reason)
                else:
                    yield ReadFinding(finding, None, None, reason=report.reason)
                continue
            described = _described(report, finding)
            try:
                yield ReadFinding(finding, described, claims.extract(described, self._loaded()))
            except InputError as problem:
                yield ReadFinding(finding, described, Extraction(described), ReadingState.UNREAD, str(problem))

    def _reports(self, finding: Finding) -> Iterator[Report | Rejected]:
        name = finding.meta.address if finding.meta else finding.source
        if finding.kind == "lines":
            name = name.rpartition(":")[0] or name
        try:
            refuse_binary(name, finding.content[:HEAD])
            source = Source(name, finding.ending, finding.content[:HEAD], io.BytesIO(finding.content))
            for report in READERS[finding.kind](source, self.limits):
                yield _placed(report, f"{name}:1", finding.source) if finding.kind == "lines" else report
        except UnreadableInput as problem:
            yield Rejected(finding.source, str(problem))

    def _loaded(self) -> Knowledge:
        if self._knowledge is None:
            self._knowledge = load_knowledge(self._settings.cache)
        return self._knowledge

    # --- writing ------------------------------------------------------------------------------------------------------

    def _write_one(self, writer: Writer, one: Rejected | ReadFinding) -> Outcome:
        if isinstance(one, Rejected):
            writer.add_failure(one.id, one.reason)
            return Outcome(one.id, one.id, Fate.FAILED, reason=one.reason)
        if one.report is None:
            writer.add_failure(one.finding.source, one.reason)
            return Outcome(one.finding.source, one.finding.source, Fate.FAILED, reason=one.reason)
        captured = writer.add_capture(_capture(one.finding, one.report))
        if captured.number is None:
            return Outcome(one.finding.source, one.report.id, Fate.REDACTED)
        return self._write_reading(writer, one, captured.number)

    def _write_reading(self, writer: Writer, one: ReadFinding, capture: int) -> Outcome:
        source = one.finding.source
        if one.extraction is None or one.report is None:
            return Outcome(source, source, Fate.FAILED, reason=one.reason)
        credit = find_credit(one.report.text, one.report.lang)
        extra = {name: said for name, said in (("reason", one.reason), ("credit", credit)) if said}
        added = writer.add_reading(one.extraction, capture=capture, reader=self.reader, state=one.state, extra=extra)
        fate = Fate.KNOWN
        if added.number is None:
            fate = Fate.REDACTED
        elif added.added:
            fate = Fate.ADDED if one.state is ReadingState.READ else Fate.UNREAD
        return Outcome(source, one.report.id, fate, len(one.extraction.claims), one.reason)


def _capture(finding: Finding, report: Report) -> Capture:
    extra = {"kind": finding.kind, "ending": finding.ending}
    if finding.meta is None:
        return Capture(report.id, finding.content, finding.source, now(), extra=extra)
    meta = finding.meta
    return Capture(
        key=report.id,
        content=finding.content,
        source=finding.source,
        collected=meta.collected,
        media_type=meta.media_type,
        status=meta.status,
        headers=meta.headers,
        redirects=meta.redirects,
        fetcher=meta.fetcher,
        observed=meta.observed,
        extra=extra | meta.extra,
    )


def _placed(report: Report | Rejected, first: str, place: str) -> Report | Rejected:
    """Return what was read from one line of a file, with the number that the line has in it."""
    identifier = place if report.id == first else report.id
    if isinstance(report, Report):
        return replace(report, id=identifier)
    unread = report.unread and replace(report.unread, id=identifier)
    return Rejected(identifier, report.reason.replace(first, place, 1), unread)


def _described(report: Report, finding: Finding) -> Report:
    """Return the report with what its fetch or feed knows and its page does not say."""
    if finding.meta is None:
        return report
    return Report(
        id=finding.meta.address,
        text=report.text,
        lang=report.lang,
        published=report.published or finding.meta.published,
        url=report.url or finding.meta.address,
        outlet=report.outlet,
        title=report.title or finding.meta.title,
        event=report.event,
        boilerplate=report.boilerplate,
    )


def archived_meta(page: Page) -> FetchMeta:
    """Return how a page of an archive was collected, as the archive tells it."""
    told = {"archive": page.archive, "offset": str(page.offset), "record": page.record, "server": page.server}
    return FetchMeta(
        address=page.address,
        status=page.status or _FOUND,
        headers=page.headers,
        redirects=(),
        collected=page.collected or now(),
        media_type=page.media_type,
        extra={name: value for name, value in told.items() if value is not None},
        fetcher=None,
        observed=False,
    )


def _meta(address: str, fetched: Fetched, entry: FeedEntry | None, feed: str | None) -> FetchMeta:
    told = {
        "final": fetched.final,
        "server": fetched.address,
        "transferred": fetched.transferred,
        "certificate": fetched.certificate,
        "feed": feed,
    }
    return FetchMeta(
        address=address,
        status=fetched.status,
        headers=fetched.headers,
        redirects=fetched.redirects,
        collected=fetched.collected,
        media_type=fetched.media_type,
        published=entry.published if entry else None,
        title=entry.title if entry else None,
        extra={name: value for name, value in told.items() if value is not None},
    )


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _key_of(link: str) -> str:
    """Return the address under which an article is kept; one that cannot be fetched stays as it is."""
    try:
        return normal_address(link)
    except UnreadableInput:
        return link


def _file_of(source: str) -> str:
    """Return what to open again for a source that may be a line of a file."""
    if _is_address(source):
        return source
    name, _, number = source.rpartition(":")
    return name if name and number.isdecimal() and not Path(source).exists() else source
