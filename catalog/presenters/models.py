"""The list of models and the page of one: licences of weights and code apart, lineage, compute with its basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.presenters import words
from catalog.presenters.licence import Link, licence_link, model_link
from catalog.presenters.matrix import Choice, Filter
from catalog.presenters.readings import BOTH, TWO_READINGS, ReadingView, Shelf, reading_view, warning

UNCHECKED = "Not checked: look for it in the model card or report"
ORDERS = {"name": "Model", "vendor": "Vendor", "released": "Released", "compute": "Training compute"}


@dataclass(frozen=True)
class ModelRow:
    """One model in the list. `guide` is filled where the guide names another licence."""

    id: str
    name: str
    vendor: str
    licence: Link
    guide: Link | None
    released: str
    flop: str
    basis: str
    warning: str
    warning_class: str


@dataclass(frozen=True)
class Order:
    """A heading that sorts: its words, its address and whether the list is in this order."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class ModelList:
    """The page of all models that fit the address."""

    query: str
    filters: tuple[Filter, ...]
    orders: Mapping[str, Order]
    order: str
    rows: tuple[ModelRow, ...]
    count: str
    filtered: bool


@dataclass(frozen=True)
class Base:
    """A model this one was built on, and whether its licence binds."""

    model: Link
    licence: Link
    binds: bool
    why: str


@dataclass(frozen=True)
class ModelPage:
    """Everything the page of one model shows."""

    id: str
    name: str
    summary: str
    facts: tuple[Link, ...]
    readings: tuple[ReadingView, ...]
    note: str
    in_force: tuple[Link, ...]
    bases: tuple[Base, ...]
    built_on_this: tuple[Link, ...]
    flop: str
    flop_basis: str
    flop_source: str
    guide_flop: str
    information: tuple[Link, ...]
    eu_notes: str


def model_list(catalogue: Catalogue, shelf: Shelf, wanted: Mapping[str, str]) -> ModelList:
    """Show the models that fit `wanted` (keys `q`, `vendor`, `licence`, `sort`; empty values do not filter)."""
    models = catalogue.models.values()
    chosen = sorted((model for model in models if _fits(model, wanted)), key=_sorting(wanted.get("sort", "")))
    total = words.counted(len(models), "model", "models")
    filtered = len(chosen) != len(models)
    order = wanted.get("sort") or "name"
    kept = {name: value for name, value in wanted.items() if value and name != "sort"}
    return ModelList(
        query=wanted.get("q", ""),
        filters=_filters(models, catalogue, wanted),
        orders={name: Order(label, _address({**kept, "sort": name}), name == order) for name, label in ORDERS.items()},
        order=order,
        rows=tuple(_row(model, catalogue, shelf) for model in chosen),
        count=f"{len(chosen)} of {total}" if filtered else total,
        filtered=bool(kept),
    )


def model_page(model: Model, catalogue: Catalogue, shelf: Shelf) -> ModelPage:
    """Show one model of the catalogue."""
    term = model.weights_licence
    compute = model.compute
    return ModelPage(
        id=model.id,
        name=model.name,
        summary=_summary(model),
        facts=_facts(model, catalogue),
        readings=tuple(
            reading_view(name, reading, shelf, value=catalogue.licences[reading.value].name)
            for name, reading in ((name, term.reading(name)) for name in BOTH)
            if reading is not None
        ),
        note=TWO_READINGS if differ(model, catalogue) else "",
        in_force=_in_force(model, catalogue),
        bases=_bases(model, catalogue),
        built_on_this=tuple(model_link(it) for it in catalogue.models.values() if model.id in it.base_models),
        flop=words.flop(compute.flop) if compute else "Unknown",
        flop_basis=words.sentence(words.BASES[compute.basis]) if compute else "No figure was found.",
        flop_source=compute.source if compute else "",
        guide_flop=words.flop_said(model.guide_flop),
        information=_information(model),
        eu_notes=model.eu_notes,
    )


def differ(model: Model, catalogue: Catalogue) -> bool:
    """True where text and guide name different licences, not merely two entries for the same text."""
    term = model.weights_licence
    names = [reading.value for reading in (term.text, term.guide) if reading is not None]
    return len({catalogue.licences[name].spdx for name in names}) > 1


def _row(model: Model, catalogue: Catalogue, shelf: Shelf) -> ModelRow:
    term = model.weights_licence
    told, css = warning(term.text.confidence, term.text.read_on, shelf.today)
    return ModelRow(
        id=model.id,
        name=model.name,
        vendor=model.vendor,
        licence=licence_link(term.text.value, catalogue),
        guide=licence_link(term.guide.value, catalogue) if term.guide and differ(model, catalogue) else None,
        released=words.day(model.released) or "Unknown",
        flop=words.flop(model.compute.flop) if model.compute else "Unknown",
        basis=words.BASES[model.compute.basis] if model.compute else "",
        warning=told,
        warning_class=css,
    )


def _fits(model: Model, wanted: Mapping[str, str]) -> bool:
    term = model.weights_licence
    licences = {term.text.value, term.guide.value if term.guide else ""}
    if wanted.get("vendor") and model.vendor != wanted["vendor"]:
        return False
    if wanted.get("licence") and wanted["licence"] not in licences:
        return False
    searched = " ".join([model.id, model.name, model.vendor, model.hf_repo or "", *model.aliases, *licences]).casefold()
    return all(word in searched for word in wanted.get("q", "").casefold().split())


def _sorting(order: str) -> Any:
    """Return the sort key of an order; the newest and the largest come first, an unknown order is by name."""
    return {
        "vendor": lambda model: (model.vendor.casefold(), model.name.casefold()),
        "released": lambda model: (-(model.released or date.min).toordinal(), model.name.casefold()),
        "compute": lambda model: (-(model.compute.flop if model.compute else 0), model.name.casefold()),
    }.get(order, lambda model: model.name.casefold())


def _filters(models: Iterable[Model], catalogue: Catalogue, wanted: Mapping[str, str]) -> tuple[Filter, ...]:
    vendors = {model.vendor: model.vendor for model in sorted(models, key=lambda it: it.vendor.casefold())}
    carried = {
        reading.value
        for model in catalogue.models.values()
        for reading in (model.weights_licence.text, model.weights_licence.guide)
        if reading
    }
    licences = {name: it.short for name, it in catalogue.licences.items() if name in carried}
    by_label = dict(sorted(licences.items(), key=lambda item: item[1].casefold()))
    return tuple(
        Filter(name, label, tuple(Choice(value, told, wanted.get(name) == value) for value, told in choices.items()))
        for name, label, choices in (("vendor", "Vendor", vendors), ("licence", "Licence", by_label))
    )


def _summary(model: Model) -> str:
    parts = [model.vendor, model.vendor_country]
    released = f", released {words.day(model.released)}" if model.released else ""
    return f"{', '.join(filter(None, parts))}{released}."


def _facts(model: Model, catalogue: Catalogue) -> tuple[Link, ...]:
    sizes = []
    if model.params_total_b:
        sizes.append(f"{words.amount(model.params_total_b * 10**9)} parameters")
    if model.params_active_b and model.params_active_b != model.params_total_b:
        sizes.append(f"{words.amount(model.params_active_b * 10**9)} of them active for each token")
    repository = f"https://huggingface.co/{model.hf_repo}" if model.hf_repo else ""
    images = {True: "Yes", False: "No", None: "Not checked"}[model.image_input]
    facts = [
        Link(model.kind, "", "Kind"),
        Link(", ".join(sizes), "", "Size"),
        Link(images, "", "Takes images as input"),
        Link(model.hf_repo or "", repository, "Hugging Face repository"),
        Link(model.revision, "", "Revision"),
        Link(", ".join(model.aliases), "", "Also called"),
    ]
    if model.code_licence:
        facts.append(licence_link(model.code_licence, catalogue, "Licence of the code"))
    return tuple(fact for fact in facts if fact.label)


def _in_force(model: Model, catalogue: Catalogue) -> tuple[Link, ...]:
    """The weights' own licence by its text, then those that bases from other vendors bring along."""
    links = {model.weights_licence.text.value: ""}
    for base in catalogue.binding_ancestors(model):
        links.setdefault(base.weights_licence.text.value, f"inherited from {base.name}")
    return tuple(licence_link(name, catalogue, note) for name, note in links.items())


def _bases(model: Model, catalogue: Catalogue) -> tuple[Base, ...]:
    binding = {base.id for base in catalogue.binding_ancestors(model)}
    bases = []
    for base_id in dict.fromkeys((*model.base_models, *sorted(binding))):
        base = catalogue.models[base_id]
        binds = base_id in binding
        why = (
            f"Binds: {base.vendor} did not license the result, so its terms travel along."
            if binds
            else f"Does not bind: {base.vendor} may relicense its own work."
        )
        licence = licence_link(base.weights_licence.text.value, catalogue)
        bases.append(Base(model_link(base), licence, binds, why))
    return tuple(bases)


def _information(model: Model) -> tuple[Link, ...]:
    """What the AI Act asks to be public beside an open licence (E5 to E7), and the training summary it always asks."""
    released = model.weights_licence.text.value != "unreleased"
    weights = "Published" if model.hf_repo else "No place of publication is known"
    return (
        Link(weights if released else "Not published", "", "E5, parameters and weights"),
        Link(UNCHECKED, "", "E6, architecture"),
        Link(UNCHECKED, "", "E7, capabilities, limits and how to integrate"),
        Link(words.SUMMARY[model.training_summary_public], "", "Summary of the training data"),
    )


def _address(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}"
