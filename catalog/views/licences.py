"""The licence matrix and the page of each licence. Nothing here asks the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.ambient import current_catalog
from catalog.presenters.cells import BY_TOPIC, COLUMNS
from catalog.presenters.licence import licence_page
from catalog.presenters.matrix import behind, matrix, row
from catalog.views.common import filtered, shelf, unknown, wanted_of


@require_safe
@vary_on_headers("HX-Request")
def licences(request: HttpRequest) -> HttpResponse:
    """The matrix, filtered by the address."""
    catalogue = current_catalog()
    wanted = wanted_of(request, ["q", "family", *(column.topic for column in COLUMNS if column.choices)])
    context = {"matrix": matrix(catalogue, shelf(), wanted), "behind": behind(catalogue)}
    return filtered(request, "catalog/licences.html", context, wanted)


@require_safe
@vary_on_headers("HX-Request")
def licence_row(request: HttpRequest, licence_id: str) -> HttpResponse:
    """One row of the matrix with the readings of the cell that `open` names; without htmx, the licence's page."""
    licence = current_catalog().licences.get(licence_id)
    opened = request.GET.get("open", "")
    if licence is None or licence.guide_row is None or (opened and opened not in BY_TOPIC):
        return unknown(request, "licence", licence_id, "catalog:licences")
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{reverse('catalog:licence', args=[licence_id])}#{opened}")
    return render(request, "catalog/licences.html#row", {"row": row(licence, shelf(), opened)})


@require_safe
def licence(request: HttpRequest, licence_id: str) -> HttpResponse:
    """One licence with every reading."""
    catalogue = current_catalog()
    found = catalogue.licences.get(licence_id)
    if found is None:
        return unknown(request, "licence", licence_id, "catalog:licences")
    return render(request, "catalog/licence.html", {"page": licence_page(found, catalogue, shelf())})
