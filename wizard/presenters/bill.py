"""What a page says of a bill of materials that somebody brought: what is out of date in it, what could be assessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.presenters.words import listed
from wizard.interchange.bill_products import Product

NAME_LIMIT = 120


@dataclass(frozen=True)
class ProductRow:
    """A product of the file. `why` says why no draft can be started for it; `exists` names assessments of its name."""

    name: str
    models: str
    unknown: str
    why: str
    exists: tuple[str, ...]

    @property
    def chosen(self) -> bool:
        """Whether it is ticked at first: what was assessed already is not."""
        return not self.why and not self.exists


def product_rows(
    products: Iterable[Product], assessed: Mapping[str, Sequence[str]], most: int
) -> tuple[ProductRow, ...]:
    """The products in their order. `assessed`: references by name in small letters; `most` candidates fit a draft."""
    return tuple(_row(product, assessed, most) for product in products)


def _row(product: Product, assessed: Mapping[str, Sequence[str]], most: int) -> ProductRow:
    return ProductRow(
        name=product.name,
        models=listed(list(product.known)) if product.known else "",
        unknown=", ".join(model.name for model in product.models if model.id is None),
        why=_why(product, most),
        exists=tuple(assessed.get(product.name.casefold(), ())),
    )


def _why(product: Product, most: int) -> str:
    if not product.known:
        return _("The catalogue knows none of its models: have a legal reviewer add them first.")
    if len(product.known) > most:
        words = ngettext(
            "It runs %(n)d model, and %(most)d can be compared: start it by hand.",
            "It runs %(n)d models, and %(most)d can be compared: start it by hand.",
            len(product.known),
        )
        return words % {"n": len(product.known), "most": most}
    if len(product.name) > NAME_LIMIT:
        return _("Its name is longer than %(most)d characters: start it by hand.") % {"most": NAME_LIMIT}
    return ""
