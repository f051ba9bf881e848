"""A signature by a certificate from outside, as it is shown before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from django.conf import settings

from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.models import SigningWay
from wizard.presenters.moments import moment
from wizard.signing.outside import name_of
from wizard.signing.structure import Signature


@dataclass(frozen=True)
class PreparedView:
    """Whom the certificate names, who says so, and what the signature reaches; `way` is how it was made."""

    way: str
    name: str
    organisation: str
    authority: str
    until: str
    signed: str
    level: str
    fingerprint: str


def prepared_view(way: SigningWay, signature: Signature, until: datetime) -> PreparedView:
    """Put a signature that is ready to be kept into words; `until` is when its certificate ends."""
    return PreparedView(
        way=str(way.label),
        name=signature.name,
        organisation=signature.organisation,
        authority=signature.authority,
        until=day(until.date()),
        signed=moment(signature.claimed),
        level=told(signature.level),
        fingerprint=signature.fingerprint,
    )


def accepted_authorities() -> list[str]:
    """The names of the authorities outside whose certificates are accepted."""
    return [name_of(x509.load_pem_x509_certificate(root)) for root in settings.REVIEWER_ROOTS]
