"""What a bill of materials says of products: which runs which models, so that each can be assessed.

Two forms are read: `ai-license-bom.yaml`, and CycloneDX 1.6 or newer as JSON, held against the schema of the standard.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import sentence
from wizard.interchange.cyclonedx import fault_of
from wizard.interchange.gate import model_at
from wizard.interchange.lbom_file import Bill, Entry
from wizard.interchange.yaml_values import LARGEST, Fault, Place, Unreadable

VERSIONS = ("1.6", "1.7")
MODEL = "machine-learning-model"
PURL = "pkg:huggingface/"
START = Place(1, 1)


@dataclass(frozen=True)
class Named:
    """A model as a file names it, and the id that the catalogue has for it; None where the catalogue knows none."""

    name: str
    id: str | None


@dataclass(frozen=True)
class Product:
    """A product, what the file says it does, and the models that it runs."""

    name: str
    description: str
    models: tuple[Named, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """The ids of its models that the catalogue knows, each once."""
        return tuple(dict.fromkeys(model.id for model in self.models if model.id))


def is_cyclonedx(content: bytes) -> bool:
    """Whether a file gives itself out as CycloneDX in JSON, sound or not."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"bomFormat"' in content


def products_of(bill: Bill, catalogue: Catalogue) -> tuple[Product, ...]:
    """The products that a bill names under `deployed_in`, in the order in which it names them first."""
    running: dict[str, list[Named]] = {}
    for entry in bill.entries:
        for product in entry.deployed_in:
            running.setdefault(product, []).append(_named(entry, catalogue))
    return tuple(Product(name, "", tuple(models)) for name, models in running.items())


def products_of_cyclonedx(content: bytes, catalogue: Catalogue) -> tuple[Product, ...]:
    """The product that a CycloneDX bill describes, with its machine-learning models and their model cards.

    Raises Unreadable where the file is no such bill, or holds no model.
    """
    document = _document(content)
    about = document.get("metadata", {}).get("component", {})
    found = [one for one in (about, *document.get("components", ())) if one.get("type") == MODEL]
    if not found:
        says = sentence("The bill holds no component of the type “{kind}”.", kind=MODEL)
        raise Unreadable([Fault(START, says, sentence("Export it with the models, or name them here by hand."))])
    name = about.get("name") or found[0]["name"]
    uses = dict.fromkeys(use for one in found for use in _uses(one))
    return (Product(name, "\n".join(uses), tuple(_component(one, catalogue) for one in found)),)


def _document(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise Unreadable([Fault(START, sentence("The file is larger than 8 MiB."), sentence("Split it by product."))])
    try:
        text = content.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise Unreadable(
            [Fault(START, sentence("The file is not UTF-8 text."), sentence("Save it as UTF-8."))]
        ) from None
    except json.JSONDecodeError as problem:
        at = Place(problem.lineno, problem.colno)
        remedy = sentence("Look at quotes, commas and brackets above it.")
        raise Unreadable([Fault(at, sentence("The file cannot be read as JSON from here."), remedy)]) from None
    except RecursionError:
        raise Unreadable(
            [Fault(START, sentence("The file is nested too deeply."), sentence("Export it anew."))]
        ) from None
    version = document.get("specVersion") if isinstance(document, dict) else None
    if version is None or document.get("bomFormat") != "CycloneDX" or version not in VERSIONS:
        says = sentence("The file is no CycloneDX bill of version 1.6 or 1.7.")
        raise Unreadable([Fault(START, says, sentence("Export it in one of these versions, as JSON."))])
    if wrong := fault_of(text, version):
        says = sentence(
            "The bill does not fit the schema of CycloneDX {version}: {wrong}.", version=version, wrong=wrong
        )
        raise Unreadable([Fault(START, says, sentence("Correct it, or export it anew."))])
    whole: Mapping[str, Any] = document
    return whole


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the file; of a key that stands twice, readers differ in which they take."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            says = sentence("The key “{key}” stands twice in one object.", key=key[:80])
            raise Unreadable([Fault(START, says, sentence("Keep one of the two."))])
        found[key] = value
    return found


def _named(entry: Entry, catalogue: Catalogue) -> Named:
    model = catalogue.model(entry.id) or model_at(entry.source, catalogue)
    return Named(entry.id, model.id if model else None)


def _component(one: Mapping[str, Any], catalogue: Catalogue) -> Named:
    """The model of a component: by its address where it has one, since a name may be anybody's."""
    found = (catalogue.model(name) for name in _names(one))
    addresses = (reference["url"] for reference in one.get("externalReferences", ()))
    at = (model_at(address, catalogue) for address in addresses)
    model = next((model for model in (*at, *found) if model), None)
    return Named(one["name"], model.id if model else None)


def _names(one: Mapping[str, Any]) -> Iterator[str]:
    purl = one.get("purl", "")
    if purl.startswith(PURL):
        path = purl.removeprefix(PURL).split("?", 1)[0].split("#", 1)[0].split("@", 1)[0]
        yield unquote(path)
    yield one.get("bom-ref", "").removeprefix("model:")  # as our own bills name them
    yield one["name"]
    if group := one.get("group"):
        yield f"{group}/{one['name']}"


def _uses(one: Mapping[str, Any]) -> Iterable[str]:
    """What the model card of a component says the model is used for."""
    uses: Iterable[str] = one.get("modelCard", {}).get("considerations", {}).get("useCases", ())
    return uses
