"""Tokens for the API: made, revoked, and marked as used."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.models import ApiToken, Scope, User
from wizard.process.canonical import sha256_of
from wizard.process.refusal import Refused

# By its beginning a scanner of code recognises what must not be published.
MARK = "cwt_"
SHOWN = len(MARK) + 6
LIFETIMES = (30, 90, 365)
MOST_TOKENS = 20
EXACT_TO = timedelta(hours=1)


@transaction.atomic
def make_token(*, actor: User, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """Make a token of 256 random bits for the actor's own programs, and return it with its secret.

    The secret is stored nowhere. Raises Refused for a missing name, no or unknown scopes, another lifetime than
    `LIFETIMES` days, and for more than `MOST_TOKENS` working tokens.
    """
    name, now = " ".join(name.split()), timezone.now()
    if not 1 <= len(name) <= 80:
        raise Refused(_("The name of the token needs 1 to 80 characters: say what will use it."))
    chosen = sorted(set(scopes))
    if not chosen or not set(chosen) <= set(Scope.values):
        raise Refused(_("The token may do nothing: choose at least one thing."))
    if days not in LIFETIMES:
        raise Refused(_("There is no such lifetime: choose 30, 90 or 365 days."))
    if ApiToken.objects.filter(owner=actor, revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
        raise Refused(
            _("You have %(most)d tokens that work: revoke one that you no longer need.") % {"most": MOST_TOKENS}
        )
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        owner=actor,
        name=name,
        prefix=secret[:SHOWN],
        sha256=sha256_of(secret),
        scopes=chosen,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    details = {"scopes": chosen, "expires": token.expires_at.date().isoformat()}
    _record(actor, "api-token.made", token, details)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: User, token: ApiToken) -> None:
    """End a token for good; nothing happens when it was revoked before. Raises Refused for somebody else's."""
    token.refresh_from_db(from_queryset=ApiToken.objects.select_for_update())
    if token.owner_id != actor.pk:
        raise Refused(_("Only its owner can revoke this token: ask the owner to do it."))
    if token.revoked_at is not None:
        return
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    _record(actor, "api-token.revoked", token, {})


def note_use(*, token: ApiToken, now: datetime) -> None:
    """Remember that a token is in use, at most once an hour: reading must not cost a write each time."""
    before = Q(last_used_at=None) | Q(last_used_at__lt=now - EXACT_TO)
    if token.last_used_at is None or token.last_used_at < now - EXACT_TO:
        ApiToken.objects.filter(before, pk=token.pk).update(last_used_at=now)


def _record(actor: User, action: str, token: ApiToken, details: Mapping[str, object]) -> None:
    """An event about the person, in whose name the token acts; it names the token and never its secret."""
    named = {"token": token.pk, "name": token.name, "prefix": token.prefix}
    audit.record(actor=actor, action=action, subject=actor, details={**named, **details})
