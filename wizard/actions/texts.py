"""Keeping licence texts: in the organisation's own database, where a later text can be compared word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.texts import recognised
from wizard.actions import audit
from wizard.actions.answers import save_answer
from wizard.actions.common import lock
from wizard.models import Assessment, KeptText, TextKind, User
from wizard.phases.copies import MOST_BYTES, TOO_LONG, copy_of
from wizard.process import review
from wizard.process.canonical import sha256_of
from wizard.process.refusal import Refused
from wizard.queries.permissions import case_of, person_of

ITEM = "licence-text"


@dataclass(frozen=True)
class ReadText:
    """A text that was read: its licence in the catalogue, with all entries that stand for the same text.

    `address` is where the catalogue says that the text stands, `url` where the reader found it, if told.
    """

    licence: str
    entries: frozenset[str]
    document: str
    text: str
    url: str
    address: str


@transaction.atomic
def keep_text(*, actor: User, licence: str, document: str, variant: str, text: str, url: str) -> KeptText:
    """Store a text as it was received; the same text of the same licence again is not stored twice.

    `licence` is an id of the catalogue or a label of one's own. Raises Refused for an empty or too long text.
    """
    review.check_may_change_knowledge(person_of(actor))
    return kept_as(actor, licence=licence, document=document, variant=variant, text=text, url=url)


@transaction.atomic
def keep_read_text(*, actor: User, assessment: Assessment, copy: ReadText, today: date) -> KeptText:
    """Keep the text that somebody read for an assessment, and record in its first item what was read, when, by whom.

    Whoever may answer may keep the text. What is recorded already, such as an earlier day, stays. Raises Refused.
    """
    lock(assessment)
    review.check_may_edit(person_of(actor), case_of(assessment, actor))
    found = recognised(checked_text(copy.text))
    kept = kept_as(actor, licence=copy.licence, document=copy.document, variant="", text=copy.text, url=copy.url)
    stored = assessment.answers.filter(item=ITEM).first()
    part = "policy" if copy.document == TextKind.USE_POLICY else "copy"
    proposed, told = {}, {f"{part}-{copy.licence}": copy_of(kept.sha256, found, copy.entries).as_answer()}
    if part == "copy":
        names = {"address": copy.address, "reader": actor.full_name, "read_on": today.isoformat()}
        proposed = {f"{name}-{copy.licence}": value for name, value in names.items()}
        told |= {f"address-{copy.licence}": copy.url.strip()} if copy.url.strip() else {}
    others = ("unknown", "unknown_owner", "unknown_due", "note")
    save_answer(
        assessment=assessment,
        item=ITEM,
        data={**proposed, **(stored.data if stored else {}), **told},
        actor=actor,
        seen_version=stored.version if stored else 0,
        **({name: getattr(stored, name) for name in others} if stored else {}),
    )
    return kept


def kept_as(actor: User | None, *, licence: str, document: str, variant: str, text: str, url: str) -> KeptText:
    """Store a text within the caller's transaction, for those who have checked who may; None for what was fetched."""
    licence, variant = " ".join(licence.split()), " ".join(variant.split())
    if not 1 <= len(licence) <= 120:
        raise Refused(_("The name of the licence needs 1 to 120 characters: choose one, or write a short label."))
    if len(variant) > 120:
        raise Refused(_("The note on the version has more than 120 characters: shorten it."))
    if document not in TextKind.values:
        raise Refused(_("There is no such kind of text: choose licence text or use policy."))
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
        raise Refused(_("The text is empty: paste it, or choose its file."))
    if "\x00" in text:
        raise Refused(_("This is no text file: save the licence as plain text (UTF-8) and choose that file."))
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Refused(str(TOO_LONG))
    return text


def _address(url: str) -> str:
    url = url.strip()
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        url = "x" * 501
    if len(url) > 500:
        raise Refused(_("This is not a web address: enter one such as https://example.org/licence."))
    return url
