"""Which addresses the service may ask: public machines by https, and every redirect is checked again."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from wizard.watch.refusals import NotFetched, Why

# IPv4 in other clothes: through NAT64 and 6to4 a public IPv6 address leads to a private machine.
_DISGUISES = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


@dataclass(frozen=True)
class Target:
    """A web address that may be asked.

    `host` is in ASCII, `named` as the Host header writes it; `inside` is true for a host of the own network.
    """

    secure: bool
    host: str
    port: int
    named: str
    path: str
    inside: bool


def target_of(url: str, *, inside: frozenset[str]) -> Target:
    """Take a web address apart; raises NotFetched unless it is https on its usual port, or the host is `inside`.

    Hosts inside the organisation's own network are named one by one; http and other ports may be asked there.
    Names and passwords in an address are refused.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as wrong:  # UnicodeError is one too
        raise NotFetched(Why.ADDRESS) from wrong
    secure = parts.scheme == "https"
    odd = any(not "!" <= letter <= "~" for letter in f"{parts.path}{parts.query}")
    if not host or odd or parts.scheme not in ("https", "http") or "@" in parts.netloc:
        raise NotFetched(Why.ADDRESS)
    usual = 443 if secure else 80
    own = host in inside
    if not own and (not secure or port not in (None, usual)):
        raise NotFetched(Why.INSECURE)
    shown = f"[{host}]" if ":" in host else host
    return Target(
        secure=secure,
        host=host,
        port=port or usual,
        named=shown if port in (None, usual) else f"{shown}:{port}",
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        inside=own,
    )


def machines_of(target: Target) -> tuple[str, ...]:
    """Resolve the host, once. Raises NotFetched where one of its addresses is not public and the host not `inside`.

    The connection is made to what is returned here, so that a second answer of the name server cannot lead elsewhere.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as unknown:
        raise NotFetched(Why.UNKNOWN_HOST) from unknown
    machines = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not machines or not (target.inside or all(map(is_public, machines))):
        raise NotFetched(Why.PRIVATE)
    return machines


def is_public(written: str) -> bool:
    """True for an address of the open internet: not private, loopback, link-local, multicast or reserved."""
    address: IPv4Address | IPv6Address = ip_address(written.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in disguise for disguise in _DISGUISES):
            return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
