"""The quick check: six questions in the address, and what follows for one model. Nothing here asks the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, current_law, today
from catalog.presenters.check import address, check_answer, check_form
from catalog.presenters.check_answers import NAMES, read_check
from catalog.views.common import asks_for_part, wanted_of
from catalog.views.edition import edition_page, once


@require_safe
@edition_page
def check(request: HttpRequest) -> HttpResponse:
    """The form with its answer, or for htmx the answer alone, under the address that leads back to it."""
    given = read_check(wanted_of(request, NAMES), current_catalog())
    answer = once("check", address(given), build=lambda: check_answer(given, current_catalog(), current_law(), today()))
    form = check_form(given, current_catalog())
    part = asks_for_part(request)
    context = {"form": form, "answer": answer, "swapped": part, "asked": bool(given.typed["model"])}
    response = render(request, f"catalog/check.html{'#results' if part else ''}", context)
    if part:
        response["HX-Replace-Url"] = f"{request.path}{address(given)}"
    return response
