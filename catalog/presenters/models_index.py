"""Every model prepared for the list: what its row shows, and what it is searched, filtered and sorted by.

Thousands of models are prepared once for an edition, not for each request; a row is made when it is first shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from django.urls import reverse

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.labels import label_warnings
from catalog.presenters import words
from catalog.presenters.compute import BANDS, band
from catalog.presenters.language import Spoken
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link, licence_link
from catalog.presenters.lineage import in_force
from catalog.presenters.matrix import Choice
from catalog.presenters.readings import Shelf, warning

LINEAGE = Spoken(
    {
        "stripped": "Label hides a stricter licence",
        "mislabelled": "Label names another licence than the base",
        "name-prefix": "Name lacks the prefix that is asked for",
        "inherited": "A base’s licence binds too",
        "alone": "Its own licence only",
    }
)
SHORT = Spoken(
    {
        "stripped": "label hides a stricter licence",
        "mislabelled": "label names another licence than the base",
        "name-prefix": "name lacks the prefix that is asked for",
    }
)
IMAGES = Spoken({"yes": "Takes images", "no": "Takes no images", "unknown": "Not checked"})


@dataclass(frozen=True)
class ModelRow:
    """One model in the list. `guide` is filled where the guide names another licence; `hides` warns of the label."""

    id: str
    name: str
    href: str
    vendor: str
    licence: Link
    inherited: tuple[Link, ...]
    guide: Link | None
    hides: str
    size: str
    released: str
    flop: str
    basis: str
    warning: str
    warning_class: str


@dataclass(frozen=True)
class Entry:
    """A model with what it is found by.

    `keys` gives for each filter the values that it fits, `orders` for each order its place; None is unknown.
    """

    model: Model
    searched: str
    keys: Mapping[str, frozenset[str]]
    orders: Mapping[str, str | float | None]
    make: Callable[[], ModelRow]

    @cached_property
    def row(self) -> ModelRow:
        """The row of the list."""
        return self.make()


@dataclass(frozen=True)
class ModelIndex:
    """All models of one edition by name, and what the filters of the list offer."""

    entries: tuple[Entry, ...]
    catalogue: Catalogue

    @cached_property
    def choices(self) -> Mapping[str, tuple[Choice, ...]]:
        """The choices of each filter: only what at least one model fits."""
        offered = {name: self._offered(name) for name in self.entries[0].keys} if self.entries else {}
        vendors = {vendor: vendor for vendor in sorted(offered.get("vendor", ()), key=str.casefold)}
        shorts = {each: self.catalogue.licences[each].short for each in offered.get("licence", ())}
        licences = dict(sorted(shorts.items(), key=lambda item: item[1].casefold()))
        fixed = {
            "family": words.FAMILIES,
            "lineage": LINEAGE,
            "compute": BANDS,
            "images": IMAGES,
            "confidence": words.CONFIDENCE,
        }
        labels = {"vendor": vendors, "licence": licences, **fixed}
        return {
            name: tuple(Choice(value, told, False) for value, told in labels[name].items() if value in values)
            for name, values in offered.items()
        }

    def _offered(self, name: str) -> set[str]:
        return {value for entry in self.entries for value in entry.keys[name]}


def model_index(catalogue: Catalogue, shelf: Shelf) -> ModelIndex:
    """Prepare all models of a catalogue, by name."""
    models = sorted(catalogue.models.values(), key=lambda model: (model.name.casefold(), model.id))
    return ModelIndex(tuple(_entry(model, catalogue, shelf) for model in models), catalogue)


def differ(model: Model, catalogue: Catalogue) -> bool:
    """True where text and guide name different licences, not merely two entries for the same text."""
    term = model.weights_licence
    names = [reading.value for reading in (term.text, term.guide) if reading is not None]
    return len({catalogue.licences[name].spdx for name in names}) > 1


def size(model: Model) -> str:
    """Write the parameters of a model, those active for each token beside them; empty where nobody knows."""
    if model.params_total_b is None:
        return ""
    total = words.amount(model.params_total_b * 10**9)
    if model.params_active_b is None or model.params_active_b == model.params_total_b:
        return total
    return _("%(total)s, %(amount)s active") % {"total": total, "amount": words.amount(model.params_active_b * 10**9)}


def _entry(model: Model, catalogue: Catalogue, shelf: Shelf) -> Entry:
    kinds = tuple(dict.fromkeys(it.kind for it in label_warnings(model, catalogue)))
    term = model.weights_licence
    licences = set(catalogue.in_force(model))
    named = licences | ({term.guide.value} if term.guide else set())
    shorts = (catalogue.licences[each].short for each in sorted(named))
    parts = [model.id, model.name, model.vendor, model.hf_repo or "", *model.aliases, *sorted(named), *shorts]
    images = {True: "yes", False: "no", None: "unknown"}[model.image_input]
    keys = {
        "vendor": frozenset({model.vendor}),
        "licence": frozenset(named),
        "family": frozenset({catalogue.licences[term.text.value].family}),
        "lineage": frozenset([*kinds, "inherited" if len(licences) > 1 else "alone"]),
        "compute": frozenset({band(model.compute)}),
        "images": frozenset({images}),
        "confidence": frozenset({term.text.confidence}),
    }
    make = partial(_row, model, catalogue, shelf, kinds)
    return Entry(model, " ".join(parts).casefold(), keys, _orders(model, catalogue), make)


def _orders(model: Model, catalogue: Catalogue) -> dict[str, str | float | None]:
    return {
        "name": model.name.casefold(),
        "vendor": model.vendor.casefold(),
        "licence": catalogue.licences[model.weights_licence.text.value].short.casefold(),
        "size": model.params_total_b,
        "released": model.released.toordinal() if model.released else None,
        "compute": model.compute.flop if model.compute else None,
    }


def _row(model: Model, catalogue: Catalogue, shelf: Shelf, kinds: tuple[str, ...]) -> ModelRow:
    term = model.weights_licence
    told, css = warning(term.text.confidence, term.text.read_on, shelf.today)
    return ModelRow(
        id=model.id,
        name=model.name,
        href=reverse("catalog:model", args=[model.id]),
        vendor=model.vendor,
        licence=licence_link(term.text.value, catalogue),
        inherited=in_force(model, catalogue)[1:],
        guide=licence_link(term.guide.value, catalogue) if term.guide and differ(model, catalogue) else None,
        hides=words.sentence(", ".join(SHORT[kind] for kind in kinds)),
        size=size(model) or _("Unknown"),
        released=words.day(model.released) or _("Unknown"),
        flop=words.flop(model.compute.flop) if model.compute else _("Unknown"),
        basis=words.BASES[model.compute.basis] if model.compute else "",
        warning=told,
        warning_class=css,
    )
