"""What the public pages share: reading the address, the page or its part, files, and naming what was not found."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog.ambient import current_catalog, overlay, today
from catalog.knowledge.overlay import Overlay, for_visitors
from catalog.presenters.export import CONTENT_TYPES, Kind, Sheet, csv_bytes, file_name, json_bytes, xlsx_bytes
from catalog.presenters.readings import Shelf


def shelf() -> Shelf:
    """Return where the readings of today's catalogue come from, and today."""
    return Shelf(current_catalog().sources, today())


def is_own(request: HttpRequest) -> bool:
    """Whether one of the organisation's own people asks: what it argued and negotiated is nobody else's business."""
    return request.user.is_authenticated


def known_to(*, own: bool) -> Overlay:
    """Return what the organisation has added, as far as its own people or anybody else may read it."""
    return overlay() if own else for_visitors(overlay())


def wanted_of(request: HttpRequest, names: Iterable[str]) -> dict[str, str]:
    """Return the filters that the address names, trimmed; what is empty is left out."""
    given = {name: request.GET.get(name, "").strip() for name in names}
    return {name: value for name, value in given.items() if value}


def asks_for_part(request: HttpRequest) -> bool:
    """Whether htmx wants only what changed. Going back in the history asks for the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


def filtered(
    request: HttpRequest, template: str, context: Mapping[str, object], wanted: Mapping[str, str]
) -> HttpResponse:
    """Answer with the whole page, or for htmx with its results and the address that leads to them."""
    part = asks_for_part(request)
    response = render(request, f"{template}#results" if part else template, {**context, "swapped": part})
    if part:
        response["HX-Replace-Url"] = f"{request.path}?{urlencode(wanted)}" if wanted else request.path
    return response


def download(kind: Kind, sheet: Sheet, entries: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Hand out what is on the screen as a file; `entries` are what JSON says for the rows."""
    match kind:
        case "csv":
            content = csv_bytes(sheet)
        case "xlsx":
            content = xlsx_bytes(sheet)
        case "json":
            content = json_bytes(sheet, entries)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(sheet, kind)}"'}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)


def unknown(request: HttpRequest, kind: str, name: str, up: str) -> HttpResponse:
    """Name what was not found, and the list where everything is."""
    context = {"kind": kind, "name": name, "up": reverse(up)}
    return render(request, "catalog/unknown.html", context, status=404)
