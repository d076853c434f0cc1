"""RSS (all versions, and its RDF form) and Atom: which articles a feed names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from counterclaim.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGINS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,500}(?:<\?xml[^>]{0,300}>)?(?:\s{0,500}<[!?][^>]{0,2000}>){0,5}\s{0,500}<(?:\w{1,20}:)?(rss|feed|RDF)\b",
    re.ASCII,
)
_DECLARATION = re.compile(r"\A\ufeff?\s{0,500}<\?xml[^>]{0,300}\?>")
_MOST = 2_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES = ("pubDate", "published", "date", "updated", "issued", "modified")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article that a feed names. `published` is a day (EDTF), None where the feed gives none that can be read."""

    link: str
    title: str | None
    published: str | None


def looks_like_feed(content: bytes) -> bool:
    """Return whether bytes begin as a feed does."""
    return _BEGINS.match(content[:20_000]) is not None


def read_feed(content: bytes, address: str) -> tuple[FeedEntry, ...]:
    """Return the articles that a feed names, in its order, each once; raises UnreadableInput for what is no feed."""
    root = parse_xml(content, address)
    if _name(root) not in ("rss", "feed", "RDF"):
        raise UnreadableInput(address, f"this is no feed but <{_name(root)}>", "name an RSS or Atom feed, or a page")
    found: dict[str, FeedEntry] = {}
    for entry in _entries(root, address):
        found.setdefault(entry.link, entry)
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def parse_xml(content: bytes, address: str) -> etree._Element:
    """Return the root of an XML document; raises UnreadableInput. Bytes of another encoding than it declares become U+FFFD."""
    try:
        return etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as problem:
        repaired = _DECLARATION.sub("", content.decode("utf-8", errors="replace"), count=1)
        try:
            if b"\x00" not in content and "\ufffd" in repaired:
                return etree.fromstring(repaired, _parser())
        except (etree.XMLSyntaxError, ValueError):
            pass
        raise UnreadableInput(address, f"this is no feed ({problem})", "name a feed or a page") from problem


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _entries(root: etree._Element, address: str) -> Iterator[FeedEntry]:
    for element in root.iter():
        if _name(element) not in ("item", "entry"):
            continue
        link = _link(element)
        if link:
            yield FeedEntry(urljoin(address, link), _text(element, ("title",)), _published(element))


def _link(element: etree._Element) -> str | None:
    for child in element:
        if _name(child) == "link":
            href = child.get("href")
            if href and child.get("rel", "alternate") == "alternate":
                return str(href).strip()
            if not href and child.text and child.text.strip():
                return child.text.strip()
    guid = _text(element, ("guid",))
    return guid if guid and guid.startswith(("http://", "https://")) else None


def _published(element: etree._Element) -> str | None:
    for name in _DATES:
        stated = _text(element, (name,))
        if stated and (day := _day(stated)):
            return day
    return None


def _day(stated: str) -> str | None:
    if found := _DAY.match(stated):
        try:
            return datetime.fromisoformat(found.group()).date().isoformat()
        except ValueError:
            return None
    try:
        return parsedate_to_datetime(stated).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(element: etree._Element, names: tuple[str, ...]) -> str | None:
    for child in element:
        if _name(child) in names:
            words = "".join(str(part) for part in child.itertext()).strip()
            if words:
                return words
    return None


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
