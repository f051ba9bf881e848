"""The description of the API in OpenAPI 3.1: each operation's answers, and the shapes of everything sent.

ninja collects shapes in one flat list, where two of the same name hide each other; here the parts of a shape are named
after it (`Law.Question`, `Situations.Advice`).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from catalog.ambient import edition
from catalog.engine.answers import Facts
from catalog.engine.law import Law
from catalog.knowledge.entries import Licence, Model
from wizard.api import shapes
from wizard.api.number_shapes import Entered, UserNumbers

SENT: dict[str, type[BaseModel]] = {
    "Evaluation": shapes.Evaluation,
    "LicencePage": shapes.LicencePage,
    "Licence": Licence,
    "ModelPage": shapes.ModelPage,
    "Model": Model,
    "Situations": shapes.Situations,
    "Law": Law,
    "Editions": shapes.Editions,
    "Verification": shapes.Verification,
    "Gate": shapes.Gate,
    "Entered": Entered,
    "Problems": shapes.Problems,
}
TAKEN: dict[str, type[BaseModel]] = {"Facts": Facts, "UserNumbers": UserNumbers}
REFUSALS = {
    400: "The body could not be read: no JSON, nested too deeply, or a key that stands twice.",
    401: "The token does not work.",
    403: "The token has another scope.",
    404: "There is no such entry.",
    413: "The body is longer than 1 MiB.",
    415: "The body is compressed.",
    422: "The document or a parameter does not fit; every problem is listed.",
    429: "Too many calls; Retry-After says how many seconds to wait.",
}
ETAG = {
    "description": "Names this state of the catalogue. Sent back as If-None-Match, it saves the body.",
    "schema": {"type": "string"},
}
EXAMPLE = {
    "schema": "facts/1",
    "as_of": "2026-11-23",
    "candidates": ["llama-4-maverick", "qwen3-32b"],
    "organisation": {"country": "DE", "monthly_active_users": 5000000},
    "use": {"commercial": True, "activities": ["customer-service"], "delivery": ["hosted-service"], "markets": ["EU"]},
    "outputs": {"train": "none", "distils": False},
}

NUMBERS = {
    "numbers": [{"entity": "Acme GmbH", "product": "Shop", "counted_on": "2026-10-31", "value": 4200000}],
}


class Described(NinjaAPI):
    """ninja's API with shapes of our own."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description, with every shape that an operation refers to."""
        description = super().get_openapi_schema(**kwargs)
        description["components"]["schemas"] = dict(sorted(components().items()))
        return description


def read(shape: str, *refused: int) -> dict[str, Any]:
    """The answers of an operation that reads: `shape`, 304, and what can be refused."""
    unchanged = {304: {"description": "What you hold is still right.", "headers": {"ETag": ETAG}}}
    good = _json(shape, "The answer.") | {"headers": {"ETag": ETAG}}
    return {"responses": {200: good, **unchanged, **_refusals(401, 403, *refused, 422, 429)}, "security": [{}]}


def evaluated() -> dict[str, Any]:
    """Body and answers of the evaluation."""
    body = {
        "description": "What is known. Whatever is absent or null is unknown, which is never read as harmless.",
        "required": True,
        "content": {"application/json": {"schema": _ref("Facts"), "example": EXAMPLE}},
    }
    good = _json("Evaluation", "The evaluation, whatever its verdicts.")
    refused = _refusals(400, 401, 403, 413, 415, 422, 429)
    return {"requestBody": body, "responses": {200: good, **refused}, "security": [{}]}


def verified() -> dict[str, Any]:
    """Body and answers of the verification."""
    file = {"type": "string", "format": "binary", "description": "The PDF, at most 20 MB. It is not kept."}
    form = {"type": "object", "required": ["file"], "properties": {"file": file}}
    body = {"required": True, "content": {"multipart/form-data": {"schema": form}}}
    large = _json("Problems", "The file is larger than 20 MB.")
    good = _json("Verification", "The verdict, whatever it is.")
    return {"requestBody": body, "responses": {200: good, **_refusals(400), 413: large, **_refusals(422, 429)}}


def gated() -> dict[str, Any]:
    """Body and answers of the gate."""
    body = {
        "description": "ai-license-bom.yaml (shape: /api/v1/lbom/schema.json), or CycloneDX 1.6 or 1.7 as JSON. "
        "UTF-8, up to 8 MiB and 10,000 models.",
        "required": True,
        "content": {
            "application/yaml": {"schema": {"type": "string"}},
            "application/vnd.cyclonedx+json": {"schema": {"type": "object"}},
        },
    }
    passed = _json("Gate", "Nothing as bad as fail_on was found. As SARIF or as text where that was asked for.")
    failed = _json("Gate", "Something as bad as fail_on was found.")
    large = _json("Problems", "The file is larger than 8 MiB.")
    unusable = _json("Gate", "The file cannot be used: each problem with its line and column.")
    answers = {200: passed, **_refusals(401, 403), 409: failed, 413: large, **_refusals(415), 422: unusable}
    return {"requestBody": body, "responses": {**answers, **_refusals(429)}, "security": [{}]}


def entered() -> dict[str, Any]:
    """Body and answers of the entry of user numbers."""
    body = {"required": True, "content": {"application/json": {"schema": _ref("UserNumbers"), "example": NUMBERS}}}
    good = _json("Entered", "Every number is on record.")
    return {"requestBody": body, "responses": {200: good, **_refusals(400, 401, 403, 413, 415, 422, 429)}}


@cache
def components() -> dict[str, Any]:
    """Every shape under its name."""
    found: dict[str, Any] = {}
    for name, shape in SENT.items():
        _add(found, name, shape, sent=True)
    for name, shape in TAKEN.items():
        _add(found, name, shape, sent=False)
    found["Facts"]["required"] = []
    _close(found["Facts.Use"])
    return found


def _add(found: dict[str, Any], name: str, shape: type[BaseModel], *, sent: bool) -> None:
    mode: Any = "serialization" if sent else "validation"
    schema = shape.model_json_schema(by_alias=True, ref_template=f"#/components/schemas/{name}.{{model}}", mode=mode)
    parts = schema.pop("$defs", {})
    found[name] = _standard(schema)
    found.update({f"{name}.{part}": _standard(value) for part, value in parts.items()})


def _standard(schema: Any) -> Any:
    """Spell bounds as JSON Schema does: pydantic keeps its own names where a value is converted before its check."""
    if isinstance(schema, list):
        return [_standard(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    names = {"ge": "minimum", "le": "maximum"} if "type" in schema else {}
    return {names.get(key, key): _standard(value) for key, value in schema.items()}


def _close(use: dict[str, Any]) -> None:
    """Write the closed lists of the vocabulary into the shape; the engine checks them against the catalogue."""
    vocabulary = edition().vocabulary
    for name in ("domains", "activities", "modalities"):
        listed = next(option for option in use["properties"][name]["anyOf"] if option.get("type") == "array")
        listed["items"]["enum"] = sorted(getattr(vocabulary, name))


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(shape: str, says: str) -> dict[str, Any]:
    return {"description": says, "content": {"application/json": {"schema": _ref(shape)}}}


def _refusals(*statuses: int) -> dict[int, Any]:
    return {status: _json("Problems", REFUSALS[status]) for status in statuses}
