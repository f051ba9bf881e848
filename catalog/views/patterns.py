"""The pattern page: every colour, size and component of the pages in one place, for those who build or judge them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, current_law, today
from catalog.presenters.patterns import patterns as gather
from catalog.views.common import shelf
from catalog.views.edition import edition_page


@require_safe
@edition_page
def patterns(request: HttpRequest) -> HttpResponse:
    """Show the patterns with real content of today's catalogue."""
    shown = gather(current_catalog(), current_law(), shelf(), today())
    return render(request, "catalog/patterns.html", {"shown": shown})
