"""Which links may be read, and which machines stay closed whatever a name resolves to."""

import ipaddress

import pytest

from services.pages.hosts import HostList, as_address

CLOSED = [
    "0.0.0.0",  # noqa: S104 - an address to refuse, nothing is bound to it
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.171",
    "192.0.2.1",
    "192.31.196.1",
    "192.88.99.1",
    "192.175.48.1",
    "203.0.113.9",
    "100::1",
    "2001:1::1",
    "2001:20::1",
    "3fff::1",
    "5f00::1",
    "fec0::1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "2001:db8::1",
    "2001::1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize(
    ("entry", "host"),
    [
        ("chuse.gialai.gov.vn", "chuse.gialai.gov.vn"),
        ("chuse.gialai.gov.vn", "www.chuse.gialai.gov.vn"),
        ("www.gialai.gov.vn", "gialai.gov.vn"),
        ("GIALAI.gov.vn", "gialai.gov.vn"),
        ("https://gialai.gov.vn/tin-tuc", "gialai.gov.vn"),
        ("*.gialai.gov.vn", "xa.chuse.gialai.gov.vn"),
        ("*.gialai.gov.vn", "gialai.gov.vn"),
        ("giảilai.vn", "xn--giilai-cd8b.vn"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("[::1]:8080", "::1"),
        ("localhost:8080", "localhost"),
        ("gialai.gov.vn:8080", "www.gialai.gov.vn"),
    ],
)
def test_a_listed_host_is_covered(entry: str, host: str) -> None:
    assert HostList([entry]).covers(host, 8080)


@pytest.mark.parametrize(
    ("entry", "host"),
    [
        ("gialai.gov.vn", "chuse.gialai.gov.vn"),
        ("gialai.gov.vn", "gialai.gov.vn.evil.example"),
        ("gialai.gov.vn", "evilgialai.gov.vn"),
        ("*.gialai.gov.vn", "evilgialai.gov.vn"),
        ("gialai.gov.vn:80", "gialai.gov.vn"),
        ("gialai.gov.vn:443", "gialai.gov.vn"),
        ("127.0.0.1", "127.0.0.2"),
        ("127.0.0.1", "2130706433"),
        ("127.0.0.1", "localhost"),
        ("localhost", "127.0.0.1"),
        ("", ""),
        ("*.", "gov.vn"),
        ("a b:c", "a"),
    ],
)
def test_another_host_is_not_covered(entry: str, host: str) -> None:
    assert not HostList([entry]).covers(host, 8080)


@pytest.mark.parametrize("address", CLOSED)
def test_a_listed_name_does_not_open_a_machine_inside(address: str) -> None:
    hosts = HostList(["gialai.gov.vn", "*.gialai.gov.vn"])

    assert not hosts.permits("gialai.gov.vn", 80, ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "64:ff9b::808:808"])
def test_a_public_address_is_open(address: str) -> None:
    assert HostList(["gialai.gov.vn"]).permits("gialai.gov.vn", 80, ipaddress.ip_address(address))


def test_a_listed_address_is_open_on_its_port_alone() -> None:
    hosts = HostList(["10.0.0.5:8080"])
    address = ipaddress.ip_address("10.0.0.5")

    assert hosts.permits("10.0.0.5", 8080, address)
    assert not hosts.permits("10.0.0.5", 22, address)


def test_localhost_opens_loopback_and_nothing_else() -> None:
    hosts = HostList(["localhost"])

    assert hosts.permits("localhost", 80, ipaddress.ip_address("127.0.0.1"))
    assert hosts.permits("localhost", 80, ipaddress.ip_address("::1"))
    assert not hosts.permits("localhost", 80, ipaddress.ip_address("10.0.0.5"))


def test_an_ipv4_address_in_ipv6_clothes_is_the_ipv4_address() -> None:
    assert as_address("::ffff:10.0.0.1") == ipaddress.ip_address("10.0.0.1")
    assert as_address("gialai.gov.vn") is None
