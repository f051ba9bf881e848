"""API tokens: a person's own, and the one that a request brings."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from wizard.models import ApiToken, User
from wizard.process.canonical import sha256_of
from wizard.queries.assessments import NotFound


def tokens_of(person: User) -> list[ApiToken]:
    """Every token that this person ever made, latest first."""
    return list(ApiToken.objects.filter(owner=person))


def token_of(person: User, token_id: int) -> ApiToken:
    """One of this person's own tokens; raises NotFound, for those of others too."""
    found = ApiToken.objects.filter(owner=person, pk=token_id).first()
    if found is None:
        raise NotFound(str(token_id))
    return found


def working_token(secret: str, now: datetime) -> ApiToken | None:
    """The token that this secret is, with its owner; None unless it works now. Demo people's work in the demo only."""
    found = ApiToken.objects.select_related("owner").filter(sha256=sha256_of(secret)).first()
    if found is None or not found.works(now) or (found.owner.is_demo and not settings.DEMO):
        return None
    return found
