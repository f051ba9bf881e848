"""Taking certificates back."""

from __future__ import annotations

from cryptography import x509
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.models import Revocation, User
from wizard.process.refusal import Refused
from wizard.queries.keys import authority_mark_of, known_certificate
from wizard.signing.identity import fingerprint
from wizard.signing.revocation import Cause


@transaction.atomic
def revoke(*, actor: User | None, certificate: x509.Certificate, cause: Cause) -> Revocation:
    """Put a certificate of ours on the list of revoked ones. `actor` is None on the server's own console.

    Nothing happens where it stands there already for the same cause.
    """
    mark = fingerprint(certificate)
    row, new = Revocation.objects.get_or_create(
        fingerprint=mark,
        cause=cause,
        defaults={
            "authority": authority_mark_of(certificate),
            "serial": f"{certificate.serial_number:x}",
            "subject": certificate.subject.rfc4514_string()[:200],
            "revoked_at": timezone.now().replace(microsecond=0),
            "revoked_by": actor,
        },
    )
    if new:
        details = {"fingerprint": mark, "cause": cause.value}
        audit.record(actor=actor, action="certificate.revoked", subject=None, details=details)
    return row


def revoke_by_mark(*, actor: User | None, mark: str, cause: Cause) -> Revocation:
    """Revoke the certificate whose fingerprint begins so; raises Refused where none or more than one does."""
    found = known_certificate(mark)
    if found is None:
        raise Refused(
            _("No certificate of this service has the fingerprint %(mark)s: `manage.py signing status` lists them.")
            % {"mark": mark}
        )
    return revoke(actor=actor, certificate=found, cause=cause)
