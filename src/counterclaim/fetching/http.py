"""One page or feed from the web: fetched with limits, and with all that a custodian must know of how."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore

from counterclaim import __version__
from counterclaim.errors import UnreadableInput
from counterclaim.fetching.limits import FetchLimits, RefusedAddress, check_port, default_port
from counterclaim.fetching.network import GuardedNetwork

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_REDIRECTS = (301, 302, 303, 307, 308)
_OK, _SAME = 200, 304
_LATER = (429, 503)
_READABLE = ("text/", *(f"application/{kind}" for kind in ("xhtml", "xml", "rss", "atom", "rdf", "json", "feed")))
_SLACK = 1_000_000
_ACCEPTED = (
    "text/html",
    *(f"application/{kind}" for kind in ("xhtml+xml", "rss+xml", "atom+xml", "feed+json", "xml")),
    "application/json;q=0.9",
    "text/*;q=0.9",
)
_HEADERS = [
    ("User-Agent", f"counterclaim/{__version__}"),
    ("Accept", ", ".join(_ACCEPTED)),
    ("Accept-Encoding", "gzip"),
    ("Connection", "close"),
]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the body without its packing, and how it came.

    `redirects` are the addresses passed through, `url` the one asked for, `final` the one that answered. `transferred`
    is the digest of the body as it was sent; `certificate` that of the server's certificate, None without TLS.
    """

    url: str
    final: str
    content: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    redirects: tuple[str, ...]
    media_type: str | None
    collected: str
    address: str | None
    transferred: str
    certificate: str | None


class NotNow(UnreadableInput):
    """A server that answers, but not now; after so many seconds it may, None where it does not say."""

    def __init__(self, source: str, status: int, seconds: float | None = None) -> None:
        super().__init__(source, f"the server answers {status}: not now", "try again later with --retry")
        self.args = (source, status, seconds)
        self.status, self.seconds = status, seconds


@dataclass(frozen=True, slots=True)
class Known:
    """What an address answered last time, by which a server can say that nothing has changed."""

    etag: str | None = None
    modified: str | None = None

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The request's headers."""
        said = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return [(name, value) for name, value in said if value]


def fetch(url: str, limits: FetchLimits = FetchLimits(), known: Known = Known()) -> Fetched:  # noqa: B008 - frozen values
    """Return what is at an address; raises UnreadableInput (RefusedAddress where it may not be fetched from).

    Where the server says that what is `known` has not changed, the status is 304 and there is no content.
    """
    network = GuardedNetwork(limits)
    current = normal_address(url)
    passed: list[str] = []
    try:
        while True:
            answer = _ask(current, network, limits, url, known)
            if isinstance(answer, Fetched):
                return replace(answer, redirects=tuple(passed))
            passed.append(current)
            if len(passed) > limits.redirects:
                raise UnreadableInput(url, f"it redirects more than {limits.redirects} times", "name the last address")
            current = normal_address(urljoin(current, answer))
    except httpcore.TimeoutException as problem:
        raise UnreadableInput(url, f"no whole answer within {limits.seconds:g} seconds", "try again later") from problem
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as problem:
        why = str(problem) or type(problem).__name__
        raise UnreadableInput(url, f"the connection failed ({why})", "try again later") from problem


def normal_address(url: str) -> str:
    """Return an address without its fragment, in ASCII; raises UnreadableInput for what is no address of a page."""
    if any(ord(sign) <= ord(" ") or sign == "\\" for sign in url):
        raise UnreadableInput(url[:200], "the address holds blanks or control characters", "check the address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as problem:
        raise UnreadableInput(url[:200], f"this is no address ({problem})", "an address is https://HOST/PATH") from problem
    if parts.scheme not in ("http", "https") or not host:
        raise UnreadableInput(url[:200], "this is no address of a page", "an address begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise RefusedAddress(host, "the address carries a name or password", "leave them out")
    try:
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as problem:
        raise UnreadableInput(url[:200], "this is no name of a host", "check the address") from problem
    shown = f"[{name}]" if ":" in name else name
    place = shown if port is None or port == default_port(parts.scheme) else f"{shown}:{port}"
    path = "".join(sign if sign.isascii() else _percent(sign) for sign in parts.path or "/")
    query = "".join(sign if sign.isascii() else _percent(sign) for sign in parts.query)
    return urlunsplit((parts.scheme, place, path, query, ""))


def unpack(pieces: Iterable[bytes], encoding: str, limits: FetchLimits) -> Iterator[bytes]:
    """Yield a body without its packing, counted as it grows; raises UnreadableInput where it passes a limit."""
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnreadableInput("the answer", f"it is packed as {encoding!r}, which was not asked for", "")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    taken = given = 0
    try:
        for piece in pieces:
            taken += len(piece)
            rest = piece
            while rest:
                out = unpacker.decompress(rest, 65_536)
                given += len(out)
                if given > limits.size or given > taken * limits.ratio + _SLACK:
                    raise UnreadableInput("the answer", f"it swells from {taken:,} to over {given:,} bytes", "it is not read")
                yield out
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as problem:
        raise UnreadableInput("the answer", f"its packing is broken ({problem})", "try again") from problem
    if not unpacker.eof:
        raise UnreadableInput("the answer", "its end is missing", "try again")


def _ask(url: str, network: GuardedNetwork, limits: FetchLimits, asked: str, known: Known) -> Fetched | str:
    """Return what an address answers: a body, or where else to look."""
    parts = urlsplit(url)
    check_port(parts.scheme, parts.hostname or "", parts.port or default_port(parts.scheme), limits)
    pool = httpcore.ConnectionPool(network_backend=network, retries=0, max_connections=1)
    with pool, pool.stream("GET", url, headers=[*_HEADERS, *known.headers]) as response:
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
        named = {name.lower(): value for name, value in headers}
        if response.status in _REDIRECTS and "location" in named:
            return named["location"]
        same = response.status == _SAME and bool(known.headers)
        if not same:
            _refuse(asked, response.status, named, limits)
        packed = hashlib.sha256()
        try:
            pieces = _counted(response.iter_stream(), limits, packed)
            encoding = named.get("content-encoding", "").strip().lower()
            content = b"" if same else b"".join(unpack(pieces, encoding, limits))
        except UnreadableInput as problem:
            raise UnreadableInput(asked, problem.reason, problem.remedy) from problem
        return Fetched(
            url=asked,
            final=url,
            content=content,
            status=response.status,
            headers=headers,
            redirects=(),
            media_type=named.get("content-type"),
            collected=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            address=network.address,
            transferred=packed.hexdigest(),
            certificate=_certificate(response),
        )


def _refuse(url: str, status: int, headers: dict[str, str], limits: FetchLimits) -> None:
    if status in _LATER:
        raise NotNow(url, status, _seconds(headers.get("retry-after", "")))
    if status != _OK:
        raise UnreadableInput(url, f"the server answers {status}", "check the address, or try again with --retry")
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limits.size:
        raise UnreadableInput(url, f"it has {int(stated):,} bytes, more than {limits.size:,}", "it is not fetched")
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media and not media.startswith(_READABLE):
        raise UnreadableInput(url, f"it is {media[:60]}, no page", "name the address of the article itself")


def _counted(pieces: Iterable[bytes], limits: FetchLimits, packed: hashlib._Hash) -> Iterator[bytes]:
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > limits.size:
            raise UnreadableInput("the answer", f"it has more than {limits.size:,} bytes", "it is not fetched further")
        packed.update(piece)
        yield piece


def _certificate(response: httpcore.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    secure = stream.get_extra_info("ssl_object") if stream is not None else None
    raw = secure.getpeercert(binary_form=True) if secure is not None else None
    return hashlib.sha256(raw).hexdigest() if raw else None


def _seconds(stated: str) -> float | None:
    """Return the seconds that a Retry-After gives, None where it gives none; a date counts from now."""
    if stated.strip().isdecimal():
        return float(stated)
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
