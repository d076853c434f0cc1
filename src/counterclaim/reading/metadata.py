"""What a page says of itself: JSON-LD and meta tags, read without running or fetching anything."""

from __future__ import annotations

import email.utils
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

#: Names of meta tags that hold the date of first publication, the more reliable first.
_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "publication_date", "publish-date", "publishdate", "pubdate",
    "cxenseparse:recs:publishtime", "article.published", "citation_publication_date", "dc.date", "date",
)  # fmt: skip
_TITLE = ("og:title", "twitter:title", "dc.title")
_OUTLET = ("og:site_name", "application-name", "dc.publisher")
_URL = ("og:url",)
_ISO = re.compile(r"\s{0,8}(\d{4})[-/]?(\d{2})(?:[-/]?(\d{2}))?(?!\d)")
#: How deep a JSON-LD graph is walked, and how many of its objects are looked at.
_DEPTH, _OBJECTS = 6, 2000


class Metadata(NamedTuple):
    """What a page says of itself; None where it does not."""

    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    body: str | None = None


def read_metadata(tree: HtmlElement, linked_data: list[str]) -> Metadata:
    """Return what JSON-LD says, and what meta tags say where it is silent."""
    linked, tags = _from_linked_data(linked_data), _from_tags(tree)
    return Metadata(*(first or second for first, second in zip(linked, tags, strict=True)))


def page_date(written: str | None) -> str | None:
    """Return the day (or month) of a timestamp as EDTF; None where it is none. The day is the one that is written."""
    if not written:
        return None
    found = _ISO.match(written)
    if found:
        year, month, day = found.groups()
    else:
        parsed = email.utils.parsedate(written)
        if parsed is None:
            return None
        year, month, day = (str(part) for part in parsed[:3])
    try:
        whole = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    if not 1900 <= whole.year < 2100:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]


# --- JSON-LD ----------------------------------------------------------------------------------------------------------


def _from_linked_data(blocks: list[str]) -> Metadata:
    objects = [thing for block in blocks for thing in _objects(_parsed(block), _DEPTH)][:_OBJECTS]
    articles = [thing for thing in objects if _is_article(thing)] or [t for t in objects if "datePublished" in t]
    if not articles:
        return Metadata()
    article = articles[0]
    return Metadata(
        published=next(filter(None, (page_date(_string(thing.get("datePublished"))) for thing in articles)), None),
        title=_string(article.get("headline")) or _string(article.get("name")),
        outlet=_string(_first(article.get("publisher"), "name")),
        url=_string(_first(article.get("mainEntityOfPage"), "@id")) or _string(article.get("url")),
        body=_string(article.get("articleBody")),
    )


def _parsed(block: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    text = block.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").removeprefix("<![CDATA[").removesuffix("]]>")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    if depth < 0:
        return
    if isinstance(value, list):
        for one in value[:_OBJECTS]:
            yield from _objects(one, depth - 1)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            if isinstance(one, (dict, list)):
                yield from _objects(one, depth - 1)


def _is_article(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(("Article", "Posting", "Report"))
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _first(value: Any, key: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    one = value[0] if isinstance(value, list) and value else value
    return one.get(key) if isinstance(one, dict) else one


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


# --- tags -------------------------------------------------------------------------------------------------------------


def _from_tags(tree: HtmlElement) -> Metadata:
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = (tag.get("content") or tag.get("datetime") or "").strip()
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return Metadata(
        published=next(filter(None, (page_date(tags.get(name)) for name in _PUBLISHED)), None) or _from_times(tree),
        title=_named(tags, _TITLE) or _text_of(tree, "h1") or _text_of(tree, "title"),
        outlet=_named(tags, _OUTLET),
        url=_canonical(tree) or _named(tags, _URL),
    )


def _from_times(tree: HtmlElement) -> str | None:
    """Return the date of a time element that says that it is the publication's."""
    for tag in tree.iter("time"):
        said = f"{tag.get('itemprop') or ''} {tag.get('class') or ''}".lower()
        if tag.get("pubdate") is not None or "publish" in said:
            found = page_date(tag.get("datetime"))
            if found:
                return found
    return None


def _named(tags: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((tags[name] for name in names if name in tags), None)


def _canonical(tree: HtmlElement) -> str | None:
    links = (tag.get("href") for tag in tree.iter("link") if (tag.get("rel") or "").lower() == "canonical")
    return next((link for link in links if link and link.startswith(("http://", "https://"))), None)


def _text_of(tree: HtmlElement, name: str) -> str | None:
    element = next(iter(tree.iter(name)), None)
    return None if element is None else " ".join("".join(element.itertext()).split()) or None
