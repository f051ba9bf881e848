"""The published cases. Nothing here asks the database; every case is put into words once."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.ambient import current_law, edition, published_cases
from catalog.presenters.cases import NAMES, CaseIndex, case_index, case_page
from catalog.views.common import filtered, wanted_of
from catalog.views.edition import edition_page, once


@require_safe
@edition_page
def cases(request: HttpRequest) -> HttpResponse:
    """What the engine promises, filtered by the address."""
    wanted = wanted_of(request, NAMES)
    return filtered(request, "catalog/cases.html", {"page": case_page(_index(), wanted)}, wanted)


def _index() -> CaseIndex:
    return once("cases", build=lambda: case_index(published_cases(), edition(), current_law()))
