"""Reading CycloneDX 1.6 or newer as JSON: the machine-learning models of a bill, and where each stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import sentence
from wizard.interchange.cyclonedx import fault_of
from wizard.interchange.json_values import START, Path, places_of, read_json, too_deep
from wizard.interchange.lbom import model_at
from wizard.interchange.lbom_file import Entry
from wizard.interchange.yaml_values import MOST_ENTRIES, Fault, Place, Unreadable

VERSIONS = ("1.6", "1.7")
MODEL = "machine-learning-model"
PURL = "pkg:huggingface/"
OWN = "model:"
"""How bills that are written here name a model."""


@dataclass(frozen=True)
class Component:
    """A model of the bill. `addresses` lead to it, the surest first; `names` may be anybody's.

    `deployed`: nothing in the bill says that the product does not run it. `places` has "" for the whole.
    """

    name: str
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    licences: tuple[str, ...]
    uses: tuple[str, ...]
    deployed: bool
    places: Mapping[str, Place]

    def known(self, catalogue: Catalogue) -> Model | None:
        """The model that the catalogue has for it: by its address where one leads anywhere, otherwise by a name."""
        at = (model_at(address, catalogue) for address in self.addresses)
        named = (catalogue.model(name) for name in self.names)
        return next((model for model in (*at, *named) if model), None)


@dataclass(frozen=True)
class ModelBill:
    """The product that a bill describes, and its models in their order; at least one."""

    product: str
    models: tuple[Component, ...]


def is_cyclonedx(content: bytes) -> bool:
    """Whether a file gives itself out as CycloneDX in JSON, sound or not."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"bomFormat"' in content


def read_cyclonedx(content: bytes) -> ModelBill:
    """Return the models of a bill. Raises Unreadable where the file is no such bill, or holds no model."""
    text, document = read_json(content)
    _hold(text, document)
    found = tuple(_models(document))
    if not found:
        says = sentence("The bill holds no component of the type “{kind}”.", kind=MODEL)
        raise Unreadable([Fault(START, says, sentence("Export it with the models, or name them here by hand."))])
    if len(found) > MOST_ENTRIES:
        says = sentence("The file has more than 10,000 models.")
        raise Unreadable([Fault(START, says, sentence("Split it by product."))])
    about = document.get("metadata", {}).get("component", {})
    left = _left_alone(document, about)
    places = places_of(text, [(*path, *key) for path, _ in found for key in ((), *_KEYS.values())])
    models = tuple(_component(path, one, places, left) for path, one in found)
    return ModelBill(about.get("name") or found[0][1]["name"], models)


def entries_of(bill: ModelBill, catalogue: Catalogue) -> tuple[Entry, ...]:
    """The models as the gate takes them: by the id that the catalogue has for them, deployed in the product."""
    return tuple(_entry(one, bill.product, catalogue) for one in bill.models)


def _entry(one: Component, product: str, catalogue: Catalogue) -> Entry:
    known = one.known(catalogue)
    other = (address for address in one.addresses if model_at(address, catalogue) not in (None, known))
    return Entry(
        id=known.id if known else one.name,
        license=" AND ".join(dict.fromkeys(one.licences)),
        source=next(other, ""),
        commercial_use=None,
        restrictions=(),
        mau_threshold=None,
        last_reviewed=None,
        deployed_in=(product,) if one.deployed else (),
        places=one.places,
        spans={},
    )


def _hold(text: str, document: Any) -> None:
    """Refuse what is no bill of a version that is read, or does not fit its schema."""
    version = document.get("specVersion") if isinstance(document, dict) else None
    if version not in VERSIONS or document.get("bomFormat") != "CycloneDX":
        says = sentence("The file is no CycloneDX bill of version 1.6 or 1.7.")
        raise Unreadable([Fault(START, says, sentence("Export it in one of these versions, as JSON."))])
    try:
        wrong = fault_of(document, version)
    except RecursionError:
        raise too_deep() from None
    if wrong:
        at = places_of(text, [wrong.path]).get(wrong.path, START)
        says = sentence(
            "The bill does not fit the schema of CycloneDX {version}: {wrong}.", version=version, wrong=wrong.says
        )
        raise Unreadable([Fault(at, says, sentence("Correct it, or export it anew."))])


def _models(document: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Each model with its path: what the bill is about first, then its components and what they are made of."""
    waiting: list[tuple[Path, Any]] = list(_below((), document))[::-1]
    if about := document.get("metadata", {}).get("component"):
        waiting.append((("metadata", "component"), about))
    while waiting:
        path, one = waiting.pop()
        if one["type"] == MODEL:
            yield path, one
        waiting.extend(list(_below(path, one))[::-1])


def _below(path: Path, one: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    return (((*path, "components", number), below) for number, below in enumerate(one.get("components", ())))


def _left_alone(document: Mapping[str, Any], about: Mapping[str, Any]) -> frozenset[str]:
    """The parts that the bill itself says the product does not depend on.

    Of a part that its graph does not list nothing is known, as the standard has it: that one counts as deployed.
    """
    graph = {each["ref"]: each.get("dependsOn", ()) for each in document.get("dependencies", ())}
    start = about.get("bom-ref")
    if start not in graph:
        return frozenset()
    reached, waiting = {start}, [start]
    while waiting:
        new = set(graph.get(waiting.pop(), ())) - reached
        reached |= new
        waiting.extend(new)
    return frozenset(graph.keys() - reached)


_KEYS: Mapping[str, Path] = {
    "id": ("name",),
    "license": ("licenses",),
    "source": ("externalReferences",),
    "deployed_in": ("scope",),
}
"""Where in a component the keys of a licence bill have their counterparts."""


def _component(path: Path, one: Mapping[str, Any], places: Mapping[Path, Place], left: frozenset[str]) -> Component:
    found = {key: places[at] for key, below in _KEYS.items() if (at := (*path, *below)) in places}
    return Component(
        name=one["name"],
        addresses=tuple(_addresses(one)),
        names=tuple(_names(one)),
        licences=tuple(_licences(one.get("licenses", ()))),
        uses=tuple(one.get("modelCard", {}).get("considerations", {}).get("useCases", ())),
        deployed=one.get("scope") != "excluded" and one.get("bom-ref") not in left,
        places={**found, "": places[path]},
    )


def _addresses(one: Mapping[str, Any]) -> Iterator[str]:
    purl = one.get("purl", "")
    if purl.startswith(PURL):
        path = purl.removeprefix(PURL).split("?", 1)[0].split("#", 1)[0].split("@", 1)[0]
        yield f"https://huggingface.co/{unquote(path)}"
    references: Sequence[Mapping[str, str]] = one.get("externalReferences", ())
    yield from (reference["url"] for reference in references if reference["type"] == "distribution")
    yield from (reference["url"] for reference in references if reference["type"] != "distribution")


def _names(one: Mapping[str, Any]) -> Iterator[str]:
    if (own := one.get("bom-ref", "")).startswith(OWN):
        yield own.removeprefix(OWN)
    yield one["name"]
    if group := one.get("group"):
        yield f"{group}/{one['name']}"


def _licences(choices: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The licences by name; of those that were declared and those that somebody concluded, the concluded ones."""
    said = [(choice.get("license", choice), choice.get("expression")) for choice in choices]
    concluded = [each for each in said if each[0].get("acknowledgement") == "concluded"]
    for licence, expression in concluded or said:
        yield expression or licence.get("id") or licence["name"]
