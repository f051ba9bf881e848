"""The revocation lists that the organisation's authorities publish."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from django.utils import timezone

from wizard.actions.keys import alone, opened
from wizard.actions.storage import write_private
from wizard.models import Revocation
from wizard.process.refusal import Refused
from wizard.queries.files import FORMER, KEYS, LISTS, data_path
from wizard.queries.keys import revoked_by
from wizard.signing.identity import fingerprint
from wizard.signing.revocation import make_list

LIFE = timedelta(days=30)
RENEWED_AFTER = timedelta(days=7)


def revocation_lists(*, anew: bool = False) -> tuple[bytes, ...]:
    """The present list (DER) of each authority that the organisation has or had, renewed where it is due.

    `anew` makes them now: a report has to carry lists that are younger than its signatures.
    """
    return tuple(_present(path, anew=anew) for path in _authorities())


def revocation_list(mark: str = "") -> bytes | None:
    """The present list of one authority by the start of its fingerprint (the present authority without one)."""
    for path in _authorities():
        if _mark(path).startswith(mark):
            return _present(path, anew=False)
    return None


def _authorities() -> list[Path]:
    """The certificate files of all authorities, the present one first."""
    present = data_path(KEYS, "ca.pem")
    return [path for path in (present, *sorted(data_path(KEYS, FORMER).glob("*.pem"))) if path.exists()]


def _mark(path: Path) -> str:
    return fingerprint(x509.load_pem_x509_certificate(path.read_bytes()))


def _present(path: Path, *, anew: bool) -> bytes:
    mark = _mark(path)
    place = data_path(KEYS, LISTS, f"{mark[:16]}.crl")
    kept = place.read_bytes() if place.exists() else None
    if kept and not anew and not _due(kept, mark):
        return kept
    now = timezone.now().replace(microsecond=0)
    try:
        authority = opened(path.with_suffix(".p12").read_bytes())
    except (OSError, Refused):
        if kept is None or anew:
            raise
        return kept
    with alone(data_path(KEYS)):
        made = make_list(authority, revoked_by(mark), now=now, until=now + LIFE)
        write_private(place, made)
    return made


def _due(kept: bytes, mark: str) -> bool:
    made = x509.load_der_x509_crl(kept).last_update_utc
    late = timezone.now() - made > RENEWED_AFTER
    return late or Revocation.objects.filter(authority=mark, revoked_at__gte=made).exists()
