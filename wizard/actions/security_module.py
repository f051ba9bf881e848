"""The service's key where it stays in a security module: which one, and what the data folder remembers of it.

`keys/service.module` holds the key's identifier in the token. Where it stands, the key on disk is gone; settings that
name no module any more are then a mistake to be told, and no reason to make a key on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _

from wizard.actions.storage import write_private
from wizard.process.refusal import Refused
from wizard.queries.files import KEYS, authority_certificates, data_path
from wizard.queries.keys import service_certificate
from wizard.signing.identity import Unlocked
from wizard.signing.outside import issued
from wizard.signing.problems import SigningProblem
from wizard.signing.security_module import KeyInToken, Pair, Token, find_pair, make_pair

RECORD = "service.module"


@dataclass(frozen=True)
class InModule:
    """The service's key as the data folder knows it; without an identifier it was never certified."""

    id: str


def is_configured() -> bool:
    """Whether the settings name a security module."""
    return settings.SECURITY_MODULE_TOKEN is not None


def in_module() -> InModule | None:
    """The key in a security module; None where neither the settings nor the data folder know of one."""
    record = data_path(KEYS, RECORD)
    if record.exists():
        return InModule(record.read_text(encoding="ascii"))
    return InModule("") if is_configured() else None


def remember(pair: Pair, certificate: bytes) -> None:
    """Note the key and its certificate (PEM), and remove the one on disk: from now on it could only be misused."""
    folder = data_path(KEYS)
    write_private(folder / "service.pem", certificate)
    write_private(folder / RECORD, pair.id.hex().encode())
    (folder / "service.p12").unlink(missing_ok=True)


def forget() -> None:
    """The service's key is on disk from now on."""
    data_path(KEYS, RECORD).unlink(missing_ok=True)


def pair_in_token(*, new: bool) -> Pair:
    """The key pair that the token has under the name in the settings, made there if it has none or a `new` one is due.

    It has signed once before it is handed out. Raises Refused.
    """
    token, name = _token()
    with _refusing():
        pair = (None if new else find_pair(token, name)) or make_pair(token, name)
        _try(KeyInToken(token, pair))
    return pair


def opened_in_module(kept: InModule) -> Unlocked:
    """The service's key in its token, ready to sign; raises Refused where the settings and the data folder disagree.

    Nothing is asked of the token yet: that it does not answer is told by the key when it shall sign.
    """
    token, _name = _token()
    certificate = service_certificate()
    if not kept.id or certificate is None:
        raise Refused(
            _(
                "The key that certifies reports is not in the security module yet: ask who runs this service to run "
                "`manage.py signing token`."
            )
        )
    public = certificate.public_key()
    authorities = map(x509.load_pem_x509_certificate, authority_certificates())
    authority = next((each for each in authorities if issued(certificate, each)), None)
    if authority is None or not isinstance(public, ec.EllipticCurvePublicKey):
        raise Refused(
            _(
                "The certificate keys/service.pem is not by this organisation: ask who runs this service to restore it "
                "from the backup of the data folder."
            )
        )
    return Unlocked(KeyInToken(token, Pair(bytes.fromhex(kept.id), public)), certificate, authority)


def module_problem() -> str:
    """Why the key in the security module could not certify now; empty where it can, and where none is used.

    The token signs once to find out.
    """
    kept = in_module()
    if kept is None:
        return ""
    try:
        with _refusing():
            _try(opened_in_module(kept).key)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _token() -> tuple[Token, str]:
    """The token and the label of its key, as the settings say; the PIN is read now. Raises Refused."""
    place = settings.SECURITY_MODULE_TOKEN
    if place is None:
        raise Refused(
            _(
                "The key that certifies reports is in a security module, but no setting names it: ask who runs this "
                "service to set CLEARWEIGHTS_PKCS11_MODULE and its neighbours as they were."
            )
        )
    try:
        pin = place.pin or Path(place.pin_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        pin = ""
    if not pin:
        raise Refused(
            _(
                "The PIN of the security module cannot be read: ask who runs this service to look at the file that "
                "CLEARWEIGHTS_PKCS11_PIN_FILE names."
            )
        )
    return Token(place.library, place.token, place.serial, pin), place.key


def _try(key: ec.EllipticCurvePrivateKey) -> None:
    key.sign(b"Clearweights: can this key sign?", ec.ECDSA(hashes.SHA256()))


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except SigningProblem as problem:
        raise Refused(problem.sentence) from None
