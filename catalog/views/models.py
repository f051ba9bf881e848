"""The list of models and the page of each model. Nothing here asks the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.ambient import current_catalog
from catalog.presenters.models import model_list, model_page
from catalog.views.common import filtered, shelf, unknown, wanted_of


@require_safe
@vary_on_headers("HX-Request")
def models(request: HttpRequest) -> HttpResponse:
    """All models, filtered and sorted by the address."""
    wanted = wanted_of(request, ["q", "vendor", "licence", "sort"])
    context = {"page": model_list(current_catalog(), shelf(), wanted)}
    return filtered(request, "catalog/models.html", context, wanted)


@require_safe
def model(request: HttpRequest, model_id: str) -> HttpResponse:
    """One model. An alias leads to the page of its model."""
    catalogue = current_catalog()
    found = catalogue.model(model_id)
    if found is None:
        return unknown(request, "model", model_id, "catalog:models")
    if found.id != model_id:
        return redirect("catalog:model", model_id=found.id)
    return render(request, "catalog/model.html", {"page": model_page(found, catalogue, shelf())})
