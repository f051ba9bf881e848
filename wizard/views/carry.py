"""What was typed into a form whose session had ended: kept until the person has signed in again.

The fields wait in the new, anonymous session and are handed out once, on the page they belong to. Passwords, files
and tokens are never kept. What is too long to wait is shown at once, so that it can be copied.
"""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

KEY = "carried"
MOST_BYTES = 256 * 1024
SECONDS = 30 * 60
# Hidden fields of our forms: they mean nothing to who reads what was typed.
_HIDDEN = frozenset(
    {"seen_version", "sheet", "shown", "snapshot", "report", "evidence", "products-rows", "data_sources-rows", "state"}
)
# What buttons and the forms around them send along.
_PRESSED = frozenset(
    {
        "back",
        "change",
        "confirmed",
        "do",
        "done",
        "edits",
        "item",
        "remove",
        "reopen",
        "say",
        "settle",
        "signed",
        "way",
        "withdraw",
    }
)
_SECRET = ("password", "passphrase", "csrfmiddlewaretoken", "prepared")


def fields_of(data: QueryDict) -> dict[str, list[str]]:
    """The typed fields without secrets."""
    return {name: data.getlist(name) for name in data if not any(word in name for word in _SECRET)}


def pairs_of(data: QueryDict) -> list[tuple[str, str]]:
    """What a person typed, as `sent_pairs` but without what the page itself sends along."""
    return [(name, value) for name, value in sent_pairs(data) if name not in _HIDDEN]


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    """What a person typed into a form that was not accepted; nothing of what a button sent."""
    return [(name, value) for name, value in pairs_of(request.POST) if name not in _PRESSED]


def sent_pairs(data: QueryDict) -> list[tuple[str, str]]:
    """Every field without secrets, one pair for each value; empty ones are left out."""
    return [(name, value) for name, values in fields_of(data).items() for value in values if value]


def session_ended(request: HttpRequest, page: str) -> HttpResponse:
    """403: say that the session has ended, show what was posted, and keep it for `page` if it is short enough."""
    context = {"back": page if keep(request, page) else "", "posted": pairs_of(request.POST)}
    return render(request, "errors/csrf_failure.html", context, status=403)


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


def restore(request: HttpRequest, action: str = "") -> QueryDict | None:
    """Like `take`, and tells the person why the form is filled in."""
    data = take(request, action)
    if data is not None:
        messages.warning(request, _("Your session had ended. What you typed is below; it is not saved yet."))
    return data
