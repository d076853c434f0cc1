"""A web server on the loopback that behaves as badly as the web does."""

from __future__ import annotations

import functools
import gzip
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

#: How soon a server of the tests stops once it is told to; half a second would be the rule, and tests would wait for it.
STOPS_WITHIN = 0.02
PAGE = (
    "<!doctype html><html lang='en'><head><title>Shelling near Bakhmut</title></head><body><article>"
    "<h1>Shelling near Bakhmut</h1><p>The Ukrainian General Staff said on Tuesday that 80 soldiers were killed in the "
    "fighting around Bakhmut. The Russian Defence Ministry denied that and spoke of an invention.</p></article></body></html>"
)
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Fjord Post</title><link>{root}/</link>
<item><title>Shelling near Bakhmut</title><link>{root}/page</link><pubDate>Tue, 30 Apr 2024 18:00:00 +0200</pubDate></item>
<item><title>Gone</title><link>{root}/missing</link></item>
</channel></rss>"""


class Answers(BaseHTTPRequestHandler):
    """One method for each path."""

    protocol_version = "HTTP/1.0"
    asked: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer by the path."""
        self.asked.append(self.path)
        name = self.path.strip("/").partition("/")[0].partition("?")[0] or "page"
        answer = getattr(self, f"answer_{name}", None)
        try:
            if answer is None:
                self._send(b"not here", status=404)
            else:
                answer()
        except (BrokenPipeError, ConnectionResetError):
            pass

    @property
    def root(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.connection.getsockname()[1]}"

    def answer_page(self) -> None:
        """Send an article."""
        self._send(PAGE.encode())

    def answer_packed(self) -> None:
        """Send the article, packed."""
        self._send(gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})

    def answer_feed(self) -> None:
        """Send an RSS feed."""
        self._send(FEED.format(root=self.root).encode(), kind="application/rss+xml")

    def answer_broken(self) -> None:
        """Send a feed that ends in the middle."""
        self._send(FEED.format(root=self.root).encode()[:200], kind="application/rss+xml")

    def answer_redirect(self) -> None:
        """Send on to whatever the query names."""
        self._send(b"", status=302, headers={"Location": self.path.partition("?")[2]})

    def answer_loop(self) -> None:
        """Send on to itself."""
        self._send(b"", status=301, headers={"Location": "/loop"})

    def answer_stated(self) -> None:
        """Send a page that says that it is a gigabyte."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "1000000000")
        self.end_headers()

    def answer_endless(self) -> None:
        """Send a page that does not end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(100_000):
            self.wfile.write(b"<p>more</p>" * 1000)

    def answer_bomb(self) -> None:
        """Send a small body that unpacks to half a gigabyte."""
        self._send(bomb(), headers={"Content-Encoding": "gzip"})

    def answer_cut(self) -> None:
        """Send a packed body whose end is missing."""
        self._send(gzip.compress(PAGE.encode())[:-20], headers={"Content-Encoding": "gzip"})

    def answer_unpacked(self) -> None:
        """Send a body that says that it is packed and is not."""
        self._send(PAGE.encode(), headers={"Content-Encoding": "gzip"})

    def answer_odd(self) -> None:
        """Send a packing that nobody asked for."""
        self._send(PAGE.encode(), headers={"Content-Encoding": "br"})

    def answer_silent(self) -> None:
        """Send nothing, for long."""
        time.sleep(30)

    def answer_slow(self) -> None:
        """Send a byte now and then."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(300):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.1)

    def answer_drip(self) -> None:
        """Send a header that does not end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(300):
            self.wfile.write(f"X-{number}: y\r\n".encode())
            self.wfile.flush()
            time.sleep(0.1)

    def answer_hangup(self) -> None:
        """Send the line goes dead."""
        self.connection.close()

    def answer_garbage(self) -> None:
        """Send no HTTP at all."""
        self.wfile.write(b"\x00\x01\x02 hello\r\n\r\n")

    def answer_picture(self) -> None:
        """Send no page."""
        self._send(b"\x89PNG", kind="image/png")

    def answer_error(self) -> None:
        """Send trouble."""
        self._send(b"trouble", status=500)

    def answer_busy(self) -> None:
        """Send not now."""
        self._send(b"later", status=503)

    def _send(
        self, body: bytes, *, status: int = 200, kind: str = "text/html; charset=utf-8", headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@functools.cache
def bomb() -> bytes:
    """Return half a gigabyte of nothing, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join([packer.compress(b"\0" * 1_000_000) for _ in range(500)]) + packer.flush()


class WebServer:
    """A running server; `place` is HOST:PORT, `root` its address."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("TheseAnswers", (Answers,), {"asked": []}))
        self._server.daemon_threads = True
        self.place = f"127.0.0.1:{self._server.server_address[1]}"
        self.root = f"http://{self.place}"
        threading.Thread(target=self._server.serve_forever, args=[STOPS_WITHIN], daemon=True).start()

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for."""
        handler = self._server.RequestHandlerClass
        return list(getattr(handler, "asked", []))

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
