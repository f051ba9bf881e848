"""The stand-alone verifier: one file for counterparts, packed from the modules that verify here."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

import wizard
from wizard.offline import AUTHORITIES, CLOCKS, LIST, PEOPLE
from wizard.queries.files import authority_certificates, published_lists

OFFLINE_NAME = "verify_report.pyz"
_ROOT = Path(wizard.__file__).resolve().parent.parent
_SIGNING = (
    "__init__",
    "additions",
    "clocks",
    "container",
    "doubt",
    "identity",
    "indication",
    "levels",
    "longterm",
    "names",
    "outside",
    "problems",
    "reader",
    "revocation",
    "seal",
    "structure",
    "times",
    "touched",
    "verdict",
)
_MODULES = (
    "catalog/__init__.py",
    "catalog/knowledge/__init__.py",
    "catalog/knowledge/sentences.py",
    "wizard/__init__.py",
    "wizard/isolated.py",
    "wizard/offline.py",
    *(f"wizard/signing/{name}.py" for name in _SIGNING),
)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def offline_verifier() -> bytes:
    """Pack the verifier with our certificates, those of authorities of time and of people, and the published revocation
    lists.

    The same bytes as long as none of them changes.
    """
    parts = {name: (_ROOT / name).read_bytes() for name in _MODULES}
    trusted = {
        AUTHORITIES: authority_certificates(),
        CLOCKS: settings.TIMESTAMP_ROOTS,
        PEOPLE: settings.REVIEWER_ROOTS,
    }
    for kind, certificates in trusted.items():
        if certificates:
            parts[f"wizard/signing/{kind}"] = b"\n".join(certificates)
    for number, listed in enumerate(published_lists()):
        parts[f"wizard/signing/{LIST.format(number)}"] = listed
    parts["__main__.py"] = f'from wizard.offline import main\n\nmain("pyhanko=={version("pyhanko")}")\n'.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), parts[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
