"""A bound on the size of whole requests."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


def request_size_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 before reading a request that says it is longer than `settings.REQUEST_MAX_SIZE` bytes.

    A request that does not say its length has no body for Django, so nothing passes by keeping silent.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_SIZE:
            response: HttpResponse = import_string("wizard.views.errors.too_large")(request)
            return response
        return get_response(request)

    return middleware
