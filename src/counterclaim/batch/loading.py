"""The result of a run into a ledger, as if its inputs had been added one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.batch.layout import finished, read_about
from counterclaim.batch.tables import read_rejected, read_stored
from counterclaim.ledger.store import Reader, ReadingState
from counterclaim.model import Extraction, Rejected
from counterclaim.pipeline_ledger import Finding, ReadFinding, archived_meta
from counterclaim.reading.archive import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from counterclaim.batch.tables import PutAside, Stored
    from counterclaim.pipeline_ledger import Adder, Outcome


def load(folder: Path, adder: Adder) -> Iterator[Outcome]:
    """Yield what became of each report of a run; raises BatchError where the run is not at its end.

    Pages of archives that claim nothing stay behind: their bytes are in the archive. The readings carry the versions
    of program and knowledge that the run was made with.
    """
    for part in finished(folder):
        about = read_about(part)
        if about is not None:
            yield from adder.add_read(_found(part), Reader(about["program"], about["knowledge"]))


def _found(part: Path) -> Iterator[ReadFinding | Rejected]:
    for stored in read_stored(part):
        if stored.content is not None:
            yield _read(stored, stored.content)
    for aside in read_rejected(part):
        yield _unread(aside)


def _read(stored: Stored, content: bytes) -> ReadFinding:
    about = stored.about
    meta = None
    if about is not None:
        headers = tuple((name, value) for name, value in about["headers"])
        meta = archived_meta(Page(**(about | {"address": stored.source, "content": b"", "headers": headers})))
    finding = Finding(stored.source, content, stored.kind, stored.ending, meta)
    return ReadFinding(finding, stored.extraction.report, stored.extraction)


def _unread(aside: PutAside) -> ReadFinding | Rejected:
    report = aside.rejected.unread
    if report is None or aside.content is None:
        return Rejected(aside.source, aside.rejected.reason)
    finding = Finding(aside.source, aside.content, aside.kind, aside.ending)
    return ReadFinding(finding, report, Extraction(report), ReadingState.UNREAD, aside.rejected.reason)
