"""Which hosts of the internet a board's links may reach.

The list names hosts; a name says nothing about the machine behind it, so addresses are judged
apart: whatever a DNS server answers, machines that the public cannot reach stay closed.
"""

import ipaddress
from collections.abc import Collection

import httpx

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# IANA's special-purpose registries (RFC 6890 and later), in full: what the standard library calls
# global changes with Python's version, and differs from them.
_SPECIAL = tuple(
    ipaddress.ip_network(one)
    for one in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        *("::/128", "::1/128", "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64"),
        *("100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48"),
        *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)


class HostList:
    """The hosts that may be read: `gialai.gov.vn`, `*.gialai.gov.vn`, `localhost:8080`, `10.0.0.5`.

    A name covers its bare and its www form, a wildcard the name and everything below it, a port
    only that port. Addresses that the public cannot reach are closed unless an entry is that very
    address, or is `localhost`, for loopback.
    """

    def __init__(self, entries: Collection[str]) -> None:
        self._names: set[tuple[str, int | None]] = set()
        self._suffixes: set[tuple[str, int | None]] = set()
        self._addresses: set[tuple[Address, int | None]] = set()
        for entry in entries:
            self._add(entry.strip().rpartition("://")[2])

    def _add(self, entry: str) -> None:
        wildcard = entry.startswith("*.")
        text = entry.removeprefix("*.")
        if ":" in text and as_address(text):
            text = f"[{text}]"
        try:
            # A scheme of its own, because a port that is a scheme's default would be dropped.
            url = httpx.URL(f"host://{text}")
        except httpx.InvalidURL:
            return  # such a name cannot be in a link either
        host, port = host_of(url), url.port
        if literal := as_address(host):
            self._addresses.add((literal, port))
        elif host:
            (self._suffixes if wildcard else self._names).add((host.removeprefix("www."), port))

    def covers(self, host: str, port: int) -> bool:
        """Say whether a link to this host (ASCII, lower case) and port may be read at all."""
        if literal := as_address(host):
            return self._names_address(literal, port)
        bare = host.removeprefix("www.")
        if _either(self._names, bare, port):
            return True
        parents = host.split(".")
        return any(
            _either(self._suffixes, ".".join(parents[start:]), port)
            for start in range(len(parents))
        )

    def permits(self, host: str, port: int, address: Address) -> bool:
        """Say whether a connection for this covered host may go to the address."""
        if _is_public(address) or self._names_address(address, port):
            return True
        return host == "localhost" and address.is_loopback

    def _names_address(self, address: Address, port: int) -> bool:
        return (address, None) in self._addresses or (address, port) in self._addresses


def host_of(url: httpx.URL) -> str:
    """Return the host as the list compares it: ASCII (Punycode), lower case, no final dot."""
    return url.raw_host.decode("ascii").lower().rstrip(".")


def as_address(text: str) -> Address | None:
    """Return the address that the text is (an IPv4 one hidden in IPv6 as IPv4), or None."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    return address


def _either(entries: set[tuple[str, int | None]], name: str, port: int) -> bool:
    return (name, None) in entries or (name, port) in entries


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if any(address in network for network in _SPECIAL):
        return False
    return (
        address.is_global
        and not address.is_private
        and not address.is_reserved
        and not address.is_multicast
    )
