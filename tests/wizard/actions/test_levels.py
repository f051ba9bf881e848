"""Signing with a real authority of time; keys that are revoked and replaced, and the reports that outlive them."""

from __future__ import annotations

import hashlib
import time
from datetime import timedelta
from io import StringIO
from typing import NamedTuple

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.support.time_authority import TimeAuthority, time_authority
from tests.wizard import factories
from tests.wizard.factories import PASSPHRASE
from tests.wizard.report import sample
from wizard.actions.keys import enrol_signing_key, ensure_organisation_keys, open_signing_key, opened
from wizard.actions.keys import rotate_authority as replace_authority
from wizard.actions.levels import finish, timestamper_from_settings
from wizard.actions.lists import revocation_list, revocation_lists
from wizard.actions.people import deactivate_person
from wizard.models import Report, Revocation, User
from wizard.process.refusal import Refused
from wizard.queries.files import authority_certificates
from wizard.queries.keys import authority_mark_of, service_certificate
from wizard.queries.verification import verification
from wizard.report.pdf import render_isolated
from wizard.signing.identity import fingerprint
from wizard.signing.levels import Level
from wizard.signing.revocation import Cause
from wizard.signing.signer import Statement, certify, sign
from wizard.signing.verdict import Verdict, verify

pytestmark = pytest.mark.django_db


class Signed(NamedTuple):
    """A signed report, and the level that it reached."""

    file: bytes
    level: Level


@pytest.fixture(scope="module")
def clock():
    with time_authority() as authority:
        yield authority


@pytest.fixture(scope="module")
def rendered() -> bytes:
    return render_isolated(sample.request())


@pytest.fixture
def reviewer(data_dir) -> User:
    person = factories.legal_reviewer()
    enrol_signing_key(actor=person, passphrase=PASSPHRASE)
    return person


@pytest.fixture
def trusting(settings, clock: TimeAuthority):
    """The settings with the authority of time."""
    settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = f"{clock.url}/tsa", (clock.root,)
    return settings


def signed(rendered: bytes, reviewer: User) -> Signed:
    """Sign as the service does."""
    asked, font, at = timestamper_from_settings(), sample.fonts().sans, timezone.now().replace(microsecond=0)
    service = opened(ensure_organisation_keys().service)
    key = open_signing_key(actor=reviewer, passphrase=PASSPHRASE)[1]
    file = certify(rendered, identity=service, statement=Statement("S", "s", at), font=font, timestamper=asked)
    said = Statement("R", "r", at)
    file = sign(file, identity=key, field="Reviewer1", statement=said, font=font, timestamper=asked)
    return Signed(*finish(file, asked))


def next_second() -> None:
    """Wait for the next whole second: of a signature and a revocation within one, nobody can say which came first."""
    time.sleep(1 - time.time() % 1)


def verdict(file: bytes, *clocks: bytes) -> Verdict:
    """What a counterpart finds who has our certificates and lists."""
    return verify(
        file,
        trust_roots=authority_certificates(),
        time_roots=clocks,
        revocations=revocation_lists(),
        issued=None,
    )


def signing(*arguments: str) -> tuple[int, str]:
    """Run the command; its exit status, and all that it said."""
    said = StringIO()
    try:
        call_command("signing", *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def test_reports_outlive_the_keys_that_signed_them(
    rendered: bytes, reviewer: User, trusting, clock: TimeAuthority, django_capture_on_commit_callbacks
) -> None:
    kept = signed(rendered, reviewer)
    trusting.TIMESTAMP_URL = ""
    plain = signed(rendered, reviewer)
    assert (kept.level, plain.level) == (Level.B_LTA, Level.B_B)
    next_second()
    replace_authority()
    assert len(authority_certificates()) == 2
    mixed = signed(rendered, reviewer)
    next_second()
    with django_capture_on_commit_callbacks(execute=True):
        enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    deactivate_person(actor=factories.administrator(), person=reviewer)
    assert sorted(Revocation.objects.values_list("cause", flat=True)) == [
        "affiliationChanged",
        "superseded",
        "superseded",
    ]
    for report in (kept, plain, mixed):
        found = verdict(report.file, clock.root)
        assert (found.reasons, {one.baseline for one in found.signatures}) == ((), {report.level})


def test_an_authority_that_does_not_answer_is_asked_once_and_told(
    rendered: bytes, reviewer: User, trusting, clock: TimeAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    clock.asked.clear()
    clock.silent = {"tsa"}
    try:
        report, (status, told) = signed(rendered, reviewer), signing("status")
    finally:
        clock.silent = set()
    assert (report.level, clock.asked) == (Level.B_B, ["tsa", "tsa"]), "once by the report, once by the command"
    assert verdict(report.file, clock.root).ok
    assert "A report was issued as PAdES B-B" in caplog.text
    assert status == 1
    assert f"{clock.url}/tsa does not answer" in told
    assert "A report issued now reaches PAdES B-B." in told
    assert "To do: The time-stamp authority gives no time-stamp that its roots confirm" in told


@pytest.mark.parametrize(("days", "reason"), [(1, None), (-1, "REVOKED_NO_POE")], ids=["later", "before"])
def test_a_report_on_record_stands_unless_a_key_was_revoked_before(
    days: int, reason: str | None, rendered: bytes, reviewer: User
) -> None:
    file, now = signed(rendered, reviewer).file, timezone.now()
    Report.objects.create(
        snapshot=factories.in_review().snapshots.get(),
        sha256=hashlib.sha256(file).hexdigest(),
        length=len(file),
        path="reports/x.pdf",
        filename="x.pdf",
        issued_at=now,
        service_fingerprint="b" * 64,
        audit_head="d" * 64,
    )
    service = service_certificate()
    assert service
    Revocation.objects.create(
        fingerprint=fingerprint(service),
        authority=authority_mark_of(service),
        serial=f"{service.serial_number:x}",
        subject="The service",
        cause=Cause.COMPROMISE,
        revoked_at=now + timedelta(days=days),
    )
    assert verification(file, today=now.date()).verdict.reason == reason
    assert verdict(file).reason == "REVOKED_NO_POE", "the file alone proves no time"


def test_the_command_revokes_and_replaces_keys_and_tells_what_is_to_do(reviewer: User, client) -> None:
    status, told = signing("status")
    assert (status, "To do" in told) == (0, False)
    assert "A report issued now reaches PAdES B-B." in told
    mark = open_signing_key(actor=reviewer, passphrase=PASSPHRASE)[0].fingerprint
    assert mark in signing("revoke", mark[:12], "--reason", "keyCompromise")[1]
    with pytest.raises(Refused, match="was revoked: make a new one"):
        open_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    with pytest.raises(CommandError, match="No certificate of this service has the fingerprint ffff"):
        signing("revoke", "ffff", "--reason", "superseded")
    status, told = signing("status")
    assert status == 1
    assert f"The key of {reviewer.full_name} was revoked: they make a new one under their account." in told
    before = service_certificate()
    assert "The service has a new key" in signing("rotate", "service")[1]
    assert service_certificate() != before
    published = x509.load_der_x509_crl(client.get("/verify/revocations.crl").content)
    assert before
    serials = {before.serial_number, int(Revocation.objects.get(fingerprint=mark).serial, 16)}
    assert {one.serial_number for one in published} == serials


def test_the_command_tells_that_the_keys_do_not_open(data_dir, settings) -> None:
    ensure_organisation_keys()
    settings.KEY_PASSPHRASE = "quite another passphrase"
    status, told = signing("status")
    assert (status, "restore CLEARWEIGHTS_KEY_PASSPHRASE" in told) == (1, True)
    (data_dir / "keys/ca.p12").unlink()
    assert "ca.p12 cannot be read: restore it from the backup" in signing("status")[1]


def test_a_key_near_its_end_is_replaced_by_itself(data_dir, monkeypatch: pytest.MonkeyPatch) -> None:
    former = ensure_organisation_keys().service
    assert ensure_organisation_keys().service == former
    monkeypatch.setattr("wizard.actions.keys.RENEWED_BEFORE", timedelta(days=5000))
    assert ensure_organisation_keys().service != former
    assert Revocation.objects.get().cause == Cause.SUPERSEDED


def test_certificates_name_the_public_place_of_the_list(data_dir, settings, client) -> None:
    settings.PUBLIC_HOST = "clearweights.example.com"
    ensure_organisation_keys()
    service = service_certificate()
    assert service
    points = service.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    address = points[0].full_name[0].value
    assert address.startswith("https://clearweights.example.com/verify/revocations/")
    answer = client.get(address.removeprefix("https://clearweights.example.com"))
    assert answer["Content-Type"] == "application/pkix-crl"
    assert answer.content == revocation_list()
