"""How far a fetch may go: how many bytes, how long, how many redirects, and to which addresses."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from counterclaim.errors import UnreadableInput

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddress(UnreadableInput):
    """An address that is not fetched from, whoever names it."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may cost.

    `size` bounds the bytes of the body, packed and unpacked; `ratio` how much they may swell; `seconds` the whole fetch
    with its redirects. `allowed` names hosts (`HOST` or `HOST:PORT`) that are fetched from although they are private.
    """

    size: int = 10_000_000
    ratio: int = 100
    seconds: float = 20.0
    redirects: int = 3
    allowed: frozenset[str] = frozenset()

    def allows(self, host: str, port: int) -> bool:
        """Return whether the user vouched for a host."""
        return host in self.allowed or f"{host}:{port}" in self.allowed


def check_port(scheme: str, host: str, port: int, limits: FetchLimits) -> None:
    """Refuse ports on which no pages are served; raises RefusedAddress."""
    if port not in _PORTS.values() and not limits.allows(host, port):
        raise RefusedAddress(
            f"{scheme}://{host}:{port}", f"port {port} serves no pages", f"to fetch from it all the same: --allow {host}:{port}"
        )


def default_port(scheme: str) -> int:
    """Return the port of http or https."""
    return _PORTS[scheme]


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, also behind every way to write IPv4 as IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or _embedded(address)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that a translator or 6to4 router would turn this one into."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour if address in _SIX_TO_FOUR else None
