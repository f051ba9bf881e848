"""The stand-alone verifier: one file for counterparts, packed from the modules that verify here."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import version
from pathlib import Path

import wizard
from wizard.queries.files import authority_certificate

OFFLINE_NAME = "verify_report.pyz"
_ROOT = Path(wizard.__file__).resolve().parent.parent
_SIGNING = ("names", "indication", "doubt", "problems", "identity", "container", "structure", "verdict", "__init__")
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
    """Pack the verifier with our certificate: the same bytes as long as neither changes."""
    parts = {name: (_ROOT / name).read_bytes() for name in _MODULES}
    root = authority_certificate()
    if root:
        parts["wizard/signing/authority.pem"] = root
    parts["__main__.py"] = f'from wizard.offline import main\n\nmain("pyhanko=={version("pyhanko")}")\n'.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), parts[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
