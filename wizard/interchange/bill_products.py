"""What a bill of materials says of products: which runs which models, so that each can be assessed.

Two forms are read: `ai-license-bom.yaml`, and CycloneDX 1.6 or newer as JSON, held against the schema of the standard.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.knowledge.index import Catalogue
from wizard.interchange.cyclonedx_file import read_cyclonedx
from wizard.interchange.lbom import model_at
from wizard.interchange.lbom_file import Bill, Entry


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
    bill = read_cyclonedx(content)
    uses = dict.fromkeys(use for one in bill.models for use in one.uses)
    models = ((one.name, one.known(catalogue)) for one in bill.models)
    return (Product(bill.product, "\n".join(uses), tuple(Named(name, it.id if it else None) for name, it in models)),)


def _named(entry: Entry, catalogue: Catalogue) -> Named:
    model = catalogue.model(entry.id) or model_at(entry.source, catalogue)
    return Named(entry.id, model.id if model else None)
