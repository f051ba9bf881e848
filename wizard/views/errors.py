"""Pages for what went wrong. Each says what happened, what was not saved, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from wizard.views import carry
from wizard.views.access import in_the_background, page_of, signed_out


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form is not as expected; 413 where only its size is."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, exception)
    return render(request, "errors/bad_request.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this role."""
    return render(request, "errors/permission_denied.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or none that this person may know of."""
    return render(request, "errors/page_not_found.html", status=404)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: more than the service takes in one request."""
    return render(request, "errors/too_large.html", status=413)


def wrong_method(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """405 with a page: somebody opened an address that only takes what a form sends, as a browser does on its return.

    A middleware, because Django refuses the method before a view is asked, and with nothing to read.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET" or response.content:
            return response
        page = render(request, "errors/wrong_method.html", {"back": page_of(request)}, status=response.status_code)
        page["Allow"] = response["Allow"]
        return page

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault on our side. Made without session and database, which may be what failed."""
    return HttpResponse(render_to_string("errors/server_error.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form’s token is no longer valid, as after signing in again elsewhere. What was typed is not lost.

    Only what came from our own pages is kept or offered again; a form posted from elsewhere is shown nothing.
    """
    if not _is_ours(request):
        return render(request, "errors/csrf_failure.html", status=403)
    page = page_of(request)
    if not _signed_in(request):
        return signed_out(request) if in_the_background(request) else carry.session_ended(request, page)
    if in_the_background(request):  # the page takes the new token and sends what it holds once more
        return HttpResponse(status=403, headers={"X-CSRFToken": get_token(request)})
    context = {
        "back": page,
        "posted": carry.pairs_of(request.POST),
        "sent": carry.sent_pairs(request.POST),
        "action": request.path,
    }
    return render(request, "wizard/resend.html", context, status=403)


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def _is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on one of our own pages: “null” is what it says of any other."""
    page = request.headers.get("origin") or request.headers.get("referer") or ""
    ours = f"{request.scheme}://{request.get_host()}"
    return page == ours or page.startswith(f"{ours}/")
