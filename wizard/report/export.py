"""The machine-readable evidence that travels inside the report: facts, evaluation and the whole reviewed account."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from catalog.presenters.language import gettext as _
from wizard.report.pdf import Attachment
from wizard.report.problems import RenderProblem

REDACTED = "redacted-snapshot/1"
"""The schema of an account from which everything was taken that a customer may not read."""
OUTSIDE_THE_HASH = ("sha256", "taken_at")
"""Keys of a snapshot that say something about it and are no part of what was hashed."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def attachments(
    snapshot: Mapping[str, Any], evaluation: Mapping[str, Any], bills: Iterable[Attachment] = ()
) -> tuple[Attachment, ...]:
    """Return the files to attach; `bills` are those of materials, where the account holds what they need.

    Raises `RenderProblem` where the snapshot is not the one that its hash names.
    """
    account = canonical({key: value for key, value in snapshot.items() if key not in OUTSIDE_THE_HASH})
    if sha256(account) != snapshot["sha256"]:
        raise RenderProblem(
            _("The reviewed answers do not match their hash; restore them from a backup, then try again.")
        )
    facts, whole = _("The facts that were evaluated"), _("The whole account that was reviewed and approved")
    if snapshot.get("schema") == REDACTED:
        facts, whole = _("What stays of the facts in this copy"), _("What stays of the reviewed account in this copy")
    return (
        Attachment("facts.json", canonical(snapshot["facts"]), facts, "Source"),
        Attachment("evaluation.json", canonical(evaluation), _("The evaluation that this report states"), "Data"),
        Attachment("snapshot.json", account, whole, "Source"),
        *bills,
    )
