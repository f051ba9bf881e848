"""An issued report, and the verdict on a file that claims to be one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.presenters.language import number, told
from catalog.presenters.words import day
from wizard.models import Report
from wizard.presenters.moments import moment
from wizard.queries.decisions import sign_off_of
from wizard.queries.verification import Verification
from wizard.signing.structure import Signature


@dataclass(frozen=True)
class ReportView:
    """The page of an issued report."""

    revision: int
    filename: str
    size: str
    sha256: str
    snapshot: str
    issued: str
    signed_by: str
    valid_until: str
    conditions: str
    comment: str
    dissents: tuple[tuple[str, str], ...]
    fingerprints: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SignatureView:
    """One signature found on a file."""

    role: str
    name: str
    organisation: str
    when: str
    fingerprint: str
    covers: str
    level: str


@dataclass(frozen=True)
class VerdictView:
    """The verdict on an uploaded file."""

    ok: bool
    filename: str
    title: str
    sentence: str
    standing: str
    terms: str
    meaning: str
    reasons: tuple[str, ...]
    signatures: tuple[SignatureView, ...]
    increments: tuple[str, ...]


def report_view(report: Report) -> ReportView:
    """Put a report and the decisions it carries into words."""
    decided = sign_off_of(report.snapshot)
    signatures = report.snapshot.signatures.all()
    return ReportView(
        revision=report.snapshot.revision,
        filename=report.filename,
        size=_("%(size)s kB") % {"size": number(round(report.length / 1024))},
        sha256=report.sha256,
        snapshot=report.snapshot.sha256,
        issued=moment(report.issued_at),
        signed_by=", ".join(one.signer.full_name for one in signatures),
        valid_until=day(report.snapshot.valid_until),
        conditions=decided.conditions,
        comment=decided.comment,
        dissents=tuple((one.name, one.why) for one in decided.dissents),
        fingerprints=(
            (_("Certificate of the service"), report.service_fingerprint),
            *((_("Certificate of %(name)s") % {"name": one.signer.full_name}, one.fingerprint) for one in signatures),
        ),
    )


def verdict_view(found: Verification, filename: str) -> VerdictView:
    """Put the verdict on a file into words."""
    verdict = found.verdict
    return VerdictView(
        ok=verdict.ok,
        filename=filename,
        title=_("This report is genuine") if verdict.ok else _("This file is not a genuine report"),
        sentence=told(verdict.sentence),
        standing=told(found.standing),
        terms=verdict.terms,
        meaning=told(verdict.indication.meaning),
        reasons=tuple(map(told, verdict.reasons)),
        signatures=tuple(map(_signature, verdict.signatures)),
        increments=tuple(map(told, verdict.increments)),
    )


def _signature(found: Signature) -> SignatureView:
    return SignatureView(
        role=told(found.role),
        name=told(found.named),
        organisation=found.organisation,
        when=moment(found.at),
        fingerprint=found.fingerprint,
        covers=told(found.covers),
        level=told(found.level),
    )
