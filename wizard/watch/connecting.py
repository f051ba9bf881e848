"""One question over one connection to a machine that was checked, and an end to it however slowly it answers."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from time import monotonic

from wizard.watch.addresses import Target, machines_of
from wizard.watch.refusals import NotFetched, Why


@dataclass(frozen=True)
class Question:
    """What is asked of a site."""

    method: str
    headers: Mapping[str, str]
    body: bytes | None = None


@contextmanager
def asked(target: Target, question: Question, ends: float) -> Iterator[HTTPResponse]:
    """The answer of the machine that was checked; redirects are the caller's. Raises NotFetched.

    `ends` is a moment of `monotonic`. When it comes the socket is shut, however slowly bytes drip from it.
    """
    raw = _connected(target, ends)
    timer = None
    connection = HTTPConnection(target.host, target.port)
    try:
        link = _wrapped(raw, target)
        connection.sock = link
        timer = Timer(max(0.0, ends - monotonic()), _shut, [link])
        timer.daemon = True
        timer.start()
        if isinstance(link, ssl.SSLSocket):
            link.do_handshake()
        connection.request(question.method, target.path, body=question.body, headers=dict(question.headers))
        with connection.getresponse() as answer:
            yield answer
            if monotonic() >= ends:
                raise NotFetched(Why.SLOW)
    except (OSError, HTTPException, ValueError) as failed:
        raise NotFetched(Why.SLOW if monotonic() >= ends else Why.UNREACHABLE) from failed
    finally:
        if timer is not None:
            timer.cancel()
            timer.join()
        connection.close()
        raw.close()


def _connected(target: Target, ends: float) -> socket.socket:
    failed: OSError | None = None
    for machine in machines_of(target):
        left = ends - monotonic()
        if left <= 0:
            raise NotFetched(Why.SLOW)
        try:
            link = socket.create_connection((machine, target.port), timeout=left)
        except OSError as unreachable:
            failed = unreachable
        else:
            return link
    raise NotFetched(Why.SLOW if monotonic() >= ends else Why.UNREACHABLE) from failed


def _wrapped(raw: socket.socket, target: Target) -> socket.socket:
    if not target.secure:
        return raw
    context = ssl.create_default_context()
    return context.wrap_socket(raw, server_hostname=target.host, do_handshake_on_connect=False)


def _shut(link: socket.socket) -> None:
    # The shutdown of the plain socket: that of TLS would take away what the reading thread is using.
    with suppress(OSError):
        socket.socket.shutdown(link, socket.SHUT_RDWR)
