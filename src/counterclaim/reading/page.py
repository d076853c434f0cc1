"""HTML pages: the article's title and paragraphs as lines, and what the page says of itself."""

from __future__ import annotations

import functools
import html
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.model import Rejected
from counterclaim.reading.decoding import declared_charset, decode
from counterclaim.reading.finishing import Draft, finish
from counterclaim.reading.metadata import Metadata, read_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

    from counterclaim.model import Report
    from counterclaim.reading.sources import Limits, Source

#: A page of more code points (scripts and styles not counted) is read plainly, without looking for the article in it:
#: the extractor takes about 160 bytes of memory for each.
LARGEST_TREE = 1_000_000
#: How much of such a page is looked at for what it says of itself.
LARGEST_HEAD = 200_000
#: An extraction of fewer code points is too short to be the article where the page has a longer one in its JSON-LD.
SHORTEST = 200
_CUT = re.compile(r"<(/?)(script|style|svg|template|iframe)\b|(<!--)|(-->)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|main|aside)\b[^<>]{0,4000}>", re.IGNORECASE
)
_PROLOGUE = re.compile(r"\s{0,200}<\?xml[^>]{0,400}\?>")


class _Bare(NamedTuple):
    """A page without its scripts and styles, and the JSON-LD that was in them."""

    page: str
    linked_data: list[str]


def read_page(source: Source, limits: Limits) -> Iterator[Report | Rejected]:
    """Yield the one report of a page; its text is what the extraction makes of it."""
    yield from _read(source, limits, look_for_article=True)


def read_page_plainly(source: Source, limits: Limits) -> Iterator[Report | Rejected]:
    """Yield the one report of a page: all its words, for pages that take the extraction too much time or memory."""
    yield from _read(source, limits, look_for_article=False)


def _read(source: Source, limits: Limits, *, look_for_article: bool) -> Iterator[Report | Rejected]:
    raw = source.everything(limits.file)
    text = decode(source.name, raw, declared=declared_charset(source.head)).text
    bare = _without_scripts(_PROLOGUE.sub("", text.replace("\x00", ""), count=1))
    tree = _tree(bare.page if len(bare.page) <= LARGEST_TREE else bare.page[:LARGEST_HEAD])
    metadata = Metadata() if tree is None else read_metadata(tree, bare.linked_data)
    body = _body(bare.page, tree if look_for_article else None, metadata)
    if not body.strip():
        yield Rejected(source.name, f"{source.name}: the page has no text; save it when it has loaded, or hand over the text")
        return
    draft = Draft(
        id=PurePath(source.name).as_posix(),
        text=_titled(metadata.title, body),
        published=metadata.published,
        url=metadata.url,
        outlet=metadata.outlet,
        title=metadata.title,
    )
    surroundings = None if metadata.published else _plain(bare.page[:LARGEST_HEAD])
    yield finish(draft, source.name, limits, surroundings=surroundings)


def _body(page: str, tree: HtmlElement | None, metadata: Metadata) -> str:
    """Return the article's paragraphs as lines; all that the page says where no article is found in it."""
    article = _article(tree) if tree is not None and len(page) <= LARGEST_TREE else ""
    if len(article) < SHORTEST and metadata.body and len(metadata.body) > len(article):
        return html.unescape(_TAG.sub("", _BREAK.sub("\n", metadata.body)))
    return article or _plain(page)


def _titled(title: str | None, body: str) -> str:
    """Return the body below its title, unless it begins with it."""
    lines = [line.rstrip() for line in body.split("\n")]
    text = "\n".join(line for line in lines if line.strip())
    if not title:
        return text
    plain = "".join(title.split()).lower()
    begins = "".join(text[: 2 * len(title) + 40].split()).lower()
    return text if begins.startswith(plain) else f"{title}\n{text}"


def _article(tree: HtmlElement) -> str:
    """Return the text of the article in a page, empty where none is found."""
    found = _extractor()(tree, include_comments=False, with_metadata=False)
    return "" if found is None else str(found.text or "")


@functools.cache
def _extractor() -> Callable[..., Any]:
    """Return trafilatura's extraction; what it would log goes nowhere, since whatever fails is a Rejected."""
    import logging  # noqa: PLC0415 - loaded when the first page is read

    from trafilatura import bare_extraction  # noqa: PLC0415

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return bare_extraction


def _tree(page: str) -> HtmlElement | None:
    from lxml import etree  # noqa: PLC0415 - loaded when the first page is read
    from lxml import html as parser  # noqa: PLC0415 - the same

    try:
        return parser.document_fromstring(page)
    except (etree.LxmlError, ValueError):
        return None


def _without_scripts(page: str) -> _Bare:
    """Return the page without scripts, styles, drawings and comments, in one pass; what is never closed stays."""
    kept: list[str] = []
    linked: list[str] = []
    at, opened, inside = 0, 0, ""
    for found in _CUT.finditer(page):
        closes, name, begins, ends = found.groups()
        if not inside and (begins or (name and not closes)):
            inside, opened = (name or "comment").lower(), found.start()
        elif inside and ((ends and inside == "comment") or (closes and (name or "").lower() == inside)):
            end = found.end() if ends else page.find(">", found.end()) + 1 or len(page)
            if inside == "script":
                linked += _linked_data(page[opened : found.start()])
            kept.append(page[at:opened])
            at, inside = end, ""
    kept.append(page[at:])
    return _Bare(" ".join(kept), linked)


def _linked_data(script: str) -> list[str]:
    end = script.find(">")
    return [script[end + 1 :]] if "ld+json" in script[:end].lower() else []


def _plain(page: str) -> str:
    """Return all words of a page, a line for each block."""
    body = page[start:] if (start := page.lower().find("<body")) > 0 else page
    lines = html.unescape(_TAG.sub(" ", _BREAK.sub("\n", body))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
