"""Where the files of the service stand, all under settings.DATA_DIR."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from wizard.models import Evidence, Report

EVIDENCE = "evidence"
REPORTS = "reports"
KEYS = "keys"
FORMER = "former"
LISTS = "lists"


def data_path(*parts: str) -> Path:
    """A path under the data folder."""
    return Path(settings.DATA_DIR).joinpath(*parts)


def evidence_path(evidence: Evidence) -> Path:
    """Where the bytes of a piece of evidence stand."""
    return stored_file(evidence.sha256)


def stored_file(sha256: str) -> Path:
    """Where the bytes of a file that was added as evidence stand."""
    return data_path(EVIDENCE, sha256)


def report_bytes(report: Report) -> bytes:
    """The signed PDF as issued; raises OSError when the file is gone."""
    return data_path(report.path).read_bytes()


def authority_certificates() -> tuple[bytes, ...]:
    """The certificates (PEM) of the organisation's present authority and of the former ones, still trusted."""
    present = authority_certificate()
    former = sorted(data_path(KEYS, FORMER).glob("*.pem"))
    return tuple(each for each in (present, *(path.read_bytes() for path in former)) if each)


def published_lists() -> tuple[bytes, ...]:
    """The revocation lists (DER) as they were published last, one for each authority that has one."""
    return tuple(path.read_bytes() for path in sorted(data_path(KEYS, LISTS).glob("*.crl")))


def authority_certificate() -> bytes | None:
    """The organisation's certificate (PEM), which every signature leads to; None before the first key was made."""
    path = data_path(KEYS, "ca.pem")
    return path.read_bytes() if path.exists() else None
