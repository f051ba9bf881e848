"""Asking the time-stamp authority, and taking a signed report as far as its answers go."""

from __future__ import annotations

import logging
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from django.conf import settings

from wizard.actions.lists import revocation_lists
from wizard.signing import longterm
from wizard.signing.clocks import Clock
from wizard.signing.levels import Level

log = logging.getLogger(__name__)
PATIENCE = 10
"""Seconds that an authority may take for an answer."""

_HANDLERS = (
    ProxyHandler,
    HTTPHandler,
    HTTPSHandler,
    HTTPDefaultErrorHandler,
    HTTPRedirectHandler,
    HTTPErrorProcessor,
)
_LARGEST = 4 * 1024 * 1024
_QUERY = "application/timestamp-query"
_OCSP = "application/ocsp-request"


def timestamper_from_settings() -> Clock | None:
    """The configured time-stamp authority, for the signatures of one report; None where there is none.

    One object serves a whole report: an authority that does not answer is waited for once.
    """
    return Clock(_ask, settings.TIMESTAMP_ROOTS) if settings.TIMESTAMP_URL else None


def finish(pdf: bytes, clock: Clock | None) -> tuple[bytes, Level]:
    """Add to a fully signed report what keeps it verifiable, and return it with the level that it has reached.

    An authority that does not answer costs a level, not the report.
    """
    if clock is None:
        return pdf, Level.B_B
    lists = revocation_lists(anew=True)
    finished, level = longterm.finish_levels(
        pdf,
        lists=lists,
        clock=clock,
        time_roots=settings.TIMESTAMP_ROOTS,
        fetch=fetch,
        people=settings.REVIEWER_ROOTS,
    )
    if level is not Level.B_LTA:
        log.warning("A report was issued as PAdES %s: the time-stamp authority did not give all that it takes.", level)
    return finished, level


def level_now() -> Level:
    """The level that a report issued now would reach; asks the authority."""
    clock = timestamper_from_settings()
    return longterm.reachable(clock, settings.TIMESTAMP_ROOTS, fetch) if clock else Level.B_B


def fetch(address: str, body: bytes | None) -> bytes:
    """Read a revocation list, or ask an OCSP responder when there is a body. Raises OSError."""
    return _got(address, body, _OCSP)


def _ask(request: bytes) -> bytes:
    return _got(settings.TIMESTAMP_URL, request, _QUERY)


def _got(address: str, body: bytes | None, kind: str) -> bytes:
    """Only HTTP is spoken: the addresses stand in certificates of others."""
    request = Request(address, data=body, headers={"Content-Type": kind} if body else {})  # noqa: S310 (see _opener)
    try:
        with _opener().open(request, timeout=PATIENCE) as answer:
            content: bytes = answer.read(_LARGEST + 1)
    except HTTPError as refused:
        refused.close()
        raise
    except (HTTPException, ValueError) as problem:
        raise URLError(str(problem)) from None
    if len(content) > _LARGEST:
        raise URLError(f"The answer of {address} is longer than {_LARGEST} bytes.")
    return content


def _opener() -> OpenerDirector:
    opener = OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    return opener
