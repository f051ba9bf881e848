"""Asking the addresses that are due: politely, one at a time, never while a transaction is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import sleep
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wizard.actions.watching import seen
from wizard.models import User, WatchedAddress, WatchedVersion
from wizard.models.watch import LONGEST_TAG
from wizard.process import watching
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of
from wizard.watch.fetching import Fetched, Manners, Seen, fetch
from wizard.watch.refusals import NotFetched, Why

PAUSE = 2.0
"""Seconds between two questions to one host."""
MOST = 200
"""Addresses that one run asks at most; the others wait for the next."""
MOST_BYTES = 2_000_000
_CLAIM = timedelta(hours=1)
_AT_ONCE = timedelta(minutes=1)
# After these the other addresses of the host are left for the next run.
_TIRED = (Why.BUSY, Why.SLOW, Why.UNREACHABLE, Why.UNKNOWN_HOST)


@dataclass(frozen=True)
class Asked:
    """What came of a question: the version where it is a new one, or why there was no answer."""

    address: WatchedAddress
    version: WatchedVersion | None = None
    why: Why | None = None


def fetch_due(*, now: datetime, pause: float = PAUSE) -> list[Asked]:
    """Ask every address that is due, and return what is new and what failed.

    Asks nothing where watching is switched off (`CLEARWEIGHTS_WATCH`). What fails is asked again later; each answer is
    recorded in a transaction of its own. Called daily, never within a transaction.
    """
    if not settings.WATCH:
        return []
    due = list(WatchedAddress.objects.filter(stopped_at=None, next_at__lte=now).order_by("next_at", "pk")[:MOST])
    found: list[Asked] = []
    tired: set[str] = set()
    before = ""
    for address in sorted(due, key=lambda one: _host(one.url)):
        host = _host(address.url)
        if host in tired or not _claimed(address, now):
            continue
        if host == before:
            sleep(pause)
        before = host
        asked = _ask(address, now, seconds=20)
        if asked.why in _TIRED:
            tired.add(host)
        if asked.why or asked.version:
            found.append(asked)
    return found


def ask(*, actor: User, address: WatchedAddress, now: datetime) -> Asked:
    """Ask one address at once, for somebody who waits. Raises Refused; never called within a transaction."""
    watching.check_may_watch(person_of(actor))
    if not settings.WATCH:
        raise Refused(_("This service asks no addresses (CLEARWEIGHTS_WATCH): upload the text instead."))
    if address.stopped_at is not None:
        raise Refused(_("This address is no longer watched: watch it again first."))
    if (address.asked_at and now - address.asked_at < _AT_ONCE) or not _claimed(address, now):
        raise Refused(_("This address was asked a moment ago: try again in a minute."))
    return _ask(address, now, seconds=10)


def _claimed(address: WatchedAddress, now: datetime) -> bool:
    """Take the question, so that no other process puts it too; after a crash it is put again in an hour."""
    mine = WatchedAddress.objects.filter(pk=address.pk, stopped_at=None, next_at=address.next_at)
    return bool(mine.update(next_at=now + _CLAIM, asked_at=now))


def _ask(address: WatchedAddress, now: datetime, *, seconds: float) -> Asked:
    manners = Manners(
        agent=f"Clearweights ({parseaddr(settings.DEFAULT_FROM_EMAIL)[1]})",
        seconds=seconds,
        most_bytes=MOST_BYTES,
        inside=settings.INSIDE_HOSTS,
    )
    try:
        fetched = fetch(address.url, seen=Seen(address.etag, address.modified), manners=manners, now=now)
        return _answered(address, fetched, now)
    except NotFetched as failed:
        return _failed(address, failed, now)


@transaction.atomic
def _answered(address: WatchedAddress, fetched: Fetched | None, now: datetime) -> Asked:
    address.refresh_from_db(from_queryset=WatchedAddress.objects.select_for_update())
    version = None
    if fetched is not None:
        try:
            version = seen(address, fetched.text, by=None, now=now)
        except Refused as unfit:  # longer than any text that is kept
            raise NotFetched(Why.TOO_LARGE) from unfit
        address.etag, address.modified = _short(fetched.seen.etag), _short(fetched.seen.modified)
    address.answered_at, address.next_at = now, now + watching.AGAIN
    address.problem, address.status, address.failures = "", None, 0
    address.save()
    return Asked(address, version)


@transaction.atomic
def _failed(address: WatchedAddress, failed: NotFetched, now: datetime) -> Asked:
    address.refresh_from_db(from_queryset=WatchedAddress.objects.select_for_update())
    address.failures += 1
    address.problem, address.status = failed.why.name, failed.status
    address.next_at = watching.next_after_failure(now, address.failures, failed.wait)
    address.save()
    return Asked(address, why=failed.why)


def _short(told: str) -> str:
    """What the site said, if it fits: a part of it would name nothing."""
    return told if len(told) <= LONGEST_TAG else ""


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
