"""Watching where texts of others stand: which addresses, which versions were seen, and who is told of a change."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.ambient import current_catalog
from catalog.knowledge.comparison import changed_words
from catalog.knowledge.sentences import sentence, verbatim
from wizard.actions import audit
from wizard.actions.notices import notify
from wizard.actions.texts import kept_as
from wizard.models import NoticeKind, RegisterEntry, Role, SeenHow, TextKind, User, WatchedAddress, WatchedVersion
from wizard.process import watching
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of
from wizard.queries.watch import not_watched, resting_on, subject_name
from wizard.watch.addresses import target_of
from wizard.watch.refusals import NotFetched

LONGEST_URL = 500


@transaction.atomic
def watch(*, actor: User, document: str, subject: str, url: str) -> WatchedAddress:
    """Watch the text at an address, or watch it again after it was stopped. Raises Refused.

    `subject` is a licence of the catalogue or of the organisation's own, or a model for a model card.
    """
    watching.check_may_watch(person_of(actor))
    if document not in TextKind.values:
        raise Refused(_("There is no such kind of text: choose licence text, use policy or model card."))
    return _watched(actor, document, _known(document, subject.strip()), checked_url(url))


@transaction.atomic
def watch_what_counts(*, actor: User, today: date) -> list[WatchedAddress]:
    """Watch every text on which approvals in force rest and which nobody watches or has stopped watching."""
    watching.check_may_watch(person_of(actor))
    return [_watched(actor, it.document, it.subject, it.url) for it in not_watched(today)]


@transaction.atomic
def stop(*, actor: User, address: WatchedAddress) -> None:
    """Ask this address no longer. What was seen stays, and a change that waits goes on waiting."""
    watching.check_may_watch(person_of(actor))
    address.refresh_from_db(from_queryset=WatchedAddress.objects.select_for_update())
    if address.stopped_at is None:
        address.stopped_at = timezone.now()
        address.save(update_fields=["stopped_at"])
        audit.record(actor=actor, action="text.watch-stopped", subject=address, details={"url": address.url})


@transaction.atomic
def upload_text(*, actor: User, address: WatchedAddress, text: str) -> WatchedVersion | None:
    """Keep what somebody found at the address; None when it is the newest version already. Raises Refused."""
    watching.check_may_watch(person_of(actor))
    address.refresh_from_db(from_queryset=WatchedAddress.objects.select_for_update())
    version = seen(address, text, by=actor, now=timezone.now())
    # What the site said belongs to an earlier text: the next question is for whatever stands there.
    address.etag, address.modified = "", ""
    address.answered_at, address.problem, address.status, address.failures = timezone.now(), "", None, 0
    address.save()
    return version


def seen(address: WatchedAddress, text: str, *, by: User | None, now: datetime) -> WatchedVersion | None:
    """Record that this text stands at a locked address, within the caller's transaction; None when it is the newest.

    Where its words are others than before, those concerned are told.
    """
    kept = kept_as(by, licence=address.subject, document=address.document, variant="", text=text, url=address.url)
    last = address.versions.select_related("kept").first()
    if last is not None and last.kept_id == kept.pk:
        return None
    version = WatchedVersion.objects.create(
        address=address,
        kept=kept,
        changed=last is not None and bool(changed_words(last.kept.text, kept.text)),
        how=SeenHow.UPLOADED if by else SeenHow.FETCHED,
        by=by,
        seen_at=now,
    )
    details = {"url": address.url, "sha256": kept.sha256, "changed": version.changed}
    audit.record(actor=by, action="text.seen", subject=address, details=details)
    if version.changed:
        _tell(version)
    return version


def checked_url(url: str) -> str:
    """Where the text itself stands; raises Refused for what the service would never ask."""
    url = watching.file_address(url.strip())
    try:
        target_of(url, inside=settings.INSIDE_HOSTS)
    except NotFetched as refused:
        raise Refused(refused.why.value) from refused
    if len(url) > LONGEST_URL:
        raise Refused(_("The address has more than 500 characters: enter a shorter one."))
    return url


def _known(document: str, subject: str) -> str:
    catalogue = current_catalog()
    if document != TextKind.MODEL_CARD and subject in catalogue.licences:
        return subject
    model = catalogue.model(subject) if document == TextKind.MODEL_CARD else None
    if model is None:
        raise Refused(_("The catalogue has no such licence or model: enter its id, such as llama-4-community."))
    return model.id


def _watched(actor: User, document: str, subject: str, url: str) -> WatchedAddress:
    now = timezone.now()
    address, new = WatchedAddress.objects.get_or_create(
        document=document, subject=subject, url=url, defaults={"added_by": actor, "added_at": now, "next_at": now}
    )
    if new or address.stopped_at:
        address.stopped_at, address.next_at = None, now
        address.save(update_fields=["stopped_at", "next_at"])
        details = {"url": url, "document": document, "text_of": subject}
        audit.record(actor=actor, action="text.watched", subject=address, details=details)
    return address


def _tell(version: WatchedVersion) -> None:
    """Tell who watches the text, and where something rests on it, its authors, owners and every legal reviewer."""
    address, resting = version.address, resting_on(version.address)
    people = {address.added_by, *(assessment.author for assessment in resting)}
    if resting:
        entered = RegisterEntry.objects.select_related("owner").filter(assessment__in=resting, ended_at=None)
        people |= {entry.owner for entry in entered}
        people |= set(User.objects.filter(role=Role.LEGAL_REVIEWER, is_active=True))
    name = verbatim(subject_name(address.document, address.subject))
    says = {
        TextKind.LICENCE: sentence("The licence text of {name} has changed.", name=name),
        TextKind.USE_POLICY: sentence("The use policy of {name} has changed.", name=name),
        TextKind.MODEL_CARD: sentence("The model card of {name} has changed.", name=name),
    }
    notify(
        to=people,
        kind=NoticeKind.TEXT_CHANGED,
        key=f"text-changed:{version.pk}",
        says=says[TextKind(address.document)],
        page=("wizard:watched", address.pk),
    )
