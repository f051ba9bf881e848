"""Keeping licence texts: in the organisation's own database, where a later text can be compared word by word."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from wizard.actions import audit
from wizard.models import KeptText, TextKind, User
from wizard.process import review
from wizard.process.canonical import sha256_of
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of

MOST_BYTES = 256 * 1024


@transaction.atomic
def keep_text(*, actor: User, licence: str, document: str, variant: str, text: str, url: str) -> KeptText:
    """Store a text as it was received; the same text of the same licence again is not stored twice.

    `licence` is an id of the catalogue or a label of one's own. Raises Refused for an empty or too long text.
    """
    review.check_may_change_knowledge(person_of(actor))
    licence, variant = " ".join(licence.split()), " ".join(variant.split())
    if not 1 <= len(licence) <= 120:
        raise Refused("The name of the licence needs 1 to 120 characters: choose one, or write a short label.")
    if len(variant) > 120:
        raise Refused("The note on the version has more than 120 characters: shorten it.")
    if document not in TextKind.values:
        raise Refused("There is no such kind of text: choose licence text or use policy.")
    text = checked_text(text)
    same = {"licence": licence, "document": document, "sha256": sha256_of(text)}
    if (stored := KeptText.objects.filter(**same).first()) is not None:
        return stored
    about = {**same, "variant": variant, "url": _address(url)}
    kept = KeptText.objects.create(**about, text=text, added_by=actor, added_at=timezone.now())
    audit.record(actor=actor, action="knowledge.text-kept", subject=kept, details=about)
    return kept


def checked_text(text: str) -> str:
    """The text with one kind of line end; raises Refused when it is empty, too long or holds what no text holds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff \n\t")
    if not text:
        raise Refused("The text is empty: paste it, or choose its file.")
    if "\x00" in text:
        raise Refused("This is no text file: save the licence as plain text (UTF-8) and choose that file.")
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Refused("The text is longer than 256 KiB: keep the licence alone, without what stands around it.")
    return text


def _address(url: str) -> str:
    url = url.strip()
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        url = "x" * 501
    if len(url) > 500:
        raise Refused("This is not a web address: enter one such as https://example.org/licence.")
    return url
