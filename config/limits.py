"""A bound on the size of whole requests."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wizard.views.errors import too_large


def request_size_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 before reading a request that says it is longer than `settings.REQUEST_MAX_SIZE` bytes.

    Forms without files have Django's narrower bound, `settings.DATA_UPLOAD_MAX_MEMORY_SIZE`: beyond it Django itself
    would answer, in the demo with a traceback. A request that does not say its length has no body for Django, so
    nothing passes by keeping silent.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        files = request.content_type == "multipart/form-data"
        most = settings.REQUEST_MAX_SIZE if files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length) > most:
            return too_large(request)
        return get_response(request)

    return middleware
