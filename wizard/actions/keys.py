"""Signing keys: the organisation's own, made on first use and replaced before they end, and one for each reviewer.

The organisation's are files that a passphrase protects. The service's, which certifies, may stay in a security module.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.revocations import revoke
from wizard.actions.security_module import (
    InModule,
    forget,
    in_module,
    is_configured,
    module_problem,
    opened_in_module,
    pair_in_token,
    remember,
)
from wizard.actions.storage import private_folder, write_private
from wizard.models import SigningKey, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.files import FORMER, KEYS, data_path
from wizard.queries.keys import is_revoked, service_certificate
from wizard.queries.permissions import person_of
from wizard.signing.identity import (
    Identity,
    Unlocked,
    certify_service,
    create_authority,
    create_reviewer,
    create_service,
    fingerprint,
    unlock,
)
from wizard.signing.problems import SigningProblem
from wizard.signing.revocation import Cause
from wizard.signing.security_module import Pair

RENEWED_BEFORE = timedelta(days=30)
"""How long before its end the service's key is replaced by itself."""


@dataclass(frozen=True)
class OrganisationKeys:
    """The protected files of the organisation's authority and of its report service; open them with `opened`.

    The service's may be in a security module instead.
    """

    authority: bytes
    service: bytes | InModule


def ensure_organisation_keys() -> OrganisationKeys:
    """Return the organisation's keys; make them if there are none. Two processes that start together make one pair.

    Raises Refused when the authority's key is gone though signatures rest on it: a new one would put every report
    that was ever issued in doubt.
    """
    folder = data_path(KEYS)
    authority, service, kept = folder / "ca.p12", folder / "service.p12", in_module()
    if not (authority.exists() and (kept or service.exists())):
        with alone(folder), transaction.atomic():
            if not authority.exists():
                if service.exists() or (kept and kept.id) or SigningKey.objects.exists():
                    raise Refused(
                        _(
                            "The organisation's key keys/ca.p12 is gone, and reports rest on it: ask who runs this "
                            "service to restore it from the backup of the data folder."
                        )
                    )
                _make_authority(folder)
            if not (kept or service.exists()):
                _make_service(folder)
    elif _service_is_due(kept):
        rotate_service()
    return OrganisationKeys(authority=authority.read_bytes(), service=kept or service.read_bytes())


def rotate_service() -> None:
    """Replace the key with which reports are certified. Reports that the former one certified still verify.

    The new one is where the settings say: in the security module, or else on disk. Raises Refused.
    """
    folder = data_path(KEYS)
    with alone(folder):
        _replace_service(folder, pair_in_token(new=True) if is_configured() else None)


def certify_token() -> bool:
    """Certify the key that the token has for this service, made there if it has none; False where that was done before.

    The former key is revoked as replaced, and where it was on disk it is removed. Raises Refused.
    """
    ensure_organisation_keys()
    folder, kept = data_path(KEYS), in_module()
    if kept and kept.id and not module_problem():
        return False
    with alone(folder):
        _replace_service(folder, pair_in_token(new=False))
    return True


def rotate_authority() -> None:
    """Replace the organisation's authority, and the service's key with it.

    The former authority stays trusted for what it issued, and its key is kept for its revocation list.
    """
    folder = data_path(KEYS)
    if problem := module_problem():
        raise Refused(problem)
    with alone(folder), transaction.atomic():
        former = (folder / "ca.p12").read_bytes()
        certificate = opened(former).certificate
        name = fingerprint(certificate)[:16]
        write_private(folder / FORMER / f"{name}.p12", former)
        write_private(folder / FORMER / f"{name}.pem", (folder / "ca.pem").read_bytes())
        _make_authority(folder)
    rotate_service()


def certifying_key() -> Unlocked:
    """The key with which the service certifies what it hands out, wherever it is. Raises Refused.

    One in a security module raises `SigningProblem` when it cannot sign.
    """
    return opened(ensure_organisation_keys().service)


def opened(protected: bytes | InModule) -> Unlocked:
    """Open one of the organisation's keys with settings.KEY_PASSPHRASE; raises Refused when that does not fit."""
    if isinstance(protected, InModule):
        return opened_in_module(protected)
    try:
        return unlock(protected, settings.KEY_PASSPHRASE)
    except SigningProblem:
        raise Refused(
            _(
                "The organisation's signing keys do not open: ask who runs this service to restore "
                "CLEARWEIGHTS_KEY_PASSPHRASE as it was when they were made."
            )
        ) from None


def enrol_signing_key(*, actor: User, passphrase: str) -> SigningKey:
    """Make a certificate and a key for a legal reviewer; an earlier key of this person is replaced.

    The passphrase (at least 12 characters) protects the key and is stored nowhere: who forgets it makes a new key.
    """
    review.check_may_enrol_key(person_of(actor))
    try:
        authority = opened(ensure_organisation_keys().authority)
        identity = create_reviewer(
            authority=authority,
            organisation=settings.ORGANISATION,
            name=actor.full_name,
            email=actor.email,
            passphrase=passphrase,
            now=timezone.now(),
            revocations=_list_address(authority),
        )
    except SigningProblem as problem:
        raise Refused(problem.sentence) from None
    path = f"{KEYS}/people/{actor.pk}-{identity.fingerprint[:16]}.p12"
    write_private(data_path(path), identity.pkcs12)
    try:
        return _enrolled(actor, identity, path)
    except BaseException:
        data_path(path).unlink(missing_ok=True)
        raise


def open_signing_key(*, actor: User, passphrase: str) -> tuple[SigningKey, Unlocked]:
    """The reviewer's key, ready to sign; raises Refused without a key, after its end and for a wrong passphrase."""
    key = SigningKey.objects.filter(user=actor).first()
    if key is None:
        raise Refused(_("You have no signing key yet: make one under your account, then sign."))
    if key.valid_until <= timezone.now().date():
        raise Refused(_("Your signing key has ended: make a new one under your account, then sign."))
    if is_revoked(key.fingerprint):
        raise Refused(_("Your signing key was revoked: make a new one under your account, then sign."))
    try:
        return key, unlock(data_path(key.path).read_bytes(), passphrase)
    except SigningProblem as problem:
        raise Refused(problem.sentence) from None
    except OSError:
        raise Refused(
            _("The file of your signing key is gone: make a new one under your account, then sign.")
        ) from None


@transaction.atomic
def _enrolled(actor: User, identity: Identity, path: str) -> SigningKey:
    former = SigningKey.objects.select_for_update().filter(user=actor).first()
    certificate = x509.load_pem_x509_certificate(identity.certificate)
    key, _ = SigningKey.objects.update_or_create(
        user=actor,
        defaults={
            "certificate": identity.certificate.decode(),
            "fingerprint": identity.fingerprint,
            "path": path,
            "created_at": timezone.now(),
            "valid_until": certificate.not_valid_after_utc.date(),
        },
    )
    if former:
        replaced = x509.load_pem_x509_certificate(former.certificate.encode())
        revoke(actor=actor, certificate=replaced, cause=Cause.SUPERSEDED)
    details = {"fingerprint": identity.fingerprint, "replaces": former.fingerprint if former else None}
    audit.record(actor=actor, action="signing-key.enrolled", subject=actor, details=details)
    if former:
        old = data_path(former.path)
        transaction.on_commit(lambda: old.unlink(missing_ok=True))
    return key


def _make_authority(folder: Path) -> None:
    identity = create_authority(
        organisation=settings.ORGANISATION, passphrase=settings.KEY_PASSPHRASE, now=timezone.now()
    )
    _keep(folder, "ca", identity)


def _service_is_due(kept: InModule | None) -> bool:
    """Whether to replace it by itself: never where the settings and the data folder disagree on where it is."""
    present = service_certificate()
    if present is None or is_configured() != bool(kept and kept.id):
        return False
    ends = present.not_valid_after_utc - timezone.now() < RENEWED_BEFORE
    return ends or is_revoked(fingerprint(present))


def _list_address(authority: Unlocked) -> str:
    """Where the authority's revocation list stands for everybody; empty where the service has no public address."""
    mark = fingerprint(authority.certificate)[:16]
    host = settings.PUBLIC_HOST
    return f"https://{host}{reverse('wizard:revocations', args=[mark])}" if host else ""


@transaction.atomic
def _replace_service(folder: Path, pair: Pair | None) -> None:
    former = service_certificate()
    _make_service(folder, pair)
    if former is not None:
        revoke(actor=None, certificate=former, cause=Cause.SUPERSEDED)


def _make_service(folder: Path, pair: Pair | None = None) -> None:
    """Make the service's certificate: for a pair in a token, or else with a key on disk."""
    authority = opened((folder / "ca.p12").read_bytes())
    organisation, now, place = settings.ORGANISATION, timezone.now(), _list_address(authority)
    if pair is None:
        identity = create_service(
            authority=authority,
            organisation=organisation,
            passphrase=settings.KEY_PASSPHRASE,
            now=now,
            revocations=place,
        )
        _keep(folder, "service", identity)
        forget()
        return
    certificate = certify_service(pair.public, authority, organisation, now=now, revocations=place)
    details = {"key": "service", "fingerprint": fingerprint(certificate), "kept": "security module"}
    audit.record(actor=None, action="organisation-key.made", subject=None, details=details)
    remember(pair, certificate.public_bytes(Encoding.PEM))


def _keep(folder: Path, name: str, identity: Identity) -> None:
    """Write the certificate before the key: where the key stands, the certificate does too."""
    details = {"key": name, "fingerprint": identity.fingerprint}
    audit.record(actor=None, action="organisation-key.made", subject=None, details=details)
    write_private(folder / f"{name}.pem", identity.certificate)
    write_private(folder / f"{name}.p12", identity.pkcs12)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process of this machine makes keys."""
    with (private_folder(folder) / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
