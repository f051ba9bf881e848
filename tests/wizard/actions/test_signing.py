"""From the approvals to the issued report: real layout, real signatures, real verification."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.wizard import factories
from tests.wizard.factories import PASSPHRASE
from wizard.actions.approve import approve
from wizard.actions.keys import enrol_signing_key
from wizard.actions.making import make
from wizard.actions.people import change_role, deactivate_person
from wizard.actions.reviews import dissent, reject, request_changes, submit, withdraw
from wizard.actions.signing import Signed, record_signature, sign_with_issued_key, turn_of
from wizard.models import Assessment, AuditEvent, Making, Report, ReportSignature, Review, Seat, SigningWay
from wizard.process.refusal import Refused
from wizard.queries.assessments import latest_snapshot, report_of
from wizard.queries.audit import audit_head
from wizard.queries.files import report_bytes
from wizard.queries.verification import verification
from wizard.signing.levels import Level

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


def reviewer_with_key():
    person = factories.legal_reviewer()
    enrol_signing_key(actor=person, passphrase=PASSPHRASE)
    return person


def decision(assessment, actor, **changes):
    read = latest_snapshot(assessment)
    values = {
        "read": read.sha256 if read else "",
        "conditions": "Ship the licence copy first.",
        "comment": "Read in full.",
        "valid_until": in_days(90),
    }
    return {"assessment": assessment, "actor": actor, **values, **changes}


def signature(assessment, actor, **changes):
    values = {"read": Making.objects.get().sha256, "passphrase": PASSPHRASE, "authenticated_at": timezone.now()}
    return {"assessment": assessment, "actor": actor, **values, **changes}


def another_seat(assessment):
    snapshot = assessment.snapshots.get()
    Seat.objects.create(snapshot=snapshot, position=snapshot.seats.count() + 1, due=in_days(10))


def verify(*arguments):
    out, problems = StringIO(), StringIO()
    try:
        call_command("verify_report", *arguments, stdout=out, stderr=problems)
    except SystemExit as end:
        return end.code, problems.getvalue()
    return 0, out.getvalue()


def validated_by_pyhanko(file, authority):
    root = load_cert_from_pemder(str(authority))
    for found in PdfFileReader(BytesIO(file)).embedded_signatures:
        trust = ValidationContext(trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail")
        status = validate_pdf_signature(found, signer_validation_context=trust)
        yield found.field_name, status.intact and status.valid and status.trusted and status.docmdp_ok


def others_agree(path, authority):
    """Who knows nothing of us says the same: pyHanko, Debian's pdfsig and qpdf."""
    by_pyhanko = dict(validated_by_pyhanko(path.read_bytes(), authority))
    assert by_pyhanko == {"ServiceSignature": True, "Reviewer1": True, "Reviewer2": True}
    done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, timeout=60, check=False).stdout
    assert done.count("Signature Validation: Signature is Valid.") == 3
    assert "Total document signed" in done.split("Signature #3:")[1]
    subprocess.run(["qpdf", "--check", str(path)], capture_output=True, timeout=60, check=True)


def changed_copies_do_not_verify(path, file):
    path.write_bytes(file + b"\n%%EOF\n")
    code, words = verify(str(path))
    assert code == 1
    assert "something was added" in words
    path.write_bytes(file.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    code, words = verify(str(path))
    assert code == 1
    assert "could not be verified" in words


def out_of_turn_or_with_a_wrong_passphrase(assessment, first, second, against):
    with pytest.raises(Refused, match="Another reviewer signs before you"):
        sign_with_issued_key(**signature(assessment, second))
    with pytest.raises(Refused, match="Only who approved"):
        sign_with_issued_key(**signature(assessment, against))
    with pytest.raises(Refused, match="passphrase does not open"):
        sign_with_issued_key(**signature(assessment, first, passphrase="a loud harbour in May"))


def test_two_reviewers_approve_and_sign_and_everybody_can_verify_the_report(data_dir, tmp_path, mailoutbox):
    first, second, against = reviewer_with_key(), reviewer_with_key(), factories.legal_reviewer()
    assessment = factories.in_review()
    another_seat(assessment)

    approve(**decision(assessment, first))
    assert not Making.objects.exists()
    dissent(assessment=assessment, actor=against, comment="The seat of the service is not settled.")
    approve(**decision(assessment, second, conditions="Name an owner.", valid_until=in_days(60)))
    head = audit_head()
    making = Making.objects.get()
    make(making)
    making.refresh_from_db()
    assert (making.state, making.problem, making.audit_head, assessment.state) == ("ready", "", head, "in-review")

    out_of_turn_or_with_a_wrong_passphrase(assessment, first, second, against)
    opened = signature(assessment, second)
    assert sign_with_issued_key(**signature(assessment, first)) is None
    assert assessment.state == "in-review"
    with pytest.raises(Refused, match="changed since you opened it"):
        sign_with_issued_key(**opened)
    report = sign_with_issued_key(**signature(assessment, second))
    assert report is not None
    assessment.refresh_from_db()
    file = report_bytes(report)

    assert assessment.state == "approved"
    assert (report.sha256, report.length) == (hashlib.sha256(file).hexdigest(), len(file))
    assert (report.audit_head, report.level) == (head, "B-B")
    assert report.filename == f"{assessment.reference}-revision-1.pdf"
    signatures = list(report.snapshot.signatures.all())
    assert [one.fingerprint for one in signatures] == [one.signing_key.fingerprint for one in (first, second)]
    assert all(one.authenticated_at for one in signatures)
    assert report.snapshot.valid_until == in_days(60)
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor, event.details["report"]) == ("assessment.approved", second, report.sha256)
    assert [one.to for one in mailoutbox] == [[one.email] for one in (first, second, assessment.author)]
    assert "downloaded there" in mailoutbox[-1].body

    found = verification(file, today=in_days(1))
    assert found.verdict.ok
    assert [one.name for one in found.verdict.signatures][1:] == [first.full_name, second.full_name]
    assert "in force until" in found.standing
    assert "has ended" in verification(file, today=in_days(61)).standing

    path = tmp_path / "report.pdf"
    path.write_bytes(file)
    others_agree(path, data_dir / "keys/ca.pem")
    said = " ".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split())
    for words in ("seat of the service is not settled", "Name an owner.", f"{against.full_name} dissented on"):
        assert words in said
    code, words = verify(str(path))
    for part in (first.full_name, second.full_name, "in force", "ETSI EN 319 102-1: TOTAL-PASSED", "PAdES B-B"):
        assert part in words
    assert code == verify(str(path), "--trust", str(data_dir / "keys/ca.pem"))[0] == 0
    changed_copies_do_not_verify(path, file)

    withdraw(assessment=assessment, actor=first, reason="The licence changed.")
    assert "was withdrawn" in verification(file, today=in_days(1)).standing


def reject_meanwhile(assessment, reviewer):
    reject(assessment=Assessment.objects.get(pk=assessment.pk), actor=reviewer, comment="No.")


def change_meanwhile(assessment, reviewer):
    again = Assessment.objects.get(pk=assessment.pk)
    request_changes(assessment=again, actor=reviewer, comment="Name the users.")
    submit(assessment=again, actor=again.author, snapshot_content=factories.content())


def another_role_meanwhile(assessment, reviewer):
    change_role(
        actor=factories.administrator(), person=type(reviewer).objects.get(pk=reviewer.pk), role="administrator"
    )


def closed_meanwhile(assessment, reviewer):
    deactivate_person(actor=factories.administrator(), person=type(reviewer).objects.get(pk=reviewer.pk))


def signed_meanwhile(assessment, reviewer):
    factories.signed_by(Assessment.objects.get(pk=assessment.pk), reviewer)


@pytest.mark.parametrize(
    ("meanwhile", "says"),
    [
        (reject_meanwhile, "waits to be signed"),
        (change_meanwhile, "waits to be signed"),
        (another_role_meanwhile, "Only a legal reviewer"),
        (closed_meanwhile, "account was closed"),
        (signed_meanwhile, "waits to be signed"),
    ],
)
def test_a_signature_that_lost_the_race_issues_nothing(data_dir, meanwhile, says):
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    factories.approved_by(assessment, reviewer)
    turn = turn_of(assessment, reviewer)
    meanwhile(assessment, reviewer)
    issued, pdf = Report.objects.count(), turn.pdf + b" signed too late"
    signed = Signed(pdf, "b" * 64, SigningWay.ISSUED_KEY, timezone.now(), None)
    with pytest.raises(Refused, match=says):
        record_signature(actor=reviewer, turn=turn, signed=signed, pdf=pdf, level=Level.B_B)
    assert Report.objects.count() == ReportSignature.objects.count() == issued
    assert not (data_dir / "reports" / f"{hashlib.sha256(pdf).hexdigest()}.pdf").exists()


def test_who_has_no_key_or_waits_too_long_does_not_sign(data_dir):
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    factories.approved_by(assessment, reviewer)
    with pytest.raises(Refused, match="no signing key"):
        sign_with_issued_key(**signature(assessment, reviewer))
    late = factories.in_review()
    factories.approved_by(late, reviewer, days=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wizard.actions.signing.today", lambda: in_days(2))
        with pytest.raises(Refused, match="decided anew"):
            turn_of(late, reviewer)


@pytest.mark.parametrize(
    ("changes", "says"), [({"valid_until": in_days(0)}, "beyond today"), ({"conditions": "x" * 4001}, "to 4000")]
)
def test_a_past_end_and_endless_conditions_are_refused(changes, says):
    with pytest.raises(Refused, match=says):
        approve(**decision(factories.in_review(), factories.legal_reviewer(), **changes))
    assert not Review.objects.exists()


def test_an_author_cannot_approve():
    author = factories.legal_reviewer()
    with pytest.raises(Refused, match="somebody else"):
        approve(**decision(factories.in_review(author), author))


@pytest.mark.parametrize("who", [factories.product_manager, factories.administrator])
def test_only_legal_reviewers_approve(who):
    with pytest.raises(Refused, match="Only a legal reviewer"):
        approve(**decision(factories.in_review(), who()))


@pytest.mark.parametrize(("content", "code", "says"), [(b"hello", 1, "not a PDF"), (b"%PDF-1.7\nhello", 1, "verified")])
def test_a_file_that_is_no_report_is_told_so(data_dir, tmp_path, content, code, says):
    path = tmp_path / "file.pdf"
    path.write_bytes(content)
    ended, words = verify(str(path))
    assert ended == code
    assert says in words


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_to_trust_that_is_no_certificate_is_named(data_dir, tmp_path, content):
    report, trust = tmp_path / "report.pdf", tmp_path / "trust.pem"
    report.write_bytes(b"%PDF-1.7\nhello")
    trust.write_bytes(content)
    code, words = verify(str(report), "--trust", str(trust))
    assert code == 2
    assert "trust.pem is no certificate" in words


def test_a_missing_file_is_named(data_dir, tmp_path):
    code, words = verify(str(tmp_path / "nothing.pdf"))
    assert code == 2
    assert "nothing.pdf cannot be read" in words


def test_nobody_approves_a_revision_that_came_after_the_one_that_was_read():
    assessment, reviewer = factories.in_review(), factories.legal_reviewer()
    opened = decision(assessment, reviewer)
    request_changes(assessment=assessment, actor=reviewer, comment="Name the data sources.")
    factories.answer(assessment, "osi-status", data={"relies_on": "exemption"})
    submit(assessment=assessment, actor=assessment.author, snapshot_content=factories.content())
    with pytest.raises(Refused, match="read the new revision"):
        approve(**opened)
    assert report_of(assessment) is None
