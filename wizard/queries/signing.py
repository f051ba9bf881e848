"""What has to be done so that reports can be signed tomorrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from cryptography import x509
from django.conf import settings

from wizard.queries.keys import AUTHORITY, REVIEWER, SERVICE, KnownKey
from wizard.signing.levels import Level

SOON = {AUTHORITY: timedelta(days=365), SERVICE: timedelta(days=30), REVIEWER: timedelta(days=30)}
"""How long before its end a key has to be replaced; an authority takes the longest, since its heirs end with it."""

_ROOT_SOON = timedelta(days=90)


def to_do(keys: Sequence[KnownKey], level: Level, *, now: datetime) -> list[str]:
    """One sentence for each thing that somebody has to do; `level` is what a report issued now reaches."""
    return [*_about_keys(keys, now), *_about_time(level, now)]


def _about_keys(keys: Sequence[KnownKey], now: datetime) -> Iterator[str]:
    for key in keys:
        ends = key.until - now < SOON.get(key.kind, timedelta(0)) and key.kind in SOON
        if not key.active or not (ends or key.revoked):
            continue
        why = "was revoked" if key.revoked else f"ends on {key.until:%Y-%m-%d}"
        if key.kind == REVIEWER:
            yield f"The key of {key.owner} {why}: they make a new one under their account."
        else:
            yield f"The key of the {key.kind} {why}: run `manage.py signing rotate {key.kind}`."


def _about_time(level: Level, now: datetime) -> Iterator[str]:
    if not settings.TIMESTAMP_URL:
        return
    if level is Level.B_B:
        yield "The time-stamp authority gives no time-stamp that its roots confirm: check its address and its roots."
    elif level is not Level.B_LTA:
        yield "The time-stamp authority's revocation data cannot be fetched: check the way to its servers."
    for root in settings.TIMESTAMP_ROOTS:
        certificate = x509.load_pem_x509_certificate(root)
        if certificate.not_valid_after_utc - now < _ROOT_SOON:
            name = certificate.subject.rfc4514_string()
            yield f"The root {name} ends on {certificate.not_valid_after_utc:%Y-%m-%d}: ask the authority for its next."
