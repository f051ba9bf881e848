from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest
from cryptography import x509

from tests.wizard import factories
from tests.wizard.factories import PASSPHRASE
from wizard.actions.keys import enrol_signing_key, ensure_organisation_keys, open_signing_key, opened
from wizard.models import AuditEvent, SigningKey
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_organisations_keys_are_made_once_and_closed_to_others(data_dir):
    first = ensure_organisation_keys()
    keys = data_dir / "keys"
    assert mode(keys) == 0o700
    assert {mode(path) for path in keys.glob("*.p*")} == {0o600}
    assert ensure_organisation_keys() == first
    assert AuditEvent.objects.filter(action="organisation-key.made").count() == 2


def test_the_service_key_comes_from_the_authority(data_dir, settings):
    settings.ORGANISATION = "Acme GmbH"
    keys = ensure_organisation_keys()
    service, authority = opened(keys.service), opened(keys.authority)
    service.certificate.verify_directly_issued_by(authority.certificate)
    assert "Acme GmbH" in service.certificate.subject.rfc4514_string()


def test_another_passphrase_does_not_open_the_organisations_keys(data_dir, settings):
    keys = ensure_organisation_keys()
    settings.KEY_PASSPHRASE = "quite another passphrase"
    with pytest.raises(Refused, match="CLEARWEIGHTS_KEY_PASSPHRASE"):
        opened(keys.service)


@pytest.mark.parametrize("left", ["service", "reviewer"])
def test_a_lost_authority_is_restored_and_never_replaced(data_dir, left):
    ensure_organisation_keys()
    if left == "reviewer":
        enrol_signing_key(actor=factories.legal_reviewer(), passphrase=PASSPHRASE)
        (data_dir / "keys/service.p12").unlink()
    certificate = (data_dir / "keys/ca.pem").read_bytes()
    (data_dir / "keys/ca.p12").unlink()
    with pytest.raises(Refused, match="restore it from the backup"):
        ensure_organisation_keys()
    assert (data_dir / "keys/ca.pem").read_bytes() == certificate


def test_a_reviewers_key_opens_with_its_passphrase_only(data_dir):
    reviewer = factories.legal_reviewer()
    key = enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    path = data_dir / key.path
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    stored, unlocked = open_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    assert stored == key
    assert unlocked.certificate == x509.load_pem_x509_certificate(key.certificate.encode())
    with pytest.raises(Refused, match="passphrase does not open"):
        open_signing_key(actor=reviewer, passphrase="a loud harbour in May")


def test_the_passphrase_is_stored_nowhere(data_dir):
    enrol_signing_key(actor=factories.legal_reviewer(), passphrase=PASSPHRASE)
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    assert not any(PASSPHRASE.encode() in path.read_bytes() for path in files)
    assert PASSPHRASE not in str(list(AuditEvent.objects.values())) + str(list(SigningKey.objects.values()))


def test_a_short_passphrase_is_refused(data_dir):
    with pytest.raises(Refused, match="at least 12"):
        enrol_signing_key(actor=factories.legal_reviewer(), passphrase="elevenchars")
    assert not SigningKey.objects.exists()


def test_a_new_key_replaces_the_former(data_dir, django_capture_on_commit_callbacks):
    reviewer = factories.legal_reviewer()
    former = enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    with django_capture_on_commit_callbacks(execute=True):
        present = enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    assert SigningKey.objects.get() == present
    assert [path.name for path in (data_dir / "keys/people").iterdir()] == [present.path.rpartition("/")[2]]
    assert AuditEvent.objects.latest("seq").details["replaces"] == former.fingerprint


@pytest.mark.parametrize("who", [factories.product_manager, factories.administrator])
def test_only_legal_reviewers_have_keys(data_dir, who):
    with pytest.raises(Refused, match="Only a legal reviewer"):
        enrol_signing_key(actor=who(), passphrase=PASSPHRASE)


def test_without_a_key_there_is_nothing_to_open(data_dir):
    with pytest.raises(Refused, match="no signing key yet"):
        open_signing_key(actor=factories.legal_reviewer(), passphrase=PASSPHRASE)


def test_processes_that_start_together_make_one_authority(tmp_path):
    """Real processes, a real database file, real keys."""
    environment = {**os.environ, "CLEARWEIGHTS_DATA_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=environment, check=True)
    code = (
        "import django; django.setup(); from wizard.actions.keys import *; "
        "print(opened(ensure_organisation_keys().service).authority.serial_number)"
    )
    together = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) for _ in range(3)
    ]
    answers = {process.communicate(timeout=60)[0] for process in together}
    assert {process.returncode for process in together} == {0}
    assert len(answers) == 1
