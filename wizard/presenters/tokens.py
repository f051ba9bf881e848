"""API tokens as the page of an account shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import ApiToken, Scope


@dataclass(frozen=True)
class TokenRow:
    """One token; `status` is empty while it works."""

    id: int
    name: str
    prefix: str
    scopes: str
    made: str
    ends: str
    used: str
    status: str


def token_rows(tokens: Iterable[ApiToken], now: datetime) -> tuple[TokenRow, ...]:
    """Put tokens into rows: those that work first."""
    rows = [_row(token, now) for token in tokens]
    return tuple(sorted(rows, key=lambda row: bool(row.status)))


def _row(token: ApiToken, now: datetime) -> TokenRow:
    return TokenRow(
        id=token.pk,
        name=token.name,
        prefix=token.prefix,
        scopes=", ".join(value for value in Scope.values if value in token.scopes),
        made=day(token.created_at.date()),
        ends=day(token.expires_at.date()),
        used=day(token.last_used_at.date()) if token.last_used_at else _("Never"),
        status=_status(token, now),
    )


def _status(token: ApiToken, now: datetime) -> str:
    if token.revoked_at:
        return _("Revoked on %(day)s") % {"day": day(token.revoked_at.date())}
    return _("Ended") if now >= token.expires_at else ""
