"""The licence matrix, its cells and files, and the page of each licence. Nothing here asks the database."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.ambient import current_catalog, current_law, today
from catalog.engine.screening import screen
from catalog.knowledge.entries import Licence
from catalog.presenters.address import VERDICT, Address
from catalog.presenters.cells import BY_NAME
from catalog.presenters.disagreements import about_licence
from catalog.presenters.export import Kind
from catalog.presenters.licence import LicencePage, licence_page
from catalog.presenters.licence_compare import FEWEST, MOST, choosing, comparison
from catalog.presenters.licence_context import models_under, text_views, versions
from catalog.presenters.licence_export import entries, sheet
from catalog.presenters.matrix import (
    Line,
    Matrix,
    chosen,
    column_choices,
    columns_of,
    filters,
    lines,
    matrix,
    row,
)
from catalog.presenters.opened import opened
from catalog.presenters.screened import RowVerdict, document, row_verdict, trouble
from catalog.presenters.situation_form import asked_for, questions
from catalog.texts import known_texts
from catalog.views.common import asks_for_part, download, is_own, known_to, shelf, unknown
from catalog.views.edition import edition_page, once, rendered

PAGE = "catalog/licences.html"


@require_safe
@edition_page
def licences(request: HttpRequest) -> HttpResponse:
    """The matrix as the address asks for it; htmx gets the rows with their count."""
    address = _address(request)
    part = asks_for_part(request)
    name = "results" if part else "content"
    own = is_own(request)
    html = rendered(
        f"{PAGE}#{name}", own, *address.parameters(), context=partial(_context, address, own=own, swapped=part)
    )
    if not part:
        return render(request, PAGE, {"content": html})
    return _as_a_step(request, address, HttpResponse(html))


@require_safe
@edition_page
def licence_row(request: HttpRequest, licence_id: str) -> HttpResponse:
    """One row of the matrix with what stands behind the cell that `open` names; without htmx, the licence's page."""
    found = current_catalog().licences.get(licence_id)
    name = request.GET.get("open", "")
    if found is None or (name and name not in (*BY_NAME, VERDICT)):
        return unknown(request, "licence", licence_id, "catalog:licences")
    address = _address(request)
    situation = replace(Address(), situation=address.situation).written()
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{reverse('catalog:licence', args=[licence_id])}{situation}#{name}")
    own = is_own(request)
    verdicts = _verdicts(address, own=own)
    line = next(each for each in _lines() if each.licence.id == licence_id)
    behind = opened(name, found, shelf(), known_to(own=own), verdicts.get(licence_id))
    columns = columns_of(address)
    context = {
        "row": row(
            line, address, verdicts, _draw(line, tuple(it.name for it in columns), behind.name if behind else "")
        ),
        "opened": behind,
        "width": len(columns) + 1 + bool(verdicts),
        "situation": situation,
    }
    return render(request, f"{PAGE}#row", context)


@require_safe
@edition_page
def licence(request: HttpRequest, licence_id: str) -> HttpResponse:
    """One licence with every reading; with the verdict where the address tells a situation."""
    catalogue = current_catalog()
    found = catalogue.licences.get(licence_id)
    if found is None:
        return unknown(request, "licence", licence_id, "catalog:licences")
    before, own = catalogue.licences.get(found.predecessor or ""), is_own(request)
    context = {
        "page": once("licence", licence_id, own, build=partial(_page, found, own=own)),
        "verdict": _verdicts(_address(request), own=own).get(licence_id),
        "versions": versions(found, catalogue),
        "changed": comparison((before, found), catalogue, shelf(), all_rows=False) if before else None,
        "disagreements": about_licence(licence_id, catalogue, shelf()),
        "models": models_under(found, catalogue),
        "texts": text_views(found, known_texts().sketches),
    }
    return render(request, "catalog/licence.html", context)


@require_safe
@edition_page
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four licences side by side; fewer, and the page asks for them."""
    catalogue = current_catalog()
    picked = _address(request).picked
    chosen_ids = [name for name in picked if name in catalogue.licences][:MOST]
    only = request.GET.get("differences") == "on"
    enough = len(chosen_ids) >= FEWEST
    found = [catalogue.licences[name] for name in chosen_ids]
    context = {
        "choosing": choosing(picked, catalogue),
        "page": comparison(found, catalogue, shelf(), all_rows=not only) if enough else None,
        "only": only,
        "other": urlencode([*(("id", name) for name in chosen_ids), *([] if only else [("differences", "on")])]),
    }
    return render(request, "catalog/licence_compare.html", context)


@require_safe
def export(request: HttpRequest, kind: Kind) -> HttpResponse:
    """What the matrix shows under this address, as a file."""
    address, own = _address(request), is_own(request)
    verdicts = _verdicts(address, own=own)
    fitting = chosen(_lines(), address, verdicts)
    return download(
        kind,
        sheet(fitting, address, verdicts, current_catalog()),
        entries(fitting, address, verdicts, known_to(own=own)),
    )


def _address(request: HttpRequest) -> Address:
    return Address.read(dict(request.GET.lists()))


def _page(found: Licence, *, own: bool) -> LicencePage:
    return licence_page(found, current_catalog(), shelf(), known_to(own=own))


def _lines() -> tuple[Line, ...]:
    return once("lines", build=lambda: lines(current_catalog(), shelf()))


def _verdicts(address: Address, *, own: bool) -> Mapping[str, RowVerdict]:
    """Judge every licence in the situation that the address tells; nothing where it tells none."""
    if not address.situation:
        return {}
    return once("verdicts", own, address.situation, build=partial(_judge, address, own=own))


def _judge(address: Address, *, own: bool) -> Mapping[str, RowVerdict]:
    catalogue = current_catalog()
    facts = document(dict(address.situation), catalogue.vocabulary, known_to(own=own))
    screened = screen(facts, catalogue, current_law(), today())
    return {name: row_verdict(each) for name, each in screened.items()}


def _draw(line: Line, columns: tuple[str, ...], name: str = "") -> str:
    """Return the cells of a line. They depend on the edition alone, unless one of them is open."""
    cells = [line.cells[column] for column in columns]
    context = {"id": line.licence.id, "cells": cells, "open": name}
    return rendered(f"{PAGE}#cells", line.licence.id, columns, name, context=lambda: context)


def _matrix(address: Address, *, own: bool) -> Matrix:
    return matrix(_lines(), address, _verdicts(address, own=own), _draw)


def _context(address: Address, *, own: bool, swapped: bool) -> dict[str, object]:
    vocabulary = current_catalog().vocabulary
    asked = dict(address.situation)
    narrowing, situation = filters(address), questions(asked, vocabulary)
    return {
        "matrix": _matrix(address, own=own),
        "address": address,
        "written": address.written(),
        "situation": replace(Address(), situation=address.situation).written(),
        "family": narrowing[0],
        "filters": narrowing[1:],
        "filtered": any(name != "family" for name, _ in address.filters),
        "questions": situation,
        "users": asked.get("users", ""),
        "trouble": trouble(asked),
        "columns": column_choices(address),
        "told": asked_for(address, vocabulary),
        "swapped": swapped,
    }


def _as_a_step(request: HttpRequest, address: Address, response: HttpResponse) -> HttpResponse:
    """Let the browser's address follow: a choice is a step that the back button undoes, typing on is none."""
    before = Address.read(parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query))
    if before != address:
        header = "HX-Replace-Url" if address.differs_by_typing_only(before) else "HX-Push-Url"
        response[header] = f"{request.path}{address.written()}"
    return response
