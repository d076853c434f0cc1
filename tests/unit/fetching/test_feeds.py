"""The articles of every kind of feed; and what is none."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.feeds import FeedEntry, looks_like_feed, read_feed

_RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><link>https://a.example/</link>
<item><title>One &amp; two</title><link> https://a.example/1 </link><pubDate>Tue, 30 Apr 2024 18:00:00 GMT</pubDate></item>
<item><title>Same</title><link>https://a.example/1</link></item>
<item><guid>https://a.example/2</guid><pubDate>yesterday</pubDate></item>
<item><title>No link</title></item></channel></rss>"""
_ATOM = b"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
<link rel="self" href="https://a.example/feed"/><entry><title type="html">One &lt;b&gt;</title>
<link rel="replies" href="/replies"/><link href="/1"/><published>2024-04-30T18:00:00+02:00</published></entry></feed>"""
_RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>One</title><link>https://a.example/1</link>
<dc:date>2024-04-30</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("feed", "entries"),
    [
        (
            _RSS,
            (
                FeedEntry("https://a.example/1", "One & two", "2024-04-30"),
                FeedEntry("https://a.example/2", None, None),
            ),
        ),
        (_ATOM, (FeedEntry("https://a.example/1", "One <b>", "2024-04-30"),)),
        (_RDF, (FeedEntry("https://a.example/1", "One", "2024-04-30"),)),
        (b"<rss version='2.0'><channel/></rss>", ()),
    ],
    ids=["rss", "atom", "rdf", "empty"],
)
def test_the_articles_of_a_feed(feed: bytes, entries: tuple[FeedEntry, ...]) -> None:
    """Each once, in the feed's order, with absolute addresses and days."""
    assert looks_like_feed(feed)
    assert read_feed(feed, "https://a.example/feed") == entries


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<html><body>no</body></html>", _RSS[:150], b"<rss>" + b"<a>" * 5000, b"\x00\x01", b"{}"],
)
def test_what_is_no_feed_is_named(content: bytes) -> None:
    """With its address."""
    with pytest.raises(UnreadableInput, match="no feed"):
        read_feed(content, "https://a.example/feed")


def test_entities_do_not_grow() -> None:
    """A feed of entities in entities costs nothing, and reads no file."""
    lines = "".join(f'<!ENTITY a{n + 1} "{"&a" + str(n) + ";" * 1}{("&a" + str(n) + ";") * 9}">' for n in range(9))
    bomb = f'<!DOCTYPE r [<!ENTITY a0 "x"><!ENTITY f SYSTEM "file:///etc/passwd">{lines}]>'
    feed = f"{bomb}<rss><channel><item><link>https://a.example/&f;</link><title>&a9;</title></item></channel></rss>"
    try:
        entries = read_feed(feed.encode(), "https://a.example/feed")
    except UnreadableInput:
        entries = ()
    assert all(len(entry.title or "") < 1000 and "root:" not in entry.link for entry in entries)


@given(st.binary(max_size=300))
def test_any_bytes_give_entries_or_a_sentence(content: bytes) -> None:
    """Nothing else is raised."""
    looks_like_feed(content)
    with contextlib.suppress(UnreadableInput):
        read_feed(content, "https://a.example/feed")


@pytest.mark.parametrize("page", [b"<!doctype html><html>", b"<html><head><title>rss</title>", b"plain words", b"", b"{"])
def test_a_page_does_not_look_like_a_feed(page: bytes) -> None:
    """So it is read as a page."""
    assert not looks_like_feed(page)
