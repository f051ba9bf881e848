"""A signed report is its rendered bytes plus exactly one addition per signature, and nothing else.

A valid signature alone does not mean that the file is the one we issued: anybody can add to a PDF behind the last
signature, and many readers still call it valid. So the whole shape of the file is checked. What may follow the last
signature (`additions`) is taken off first and compared byte for byte; everything else looks at the report before it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from asn1crypto import x509
from cryptography import x509 as certificates
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from catalog.knowledge.sentences import sentence, verbatim
from wizard.signing import container
from wizard.signing import outside as outside_signer
from wizard.signing.additions import ADDED, apart, confirm
from wizard.signing.clocks import NOT_VERIFIED, in_der
from wizard.signing.doubt import Doubt
from wizard.signing.identity import REVIEW_UNIT, SERVICE_UNIT
from wizard.signing.indication import Reason
from wizard.signing.levels import Level
from wizard.signing.names import REVIEWER_FIELD, SERVICE_FIELD
from wizard.signing.reader import Reader
from wizard.signing.times import Addition, Times, Trust
from wizard.signing.touched import NotesInInformation, NotesInMetadata

MOST_REVIEWERS = 8

_ONLY_SIGNING = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldModificationRule()]),
    ignore_orphaned_objects=False,
)
"""What may change after a signature: an empty signature field gets its signature. No metadata, no other field."""

_ALSO_SIGNING_OUTSIDE = StandardDiffPolicy(
    global_rules=[
        *_ONLY_SIGNING.global_rules,
        NotesInInformation().as_qualified(ModificationLevel.LTA_UPDATES),
        NotesInMetadata().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=_ONLY_SIGNING.form_rule,
    ignore_orphaned_objects=False,
)
"""The same where somebody signed with a tool of their own: it may write when it did so, and its name."""

_UNUSUAL = sentence("This file is encrypted or built in two ways at once, which no report issued here is.")
_OTHER_FIELDS = sentence("This file does not have the signature fields of a report issued here.")
_OTHER_FIELD = sentence("A signature stands in a field that belongs to somebody else.")
_WITHOUT_SERVICE = sentence("The report is not fully signed: the signature of the service is missing.")
_WITHOUT_REVIEWER = sentence("The report is not fully signed: the signature of a reviewer is missing.")
_WHOLE = sentence("the whole file")
_THUS_FAR = sentence("the file up to this signature; only signatures were added since")
_ALL_BUT_PROOF = sentence("the whole report; only what proves it later was added since")
_TWO_SIGNATURES = sentence("The signature that the file names is not the one that protects it.")
_OUT_OF_BOUNDS = sentence("A signature was made outside the time for which its certificate is valid.")
_NO_TIME = sentence("A signature does not say when it was made.")
_NOT_PADES = sentence("The signature is no PAdES signature: choose PAdES, or ETSI.CAdES.detached, in the signing tool.")


@dataclass(frozen=True)
class Signature:
    """One verified signature. `name` and `organisation` are the authority's word, `at` is the signer's own word
    unless `time_stamped`; `covers` says in words how much of the file it protects, `through` is the last byte of that.
    `claimed` is older than `at` where only the archive's time-stamp confirms the time. `authority` names whose word it
    is where that is not the organisation's own authority.
    """

    role: str
    name: str
    organisation: str
    at: datetime
    claimed: datetime
    time_stamped: bool
    fingerprint: str
    covers: str
    through: int
    baseline: Level
    authority: str = ""

    @property
    def named(self) -> str:
        """The name, and whose word it is where that is not the organisation's own authority."""
        if not self.authority:
            return self.name
        return sentence("{name} (says {authority})", name=verbatim(self.name), authority=verbatim(self.authority))

    @property
    def level(self) -> str:
        """The PAdES baseline level, in the standard's name and in words."""
        return self.baseline.told


def examine(
    file: bytes, trust: Trust, reviewers: int | None = None
) -> tuple[tuple[Signature, ...], tuple[Addition, ...]]:
    """Verify all signatures, what follows them, and the shape of the file.

    `reviewers` is how many of them have signed, where the report is not finished; the fields of the others are empty.
    Raises `Doubt`, or whatever a damaged file provokes.
    """
    core, tail = apart(file)
    if core.count(b"%%EOF") > 2 + MOST_REVIEWERS:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    authorities = frozenset(_certificate(root).dump() for root in trust.roots)
    people = frozenset(_certificate(root).dump() for root in trust.people)
    container.check(core, container.last_range(core), authorities, people)
    added = confirm(file, core, tail) if tail else None
    reader = Reader(core)
    if reader.encrypted or reader.xrefs.hybrid_xrefs_present:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _UNUSUAL)
    signatures = _expected(reader, reviewers)
    for signature in signatures:
        believed = frozenset() if signature.field_name == SERVICE_FIELD else people
        _check_protection(core, signature, authorities, believed)
    _check_revisions(reader, signatures)
    times = Times(signatures, _in_der(trust), added)
    described = []
    for number, signature in enumerate(signatures):
        status = _status(signature, times, number)
        described.append(_described(signature, status, times, number))
    return tuple(described), times.additions(len(file))


def is_certificate(encoded: bytes) -> bool:
    """Whether these bytes (PEM or DER) are a certificate that could be trusted."""
    try:
        certificates.load_der_x509_certificate(in_der(encoded))
    except (ValueError, TypeError):
        return False
    return True


def fingerprint(encoded: bytes) -> str:
    """Return the SHA-256 fingerprint, in hexadecimal, of a certificate (PEM or DER)."""
    mark: bytes = _certificate(encoded).sha256
    return mark.hex()


def _certificate(encoded: bytes) -> x509.Certificate:
    return x509.Certificate.load(in_der(encoded))


def _in_der(trust: Trust) -> Trust:
    roots, clocks, people = (
        tuple(_certificate(each).dump() for each in some) for some in (trust.roots, trust.time_roots, trust.people)
    )
    return replace(trust, roots=roots, time_roots=clocks, people=people)


def _expected(reader: PdfFileReader, reviewers: int | None) -> list[EmbeddedPdfSignature]:
    """Return the signatures in their order: the certification, then every reviewer the report names; none may lack.

    Of an unfinished report, those of so many reviewers. A redacted copy names none, so it has the certification alone.
    """
    form = reader.root.get("/AcroForm", {})
    count = len(form.get("/Fields", ()))
    if count == 0:
        raise Doubt(Reason.FORMAT_FAILURE, container.NO_SIGNATURE)
    names = [SERVICE_FIELD, *(REVIEWER_FIELD.format(number) for number in range(1, count))]
    if count > 1 + MOST_REVIEWERS or "/XFA" in form:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _OTHER_FIELDS)
    fields = {name: (value, reference) for name, value, reference in enumerate_sig_fields(reader)}
    if sorted(fields) != sorted(names):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _OTHER_FIELDS)
    wanted = names if reviewers is None else names[: 1 + reviewers]
    if any(fields[name][0] is not None for name in names[len(wanted) :]):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _OTHER_FIELD)
    unsigned = [name for name in wanted if fields[name][0] is None]
    if unsigned:
        raise Doubt(
            Reason.SIG_CONSTRAINTS_FAILURE, _WITHOUT_SERVICE if unsigned[0] == SERVICE_FIELD else _WITHOUT_REVIEWER
        )
    return [EmbeddedPdfSignature(reader, fields[name][1].get_object(), name) for name in wanted]


def _check_protection(
    file: bytes, signature: EmbeddedPdfSignature, authorities: frozenset[bytes], people: frozenset[bytes]
) -> None:
    """Check that the signature which the PDF names is the one that the bytes hold."""
    first, length, second, rest = (int(number) for number in signature.byte_range)
    content = container.check(file, (first, length, second, rest), authorities, people)
    if first != 0 or content != signature.pkcs7_content:
        raise Doubt(Reason.FORMAT_FAILURE, _TWO_SIGNATURES)


def _check_revisions(reader: PdfFileReader, signatures: list[EmbeddedPdfSignature]) -> None:
    """Each signature closes a revision of its own, and the certification comes first and is the one in force."""
    if reader.xrefs.total_revisions != 1 + len(signatures):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    if [signature.signed_revision for signature in signatures] != list(range(1, 1 + len(signatures))):
        raise Doubt(
            Reason.SIG_CONSTRAINTS_FAILURE,
            sentence("The signatures were not made in the order in which reports are signed."),
        )
    certification = read_certification_data(reader)
    if (
        certification is None
        or certification.permission != MDPPerm.FILL_FORMS
        or certification.author_sig != signatures[0].sig_object
    ):
        raise Doubt(
            Reason.SIG_CONSTRAINTS_FAILURE, sentence("The report is not certified by the service that issues reports.")
        )


def _status(signature: EmbeddedPdfSignature, times: Times, number: int) -> PdfSignatureStatus:
    """Validate certificate, signature and later changes, as of the time of the signature, asking nobody."""
    at = signature.self_reported_timestamp
    if at is None:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _NO_TIME)
    certificate = signature.signer_cert
    first, last = certificate.not_valid_before, certificate.not_valid_after
    if not all(first <= each <= last for each in (at, times.claimed(number, at))):
        raise Doubt(Reason.OUT_OF_BOUNDS_NO_POE, _OUT_OF_BOUNDS)
    outside = times.outside(number)
    if outside and (problem := outside_signer.problem_of(outside[0])):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, problem)
    if outside and not _is_pades(signature):
        raise Doubt(Reason.FORMAT_FAILURE, _NOT_PADES)
    times.check_revocation(number, at)
    stamp, trust = times.stamps[number], times.trust
    signers, stamps = (
        ValidationContext(
            trust_roots=list(map(_certificate, trusted)),
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )
        for trusted, moment in (
            (trust.people if outside else trust.roots, at),
            (trust.time_roots, stamp.at if stamp else at),
        )
    )
    status = validate_pdf_signature(
        signature,
        signers,
        ts_validation_context=stamps,
        diff_policy=_ALSO_SIGNING_OUTSIDE if any(map(times.outside, range(times.last + 1))) else _ONLY_SIGNING,
        key_usage_settings=outside_signer.FOR_PEOPLE if outside else None,
    )
    _check_status(status)
    return status


def _is_pades(signature: EmbeddedPdfSignature) -> bool:
    kinds = {each["type"].native for each in signature.signer_info["signed_attrs"]}
    return signature.sig_object.get("/SubFilter") == "/ETSI.CAdES.detached" and "signing_certificate_v2" in kinds


def _check_status(status: PdfSignatureStatus) -> None:
    if not (status.intact and status.valid):
        raise Doubt(Reason.HASH_FAILURE, container.ALTERED)
    if not status.trusted:
        raise Doubt(Reason.NO_CERTIFICATE_CHAIN_FOUND, container.NOT_ISSUED)
    if status.coverage not in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, sentence("A signature leaves parts of the file unprotected."))
    if status.modification_level is None or status.modification_level > ModificationLevel.FORM_FILLING:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid and stamp.trusted):
        raise Doubt(Reason.NO_POE, NOT_VERIFIED)
    if not status.bottom_line:
        raise Doubt(Reason.GENERIC, container.ALTERED)


def _described(signature: EmbeddedPdfSignature, status: PdfSignatureStatus, times: Times, number: int) -> Signature:
    service, last = signature.field_name == SERVICE_FIELD, number == times.last
    subject: dict[str, Any] = signature.signer_cert.subject.native
    outside = times.outside(number)
    if not outside and subject.get("organizational_unit_name") != (SERVICE_UNIT if service else REVIEW_UNIT):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _OTHER_FIELD)
    if last != (status.coverage == SignatureCoverageLevel.ENTIRE_FILE):
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, ADDED)
    stamp, word = times.stamp(number), signature.self_reported_timestamp
    if word is None:
        raise Doubt(Reason.SIG_CONSTRAINTS_FAILURE, _NO_TIME)
    return Signature(
        role=sentence("Certification") if service else sentence("Legal review"),
        name=outside_signer.name_of(outside[0]) if outside else subject["common_name"],
        organisation=outside_signer.organisation_of(outside[0]) if outside else subject["organization_name"],
        at=stamp.at if stamp else word,
        claimed=times.claimed(number, word),
        time_stamped=stamp is not None,
        fingerprint=signature.signer_cert.sha256.hex(),
        covers=_THUS_FAR if not last else _ALL_BUT_PROOF if times.kept else _WHOLE,
        through=int(signature.byte_range[2]) + int(signature.byte_range[3]),
        baseline=times.level(number),
        authority=outside_signer.name_of(outside[1]) if outside else "",
    )
