"""The verdict on a genuine report, and on everything that only looks like one."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate

from tests.wizard.report import sample
from tests.wizard.signing.conftest import REVIEW, SERVICE, Keys
from wizard.report.inputs import Reviewer, SignOff
from wizard.report.pdf import render_isolated
from wizard.signing.indication import Indication, Reason
from wizard.signing.signer import certify, sign
from wizard.signing.verdict import LARGEST, IssuedRecord, Verdict, verify, verify_isolated

COULD_NOT = "This file could not be verified as a report issued here."


def record(file: bytes) -> IssuedRecord:
    return IssuedRecord(hashlib.sha256(file).hexdigest(), len(file))


def test_a_genuine_report_says_who_certified_and_who_signed(signed: bytes, certified: bytes, keys: Keys) -> None:
    verdict = verify_isolated(signed, trust_roots=[keys.root], issued=record(signed))
    assert verdict.ok
    assert verdict.sentence == (
        "This report is genuine: certified by Acme GmbH, signed by Adaeze Okafor, and unaltered since. "
        "It is, byte for byte, the file that was issued."
    )
    service, reviewer = verdict.signatures
    assert (service.role, service.name) == ("Certification", "Acme GmbH report service")
    assert (reviewer.role, reviewer.name, reviewer.organisation) == ("Legal review", "Adaeze Okafor", "Acme GmbH")
    assert reviewer.at == sample.ISSUED
    assert not reviewer.time_stamped
    assert reviewer.covers == "the whole file"
    assert reviewer.level == "PAdES B-B: the time is the signer’s own word"
    assert len(reviewer.fingerprint) == 64
    assert verdict.terms == "TOTAL-PASSED"
    assert verdict.increments == (
        "Part 1: the report as it was laid out.",
        f"Part 2, to byte {len(certified):,}: the certification by Acme GmbH report service.",
        f"Part 3, to byte {len(signed):,}: the signature of Adaeze Okafor.",
    )


def test_without_a_record_the_signatures_alone_decide(signed: bytes, keys: Keys) -> None:
    verdict = verify(signed, trust_roots=[keys.root], issued=None)
    assert verdict.ok
    assert "byte for byte" not in verdict.sentence


def test_the_trust_root_may_be_given_as_der(signed: bytes, keys: Keys) -> None:
    der = keys.authority.certificate.public_bytes(serialization.Encoding.DER)
    assert verify(signed, trust_roots=[der], issued=None).ok


def test_the_isolated_and_the_direct_verdict_are_the_same(signed: bytes, keys: Keys) -> None:
    direct = verify(signed, trust_roots=[keys.root], issued=None)
    assert verify_isolated(signed, trust_roots=[keys.root], issued=None) == direct


def test_a_report_outlives_its_certificates(rendered: bytes, keys: Keys) -> None:
    """Nothing asks what day it is: a certificate has to be valid when it signed, not when somebody looks."""
    long_ago = sample.ISSUED + timedelta(days=2 * 365)
    assert _issued(rendered, keys, at=long_ago).ok
    too_late = sample.ISSUED + timedelta(days=4 * 365)
    late = _issued(rendered, keys, at=too_late)
    assert late.terms == "INDETERMINATE (OUT_OF_BOUNDS_NO_POE)"
    assert late.reasons == ("A signature was made outside the time for which its certificate is valid.",)


def test_two_reviewers_sign_one_after_the_other(keys: Keys) -> None:
    sign_off = SignOff(
        reviewers=(Reviewer("Adaeze Okafor", "Legal review by"), Reviewer("Jo Weber", "Security by")),
        decided_on=sample.ISSUED.date(),
        valid_until=None,
    )
    file = render_isolated(sample.request(html=sample.html(sample.document(sign_off=sign_off))))
    font = sample.fonts().sans
    file = certify(file, identity=keys.service, statement=SERVICE, font=font)
    one = sign(file, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=font)
    both = sign(one, identity=keys.reviewer, field="Reviewer2", statement=REVIEW, font=font)
    assert verify(both, trust_roots=[keys.root], issued=None).ok
    assert verify(one, trust_roots=[keys.root], issued=None).reasons == (
        "The report is not fully signed: the signature of a reviewer is missing.",
    )


def test_a_certified_report_without_its_reviewer_is_not_accepted(certified: bytes, keys: Keys) -> None:
    verdict = verify(certified, trust_roots=[keys.root], issued=None)
    assert verdict == Verdict(
        Reason.SIG_CONSTRAINTS_FAILURE,
        COULD_NOT,
        ("The report is not fully signed: the signature of a reviewer is missing.",),
    )


def test_a_report_that_nobody_signed_is_not_accepted(rendered: bytes, keys: Keys) -> None:
    verdict = verify(rendered, trust_roots=[keys.root], issued=None)
    assert verdict.reasons == ("This file carries no signature; it is not a report issued here.",)


def test_the_same_names_from_another_authority_are_not_accepted(signed: bytes, rendered: bytes, stranger: Keys) -> None:
    verdict = verify(signed, trust_roots=[stranger.root], issued=None)
    assert verdict.terms == "INDETERMINATE (NO_CERTIFICATE_CHAIN_FOUND)"
    assert verdict.reasons == ("A signature was made with a certificate that this organisation did not issue.",)


def test_a_reviewer_cannot_certify_in_place_of_the_service(rendered: bytes, keys: Keys) -> None:
    font = sample.fonts().sans
    forged = certify(rendered, identity=keys.reviewer, statement=SERVICE, font=font)
    forged = sign(forged, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=font)
    verdict = verify(forged, trust_roots=[keys.root], issued=None)
    assert verdict.reasons == ("A signature stands in a field that belongs to somebody else.",)


def test_another_genuine_report_is_not_the_one_on_record(signed: bytes, certified: bytes, keys: Keys) -> None:
    again = sign(certified, identity=keys.reviewer, field="Reviewer1", statement=REVIEW, font=sample.fonts().sans)
    verdict = verify(again, trust_roots=[keys.root], issued=record(signed))
    assert verdict.terms == "TOTAL-FAILED (HASH_FAILURE)"
    assert verdict.reasons == ("It differs from the report as it was issued.",)


def test_an_addition_to_the_report_on_record_is_named(signed: bytes, keys: Keys) -> None:
    verdict = verify(signed + b"\n", trust_roots=[keys.root], issued=record(signed))
    assert verdict.reasons == ("It begins with the report as issued, but something was added after that.",)


@pytest.mark.parametrize(
    "file", [b"", b"GIF89a", b"<!doctype html>", b"\x00" * 100], ids=["empty", "picture", "page", "zeros"]
)
def test_what_is_no_pdf_is_told_so(file: bytes, keys: Keys) -> None:
    verdict = verify_isolated(file, trust_roots=[keys.root], issued=None)
    assert verdict == Verdict(Reason.FORMAT_FAILURE, "This is not a PDF file; choose the report as it was downloaded.")


def test_a_file_beyond_the_limit_is_not_examined(keys: Keys) -> None:
    verdict = verify_isolated(b"%PDF-1.7" + bytes(LARGEST), trust_roots=[keys.root], issued=None)
    assert verdict.sentence == "This file is larger than 20 MB and was not examined; reports are smaller."


def _issued(rendered: bytes, keys: Keys, *, at: datetime) -> Verdict:
    font = sample.fonts().sans
    file = certify(rendered, identity=keys.service, statement=SERVICE, font=font)
    statement = replace(REVIEW, at=at)
    file = sign(file, identity=keys.reviewer, field="Reviewer1", statement=statement, font=font)
    return verify(file, trust_roots=[keys.root], issued=None)


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_one_of_the_standard_and_leads_to_the_answer_it_gives_there(reason: Reason) -> None:
    theirs = AdESFailure if reason.indication is Indication.FAILED else AdESIndeterminate
    assert reason in theirs.__members__
