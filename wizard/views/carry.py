"""What was typed into a form whose session had ended: kept until the person has signed in again.

The fields wait in the new, anonymous session and are handed out once, on the page they belong to. Passwords, files
and tokens are never kept.
"""

from __future__ import annotations

import time

from django.http import HttpRequest, QueryDict

KEY = "carried"
MOST_BYTES = 256 * 1024
SECONDS = 30 * 60
_SECRET = ("password", "passphrase", "csrfmiddlewaretoken")


def fields_of(data: QueryDict) -> dict[str, list[str]]:
    """The typed fields without secrets."""
    return {name: data.getlist(name) for name in data if not any(word in name for word in _SECRET)}


def keep(request: HttpRequest, page: str) -> bool:
    """Keep what was posted for `page`; False when it is too long to keep."""
    fields = fields_of(request.POST)
    if sum(len(value) for values in fields.values() for value in values) > MOST_BYTES:
        return False
    request.session[KEY] = {"page": page, "action": request.path, "fields": fields, "at": time.time()}
    return True


def take(request: HttpRequest, action: str = "") -> QueryDict | None:
    """Hand out, once, what was posted to `action` (by default: to this page) from this page; None for nothing."""
    kept = request.session.get(KEY)
    if not kept or kept["page"] != request.path or kept["action"] != (action or request.path):
        return None
    del request.session[KEY]
    if time.time() - kept["at"] > SECONDS:
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        data.setlist(name, values)
    return data
