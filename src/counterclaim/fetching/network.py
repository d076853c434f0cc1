"""Connections that are made to the very address that was checked, and end when the time is up."""

from __future__ import annotations

import ipaddress
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NoAnswer
from typing import TYPE_CHECKING, Any

import httpcore

from counterclaim.errors import UnreadableInput
from counterclaim.fetching.limits import FetchLimits, RefusedAddress, is_public

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from counterclaim.fetching.limits import Address


class GuardedNetwork(httpcore.NetworkBackend):
    """Opens connections for one fetch: resolves a name once, refuses private addresses, keeps the deadline."""

    def __init__(self, limits: FetchLimits) -> None:
        self._limits = limits
        self._deadline = time.monotonic() + limits.seconds
        self._backend = httpcore.SyncBackend()
        self.address: str | None = None

    @property
    def remaining(self) -> float:
        """The seconds that are left; raises httpcore.TimeoutException where there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is ours
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host at an address that may be fetched from; raises RefusedAddress."""
        trouble: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, timeout=self.remaining, local_address=local_address, socket_options=socket_options
                )
            except httpcore.ConnectError as problem:
                trouble = problem
                continue
            self.address = address
            return _TimedStream(stream, self)
        raise trouble or httpcore.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        found = self._resolve(host, port)
        if self._limits.allows(host, port):
            return [str(address) for address in found]
        public = [str(address) for address in found if is_public(address)]
        if not public:
            where = ", ".join(str(address) for address in found)
            raise RefusedAddress(host, f"{where} is no public address", f"to fetch from it all the same: --allow {host}:{port}")
        return public

    def _resolve(self, host: str, port: int) -> list[Address]:
        worker = ThreadPoolExecutor(1)
        try:
            asked = worker.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
            found = asked.result(self.remaining)
        except NoAnswer as problem:
            raise httpcore.ConnectTimeout("the name is not resolved in time") from problem
        except (OSError, UnicodeError) as problem:
            raise UnreadableInput(host, "no such host", "check the address") from problem
        finally:
            worker.shutdown(wait=False)
        return list(dict.fromkeys(ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found))


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline of the whole fetch."""

    def __init__(self, stream: httpcore.NetworkStream, network: GuardedNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline is ours
        """Return the next bytes."""
        return self._stream.read(max_bytes, timeout=self._network.remaining)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the same
        """Send bytes."""
        self._stream.write(buffer, timeout=self._network.remaining)

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        """Return the stream, encrypted."""
        secure = self._stream.start_tls(ssl_context, server_hostname, timeout=self._network.remaining)
        return _TimedStream(secure, self._network)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the interface's
        """Return what the stream knows of itself."""
        return self._stream.get_extra_info(info)
