"""The certificate of completion of a report: who signed, how they proved who they are, and all that happened."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wizard.models import Report, ReportSignature
from wizard.presenters.history import EventView, history
from wizard.presenters.moments import moment
from wizard.queries.audit import audit_head
from wizard.queries.files import authority_certificate
from wizard.queries.history import events_until, people_in
from wizard.queries.people import names_of
from wizard.signing.structure import fingerprint


@dataclass(frozen=True)
class SignerView:
    """One signature: whose, with what, when, and since when the signer was known to be who they are."""

    name: str
    way: str
    signed: str
    authenticated: str
    fingerprint: str


@dataclass(frozen=True)
class CompletionView:
    """The certificate of completion. `authority` is empty where no key was ever made."""

    signers: tuple[SignerView, ...]
    level: str
    authority: str
    head: str
    events: tuple[EventView, ...]


def completion_view(report: Report) -> CompletionView:
    """Put together what is on record about a report, up to now."""
    signatures = report.snapshot.signatures.select_related("signer").order_by("position")
    happened = events_until(report.snapshot.assessment.reference, audit_head())
    root = authority_certificate()
    return CompletionView(
        signers=tuple(map(_signer, signatures)),
        level=report.level,
        authority=fingerprint(root) if root else "",
        head=report.audit_head,
        events=history(happened, names_of(people_in(happened))),
    )


def _signer(signature: ReportSignature) -> SignerView:
    proven = _("Signed in afresh on %(at)s") % {"at": moment(signature.authenticated_at)} if (
        signature.authenticated_at
    ) else _("By the certificate alone")  # fmt: skip
    return SignerView(
        name=signature.signer.full_name,
        way=signature.get_way_display(),
        signed=moment(signature.signed_at),
        authenticated=proven,
        fingerprint=signature.fingerprint,
    )
