"""Files that people add as evidence: checked by their content, kept under their hash, and dropped with the last use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from wizard.models import Evidence, Snapshot, Todo
from wizard.process.refusal import Refused
from wizard.queries.files import stored_file

MAX_BYTES = 10 * 1024 * 1024
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/plain": ".txt"}
"""The kinds of files that are taken, with the ending that each gets."""
_SIGNATURES = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its bytes, what it is by them, and a name that is safe to offer again."""

    content: bytes
    media_type: str
    filename: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, which is the name under which they are kept."""
        return hashlib.sha256(self.content).hexdigest()


def read_upload(upload: File | None) -> Upload:
    """Read a file of at most 10 MB; raises Refused for what is missing, empty, too large, or of another kind."""
    if upload is None or not upload.size:
        raise Refused(_("The file is missing or empty: choose one that has content."))
    if upload.size > MAX_BYTES:
        raise Refused(_("The file is larger than 10 MB: add a smaller one, or a link to it."))
    content = upload.read()
    kind = media_type(content)
    return Upload(content, kind, _safe_name(upload.name or "", kind))


def media_type(content: bytes) -> str:
    """What a file is by its first bytes, or, for text, by all of them; raises Refused for anything else."""
    for signature, known in _SIGNATURES:
        if content.startswith(signature):
            return known
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if not text or re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text):
        raise Refused(_("This file is not a PDF, PNG, JPEG or plain text: save it as one of these and add it again."))
    return "text/plain"


def _safe_name(name: str, kind: str) -> str:
    stem = re.sub(r"[^\w .()-]", "_", PurePath(name.replace("\\", "/")).stem).strip(" .")[:140]
    return (stem or "file") + ENDINGS[kind]


@transaction.atomic
def drop_unless_referred_to(sha256: str) -> None:
    """Remove a file once nothing refers to it: no item, no duty, and nothing that was ever handed over.

    In a transaction: while it lasts nobody adds the same file.
    """
    attached = Evidence.objects.filter(sha256=sha256).exists() or Todo.objects.filter(sha256=sha256).exists()
    if not attached and not Snapshot.objects.filter(content__contains=sha256).exists():
        stored_file(sha256).unlink(missing_ok=True)
