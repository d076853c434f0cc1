"""Feeds of every kind, and rules for robots."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.feeds import FeedEntry
from counterclaim.fetching.http import Known, NotNow, fetch
from counterclaim.fetching.limits import FetchLimits
from counterclaim.fetching.listings import Listing, read_listing
from counterclaim.fetching.robots import Robots

if TYPE_CHECKING:
    from web_server import WebServer

_HERE = "https://a.example/feed"
_ITEMS = [
    {"id": "1", "url": "https://a.example/1", "title": "One", "date_published": "2024-04-30T18:00:00+02:00"},
    {"id": "https://a.example/2"},
    {"id": "no address"},
    "no item",
]
_JSON = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": _ITEMS}).encode()
_SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><!-- made by hand -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://a.example/1 </loc><news:news><news:publication><news:name>A</news:name></news:publication>
<news:publication_date>2024-04-30T18:00:00Z</news:publication_date><news:title>One</news:title></news:news></url>
<url><loc>https://a.example/2</loc><lastmod>2024-05-01</lastmod></url><url/></urlset>"""
_INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://a.example/old.xml</loc>
<lastmod>2023-01-01</lastmod></sitemap><sitemap><loc>/new.xml</loc><lastmod>2024-05-01</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize(
    ("content", "listing"),
    [
        (_JSON, Listing((FeedEntry("https://a.example/1", "One", "2024-04-30"), FeedEntry("https://a.example/2", None, None)))),
        (
            _SITEMAP,
            Listing(
                (FeedEntry("https://a.example/1", "One", "2024-04-30"), FeedEntry("https://a.example/2", None, "2024-05-01"))
            ),
        ),
        (_INDEX, Listing((), ("https://a.example/new.xml", "https://a.example/old.xml"))),
        (
            b"<rss version='2.0'><channel><item><link>/3</link></item></channel></rss>",
            Listing((FeedEntry("https://a.example/3", None, None),)),
        ),
    ],
    ids=["json", "sitemap", "index", "rss"],
)
def test_what_a_feed_names(content: bytes, listing: Listing) -> None:
    """Articles, or the newest lists first."""
    assert read_listing(content, _HERE) == listing


def test_a_feed_in_another_encoding_than_it_says_is_read() -> None:
    """The letters that are wrong are lost, the articles are not."""
    feed = (
        "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Überfall</title><link>/3</link></item></channel></rss>"
    )
    (entry,) = read_listing(feed.encode("latin-1"), _HERE).entries
    assert entry.link == "https://a.example/3"
    assert entry.title == "\ufffdberfall"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"<html>", b"{}", b"{broken", _SITEMAP[:200], b'{"version": 1, "items": []}', b"\x00\xff"]
)
def test_what_is_no_feed_is_named(content: bytes) -> None:
    """With its address."""
    with pytest.raises(UnreadableInput, match=r"a\.example.*no (JSON F|f)eed"):
        read_listing(content, _HERE)


@given(st.binary(max_size=200) | st.from_regex(rb"\{\"version\": \"https://jsonfeed.org/version/1\", \"items\": .{0,40}\}"))
def test_any_bytes_give_a_listing_or_a_sentence(content: bytes) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(UnreadableInput):
        read_listing(content, _HERE)


def test_a_server_that_asks_for_patience_is_heard(web: WebServer) -> None:
    """A 503 is an error of its own, and what is known is sent along."""
    limits = FetchLimits(allowed=frozenset([web.place]))
    with pytest.raises(NotNow, match="not now"):
        fetch(f"{web.root}/busy", limits)
    assert fetch(f"{web.root}/page", limits, Known('"1"', None)).status == 200


def test_robots_txt_decides(web: WebServer) -> None:
    """Without one all is allowed; where it cannot be had, nothing is, for a while; it is asked for once a day."""
    time = [0.0]
    robots = Robots(FetchLimits(allowed=frozenset([web.place]), seconds=2.0), lambda: time[0])
    assert robots.rule(f"{web.root}/page").allowed
    assert robots.rule(f"{web.root}/other").allowed
    assert web.asked == ["/robots.txt"]
    time[0] = 100_000.0
    assert robots.rule(f"{web.root}/page").allowed
    assert web.asked == ["/robots.txt"] * 2
    web.stop()
    assert not Robots(FetchLimits(allowed=frozenset([web.place]), seconds=2.0), lambda: 0.0).rule(f"{web.root}/page").allowed
