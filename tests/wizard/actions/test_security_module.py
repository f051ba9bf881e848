"""Reports and bills that are certified by a key in a real token (SoftHSM), and what is said when it does not sign."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command

from tests.support.token import PIN, WRONG_PIN, broken, inside, new_token
from tests.wizard import factories
from tests.wizard.actions.test_making import asked_for
from tests.wizard.actions.test_signing import signature, validated_by_pyhanko
from tests.wizard.factories import PASSPHRASE
from wizard import isolated
from wizard.actions.bills import signed_bill
from wizard.actions.keys import (
    certify_token,
    certifying_key,
    enrol_signing_key,
    ensure_organisation_keys,
    rotate_service,
)
from wizard.actions.making import ask_again, make
from wizard.actions.security_module import module_problem
from wizard.actions.signing import sign_with_issued_key
from wizard.checks import certifying_key as deploy_check
from wizard.models import AuditEvent, Revocation
from wizard.process.refusal import Refused
from wizard.queries.files import report_bytes
from wizard.queries.keys import service_certificate
from wizard.signing.identity import fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(data_dir: Path, settings, monkeypatch: pytest.MonkeyPatch):
    """A token as the settings name it; nothing is certified yet."""
    module = new_token(data_dir / "module", monkeypatch)
    settings.SECURITY_MODULE_TOKEN = module
    return module


@pytest.fixture
def certified(token):
    """A token whose key certifies."""
    assert certify_token()
    return token


def signing(*arguments: str) -> tuple[int, str]:
    """Run the command; its exit status, and all that it said."""
    said = StringIO()
    try:
        call_command("signing", *arguments, stdout=said, stderr=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def bill_verifies(folder: Path) -> bool:
    """Whether OpenSSL finds the signed bill genuine."""
    with zipfile.ZipFile(io.BytesIO(signed_bill(b"schema: 1\n"))) as file:
        file.extractall(folder)
    command = "openssl cms -verify -binary -inform DER -in ai-license-bom.yaml.p7s -content ai-license-bom.yaml"
    asked = [*command.split(), "-CAfile", "authority.pem", "-purpose", "any"]
    return subprocess.run(asked, cwd=folder, capture_output=True, check=False).returncode == 0


def test_a_report_is_certified_in_the_token_and_a_wrong_pin_is_told_and_tried_again(
    data_dir: Path, settings, caplog: pytest.LogCaptureFixture, certified
) -> None:
    reviewer = factories.legal_reviewer()
    enrol_signing_key(actor=reviewer, passphrase=PASSPHRASE)
    making = asked_for(reviewer)
    settings.SECURITY_MODULE_TOKEN = replace(certified, pin=WRONG_PIN)
    make(making)
    making.refresh_from_db()
    assert making.state == "failed"
    assert "refuses its PIN: ask who runs this service" in making.problem
    (data_dir / "pin").write_text(f"{PIN}\n")
    settings.SECURITY_MODULE_TOKEN = replace(certified, pin="", pin_file=str(data_dir / "pin"))
    make(ask_again(assessment=making.snapshot.assessment, actor=reviewer))
    making.refresh_from_db()
    assert (making.state, making.problem) == ("ready", "")

    # With the last signature the service verifies the report itself, before it is issued.
    report = sign_with_issued_key(**signature(making.snapshot.assessment, reviewer))
    service = service_certificate()
    assert report
    assert service
    assert report.service_fingerprint == fingerprint(service)
    file = report_bytes(report)
    found = dict(validated_by_pyhanko(file, data_dir / "keys/ca.pem"))
    assert found == {"ServiceSignature": True, "Reviewer1": True}
    (data_dir / "pin").unlink()
    kept = [path.read_bytes() for path in data_dir.rglob("*") if path.is_file() and "module" not in path.parts]
    told = [caplog.text, str(list(AuditEvent.objects.values())), making.problem, repr(certified), *map(str, kept)]
    assert not [each for each in told if PIN in each or WRONG_PIN in each]


def test_the_key_never_leaves_the_token_and_signs_bills_too(data_dir: Path, certified) -> None:
    found = inside(certified, "key, = keys\nprint(key[Attribute.SENSITIVE], key[Attribute.EXTRACTABLE])")
    assert found == "True False"
    tried = "try:\n    keys[0][Attribute.VALUE]\nexcept pkcs11.AttributeSensitive:\n    print('kept')"
    assert inside(certified, tried) == "kept"
    with pytest.raises(TypeError, match="stays in its token"):
        certifying_key().key.private_numbers()
    assert bill_verifies(data_dir / "bill")
    assert not (data_dir / "keys/service.p12").exists()
    assert not certify_token(), "what is certified stays so"


def test_the_process_of_the_token_gets_the_environment_without_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEARWEIGHTS_PKCS11_PIN", PIN)
    monkeypatch.setenv("MODULE_OF_A_MAKER", "its settings")
    given = isolated._environment("/tmp", whole=True)
    assert (given["MODULE_OF_A_MAKER"], [name for name in given if "CLEARWEIGHTS" in name]) == ("its settings", [])


def test_a_key_that_was_made_by_another_tool_is_taken_if_it_cannot_leave(data_dir: Path, settings, token) -> None:
    make_one = (
        "curve = {Attribute.EC_PARAMS: encode_named_curve_parameters('secp256r1')}\n"
        "session.create_domain_parameters(KeyType.EC, curve, local=True).generate_keypair(\n"
        "    id=name.encode(), label=name, store=True, private_template={Attribute.EXTRACTABLE: %s})"
    )
    inside(token, make_one % True, key="loose")
    settings.SECURITY_MODULE_TOKEN = replace(token, key="loose")
    with pytest.raises(CommandError, match="could leave the token, or has been outside of it"):
        signing("token")
    settings.SECURITY_MODULE_TOKEN = token
    inside(token, make_one % False)
    assert "is certified, and certifies reports from now on" in signing("token")[1]
    assert inside(token, "print(len(keys))") == "1"
    assert bill_verifies(data_dir / "bill")


def test_whatever_is_wrong_with_the_token_is_told_and_no_key_on_disk_takes_its_place(
    data_dir: Path, settings, certified
) -> None:
    assert "in the security module" in signing("status")[1]
    assert deploy_check() == []
    for module, sentence in broken(certified):
        settings.SECURITY_MODULE_TOKEN = module
        with pytest.raises(Refused, match=sentence):
            signed_bill(b"schema: 1\n")
    assert "To do: The PIN of the security module cannot be read" in signing("status")[1]
    assert [error.id for error in deploy_check()] == ["wizard.E001"]
    settings.SECURITY_MODULE_TOKEN = certified
    inside(certified, "keys[0].destroy()")
    with pytest.raises(Refused, match="is not in the token: ask who runs this service to bring it back"):
        signed_bill(b"schema: 1\n")
    settings.SECURITY_MODULE_TOKEN = None
    with pytest.raises(Refused, match="but no setting names it"):
        signed_bill(b"schema: 1\n")
    with pytest.raises(CommandError, match="but no setting names it"):
        signing("rotate", "authority")
    enrol_signing_key(actor=factories.legal_reviewer(), passphrase=PASSPHRASE)
    assert not (data_dir / "keys/service.p12").exists()


def test_a_key_on_disk_gives_way_to_the_token_and_keys_are_replaced_in_it(data_dir: Path, settings, token) -> None:
    module, settings.SECURITY_MODULE_TOKEN = settings.SECURITY_MODULE_TOKEN, None
    ensure_organisation_keys()
    on_disk = service_certificate()
    settings.SECURITY_MODULE_TOKEN = module
    with pytest.raises(Refused, match="not in the security module yet: ask who runs this service to run"):
        signed_bill(b"schema: 1\n")
    signing("token")
    assert not (data_dir / "keys/service.p12").exists()
    first = service_certificate()
    signing("rotate", "authority")
    second = service_certificate()
    assert inside(token, "print(len(keys))") == "2"
    assert bill_verifies(data_dir / "bill")
    settings.SECURITY_MODULE_TOKEN = None
    rotate_service()
    assert (data_dir / "keys/service.p12").exists()
    assert module_problem() == ""
    revoked = set(Revocation.objects.values_list("fingerprint", flat=True))
    assert revoked == {fingerprint(each) for each in (on_disk, first, second) if isinstance(each, x509.Certificate)}
