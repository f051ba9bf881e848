"""Signatures by certificates of authorities outside: what is accepted of them, and what is refused."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.support.attacks_from_outside import Elsewhere, elsewhere
from tests.support.outside import Holder, Outside, holder, signed_by_openssl, signed_by_poppler, signed_by_pyhanko
from tests.wizard.report import sample
from tests.wizard.signing.conftest import REVIEW, SERVICE, Keys
from tests.wizard.signing.test_tampering import CHANGES, add_field, added, change_metadata
from wizard.report.inputs import Reviewer, SignOff
from wizard.report.pdf import render_isolated
from wizard.signing.container import in_one_form
from wizard.signing.elsewhere import MOST_ADDED, Received, Waiting, received
from wizard.signing.problems import SigningProblem
from wizard.signing.signer import certify, sign
from wizard.signing.times import Trust
from wizard.signing.verdict import verify

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def made(certified: bytes) -> Elsewhere:
    return elsewhere(certified, at=NOW)


@pytest.fixture(scope="module")
def known(made: Elsewhere) -> Outside:
    return made.known


@pytest.fixture(scope="module")
def certified_for_two(keys: Keys) -> bytes:
    two = (Reviewer("Adaeze Okafor", "Legal review by"), Reviewer("Jo Weber", "Security by"))
    signed_off = SignOff(reviewers=two, decided_on=sample.ISSUED.date(), valid_until=None)
    file = render_isolated(sample.request(html=sample.html(sample.document(sign_off=signed_off))))
    return certify(file, identity=keys.service, statement=SERVICE, font=sample.fonts().sans)


def believed(keys: Keys, known: Outside) -> Trust:
    return Trust((keys.root,), people=(known.root.pem,))


def accepted(file: bytes, before: bytes, keys: Keys, known: Outside, *, since: datetime = NOW) -> Received:
    waiting = Waiting(before, 1, since)
    return received(file, waiting=waiting, trust=believed(keys, known), now=datetime.now(UTC))


def refusal(file: bytes, before: bytes, keys: Keys, known: Outside) -> str:
    with pytest.raises(SigningProblem) as refused:
        accepted(file, before, keys, known)
    return str(refused.value.sentence)


@pytest.mark.parametrize("who", ["direct", "indirect"], ids=["elliptic curve", "RSA by an authority between"])
def test_what_an_accepted_person_signed_elsewhere_verifies(
    certified: bytes, keys: Keys, known: Outside, who: str
) -> None:
    person: Holder = getattr(known, who)
    found = accepted(signed_by_pyhanko(certified, person), certified, keys, known)
    verdict = verify(found.file, trust_roots=[keys.root], people=[known.root.pem], issued=None)
    assert (verdict.reasons, verdict.ok) == ((), True)
    signature = verdict.signatures[1]
    assert signature == found.signature
    assert signature.named.startswith(f"{signature.name} (says ")
    assert signature.covers == "the whole file"
    assert not verify(found.file, trust_roots=[keys.root], issued=None).ok
    assert not verify(found.file, trust_roots=[keys.root, known.root.pem], issued=None).ok


def test_others_may_sign_after_it_and_a_root_that_is_accepted_later_changes_nothing(
    certified_for_two: bytes, keys: Keys, known: Outside
) -> None:
    found = accepted(signed_by_pyhanko(certified_for_two, known.indirect), certified_for_two, keys, known)
    both = sign(found.file, identity=keys.reviewer, field="Reviewer2", statement=REVIEW, font=sample.fonts().sans)
    for people in ([known.root.pem], [known.root.pem, known.between.pem], [known.between.pem, known.root.pem]):
        verdict = verify(both, trust_roots=[keys.root], people=people, issued=None)
        assert (verdict.reasons, len(verdict.signatures)) == ((), 3)


def test_one_changed_digit_inside_a_signature_from_outside_is_refused(made: Elsewhere, keys: Keys) -> None:
    end = made.kept.rindex(b"0>") + 1
    start = made.kept.rindex(b"<", 0, end) + 1
    content = len(made.kept[start:end].rstrip(b"0"))
    for at in (*range(start, start + content, 97), end - 1):
        digit = b"123456789ABCDEF0"[int(made.kept[at : at + 1], 16)]
        file = made.kept[:at] + bytes([digit]) + made.kept[at + 1 :]
        assert not verify(file, trust_roots=[keys.root], people=[made.known.root.pem], issued=None).ok


def test_an_accepted_authority_vouches_for_no_service(rendered: bytes, keys: Keys, known: Outside) -> None:
    file = signed_by_pyhanko(rendered, known.direct, field_name="ServiceSignature")
    file = in_one_form(file, frozenset([known.root.der]))
    assert not verify(file, trust_roots=[keys.root], people=[known.root.pem], issued=None).ok


@pytest.mark.parametrize("change", [each for each in CHANGES if each is not add_field])
def test_a_change_in_the_very_step_of_signing_elsewhere_is_refused(
    certified: bytes, keys: Keys, known: Outside, change, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = IncrementalPdfFileWriter._update_meta

    def cheating(writer: IncrementalPdfFileWriter) -> None:
        change(writer)
        if change is not change_metadata:  # which is what the tool would write anew
            real(writer)

    monkeypatch.setattr(IncrementalPdfFileWriter, "_update_meta", cheating)
    said = refusal(signed_by_pyhanko(certified, known.direct), certified, keys, known)
    assert said.startswith("The signature was not accepted.")
    assert "sign the field Reviewer1, nothing else" in said


def test_other_files_are_refused_each_with_what_to_do(
    made: Elsewhere, signed: bytes, keys: Keys, certified_for_two: bytes
) -> None:
    certified, known, strange = made.certified, made.known, made.strange
    right = signed_by_pyhanko(certified, known.direct)
    for file, said in (
        (b"%PDF-1.7", "not the file that was downloaded here"),
        (signed_by_pyhanko(certified_for_two, known.direct), "not the file that was downloaded here"),
        (certified, "not signed yet"),
        (right + b"%%EOF", "saved more than once"),
        (right + bytes(MOST_ADDED), "more than 1 MB"),
        (added(right, CHANGES[0]), "saved more than once"),
        (right + b"\n", "does not reach the end"),
        (signed, "leads to no authority"),
        (signed_by_pyhanko(certified, strange.indirect), "leads to no authority"),
        (signed_by_pyhanko(certified, known.indirect, prefer_pss=True), "not PSS"),
        (signed_by_pyhanko(certified, known.direct, pades=False), "choose PAdES, or ETSI.CAdES.detached"),
    ):
        assert said in refusal(file, certified, keys, known)
    wrong_field = signed_by_pyhanko(certified_for_two, known.direct, field_name="Reviewer2")
    assert "field that belongs to somebody else" in refusal(wrong_field, certified_for_two, keys, known)
    both = signed_by_pyhanko(signed_by_pyhanko(certified_for_two, known.direct), known.direct, field_name="Reviewer2")
    assert "saved more than once" in refusal(both, certified_for_two, keys, known)


def test_a_certificate_has_to_be_a_persons_and_to_be_valid(certified: bytes, keys: Keys, known: Outside) -> None:
    at = NOW
    for who, said in (
        (known.between, "an authority's or a machine's"),
        (holder("Server", at=at, by=known.root, purpose=ExtendedKeyUsageOID.SERVER_AUTH), "or a machine's"),
        (holder("Ed", at=at, by=known.root, key=ec.generate_private_key(ec.SECP256K1())), "The key is of another kind"),
        (holder("Late", at=at - timedelta(days=30), by=known.root, until=at - timedelta(days=1)), "outside the time"),
    ):
        assert said in refusal(signed_by_pyhanko(certified, who), certified, keys, known)
    with pytest.raises(SigningProblem, match="set the clock"):
        accepted(signed_by_pyhanko(certified, known.direct), certified, keys, known, since=NOW + timedelta(hours=1))


def test_what_openssl_signed_is_accepted_in_our_form(
    certified: bytes, keys: Keys, known: Outside, tmp_path: Path
) -> None:
    """Its containers name the time, list capabilities, and spell algorithms in a way of their own."""
    for person, more in ((known.direct, ("-md", "sha512")), (known.indirect, ("-keyid",))):
        found = accepted(signed_by_openssl(certified, person, tmp_path, "-cades", *more), certified, keys, known)
        assert verify(found.file, trust_roots=[keys.root], people=[known.root.pem], issued=None).ok
    plain = signed_by_openssl(certified, known.direct, tmp_path)
    assert "choose PAdES, or ETSI.CAdES.detached" in refusal(plain, certified, keys, known)


def test_the_tool_of_poppler_is_refused_for_what_it_writes(
    certified: bytes, keys: Keys, known: Outside, tmp_path: Path
) -> None:
    """It frees the empty picture of the field in a way that strict readers take for damage."""
    file = signed_by_poppler(certified, known.direct, known.root, tmp_path)
    assert file.startswith(certified)
    said = refusal(file, certified, keys, known)
    assert "sign with another PAdES tool" in said or "was not accepted" in said
