"""What a feed of any kind names: RSS and Atom, JSON Feed, sitemaps of news and the lists of such sitemaps."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.feeds import FeedEntry, looks_like_feed, parse_xml, read_feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

#: Most articles of one list, and most lists that a list of sitemaps names, the newest.
MOST_ENTRIES, MOST_LISTS = 2_000, 20
_SITEMAP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,500}(?:<\?[^>]{0,300}\?>|<!--.{0,2000}?-->|\s){0,10}<(?:\w{1,20}:)?(urlset|sitemapindex)\b",
    re.DOTALL,
)
_JSON = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,500}\{")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REMEDY = "name an RSS, Atom or JSON feed, or a sitemap of news"


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles that a feed names, each once, and the lists that it names in their place."""

    entries: tuple[FeedEntry, ...]
    lists: tuple[str, ...] = ()


def read_listing(content: bytes, address: str) -> Listing:
    """Return what a feed names; raises UnreadableInput for what is none."""
    if looks_like_feed(content):
        return Listing(read_feed(content, address))
    if found := _SITEMAP.match(content[:20_000]):
        root = parse_xml(content, address)
        if found.group(1) == b"sitemapindex":
            return Listing((), _lists(root, address))
        return Listing(_once(_urls(root, address)))
    if _JSON.match(content[:1_000]):
        return Listing(_once(_items(content, address)))
    raise UnreadableInput(address, "this is no feed", _REMEDY)


def _once(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    found: dict[str, FeedEntry] = {}
    for entry in entries:
        found.setdefault(entry.link, entry)
        if len(found) >= MOST_ENTRIES:
            break
    return tuple(found.values())


# --- JSON Feed (https://www.jsonfeed.org/version/1.1/) ---


def _items(content: bytes, address: str) -> Iterator[FeedEntry]:
    try:
        whole = json.loads(content.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError) as problem:
        raise UnreadableInput(address, f"this is no feed ({problem})", _REMEDY) from problem
    version = whole.get("version")
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version or not isinstance(whole.get("items"), list):
        raise UnreadableInput(address, "this is JSON, but no JSON Feed", _REMEDY)
    for item in whole["items"]:
        link = _said(item, "url") or _said(item, "external_url") or _said(item, "id")
        if link and (link.startswith(("http://", "https://", "/"))):
            yield FeedEntry(urljoin(address, link), _said(item, "title"), _day(_said(item, "date_published")))


def _said(item: Any, name: str) -> str | None:  # noqa: ANN401 - whatever stands in the feed
    value = item.get(name) if isinstance(item, dict) else None
    return value.strip() or None if isinstance(value, str) else None


# --- sitemaps (https://www.sitemaps.org/protocol.html) and their extension for news ---


def _urls(root: etree._Element, address: str) -> Iterator[FeedEntry]:
    for element in root:
        told = _texts(element)
        if link := told.get("loc"):
            yield FeedEntry(urljoin(address, link), told.get("title"), _day(told.get("publication_date") or told.get("lastmod")))


def _lists(root: etree._Element, address: str) -> tuple[str, ...]:
    """Return the newest lists first; those without a date as they stand, behind."""
    found = [(told.get("lastmod") or "", told["loc"]) for element in root if "loc" in (told := _texts(element))]
    newest = sorted(found, key=lambda pair: pair[0], reverse=True)
    return tuple(dict.fromkeys(urljoin(address, link) for _, link in newest))[:MOST_LISTS]


def _texts(element: etree._Element) -> dict[str, str]:
    """Return the words of an element's own and its inner elements, by their names without namespaces."""
    told: dict[str, str] = {}
    for inner in element.iter():
        if inner.text and inner.text.strip():
            told.setdefault(str(inner.tag).rpartition("}")[2], inner.text.strip())
    return told


def _day(stated: str | None) -> str | None:
    found = _DAY.match(stated) if stated else None
    return found.group() if found else None
