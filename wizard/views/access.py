"""Who is asking: sign-in, the record a person may see, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from catalog.presenters.language import told
from wizard.models import Assessment, User
from wizard.process.refusal import Refused
from wizard.queries.assessments import NotFound, assessment_for
from wizard.views import carry


class Request(HttpRequest):
    """A request after `signed_in`: the user is one of ours, and htmx has told about itself."""

    user: User
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let signed-in people through and tell refusals; others sign in first, and what they typed is kept for them."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        try:
            return view(request, *args, **kwargs)
        except NotFound as missing:
            if request.method == "POST":  # as by somebody whose part was ended while they wrote
                return _gone(request)
            raise Http404 from missing
        except Refused as refused:
            return refusal(request, refused)

    return wrapped


def freshly_signed_in(view: View) -> View:
    """Ask for the password again before something weighty. What was typed waits, but never a passphrase.

    allauth would keep the whole form in the session to send it again; here that form unlocks a signing key.
    """
    asks_again: View = reauthentication_required(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return asks_again(request, *args, **kwargs)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
            carry.keep(request, request.path)
            return redirect_to_login(request.path, reverse("account_reauthenticate"))

    return wrapped


def page_of(request: HttpRequest) -> str:
    """The page that shows the form a request came from: itself, unless the address only takes posts."""
    match = getattr(request, "resolver_match", None)
    name = match.url_name if match else ""
    if match and name == "mark":  # one of many answers on the page of a review
        return reverse("wizard:review", args=[match.kwargs["reference"]])
    return request.path.rstrip("/").rpartition("/")[0] + "/" if name in POST_ONLY else request.path


# Each of these addresses lies directly under the page that shows its form.
POST_ONLY = frozenset(
    {
        "accept_plain",
        "change",
        "change_undo",
        "dissent",
        "evidence_add",
        "evidence_remove",
        "example_copy",
        "person",
        "reject",
        "report_redact",
        "request_changes",
        "submit",
        "text_read",
        "todo_done",
        "token_revoke",
        "webhook_end",
        "withdraw",
    }
)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if in_the_background(request):
        return signed_out(request)
    page = page_of(request)
    if request.method == "POST":
        if not carry.keep(request, page):
            return carry.session_ended(request, page)
        return redirect_to_login(f"{page}?return=check" if request.GET.get("return") == "check" else page)
    return redirect_to_login(request.get_full_path())


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Answer a request that the procedure does not allow with its one sentence, and with what was typed into it."""
    reason = told(refused.sentence)
    if in_the_background(request):
        return _in_place(request, reason, status=403)
    context = {"reason": reason, "posted": carry.posted(request)}
    return render(request, "errors/permission_denied.html", context, status=403)


def in_the_background(request: HttpRequest) -> bool:
    """Whether htmx asked: its page stays as it is when the answer is a refusal, and shows what that says."""
    return bool(getattr(request, "htmx", None))


def signed_out(request: HttpRequest) -> HttpResponse:
    """Tell a page that waits for the answer that its session has ended."""
    return _in_place(request, _("You are no longer signed in. Sign in on another tab, then try again."), status=403)


def _gone(request: HttpRequest) -> HttpResponse:
    """Refuse what was sent to an assessment that this person may not see, without telling whether there is one."""
    reason = _("Nothing was saved: this is not open to you, or no longer. Ask its author to add you.")
    if in_the_background(request):
        return _in_place(request, reason, status=404)
    context = {"reason": reason, "posted": carry.posted(request)}
    return render(request, "errors/page_not_found.html", context, status=404)


def _in_place(request: HttpRequest, reason: str, *, status: int) -> HttpResponse:
    """A refusal as a text alone, which `frame.js` shows on the page that is open."""
    if carry.posted(request):
        reason = _("%(reason)s What you typed is still here.") % {"reason": reason}
    return HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8")


def seen(request: Request, reference: str) -> Assessment:
    """The assessment, if this person may see it."""
    return assessment_for(request.user, reference)
