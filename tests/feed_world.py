"""Feeds on the loopback that behave as badly as real ones, in a time of their own that runs faster than ours."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from web_server import STOPS_WITHIN

#: When the time of the feeds begins, how long new articles appear, when some change, all in its seconds.
START, HOUR, CHANGED = 1_700_000_000.0, 3_600.0, 1_500.0
_HOSTS = 8
_KINDS = ("rss", "atom", "json", "sitemap", "index")
_FAULTS = ("none", "slow", "cut", "error", "moved", "encoding", "page", "loop")
_XML = {
    "rss": (
        "<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate></item>",
        "<rss version='2.0'><channel>{}</channel></rss>",
        "application/rss+xml",
    ),
    "atom": (
        "<entry><title>{title}</title><link href='{url}'/><published>{day}</published></entry>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>",
        "application/atom+xml",
    ),
    "sitemap": (
        "<url><loc>{url}</loc><n:news><n:title>{title}</n:title></n:news></url>",
        "<urlset xmlns='s' xmlns:n='n'>{}</urlset>",
        "application/xml",
    ),
}
_BODY = (
    "<!doctype html><html lang='en'><head><title>Attack {feed}-{number}</title></head><body><article><h1>Attack {feed}-{number}"
    "</h1><p>At least {killed} people were killed in an attack on Idlib on Tuesday, the governor of the province said. Rescuers "
    "worked through the night in the rubble, and the army denied that it had fired on the town.</p></article></body></html>"
)


@dataclass
class FeedWorld:
    """So many feeds with so many articles each, whose time runs so many times faster than ours.

    `asked` counts the requests for each path, `given` the whole answers, `versions` are the digests of these.
    """

    feeds: int
    articles: int
    speed: float
    begun: float = field(default_factory=time.time)
    asked: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    versions: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        answers = type("TheseFeeds", (_Answers,), {"world": self})
        self._servers = [ThreadingHTTPServer(("127.0.0.1", 0), answers) for _ in range(_HOSTS)]
        for server in self._servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=[STOPS_WITHIN], daemon=True).start()
        self.places = [f"127.0.0.1:{server.server_address[1]}" for server in self._servers]

    def root(self, feed: int) -> str:
        """Return the address of the host of a feed."""
        return f"http://{self.places[feed % _HOSTS]}"

    def now(self) -> float:
        """Return the time of the feeds."""
        return START + (time.time() - self.begun) * self.speed

    def addresses(self) -> list[str]:
        """Return the addresses of the feeds."""
        return [f"{self.root(number)}/feed/{number}" for number in range(self.feeds)]

    def expected(self) -> dict[str, str]:
        """Return the addresses of the articles that a watch must find, with their paths."""
        working = [number for number in range(self.feeds) if fault_of(number) not in {"page", "loop"}]
        paths = [(feed, f"/a/{feed}/{at}") for feed in working for at in range(self.articles)]
        return {f"{self.root(feed)}{path}": path for feed, path in paths}

    def out(self, at: int) -> float:
        """Return when the article with that number appears in its feed."""
        return START + HOUR * (at + 0.5) / self.articles

    def stop(self) -> None:
        """Stop answering."""
        for server in self._servers:
            server.shutdown()
            server.server_close()


def fault_of(feed: int) -> str:
    """Return what is wrong with a feed."""
    return _FAULTS[feed % len(_FAULTS)]


def changes(at: int) -> bool:
    """Return whether the article with that number is corrected later."""
    return at % 4 == 1


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    world: ClassVar[FeedWorld]

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer by the path."""
        world, parts = self.world, self.path.strip("/").split("/")
        world.asked[self.path] += 1
        try:
            if parts[0] == "robots.txt":
                self._send(b"User-agent: *\nDisallow: /private/\n", "text/plain")
            elif parts[0] == "a":
                self._article(int(parts[1]), int(parts[2]))
            elif parts[0] in {"feed", "moved", "inner"}:
                self._feed(int(parts[1]), inner=parts[0] != "feed")
            else:
                self._send(b"not here", "text/plain", status=404)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _feed(self, feed: int, *, inner: bool) -> None:
        fault, turn = fault_of(feed), self.world.asked[self.path]
        if fault == "slow":
            time.sleep(0.3)
        if fault == "error" and turn % 2:
            self._send(b"trouble", "text/plain", status=500 if turn % 4 == 1 else 503)
        elif fault == "page":
            self._send(b"<!doctype html><html><body>We have moved to an app.</body></html>", "text/html")
        elif fault == "loop" or (fault == "moved" and not inner):
            self._send(b"", "text/plain", status=302, headers={"Location": self.path if fault == "loop" else f"/moved/{feed}"})
        else:
            kind = _KINDS[feed % len(_KINDS)]
            listed = [at for at in range(self.world.articles) if self.world.out(at) <= self.world.now()]
            if kind == "index" and "inner" not in self.path:
                body, media = self._index(feed), "application/xml"
            else:
                body, media = self._listing("sitemap" if kind == "index" else kind, feed, listed)
            if fault == "encoding" and kind != "json":
                body = body.replace(b"Attack", "Überfall".encode("latin-1"))
            self._conditional(body, media, f'"{len(listed)}"', cut=fault == "cut" and turn % 3 == 1)

    def _index(self, feed: int) -> bytes:
        return (
            f"<sitemapindex xmlns='s'><sitemap><loc>{self.world.root(feed)}/inner/{feed}</loc></sitemap></sitemapindex>".encode()
        )

    def _listing(self, kind: str, feed: int, listed: list[int]) -> tuple[bytes, str]:
        found = [(f"Attack {feed}-{at}", f"{self.world.root(feed)}/a/{feed}/{at}", self.world.out(at)) for at in listed]
        if kind == "json":
            items = [{"id": url, "url": url, "title": title, "date_published": _day(when)} for title, url, when in found]
            return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode(), "application/feed+json"
        item, whole, media = _XML[kind]
        told = "".join(item.format(title=title, url=url, day=_day(when), date=formatdate(when)) for title, url, when in found)
        return f"<?xml version='1.0' encoding='utf-8'?>{whole.format(told)}".encode(), media

    def _article(self, feed: int, at: int) -> None:
        if self.world.out(at) > self.world.now():
            self._send(b"not yet", "text/plain", status=404)
            return
        turn = self.world.asked[self.path]
        if at % 5 == 2 and turn == 1:
            self._send(b"trouble", "text/plain", status=500)
            return
        later = changes(at) and self.world.now() > self.world.out(at) + CHANGED
        body = _BODY.format(feed=feed, number=at, killed=20 + feed % 40 + (30 if later else 0)).encode()
        self._conditional(body, "text/html; charset=utf-8", f'"{at}-{later}"', cut=at % 7 == 3 and turn == 1)

    def _conditional(self, body: bytes, media: str, etag: str, *, cut: bool) -> None:
        if self.headers.get("If-None-Match") == etag:
            self._send(b"", media, status=304, headers={"ETag": etag})
            return
        if not cut:
            self.world.given[self.path] += 1
            self.world.versions.setdefault(self.path, []).append(hashlib.sha256(body).hexdigest())
        self._send(body, media, headers={"ETag": etag}, length=len(body) + (500 if cut else 0))

    def _send(
        self, body: bytes, media: str, *, status: int = 200, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _day(when: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))
