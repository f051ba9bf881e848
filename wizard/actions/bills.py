"""Starting the assessments that a bill of materials asks for, and signing a bill that is handed out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from django.db import transaction

from catalog.ambient import current_catalog
from wizard.actions.assessments import start_assessment
from wizard.actions.keys import certifying_key
from wizard.interchange.bill_products import Product
from wizard.interchange.lbom import NAME
from wizard.models import Assessment, User
from wizard.phases.fields import without_control
from wizard.process.refusal import Refused
from wizard.queries.files import authority_certificates
from wizard.signing.detached import sign_beside
from wizard.signing.problems import SigningProblem


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


def signed_bill(content: bytes) -> bytes:
    """A ZIP of the bill, its signature by the key that certifies reports, and the authorities that vouch for that key.

    Raises Refused where the organisation's keys do not open, or the token with that key does not sign.
    """
    try:
        signature = sign_beside(content, identity=certifying_key())
    except SigningProblem as problem:
        raise Refused(problem.sentence) from None
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(NAME, content)
        file.writestr(f"{NAME}.p7s", signature)
        file.writestr("authority.pem", b"".join(authority_certificates()))
    return folder.getvalue()
