"""Licences, models and situations. Nothing here asks the database; htmx gets the part of the page that changed."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.ambient import current_catalog, today
from catalog.presenters.cells import BY_TOPIC, COLUMNS
from catalog.presenters.licence import licence_page
from catalog.presenters.matrix import behind, matrix, row
from catalog.presenters.models import model_list, model_page
from catalog.presenters.readings import Shelf
from catalog.presenters.situations import situation_list


@require_safe
@vary_on_headers("HX-Request")
def licences(request: HttpRequest) -> HttpResponse:
    """The matrix, filtered by the address."""
    catalogue = current_catalog()
    wanted = _wanted(request, ["q", "family", *(column.topic for column in COLUMNS if column.choices)])
    context = {"matrix": matrix(catalogue, _shelf(), wanted), "behind": behind(catalogue)}
    return _filtered(request, "catalog/licences.html", context, wanted)


@require_safe
@vary_on_headers("HX-Request")
def licence_row(request: HttpRequest, licence_id: str) -> HttpResponse:
    """One row of the matrix with the readings of the cell that `open` names; without htmx, the licence's page."""
    licence = current_catalog().licences.get(licence_id)
    opened = request.GET.get("open", "")
    if licence is None or licence.guide_row is None or (opened and opened not in BY_TOPIC):
        return _unknown(request, "licence", licence_id, "catalog:licences")
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{reverse('catalog:licence', args=[licence_id])}#{opened}")
    return render(request, "catalog/licences.html#row", {"row": row(licence, _shelf(), opened)})


@require_safe
def licence(request: HttpRequest, licence_id: str) -> HttpResponse:
    """One licence with every reading."""
    catalogue = current_catalog()
    found = catalogue.licences.get(licence_id)
    if found is None:
        return _unknown(request, "licence", licence_id, "catalog:licences")
    return render(request, "catalog/licence.html", {"page": licence_page(found, catalogue, _shelf())})


@require_safe
@vary_on_headers("HX-Request")
def models(request: HttpRequest) -> HttpResponse:
    """All models, filtered and sorted by the address."""
    wanted = _wanted(request, ["q", "vendor", "licence", "sort"])
    context = {"page": model_list(current_catalog(), _shelf(), wanted)}
    return _filtered(request, "catalog/models.html", context, wanted)


@require_safe
def model(request: HttpRequest, model_id: str) -> HttpResponse:
    """One model. An alias leads to the page of its model."""
    catalogue = current_catalog()
    found = catalogue.model(model_id)
    if found is None:
        return _unknown(request, "model", model_id, "catalog:models")
    if found.id != model_id:
        return redirect("catalog:model", model_id=found.id)
    return render(request, "catalog/model.html", {"page": model_page(found, catalogue, _shelf())})


@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """The guide's five situations beside our ruling."""
    return render(request, "catalog/situations.html", {"situations": situation_list(current_catalog())})


def _shelf() -> Shelf:
    return Shelf(current_catalog().sources, today())


def _wanted(request: HttpRequest, names: Iterable[str]) -> dict[str, str]:
    """The filters that the address names, trimmed; what is empty is left out."""
    given = {name: request.GET.get(name, "").strip() for name in names}
    return {name: value for name, value in given.items() if value}


def _filtered(
    request: HttpRequest, template: str, context: Mapping[str, object], wanted: Mapping[str, str]
) -> HttpResponse:
    """The whole page, or for htmx its results with the address that leads to them."""
    part = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(request, f"{template}#results" if part else template, {**context, "swapped": part})
    if part:
        response["HX-Replace-Url"] = f"{request.path}?{urlencode(wanted)}" if wanted else request.path
    return response


def _unknown(request: HttpRequest, kind: str, name: str, up: str) -> HttpResponse:
    """Name what was not found, and the list where everything is."""
    context = {"kind": kind, "name": name, "up": reverse(up)}
    return render(request, "catalog/unknown.html", context, status=404)
