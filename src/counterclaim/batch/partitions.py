"""One partition from its bytes to its files: read, extracted, written beside, and put in place whole."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import time
import uuid
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim import __version__
from counterclaim.batch.layout import ABOUT, PARTS, WORK, Done, Failed, read_done
from counterclaim.batch.reading import Found, found_in
from counterclaim.batch.tables import Tables
from counterclaim.errors import InputError
from counterclaim.extraction import claims
from counterclaim.knowledge.loading import load_knowledge
from counterclaim.knowledge.versions import knowledge_version
from counterclaim.model import Rejected
from counterclaim.reading.archive import WITHIN
from counterclaim.reading.isolated import PageReader

if TYPE_CHECKING:
    from counterclaim.batch.plan import Partition, Piece
    from counterclaim.knowledge.loading import Knowledge
    from counterclaim.records import Record

_BLOCK = 1 << 20


def process(partition: Partition, out: str, cache: str | None = None) -> Done | Failed:
    """Return what came of a partition, once its files are in place; what is in place already is not done again.

    Whatever goes wrong with its inputs or the disk costs this partition only, and is returned.
    """
    folder = Path(out)
    place = folder / PARTS / partition.key
    try:
        if (done := read_done(place)) is not None:
            return done
        (folder / WORK).mkdir(parents=True, exist_ok=True)
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        beside = folder / WORK / f"{partition.key}-{uuid.uuid4().hex}"
        beside.mkdir()
        try:
            about = _write(partition, beside, cache)
            _keep(beside)
            try:
                beside.rename(place)
            except OSError:
                if read_done(place) is None:  # another worker was faster
                    raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as problem:
        why = os.strerror(problem.errno) if problem.errno else str(problem)
        return Failed(partition.key, f"{why} ({problem.filename or folder})")
    return Done(partition.key, about["counts"])


def _write(partition: Partition, beside: Path, cache: str | None) -> Record:
    begun = time.monotonic()
    tally: Counter[str] = Counter()
    digests = [_digest(piece) for piece in partition.pieces]
    knowledge, reader = _knowledge(cache), _reader()
    with Tables(beside) as tables:
        for piece in partition.pieces:
            for found in found_in(piece, reader, tally):
                _extract(found, tables, knowledge, tally)
    about = {
        "key": partition.key,
        "inputs": [asdict(piece) | {"sha256": digest} for piece, digest in zip(partition.pieces, digests, strict=True)],
        "program": __version__,
        "knowledge": knowledge_version(),
        "counts": dict(sorted(tally.items())),
        "seconds": round(time.monotonic() - begun, 3),
    }
    (beside / ABOUT).write_text(json.dumps(about, ensure_ascii=True, indent=1) + "\n", "utf-8")
    return about


def _extract(found: Found, tables: Tables, knowledge: Knowledge, tally: Counter[str]) -> None:
    result = found.result
    if not isinstance(result, Rejected):
        try:
            extraction = claims.extract(result, knowledge, named=True)
        except InputError as problem:
            result = Rejected(result.id, str(problem))
        else:
            tables.add(found, extraction)
            tally["reports"] += 1
            tally["claims"] += len(extraction.claims)
            tally["reports with claims"] += bool(extraction.claims)
            return
    tables.reject(found, result)
    tally["rejected"] += 1


def _digest(piece: Piece) -> str:
    """Return the SHA-256 of the bytes that a piece reads; of a WACZ, of the whole."""
    whole = hashlib.sha256()
    with Path(piece.name.partition(WITHIN)[0]).open("rb") as stream:
        stream.seek(piece.start)
        missing = (piece.size if piece.end is None else piece.end) - piece.start
        while missing > 0 and (block := stream.read(min(_BLOCK, missing))):
            whole.update(block)
            missing -= len(block)
    return whole.hexdigest()


def _keep(folder: Path) -> None:
    """Have the files of a folder on the disk for good."""
    for path in (*folder.iterdir(), folder):
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@functools.cache
def _knowledge(cache: str | None) -> Knowledge:
    """Return the knowledge of this worker, loaded once."""
    return load_knowledge(Path(cache) if cache else None)


@functools.cache
def _reader() -> PageReader:
    """Return the reader of pages of this worker; its process ends with the worker."""
    return PageReader()
