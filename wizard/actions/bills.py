"""Starting the assessments that a bill of materials asks for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from catalog.ambient import current_catalog
from wizard.actions.assessments import start_assessment
from wizard.interchange.bill_products import Product
from wizard.models import Assessment, User
from wizard.phases.fields import without_control


@transaction.atomic
def start_from_bill(*, author: User, products: Iterable[Product]) -> list[Assessment]:
    """Open a draft for each product with the models that the catalogue knows; all of them, or none.

    Raises Refused as `start_assessment` does. The same products sent twice, as by a double click, open one draft each.
    """
    catalogue = current_catalog()
    return [
        start_assessment(
            author=author,
            name=without_control(product.name),
            description=without_control(product.description),
            candidates=product.known,
            edition_version=catalogue.edition.version,
            edition_sha256=catalogue.sha256,
        )
        for product in products
    ]
