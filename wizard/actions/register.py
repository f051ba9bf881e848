"""The register: an entry arises with its approval, is deployed, handed over, and at last retired or replaced."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.common import limited, required
from wizard.interchange.lbom import MAY_BE_USED
from wizard.models import Deployment, RegisterEntry, Role, Snapshot, User
from wizard.process.refusal import Refused
from wizard.process.register import check_may_keep
from wizard.queries.permissions import person_of

LONGEST = 120


def enter(snapshot: Snapshot) -> list[RegisterEntry]:
    """Enter every model that a decision allows, in the transaction in which its approval comes into force.

    A later revision of the same assessment takes its entries over; what it no longer allows is retired with that as
    the reason. Returns the entries that rest on it now.
    """
    assessment = snapshot.assessment
    allowed = [result["model"] for result in snapshot.data["evaluation"]["models"] if result["verdict"] in MAY_BE_USED]
    standing = {entry.model: entry for entry in assessment.entries.select_for_update().filter(ended_at=None)}
    now = timezone.now()
    for model in allowed:
        if model in standing:
            standing[model].snapshot = snapshot
            standing[model].save(update_fields=["snapshot"])
        else:
            standing[model] = RegisterEntry.objects.create(
                assessment=assessment, model=model, snapshot=snapshot, owner=assessment.author, entered_at=now
            )
            _record(standing[model], None, "register.entered", revision=snapshot.revision)
    for model, entry in standing.items():
        if model not in allowed:
            # What is stored is told once and for all, in the language of reports.
            with translation.override(settings.REPORT_LANGUAGE):
                why = _("Revision %(revision)d no longer allows it.") % {"revision": snapshot.revision}
            _end(entry, None, why, now.date())
    return [standing[model] for model in allowed]


@transaction.atomic
def deploy(
    *, entry: RegisterEntry, actor: User, place: str, since: date, today: date, revision: str = ""
) -> Deployment:
    """Note where a model runs from a day on; the same place twice is one deployment. Raises Refused."""
    _open(entry, actor)
    place = _line(_("name of the place"), place)
    if since > today:
        raise Refused(_("“Since” lies in the future: enter the day on which it began, or come back then."))
    found = entry.deployments.filter(place__iexact=place, until=None).first()
    if found is not None:
        return found
    revision = limited(_("revision"), revision)
    made = Deployment.objects.create(entry=entry, place=place, revision=revision[:80], since=since)
    _record(entry, actor, "register.deployed", place=place, since=since.isoformat())
    return made


@transaction.atomic
def end_deployment(*, deployment: Deployment, actor: User, today: date) -> None:
    """Note that a model no longer runs in a place; a second press changes nothing."""
    entry = deployment.entry
    _open(entry, actor)
    deployment.refresh_from_db()
    if deployment.until is None:
        deployment.until = max(today, deployment.since)
        deployment.save(update_fields=["until"])
        _record(entry, actor, "register.undeployed", place=deployment.place)


@transaction.atomic
def transfer(*, entry: RegisterEntry, actor: User, to: User) -> None:
    """Hand an entry over to somebody else with an account."""
    _open(entry, actor)
    if not to.is_active or to.role == Role.ADMINISTRATOR:
        raise Refused(_("Choose a product manager or a legal reviewer whose account is open."))
    if to != entry.owner:
        entry.owner = to
        entry.save(update_fields=["owner"])
        _record(entry, actor, "register.transferred", person=to.pk)


@transaction.atomic
def retire(*, entry: RegisterEntry, actor: User, why: str, today: date) -> None:
    """End an entry and its deployments for good, with a reason."""
    _open(entry, actor)
    _end(entry, actor, required(_("reason"), why), today)


@transaction.atomic
def replace(*, entry: RegisterEntry, actor: User, by: RegisterEntry, why: str, today: date) -> None:
    """End an entry whose place another one takes. The other has to stand itself."""
    _open(entry, actor)
    if by.pk == entry.pk or by.ended_at is not None:
        raise Refused(_("Choose another entry of the register that has not ended."))
    entry.replaced_by = by
    _end(entry, actor, required(_("reason"), why), today)


def _open(entry: RegisterEntry, actor: User) -> None:
    """Bring the entry up to date and keep others from changing it; raises Refused where it is over or not theirs."""
    entry.refresh_from_db(from_queryset=RegisterEntry.objects.select_for_update())
    check_may_keep(person_of(actor), entry.owner_id, entry.assessment.author_id)
    if entry.ended_at is not None:
        raise Refused(_("This entry has ended: approve the model anew to use it again."))


def _end(entry: RegisterEntry, actor: User | None, why: str, today: date) -> None:
    entry.ended_at, entry.ended_by, entry.ended_why = timezone.now(), actor, why
    entry.save(update_fields=["ended_at", "ended_by", "ended_why", "replaced_by"])
    for deployment in entry.deployments.filter(until=None):
        deployment.until = max(today, deployment.since)
        deployment.save(update_fields=["until"])
    _record(entry, actor, "register.replaced" if entry.replaced_by_id else "register.retired", reason=why)


def _line(name: str, text: str) -> str:
    text = " ".join(required(name, text).split())
    if len(text) > LONGEST:
        raise Refused(_("The %(name)s is longer than %(most)d characters.") % {"name": name, "most": LONGEST})
    return text


def _record(entry: RegisterEntry, actor: User | None, action: str, **details: object) -> None:
    told = {"entry": entry.pk, "model": entry.model, **details}
    audit.record(actor=actor, action=action, subject=entry.assessment, details=told)
