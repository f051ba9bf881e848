"""The documentation of the API as a page of ours: written from its description, so that the two cannot differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.views.edition import edition_page
from wizard.api.callers import RATES
from wizard.api.description import EXAMPLE, SENT, TAKEN
from wizard.api.verify import api
from wizard.models import Scope

REF = "#/components/schemas/"


@dataclass(frozen=True)
class Bit:
    """A piece of a type: words, the name of a shape on this page, or values that nobody translates."""

    text: str
    anchor: str = ""
    code: bool = False


@dataclass(frozen=True)
class Line:
    """A parameter, an answer or a field. `type` is put together from bits."""

    name: str
    type: tuple[Bit, ...]
    says: str


@dataclass(frozen=True)
class Operation:
    """One address with its method."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    parameters: tuple[Line, ...]
    answers: tuple[Line, ...]


@dataclass(frozen=True)
class ShapeView:
    """One shape with its fields, and the parts it is made of."""

    name: str
    anchor: str
    says: str
    fields: tuple[Line, ...]
    parts: tuple[ShapeView, ...]


@require_safe
@edition_page
def page(request: HttpRequest) -> HttpResponse:
    """What the API takes and gives."""
    description = _description()
    context = {
        "operations": operations(description),
        "shapes": shape_views(description),
        "rates": [(Scope(scope).value, *(rate.partition("/")[0] for rate in both)) for scope, both in RATES.items()],
        "example": json.dumps(EXAMPLE, indent=2),
        "address": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "api.html", context)


@cache
def _description() -> Mapping[str, Any]:
    """The description. It changes with the code and the edition, and so with the process."""
    return api.get_openapi_schema()


def operations(description: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Every operation in the order of the description."""
    return tuple(
        Operation(
            id=told["operationId"],
            method=method.upper(),
            path=path,
            summary=told["summary"],
            says=_first(told.get("description", "")),
            parameters=tuple(
                Line(it["name"], tuple(_type(it["schema"])), _first(it.get("description", "")))
                for it in told["parameters"]
            ),
            answers=tuple(
                Line(str(status), _content(it), it["description"]) for status, it in told["responses"].items()
            ),
        )
        for path, methods in description["paths"].items()
        for method, told in methods.items()
    )


def shape_views(description: Mapping[str, Any]) -> tuple[ShapeView, ...]:
    """The shapes that operations name, each with its parts."""
    schemas = description["components"]["schemas"]
    return tuple(_shape(name, schemas) for name in (*TAKEN, *SENT))


def _shape(name: str, schemas: Mapping[str, Any]) -> ShapeView:
    parts = tuple(_shape(part, schemas) for part in schemas if part.startswith(f"{name}."))
    schema = schemas[name]
    fields = tuple(
        Line(field, tuple(_type(it)), _first(it.get("description", "")))
        for field, it in schema.get("properties", {}).items()
    )
    return ShapeView(name, anchor(name), _first(schema.get("description", "")), fields, parts)


def anchor(name: str) -> str:
    """The name of a shape's place on the page."""
    return f"shape-{name.replace('.', '-')}"


def _first(text: str) -> str:
    """The first paragraph in plain words: what follows is for who reads the code."""
    return " ".join(text.partition("\n\n")[0].replace("`", "").split())


def _content(response: Mapping[str, Any]) -> tuple[Bit, ...]:
    content = response.get("content", {}).get("application/json")
    return tuple(_type(content["schema"])) if content else ()


def _type(schema: Mapping[str, Any]) -> Iterator[Bit]:
    """A type in words: text, number, list of …, one of …, a shape."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        yield Bit(name.rpartition(".")[2], anchor(name))
    elif "anyOf" in schema:
        for place, option in enumerate(schema["anyOf"]):
            if place:
                yield Bit(f" {_('or')} ")
            yield from _type(option)
    elif "enum" in schema:
        yield Bit(f"{_('one of')} ")
        yield Bit(", ".join(map(str, schema["enum"])), code=True)
    elif "const" in schema:
        yield Bit(json.dumps(schema["const"]), code=True)
    elif schema.get("type") == "array":
        yield Bit(f"{_('list of')} ")
        yield from _type(schema.get("items", {}))
    elif isinstance(schema.get("additionalProperties"), dict):
        yield Bit(f"{_('object of')} ")
        yield from _type(schema["additionalProperties"])
    elif schema.get("type") == "null":
        yield Bit("null", code=True)
    else:
        yield Bit(str(WORDS.get(schema.get("format", "")) or WORDS.get(schema.get("type", "")) or _("any value")))


WORDS = {
    "object": gettext_lazy("object"),
    "date": gettext_lazy("date"),
    "uri": gettext_lazy("address"),
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("true or false"),
}
