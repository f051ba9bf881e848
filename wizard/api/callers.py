"""Who calls: anybody, or a person's program with a token; what it may do, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase
from ninja.throttling import SimpleRateThrottle

from wizard.actions.tokens import note_use
from wizard.api.problems import refusal
from wizard.models import ApiToken, Scope
from wizard.queries.tokens import working_token

# Calls without a token count for the address they come from, others for their token.
RATES = {
    Scope.READ: ("120/min", "600/min"),
    Scope.EVALUATE: ("10/min", "120/min"),
    Scope.NUMBERS: ("0/min", "120/min"),
}


@dataclass(frozen=True)
class Caller:
    """Who calls; without a token it is anybody."""

    token: ApiToken | None


class Bearer(AuthBase):
    """Takes `Authorization: Bearer` with a token of this scope, or, where none is needed, no such header at all.

    ninja's own class would write an unexpected header to the log.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from /account/tokens/. Without one, fewer calls a minute are answered."

    def __init__(self, scope: Scope, *, needed: bool) -> None:
        super().__init__()
        self.scope, self.needed = scope, needed
        self.instead = "." if needed else ", or send none."

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; raises Refusal 401 for a header that is no working token, 403 for one of another scope."""
        header = request.headers.get("Authorization")
        if header is None and self.needed:
            remedy = f"Make one with the scope “{self.scope}” at /account/tokens/."
            raise refusal(401, "This address needs a token.", remedy)
        if header is None:
            return Caller(None)
        scheme, _, secret = header.partition(" ")
        now = timezone.now()
        token = working_token(secret.strip(), now) if scheme.lower() == "bearer" else None
        if token is None:
            raise refusal(401, "This token does not work.", f"Make a new one at /account/tokens/{self.instead}")
        if self.scope not in token.scopes:
            remedy = f"Make one with the scope “{self.scope}” at /account/tokens/{self.instead}"
            raise refusal(403, f"This token may not {self.scope}.", remedy)
        note_use(token=token, now=now)
        return Caller(token)


class PerCaller(SimpleRateThrottle):
    """So many calls a minute for one scope: of one address without a token, or of one token."""

    def __init__(self, scope: Scope, *, with_token: bool) -> None:
        super().__init__(RATES[scope][with_token])
        self.counts = f"{scope}-{'token' if with_token else 'address'}"
        self.with_token = with_token

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """The name under which calls are counted; None where the other rate counts them."""
        caller: Caller = request.auth  # type: ignore[attr-defined]
        if (caller.token is not None) != self.with_token:
            return None
        who = caller.token.pk if caller.token else self.get_ident(request)
        return self.cache_format % {"scope": self.counts, "ident": who}


def limits(scope: Scope, *, only_with_token: bool = False) -> dict[str, Any]:
    """What an operation needs to know its callers: who may, and how often."""
    kinds = (True,) if only_with_token else (False, True)
    return {
        "auth": Bearer(scope, needed=only_with_token),
        "throttle": [PerCaller(scope, with_token=with_token) for with_token in kinds],
    }
