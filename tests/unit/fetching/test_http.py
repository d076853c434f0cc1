"""What the web does wrong is a sentence, in time, and costs no more than was allowed."""

from __future__ import annotations

import socket
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.http import fetch, normal_address
from counterclaim.fetching.limits import FetchLimits, RefusedAddress
from web_server import PAGE, WebServer, bomb

if TYPE_CHECKING:
    from collections.abc import Iterator


def _limits(*servers: WebServer, seconds: float = 3.0) -> FetchLimits:
    return FetchLimits(seconds=seconds, allowed=frozenset(server.place for server in servers))


@pytest.fixture
def other() -> Iterator[WebServer]:
    """Give another server, which nobody vouched for."""
    server = WebServer()
    yield server
    server.stop()


@pytest.mark.parametrize("path", ["page", "packed", "redirect?/page"])
def test_a_page_is_fetched(web: WebServer, path: str) -> None:
    """Whole, unpacked, with the way that it came."""
    found = fetch(f"{web.root}/{path}", _limits(web))
    assert found.content == PAGE.encode()
    assert (found.status, found.address) == (200, "127.0.0.1")
    assert found.media_type == "text/html; charset=utf-8"
    assert len(found.redirects) == path.count("redirect")
    assert found.collected.endswith("Z")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing", "answers 404"),
        ("error", "answers 500"),
        ("busy", "not now"),
        ("stated", "more than"),
        ("endless", "more than"),
        ("bomb", "swells"),
        ("cut", "end is missing"),
        ("unpacked", "packing is broken"),
        ("odd", "not asked for"),
        ("silent", "no whole answer within"),
        ("slow", "no whole answer within"),
        ("drip", "no whole answer within"),
        ("hangup", "connection failed"),
        ("garbage", "connection failed"),
        ("picture", "no page"),
        ("loop", "redirects more than"),
        ("redirect?ftp://x/y", "no address of a page"),
        ("redirect?http://user:word@127.0.0.1/", "name or password"),
        ("redirect?http://127.0.0.1:22/", "serves no pages"),
    ],
)
def test_trouble_is_named_in_time(web: WebServer, path: str, said: str) -> None:
    """With the address that was asked for, within the time and the memory that were allowed."""
    bomb()
    tracemalloc.start()
    begun = time.monotonic()
    with pytest.raises(UnreadableInput, match=said):
        fetch(f"{web.root}/{path}", _limits(web, seconds=2.0))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - begun < 8
    assert most < 100_000_000


def test_a_redirect_to_the_inside_is_not_followed(web: WebServer, other: WebServer) -> None:
    """Nobody is asked there."""
    with pytest.raises(RefusedAddress, match=r"no public address|serves no pages"):
        fetch(f"{web.root}/redirect?{other.root}/page", _limits(web))
    assert other.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0", "0.0.0.0", "localhost", "10.0.0.1",  # noqa: S104 - refused
        "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1",
        "192.0.2.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[fe80::1]", "[fc00::1]", "[ff02::1]",
        "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[2001::1]",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_however_they_are_written(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection is tried."""
    tried: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: tried.append((a, k)))
    with pytest.raises((RefusedAddress, UnreadableInput), match=r"no public address|no such host"):
        fetch(f"http://{host}/", FetchLimits(seconds=5))
    assert tried == []


def test_a_name_that_changes_its_address_is_asked_once(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is connected to is what was checked: a second answer of the name server has no effect."""
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80))]])
    connected: list[object] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(UnreadableInput, match="connection failed"):
        fetch("http://rebinding.example/", FetchLimits(seconds=5))
    assert connected == ["93.184.215.14"]
    assert web.asked == []


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTP://Example.ORG:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://bücher.example/süß?q=ä", "https://xn--bcher-kva.example/s%C3%BC%C3%9F?q=%C3%A4"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_one_page_has_one_address(url: str, normal: str) -> None:
    """However it is written; and writing it so twice changes nothing."""
    assert normal_address(url) == normal
    assert normal_address(normal) == normal


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "file:///etc/passwd", "http://", "http:///x", "http://a b/", "http://a\n/", "http://x:99999/",
        "gopher://x/", "http://[::1/", "javascript:alert(1)", "http://a\\@b/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_named(url: str) -> None:
    """Nothing is asked."""
    with pytest.raises(UnreadableInput):
        normal_address(url)
