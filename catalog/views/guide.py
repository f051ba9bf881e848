"""The guide's content beside our rulings. Nothing here asks the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog
from catalog.presenters.situations import situation_list


@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """The guide's five situations beside our ruling."""
    return render(request, "catalog/situations.html", {"situations": situation_list(current_catalog())})
