"""With an authority of time a report stays verifiable longer; without its answers it is a report of a lower level."""

import asyncio
import hashlib
import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from tests.support.time_authority import TimeAuthority, time_authority
from tests.wizard.report import sample
from tests.wizard.signing.conftest import Keys, finished_by, list_of, stamped_by
from wizard.report.selfcheck import problems
from wizard.signing.additions import apart
from wizard.signing.clocks import Clock, in_der
from wizard.signing.indication import Reason
from wizard.signing.levels import Level
from wizard.signing.revocation import Cause, Revoked
from wizard.signing.verdict import IssuedRecord, Verdict, verify, verify_isolated

Finish = Callable[[bytes, tuple[set[str], set[str]]], tuple[bytes, Level]]
Judge = Callable[..., Verdict]
BEFORE, LATER = (sample.ISSUED + days * timedelta(days=1) for days in (-1, 1))


@pytest.fixture(scope="module")
def stamped(rendered: bytes, keys: Keys, clock: TimeAuthority) -> bytes:
    return stamped_by(Clock(clock.ask, [clock.root]), rendered, keys)


@pytest.fixture(scope="module")
def finished(stamped: bytes, keys: Keys, clock: TimeAuthority) -> bytes:
    file, level = finished_by(Clock(clock.ask, [clock.root]), stamped, keys, clock)
    assert level is Level.B_LTA
    return file


@pytest.fixture(scope="module")
def finish(keys: Keys, clock: TimeAuthority) -> Finish:
    """Sign and finish a report while some of the authority is silent."""

    def done(rendered: bytes, silent: tuple[set[str], set[str]]) -> tuple[bytes, Level]:
        try:
            clock.silent = silent[0]
            file = stamped_by(Clock(clock.ask, [clock.root]), rendered, keys)
            clock.silent = silent[1]
            return finished_by(Clock(clock.ask, [clock.root]), file, keys, clock)
        finally:
            clock.silent = set()

    return done


@pytest.fixture(scope="module")
def judged(keys: Keys, clock: TimeAuthority) -> Judge:
    return lambda file, *lists: verify(
        file, trust_roots=[keys.root], time_roots=[clock.root], revocations=lists, issued=None
    )


def test_a_finished_report_says_what_confirms_its_time_and_its_certificates(
    finished: bytes, stamped: bytes, keys: Keys, clock: TimeAuthority, judged: Judge
) -> None:
    verdict = verify_isolated(finished, trust_roots=[keys.root], time_roots=[clock.root], issued=None)
    assert verdict == judged(finished)
    assert verdict.terms == "TOTAL-PASSED"
    assert {one.baseline for one in verdict.signatures} == {Level.B_LTA}
    assert verdict.signatures[-1].level == (
        "PAdES B-LTA: a time-stamp authority confirms the time and the proof, in the file, "
        "that no certificate was revoked"
    )
    assert verdict.signatures[-1].covers == "the whole report; only what proves it later was added since"
    assert [one.at for one in verdict.signatures] == [sample.ISSUED, sample.ISSUED]
    data, archive = verdict.increments[-2:]
    assert data.startswith(f"Part 4, to byte {verdict.additions[0].through:,}: proof that no certificate was revoked.")
    assert archive == (
        f"Part 5, to byte {len(finished):,}: an archive time-stamp by Clock of the tests of 23 November 2026."
    )
    assert finished.startswith(stamped)


def test_a_finished_report_still_conforms(finished: bytes) -> None:
    assert problems(finished) == []


def test_others_agree_on_a_finished_report(finished: bytes, keys: Keys, clock: TimeAuthority, tmp_path: Path) -> None:
    roots = [asn1_x509.Certificate.load(in_der(root)) for root in (keys.root, clock.root)]
    strict = CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True)
    policy = CertValidationPolicySpec(SimpleTrustManager.build(roots), strict)
    theirs = PdfSignatureValidationSpec(SignatureValidationSpec(policy))
    day_after = ValidationTimingInfo(LATER, LATER, point_in_time_validation=False)
    for signature in PdfFileReader(io.BytesIO(finished)).embedded_regular_signatures:
        told = asyncio.run(ades_lta_validation(signature, theirs, timing_info=day_after))
        assert told.ades_subindic is AdESPassed.OK
    (tmp_path / "report.pdf").write_bytes(finished)
    for command in (["pdfsig", "-nocert"], ["qpdf", "--check"]):
        if shutil.which(command[0]):
            printed = subprocess.run([*command, "report.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True)
            assert command[0] == "qpdf" or printed.stdout.count("Signature is Valid.") == 2
            assert command[0] == "qpdf" or "Total document signed" in printed.stdout


def test_one_changed_byte_behind_the_signatures_is_refused_wherever_it_is(
    finished: bytes, stamped: bytes, judged: Judge
) -> None:
    data = apart(finished)[1]
    assert data
    archive = len(finished) - len(data.rest)
    token = finished.index(b"/Contents <", archive)
    places = [
        *range(len(stamped), token, 239),
        *range(token, token + 4000, 157),
        *range(token + 4000, len(finished), 907),
    ]
    accepted = []
    for at in places:
        digit = finished[at : at + 1] in b"0123456789ABCDEF"
        other = b"123456789ABCDEF0"[b"0123456789ABCDEF".index(finished[at])] if digit else finished[at] ^ 1
        if judged(finished[:at] + bytes([other]) + finished[at + 1 :]).ok:
            accepted.append(at)
    assert accepted == []


@pytest.mark.parametrize(
    ("silent", "level"),
    [
        (({"tsa"}, {"tsa"}), Level.B_B),
        ((set(), {"ocsp", "list"}), Level.B_T),
        ((set(), {"tsa"}), Level.B_LT),
        ((set(), {"ocsp"}), Level.B_LTA),
        (({"tsa"}, set()), Level.B_LTA),
    ],
    ids=["never", "no revocation data", "no archive", "a list in place of an answer", "back after the signatures"],
)
def test_an_authority_that_does_not_answer_costs_a_level_and_not_the_report(
    silent: tuple[set[str], set[str]], level: Level, rendered: bytes, finish: Finish, judged: Judge
) -> None:
    file, reached = finish(rendered, silent)
    verdict = judged(file)
    assert (verdict.reasons, reached) == ((), level)
    assert {one.baseline for one in verdict.signatures} == {level}


def test_what_an_unknown_authority_says_is_no_time_stamp(rendered: bytes, stamped: bytes, keys: Keys) -> None:
    with time_authority(at=sample.ISSUED) as strange, time_authority(at=sample.ISSUED) as known:
        asked = Clock(strange.ask, [known.root])
        assert (
            verify(stamped_by(asked, rendered, keys), trust_roots=[keys.root], time_roots=[known.root], issued=None)
            .signatures[0]
            .baseline
            is Level.B_B
        )
        assert asked.lost
        verdict = verify(stamped, trust_roots=[keys.root], time_roots=[strange.root], issued=None)
    assert (verdict.terms, verdict.reasons) == ("INDETERMINATE (NO_POE)", ("A time-stamp cannot be verified.",))


def test_an_authority_for_signers_is_none_for_time(stamped: bytes, keys: Keys, clock: TimeAuthority) -> None:
    assert not verify(stamped, trust_roots=[keys.root, clock.root], issued=None).ok
    assert not verify(stamped, trust_roots=[clock.root], time_roots=[keys.root], issued=None).ok


def test_a_revoked_authority_of_time_adds_nothing(stamped: bytes, keys: Keys, clock: TimeAuthority) -> None:
    try:
        clock.revoked = BEFORE
        assert finished_by(Clock(clock.ask, [clock.root]), stamped, keys, clock) == (stamped, Level.B_T)
    finally:
        clock.revoked = None


def revoked(keys: Keys, at: object, cause: Cause, who: str = "reviewer") -> bytes:
    serial = getattr(keys, who).certificate.serial_number
    return list_of(keys, Revoked(serial, at, cause), at=LATER)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["service", "reviewer"])
@pytest.mark.parametrize("cause", [Cause.COMPROMISE, Cause.SUPERSEDED])
def test_a_revocation_after_the_proven_time_changes_nothing(
    who: str, cause: Cause, stamped: bytes, keys: Keys, judged: Judge
) -> None:
    assert judged(stamped, revoked(keys, LATER, cause, who)).ok


def test_a_certificate_revoked_before_it_signed_is_refused(stamped: bytes, keys: Keys, judged: Judge) -> None:
    verdict = judged(stamped, revoked(keys, BEFORE, Cause.SUPERSEDED, "service"))
    assert verdict.terms == "INDETERMINATE (REVOKED_NO_POE)"
    verdict = judged(stamped, revoked(keys, BEFORE, Cause.SUPERSEDED))
    assert verdict.terms == "TOTAL-FAILED (REVOKED)", "the time-stamp of the service proves that she signed later"
    assert verdict.reasons == ("A signature was made with a certificate that had been revoked before.",)


def test_without_proof_of_time_the_cause_of_a_revocation_decides(signed: bytes, keys: Keys, judged: Judge) -> None:
    assert judged(signed, revoked(keys, LATER, Cause.AFFILIATION)).ok
    assert judged(signed, revoked(keys, BEFORE, Cause.AFFILIATION)).reason is Reason.REVOKED_NO_POE
    doubted = revoked(keys, LATER, Cause.COMPROMISE)
    verdict = judged(signed, doubted)
    (told,) = verdict.reasons
    assert told.startswith("A certificate was revoked, and nothing in the file proves that it signed before: ask where")
    record = IssuedRecord(hashlib.sha256(signed).hexdigest(), len(signed), sample.ISSUED)
    assert verify_isolated(signed, trust_roots=[keys.root], revocations=[doubted], issued=record).ok


def test_a_list_of_another_authority_revokes_nothing(signed: bytes, keys: Keys, stranger: Keys, judged: Judge) -> None:
    serial = keys.reviewer.certificate.serial_number
    foreign = list_of(stranger, Revoked(serial, BEFORE, Cause.COMPROMISE), at=LATER)
    assert judged(signed, foreign).ok
