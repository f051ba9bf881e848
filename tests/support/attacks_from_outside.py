"""Attacks with a signature that was made outside: by the key of a person whose authority the organisation accepts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, core, parser
from asn1crypto import x509 as asn1_x509

from tests.support.attacks import Attack, Change, Material
from tests.support.attacks_on_bytes import replaced_page
from tests.support.outside import Outside, outside, signed_by_pyhanko
from wizard.signing.container import in_one_form, last_range
from wizard.signing.indication import Reason


@dataclass(frozen=True)
class Elsewhere:
    """A report that waits for a signature, the same signed outside and as it is kept, and those who sign."""

    certified: bytes
    kept: bytes
    known: Outside
    strange: Outside


def elsewhere(certified: bytes, *, at: datetime) -> Elsewhere:
    """Have a certified report signed outside, by people whose certificates are valid at that time."""
    known = outside(at=at)
    kept = in_one_form(signed_by_pyhanko(certified, known.indirect), frozenset([known.root.der]))
    return Elsewhere(certified, kept, known, outside(at=at))


def rewritten(file: bytes, change: Callable[[cms.SignedData], None]) -> bytes:
    """The container of the last signature, changed in what no signature protects."""
    signed = last_range(file)
    content = bytes.fromhex(file[signed[1] + 1 : signed[2] - 1].decode())
    whole = cms.ContentInfo.load(content[: parser.peek(content)])
    change(whole["content"])
    digits = whole.dump(force=True).hex().upper().encode()
    room = signed[2] - signed[1] - 2
    assert len(digits) <= room
    return file[: signed[1] + 1] + digits.ljust(room, b"0") + file[signed[2] - 1 :]


def contained(change: Callable[[cms.SignedData], None]) -> Callable[[Elsewhere], bytes]:
    """The same, for the report as it is kept."""
    return lambda made: rewritten(made.kept, change)


def _certificate(pick: Callable[[Elsewhere], bytes]) -> Callable[[Elsewhere], bytes]:
    def build(made: Elsewhere) -> bytes:
        more = cms.CertificateChoices("certificate", asn1_x509.Certificate.load(pick(made)))
        return contained(lambda parts: parts["certificates"].append(more))(made)

    return build


def _note(parts: cms.SignedData) -> None:
    note = cms.CMSAttribute({"type": "1.2.840.113549.1.9.16.2.4", "values": [core.OctetString(b"note")]})
    parts["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([note])


def _twice(parts: cms.SignedData) -> None:
    parts["signer_infos"].append(parts["signer_infos"][0].copy())


def _without_chain(parts: cms.SignedData) -> None:
    named = parts["signer_infos"][0]["sid"].chosen["serial_number"].native
    alone = [each for each in parts["certificates"] if each.chosen.serial_number == named]
    parts["certificates"] = cms.CertificateSet(alone)


def _respelled(parts: cms.SignedData) -> None:
    info = parts["signer_infos"][0]
    other = {"rsassa_pkcs1v15": "sha256_rsa"}.get(info["signature_algorithm"]["algorithm"].native, "rsassa_pkcs1v15")
    info["signature_algorithm"] = {"algorithm": other}


def changed_first(change: Change) -> Callable[[Elsewhere], bytes]:
    """Changed by somebody with an accepted certificate, who then signs it."""

    def build(made: Elsewhere) -> bytes:
        file = signed_by_pyhanko(change(made.certified), made.known.indirect)
        return in_one_form(file, frozenset([made.known.root.der]))

    return build


def _by_a_stranger(made: Elsewhere) -> bytes:
    file = signed_by_pyhanko(made.certified, made.strange.indirect)
    return in_one_form(file, frozenset([made.strange.root.der]))


def _forged(tried: str, reason: Reason, build: Callable[[Elsewhere], bytes]) -> Attack:
    def from_all(made: Material) -> bytes:
        file = build(made.elsewhere)
        assert file != made.elsewhere.kept
        return file

    return Attack("a signature brought from elsewhere", tried, reason, from_all)


_CHAIN, _FORM = Reason.NO_CERTIFICATE_CHAIN_FOUND, Reason.FORMAT_FAILURE
FROM_OUTSIDE = [
    _forged("a root that is not accepted", _CHAIN, _by_a_stranger),
    _forged("the root itself in the container", _CHAIN, _certificate(lambda made: made.known.root.der)),
    _forged("a certificate of no use in it", _CHAIN, _certificate(lambda made: made.strange.direct.der)),
    _forged("the certificate between left out", _CHAIN, contained(_without_chain)),
    _forged("an unsigned note in it", _FORM, contained(_note)),
    _forged("a second signer in it", _FORM, contained(_twice)),
    _forged("its algorithm spelled otherwise", _FORM, contained(_respelled)),
    _forged("a page replaced before it", Reason.SIG_CONSTRAINTS_FAILURE, changed_first(replaced_page)),
    _forged("a page replaced after it", Reason.SIG_CONSTRAINTS_FAILURE, lambda made: replaced_page(made.kept)),
]
