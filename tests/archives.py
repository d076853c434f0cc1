"""Web archives for tests, whole and broken."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

from pages import response

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
_WAR_TEXT = (
    "At least {n} people were killed and 26 injured in an attack on Idlib on Monday, the governor said. Rescuers worked through "
    "the night in the rubble, and residents spoke of several loud explosions shortly after midnight. Power was cut."
)
_CALM_TEXT = (
    "The festival opens on Friday with a concert in the old harbour, and the library will stay open until late in the evening "
    "for all who want to read there."
)
WAR = _PAGE.format(title="Attack on Idlib", text=_WAR_TEXT)
CALM = _PAGE.format(title="Festival", text=_CALM_TEXT)


def address(number: int) -> str:
    """Return the address of a page."""
    return f"https://news.example/{number}"


def war(number: int) -> bytes:
    """Return the record of a page that tells of so many dead."""
    return response(address(number), WAR.format(n=number).encode())


def calm(number: int) -> bytes:
    """Return the record of a page that tells of no losses."""
    return response(address(number), CALM.encode())


def packed(*records: bytes) -> bytes:
    """Return an archive with one gzip member for each record."""
    return b"".join(gzip.compress(record) for record in records)


def wacz(path: Path, archive: bytes) -> Path:
    """Write a WACZ around an archive."""
    with zipfile.ZipFile(path, "w") as whole:
        whole.writestr("datapackage.json", "{}")
        whole.writestr("archive/data.warc.gz", archive)
    return path
