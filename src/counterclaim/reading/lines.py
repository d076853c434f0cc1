"""JSON lines: one report an object on a line of its own, any number of them."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

from counterclaim.errors import UnreadableInput
from counterclaim.interval import read_interval
from counterclaim.model import Rejected
from counterclaim.reading.decoding import decode, marked_encoding
from counterclaim.reading.finishing import Draft, finish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.model import Report
    from counterclaim.reading.sources import Limits, Source

_OPTIONAL = ("url", "published", "lang", "outlet", "title", "event")
_TIMESTAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")
_SHAPE = '{"id": ..., "text": ...}'


def read_lines(source: Source, limits: Limits) -> Iterator[Report | Rejected]:
    """Yield the report of each line; a line that holds none is a Rejected with the file's name and the line's number."""
    for number, raw in _lines(source, limits):
        place = f"{source.name}:{number}"
        if raw is None:
            limit = f"{limits.line // 1_000_000} MB"
            yield Rejected(place, f"{place}: the line is longer than {limit}; a report is at most that long")
        elif raw.strip():
            yield _report(place, raw, limits)


def _lines(source: Source, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines with their numbers from 1; None in place of one that is too long."""
    stream: Any = source.stream
    encoding = marked_encoding(source.head)
    if encoding == "utf-8-sig":
        stream.read(3)
    elif encoding:
        stream = _Recoded(stream, encoding)
    number = 0
    while raw := stream.readline(limits.line + 1):
        number += 1
        if len(raw) > limits.line and not raw.endswith(b"\n"):
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(limits.line)
            yield number, None
        else:
            yield number, raw


class _Recoded:
    """A stream of two-byte letters, whose lines come as UTF-8."""

    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._stream = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")

    def readline(self, limit: int) -> bytes:
        """Return the next line, empty at the end."""
        return self._stream.readline(limit).encode("utf-8", "surrogatepass")


def _report(place: str, raw: bytes, limits: Limits) -> Report | Rejected:
    try:
        record = _record(place, decode(place, raw).text)
        identifier = _identifier(place, record)
    except UnreadableInput as wrong:
        return Rejected(place, str(wrong))
    try:
        draft = _draft(place, identifier, record)
    except UnreadableInput as wrong:
        return Rejected(identifier, str(wrong))
    return finish(draft, place, limits)


def _record(place: str, text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        why = wrong.msg if isinstance(wrong, json.JSONDecodeError) else str(wrong)
        raise UnreadableInput(place, f"the line is no JSON ({why})", f"a line is {_SHAPE}") from wrong
    if not isinstance(record, dict):
        raise UnreadableInput(place, "the line is JSON, but no object", f"a line is {_SHAPE}")
    return record


def _identifier(place: str, record: dict[str, Any]) -> str:
    """Return the record's id; without one, its address; without that, where it stands."""
    identifier = record.get("id")
    if identifier is None or identifier == "":
        url = record.get("url")
        return url if isinstance(url, str) and url else place
    if isinstance(identifier, bool) or not isinstance(identifier, (str, int)):
        raise UnreadableInput(place, "the id is neither words nor a whole number", 'write "id": "..."')
    return str(identifier)


def _draft(place: str, identifier: str, record: dict[str, Any]) -> Draft:
    text = record.get("text")
    if text is None:
        raise UnreadableInput(place, 'the report has no "text"', f"a line is {_SHAPE}")
    if not isinstance(text, str):
        raise UnreadableInput(place, 'the "text" is no string', f"a line is {_SHAPE}")
    fields = {name: record.get(name) for name in _OPTIONAL}
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise UnreadableInput(place, f'"{name}" is no string', f'write "{name}": "..." or leave it out')
    fields["published"] = _published(place, fields["published"])
    return Draft(id=identifier, text=text, **{name: value or None for name, value in fields.items()})


def _published(place: str, published: str | None) -> str | None:
    """Return the date as EDTF; a time of day is left out."""
    if not published or not published.strip():
        return None
    stamp = _TIMESTAMP.match(published.strip())
    date = stamp.group(1) if stamp else published.strip()
    if read_interval(date) is None:
        raise UnreadableInput(
            place, f'"published" is {published[:40]!r}, which is no date', 'write "2023-03-06", "2023-03" or leave it out'
        )
    return date
