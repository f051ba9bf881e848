"""A call to a webhook as the receiver gets it: body, headers and signature by the Standard Webhooks convention."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from datetime import datetime

PREFIX = "whsec_"
VERSION = "v1"


def body_of(*, kind: str, says: str, page: str, at: datetime) -> str:
    """The body, as JSON."""
    document = {"type": kind, "timestamp": at.isoformat(), "data": {"says": says, "page": page}}
    return json.dumps(document, ensure_ascii=False)


def headers_of(secret: bytes, *, name: str, body: str, at: datetime) -> dict[str, str]:
    """What goes with a body. `name` stays the same when a call is repeated, `at` is the moment of this attempt."""
    timestamp = str(int(at.timestamp()))
    signed = hmac.digest(secret, f"{name}.{timestamp}.{body}".encode(), "sha256")
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"{VERSION},{b64encode(signed).decode()}",
    }


def written(secret: bytes) -> str:
    """The secret as the receiver enters it."""
    return PREFIX + b64encode(secret).decode()
