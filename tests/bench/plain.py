"""The other side of the measurement: the same pages the usual way, rows from the database into a Django template.

The rows are flat tables in SQLite with everything a cell shows; the queries ask for plain values, which is the quicker
way to feed a large table. The markup is ours, rendered anew for each request.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver, path

from catalog.ambient import current_catalog
from catalog.presenters import words
from catalog.presenters.address import Address
from catalog.presenters.matrix import column_choices, filters, lines, matrix
from catalog.presenters.models import ON_A_PAGE, ModelList, chosen, model_list
from catalog.presenters.models_index import model_index
from catalog.presenters.situation_form import questions
from catalog.views.common import shelf
from config.urls import urlpatterns as ours


class LicenceCell(models.Model):
    """One cell of the matrix with what its row says."""

    place = models.IntegerField()
    licence = models.TextField()
    licence_name = models.TextField()
    family = models.TextField()
    note = models.TextField()
    name = models.TextField()
    label = models.TextField()
    says = models.TextField()
    guide = models.TextField()
    disputed = models.BooleanField()
    warning = models.TextField()
    warning_class = models.TextField()
    wide = models.BooleanField()
    lesser = models.BooleanField()
    objects: ClassVar[models.Manager[LicenceCell]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False

    def __str__(self) -> str:
        return f"{self.licence}: {self.name}"


class ModelRow(models.Model):
    """One row of the list of models. `shown` is the row as JSON, which is read faster than a column for each word."""

    name = models.TextField(db_index=True)
    shown = models.TextField()
    objects: ClassVar[models.Manager[ModelRow]] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False

    def __str__(self) -> str:
        return self.name


@contextmanager
def filled() -> Iterator[None]:
    """Keep the rows of the catalogue in force in tables until the end of the block."""
    with connection.schema_editor() as editor:
        editor.create_model(LicenceCell)
        editor.create_model(ModelRow)
    LicenceCell.objects.bulk_create(_cells())
    ModelRow.objects.bulk_create(_models())
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(LicenceCell)
            editor.delete_model(ModelRow)


def _cells() -> Iterator[LicenceCell]:
    for place, line in enumerate(lines(current_catalog(), shelf())):
        licence = line.licence
        for cell in line.cells.values():
            yield LicenceCell(
                place=place,
                licence=licence.id,
                licence_name=licence.short,
                family=words.FAMILIES[licence.family],
                note=line.note,
                **asdict(cell),
            )


def _models() -> Iterator[ModelRow]:
    for entry in chosen(model_index(current_catalog(), shelf()), {}):
        yield ModelRow(name=entry.row.name, shown=json.dumps(asdict(entry.row)))


def licences(request: HttpRequest) -> HttpResponse:
    """The matrix from its table."""
    cells = LicenceCell.objects.order_by("place", "id").values()
    rows = [_row(list(group)) for _, group in groupby(cells, key=lambda cell: cell["place"])]
    groups = [{"label": label, "rows": list(group)} for label, group in groupby(rows, key=lambda row: row["family"])]
    address = Address()
    frame = matrix((), address, {}, lambda *_: "")
    count = words.counted(len(rows), "licence", "licences")
    narrowing = filters(address)
    context = {
        "matrix": replace(frame, count=count),
        "groups": groups,
        "address": address,
        "family": narrowing[0],
        "filters": narrowing[1:],
        "questions": questions({}, current_catalog().vocabulary),
        "columns": column_choices(address),
    }
    return render(request, "plain_licences.html", context)


def _row(cells: list[dict[str, Any]]) -> dict[str, Any]:
    first = cells[0]
    return {
        "id": first["licence"],
        "name": first["licence_name"],
        "family": first["family"],
        "notes": [first["note"]] if first["note"] else [],
        "cells": cells,
    }


def model_rows(request: HttpRequest) -> HttpResponse:
    """The first page of the list of models from its table."""
    found = Paginator(ModelRow.objects.order_by("id").values("shown"), ON_A_PAGE).page(1)
    rows = [json.loads(row["shown"]) for row in found]
    page = _around()
    context = {
        "page": page,
        "rows": [render_to_string("catalog/models.html#rows", {"models": rows})],
        "selects": [render_to_string("catalog/models.html#selects", {"filters": page.filters})],
        "more_selects": [render_to_string("catalog/models.html#selects", {"filters": page.more})],
    }
    content = render_to_string("catalog/models.html#content", context)
    return render(request, "catalog/models.html", {"content": content})


def _around() -> ModelList:
    """Return what stands around the rows, filters and page links, prepared once: the plain view gets it for nothing."""
    catalogue = current_catalog()
    if catalogue.sha256 not in _frames:
        _frames[catalogue.sha256] = model_list(model_index(catalogue, shelf()), {})
    return _frames[catalogue.sha256]


_frames: dict[str, ModelList] = {}
urlpatterns: list[URLPattern | URLResolver] = [
    path("plain/licences/", licences),
    path("plain/models/", model_rows),
    *ours,
]
