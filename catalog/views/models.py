"""The list of models, the page of each, and their comparison. Nothing here asks the database."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, current_law
from catalog.knowledge.entries import Model
from catalog.presenters.export import CONTENT_TYPES, Kind, csv_bytes, file_name, json_bytes, xlsx_bytes
from catalog.presenters.matrix import Filter
from catalog.presenters.models import NAMES, address, asked, chosen, model_list
from catalog.presenters.models_compare import MOST, comparison
from catalog.presenters.models_export import documents, sheet
from catalog.presenters.models_index import ModelIndex, model_index
from catalog.presenters.models_page import model_page
from catalog.views.common import asks_for_part, is_own, known_to, shelf, unknown, wanted_of
from catalog.views.edition import edition_page, once, rendered

PAGE = "catalog/models.html"


@require_safe
@edition_page
def models(request: HttpRequest) -> HttpResponse:
    """All models, filtered and sorted by the address, one page at a time."""
    wanted = asked(wanted_of(request, NAMES))
    if not asks_for_part(request):
        return render(request, PAGE, {"content": _list("content", wanted)})
    response = HttpResponse(_list("results", wanted))
    verb = "HX-Replace-Url" if _is_typing(request, wanted) else "HX-Push-Url"
    response[verb] = f"{request.path}{address(wanted)}"
    return response


@require_safe
@edition_page
def export(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Every model that the list would show at the same address, page after page, as a file."""
    catalogue = current_catalog()
    entries = chosen(_index(), asked(wanted_of(request, NAMES)))
    table = sheet(entries, catalogue)
    if kind == "json":
        body = json_bytes(table, documents(entries, catalogue))
    else:
        body = csv_bytes(table) if kind == "csv" else xlsx_bytes(table)
    response = HttpResponse(body, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name(table, kind)}"'
    return response


@require_safe
@edition_page
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four models side by side; with `differences` only the points on which they differ."""
    names = [name.strip() for name in (*request.GET.getlist("id"), request.GET.get("add", ""))]
    page = comparison(
        names[: 2 * MOST], current_catalog(), current_law().compute, differences_only="differences" in request.GET
    )
    return render(request, "catalog/model_compare.html", {"page": page})


@require_safe
@edition_page
def model(request: HttpRequest, model_id: str) -> HttpResponse:
    """One model. An alias leads to the page of its model."""
    found = current_catalog().model(model_id)
    if found is None:
        return unknown(request, "model", model_id, "catalog:models")
    if found.id != model_id:
        return redirect("catalog:model", model_id=found.id)
    own = is_own(request)
    content = rendered("catalog/model.html#content", found.id, own, context=lambda: _page(found, own=own))
    return render(request, "catalog/model.html", {"id": found.id, "name": found.name, "content": content})


def _page(found: Model, *, own: bool) -> dict[str, object]:
    return {"page": model_page(found, current_catalog(), shelf(), current_law().compute, known_to(own=own))}


def _index() -> ModelIndex:
    return once("models", build=lambda: model_index(current_catalog(), shelf()))


def _list(part: str, wanted: Mapping[str, str]) -> SafeString:
    """The whole list or its results for one address, rendered once."""
    return rendered(f"{PAGE}#{part}", *wanted.items(), context=lambda: _context(part, wanted))


def _context(part: str, wanted: Mapping[str, str]) -> dict[str, object]:
    """What a part of the list shows. Rows and filters are drawn once for all the addresses that show them."""
    page, swapped = model_list(_index(), wanted), part == "results"
    return {
        "page": page,
        "swapped": swapped,
        "rows": [_drawn("rows", row.id, models=(row,)) for row in page.rows],
        "selects": [] if swapped else [_select(each, wanted) for each in page.filters],
        "more_selects": [] if swapped else [_select(each, wanted) for each in page.more],
    }


def _select(each: Filter, wanted: Mapping[str, str]) -> SafeString:
    return _drawn("selects", each.name, wanted.get(each.name, ""), filters=(each,))


def _drawn(part: str, *key: str, **context: object) -> SafeString:
    return rendered(f"{PAGE}#{part}", *key, context=lambda: context)


def _is_typing(request: HttpRequest, wanted: Mapping[str, str]) -> bool:
    """Whether only the words of the search changed: not each letter becomes a step of the browser's history."""
    before = asked(dict(parse_qsl(urlsplit(request.htmx.current_url or "").query)))  # type: ignore[attr-defined]
    return {**before, "q": ""} == {**wanted, "q": ""}
