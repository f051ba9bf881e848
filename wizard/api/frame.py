"""What holds for every address of the API: one shape of refusal, a bound on the body, and HEAD wherever GET is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from catalog.engine.answers import MAX_BYTES
from wizard.api.problems import Refusal, answer, refusal, told
from wizard.interchange.yaml_values import LARGEST as LARGEST_BILL
from wizard.signing.verdict import LARGEST

ROOT = "/api/v1/"
VERIFY = f"{ROOT}verify"
MOST_OF_A_FILE = LARGEST + 64 * 1024
"""A report, and what stands around a file that is sent as a form."""
TOO_LARGE = refusal(413, "The file is larger than 20 MB.", "Reports are smaller: send the PDF as it was downloaded.")
GATE = f"{ROOT}lbom/check"
LONGER: Mapping[str, tuple[int, Refusal]] = {
    VERIFY: (MOST_OF_A_FILE, TOO_LARGE),
    GATE: (LARGEST_BILL, refusal(413, "The file is larger than 8 MiB.", "Split it by product.")),
}
"""The addresses that take more than a facts document."""


def api_frame(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer programs as programs are answered; every other address passes untouched.

    A middleware, because the body has to be refused before it is read, and because Django's own refusals (no such
    address, a fault of ours) are pages.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return get_response(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return answer(told(400))
        most, too_large = LONGER.get(request.path, (MAX_BYTES, told(413)))
        if int(length) > most:
            return answer(too_large)
        if request.method == "HEAD":
            return _without_body(request, get_response)
        return _as_problem(get_response(request))

    return middleware


def _without_body(request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """What GET would answer, with the length of its body in place of the body."""
    request.method = "GET"
    response = _as_problem(get_response(request))
    request.method = "HEAD"
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Put a refusal that is a page, Django's own or an empty one, into the shape of all others."""
    if response.status_code < 400 or not response.headers.get("Content-Type", "text/html").startswith("text/html"):
        return response
    problem = answer(told(response.status_code))
    if "Allow" in response.headers:
        problem["Allow"] = response["Allow"].replace("GET", "GET, HEAD")
    return problem
