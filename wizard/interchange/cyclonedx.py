"""A decision as a CycloneDX 1.6 bill of machine-learning models, with model cards.

The object model of the CycloneDX library knows no model cards, so the JSON is written here and the library checks it
against the schema of the standard, strictly, before anybody gets it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from license_expression import Licensing, get_spdx_licensing

from wizard.interchange.lbom import MAY_BE_USED, in_force, source_of

NAME = "models.cdx.json"
VERSION = "1.6"
OURS = "clearweights"
_KINDS = {
    "text": (("text",), ("text",)),
    "code": (("text",), ("text",)),
    "text+image": (("text", "image"), ("text",)),
    "image-generation": (("text",), ("image",)),
    "audio": (("audio",), ("text", "audio")),
}


class InvalidBill(Exception):
    """What was written is no valid CycloneDX. The text is one sentence."""


def model_bill(account: Mapping[str, Any]) -> bytes:
    """Return the bill of a reviewed account as JSON: the same account, the same bytes.

    The account has to hold its `bill`, its hash and the time when it was taken. Raises `InvalidBill`.
    """
    usable = [result["model"] for result in account["evaluation"]["models"] if result["verdict"] in MAY_BE_USED]
    product = f"assessment:{account['reference']}"
    components = [
        _component(result, account)
        for result in account["evaluation"]["models"]
        if result["model"] in account["bill"]["models"]
    ]
    refs = [component["bom-ref"] for component in components]
    bill = {
        "$schema": f"http://cyclonedx.org/schema/bom-{VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'urn:sha256:' + account['sha256'])}",
        "version": 1,
        "metadata": _metadata(account, product),
        "components": components,
        "dependencies": [
            {"ref": product, "dependsOn": [ref for ref in refs if ref.removeprefix("model:") in usable]},
            *({"ref": ref} for ref in refs),
        ],
    }
    content = json.dumps(bill, ensure_ascii=False, indent=2).encode()
    check(content)
    return content


def check(content: bytes) -> None:
    """Hold a bill against the schema of the standard, unknown keys refused. Raises `InvalidBill`."""
    if fault := fault_of(json.loads(content), VERSION):
        raise InvalidBill(f"The CycloneDX bill does not fit the schema of version {VERSION}: {fault.says}")


@dataclass(frozen=True)
class Misfit:
    """The first thing in which a bill fails the schema, and the keys and indices that lead there."""

    says: str
    path: tuple[str | int, ...]


def fault_of(document: Any, version: str) -> Misfit | None:
    """In what a bill fails the schema of a version, such as "1.6"; None where it fits.

    Raises RecursionError for a bill that is nested too deeply to be followed.
    """
    found = next(_validator(version).iter_errors(document), None)
    return Misfit(found.message.splitlines()[0][:200], tuple(found.absolute_path)) if found else None


@cache
def _validator(version: str) -> Any:
    """The library's validator, which takes half a second to load: only where a bill is written or read.

    It compares each component with every other one, which takes a minute for 10,000. Only that is done otherwise here.
    """
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator
    from jsonschema.validators import extend

    strict = JsonStrictValidator(SchemaVersion.from_version(version))._validator  # noqa: SLF001 - no other way to it
    kind = extend(type(strict), {"uniqueItems": _each_once})
    return kind(strict.schema, registry=strict._registry, format_checker=strict.format_checker)  # noqa: SLF001


def _each_once(validator: Any, wanted: bool, items: Any, schema: Any) -> Iterator[Any]:
    """Whether no two items of a list are the same, by what they are as text."""
    from jsonschema import ValidationError

    if wanted and isinstance(items, list):
        told = [json.dumps(item, sort_keys=True) for item in items]
        if len(set(told)) < len(told):
            yield ValidationError("an item stands twice in a list that names each once")


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def expression(licences: list[dict[str, Any]]) -> str:
    """The licences together as an SPDX expression; empty where one has no identifier, or SPDX knows it not."""
    identifiers = [licence["spdx"] for licence in licences]
    if not identifiers or any(name in ("", "NONE") for name in identifiers):
        return ""
    licensing = _spdx()
    parsed = licensing.parse(" AND ".join(dict.fromkeys(f"({name})" for name in identifiers)))
    strange = [key for key in licensing.unknown_license_keys(parsed) if not key.startswith("LicenseRef-")]
    return "" if strange else str(parsed)


def _metadata(account: Mapping[str, Any], product: str) -> dict[str, Any]:
    taken = datetime.fromisoformat(account["taken_at"]).astimezone(UTC)
    edition, facts = account["edition"], account["evaluation"]["facts_sha256"]
    return {
        "timestamp": f"{taken:%Y-%m-%dT%H:%M:%SZ}",
        "tools": {"components": [{"type": "application", "name": "Clearweights", "version": account["engine"]}]},
        "component": {
            "type": "application",
            "bom-ref": product,
            "name": account["product"],
            "version": f"revision {account['revision']}",
        },
        "supplier": {"name": account["organisation"]},
        "properties": [
            _property("assessment", account["reference"]),
            _property("snapshot:sha256", account["sha256"]),
            *([_property("facts:sha256", facts)] if facts else []),
            _property("catalogue:edition", edition["version"]),
            _property("catalogue:sha256", edition["sha256"]),
            _property("evaluated-as-of", account["evaluation"]["as_of"]),
        ],
    }


def _component(result: Mapping[str, Any], account: Mapping[str, Any]) -> dict[str, Any]:
    model = account["bill"]["models"][result["model"]]
    declared, concluded = in_force(account, model, "declared"), in_force(account, model)
    source, bases = source_of(model), model["bases"]
    return {
        "type": "machine-learning-model",
        "bom-ref": f"model:{result['model']}",
        "supplier": {"name": model["vendor"]},
        "name": model["name"],
        **({"version": model["revision"]} if model["revision"] else {}),
        "licenses": [*_licences(declared, "declared"), *_licences(concluded, "concluded")],
        **({"purl": _purl(model)} if source else {}),
        **({"externalReferences": [{"type": "distribution", "url": source}]} if source else {}),
        **({"pedigree": {"ancestors": [_base(base) for base in bases]}} if bases else {}),
        "modelCard": _card(model, account.get("description", "")),
        "properties": list(_findings(result, declared, concluded)),
    }


def _licences(licences: list[dict[str, Any]], acknowledgement: str) -> Iterator[dict[str, Any]]:
    for licence in licences:
        public = licence["spdx"] not in ("", "NONE") and "LicenseRef" not in licence["spdx"]
        # The address once, and only where no identifier stands for the text: its check is what takes the time here.
        where = {} if public or acknowledgement == "declared" else {"url": licence["url"]}
        named = {"id": licence["spdx"]} if public else {"name": licence["name"]}
        yield {"license": {**named, "acknowledgement": acknowledgement, **where}}


def _purl(model: Mapping[str, Any]) -> str:
    return f"pkg:huggingface/{model['repository']}" + (f"@{model['revision'].lower()}" if model["revision"] else "")


def _base(base: Mapping[str, str]) -> dict[str, Any]:
    return {"type": "machine-learning-model", "supplier": {"name": base["vendor"]}, "name": base["name"]}


def _card(model: Mapping[str, Any], planned: str) -> dict[str, Any]:
    inputs, outputs = _KINDS.get(model["kind"], ((), ()))
    return {
        "modelParameters": {
            "task": model["kind"],
            "inputs": [{"format": name} for name in inputs],
            "outputs": [{"format": name} for name in outputs],
        },
        **({"considerations": {"useCases": [planned]}} if planned else {}),
    }


def _findings(
    result: Mapping[str, Any], declared: list[dict[str, Any]], concluded: list[dict[str, Any]]
) -> Iterator[dict[str, str]]:
    """What we found, as properties: the verdict, the licences as expressions, every finding and every duty."""
    yield _property("verdict", result["verdict"])
    yield _property("risk", result["risk"])
    yield _property("contested", "true" if result["contested"] else "false")
    for name, licences in (("declared", declared), ("concluded", concluded)):
        if says := expression(licences):
            yield _property(f"licence:{name}", says)
    for says in dict.fromkeys(says for licence in concluded for says in licence["restrictions"]):
        yield _property("licence:restriction", says)
    for finding in result["findings"]:
        where = ", ".join(filter(None, [finding["licence"], finding["source"]["clause"]]))
        yield _property(f"finding:{finding['severity']}:{finding['code']}", f"{finding['says']} ({where})")
    for duty in result["obligations"]:
        met = {True: "met", False: "open", None: "unknown"}[duty["met"]]
        yield _property(f"duty:{met}", duty["says"])


def _property(name: str, value: str) -> dict[str, str]:
    return {"name": f"{OURS}:{name}", "value": value}
