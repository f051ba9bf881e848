"""One polite question to one address: only what changed, within limits of time and size, of a checked machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.client import HTTPResponse
from time import monotonic
from urllib.parse import urljoin

from wizard.watch.addresses import Target, target_of
from wizard.watch.connecting import Question, asked
from wizard.watch.reading import text_of
from wizard.watch.refusals import NotFetched, Why

_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_PIECE = 65536


@dataclass(frozen=True)
class Manners:
    """How to ask. `agent` names the product and whom to write to; `seconds` are for everything, redirects included.

    `inside` names the hosts of the organisation's own network that may be asked: by http, on any port, though private.
    """

    agent: str
    seconds: float = 20
    most_bytes: int = 2_000_000
    redirects: int = 3
    inside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """What the site said of the text that is stored, by which it knows whether that is still the newest."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """A document, from the address `url` that gave it in the end; `sha256` is over its text."""

    url: str
    text: str
    sha256: str
    seen: Seen


def fetch(url: str, *, seen: Seen, manners: Manners, now: datetime) -> Fetched | None:
    """The text that stands at `url`; None when the site says that it is the one `seen`. Raises NotFetched."""
    ends = monotonic() + manners.seconds
    for _ in range(manners.redirects + 1):
        target = target_of(url, inside=manners.inside)
        with asked(target, Question("GET", _headers(target, seen, manners)), ends) as answer:
            if answer.status in _REDIRECTS:
                url = urljoin(url, answer.getheader("Location", ""))
                continue
            if answer.status == 304 and seen != Seen():
                return None
            if answer.status != 200:
                why = Why.BUSY if answer.status in _BUSY else Why.STATUS
                raise NotFetched(why, status=answer.status, wait=_wait(answer.getheader("Retry-After", ""), now))
            return _fetched(url, answer, manners.most_bytes)
    raise NotFetched(Why.REDIRECTS)


def _headers(target: Target, seen: Seen, manners: Manners) -> Mapping[str, str]:
    asked = {"If-None-Match": seen.etag, "If-Modified-Since": seen.modified}
    return {
        "Host": target.named,
        "User-Agent": manners.agent,
        "Accept": "text/plain, text/markdown, text/html;q=0.9",
        "Accept-Encoding": "identity",
        "Connection": "close",
    } | {name: value for name, value in asked.items() if value}


def _fetched(url: str, answer: HTTPResponse, most_bytes: int) -> Fetched:
    if answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched(Why.NO_TEXT)
    body = bytearray()
    while piece := answer.read(_PIECE):
        body += piece
        if len(body) > most_bytes:
            raise NotFetched(Why.TOO_LARGE)
    if answer.length:  # the connection ended before the document did: half a licence is no changed licence
        raise NotFetched(Why.UNREACHABLE)
    about = answer.headers
    text = text_of(bytes(body), kind=about.get_content_type(), charset=about.get_content_charset("") or "")
    kept = Seen(etag=answer.getheader("ETag", ""), modified=answer.getheader("Last-Modified", ""))
    return Fetched(url=url, text=text, sha256=sha256(text.encode()).hexdigest(), seen=kept)


def _wait(told: str, now: datetime) -> int | None:
    """The seconds that Retry-After asks for, as a number or as a moment; None when it does not say, or not readably."""
    told = told.strip()
    if told.isascii() and told.isdecimal() and len(told) <= 9:
        return int(told)
    try:
        until = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, round((until - now).total_seconds()))
