"""What happened to an assessment: the events of the audit log, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.presenters.language import Spoken
from wizard.models import AuditEvent
from wizard.phases import ITEMS

# What somebody did, as the sentence goes on after the name.
ACTIONS = {
    "assessment.started": gettext_lazy("started the assessment"),
    "assessment.candidates-changed": gettext_lazy("changed the models under assessment"),
    "assessment.copied": gettext_lazy("copied it from %(origin)s"),
    "assessment.imported": gettext_lazy("read it in from %(origin)s"),
    "answer.saved": gettext_lazy("answered “%(item)s”"),
    "answer.withdrawn": gettext_lazy("took back the answer to “%(item)s”"),
    "answers.changed": gettext_lazy("changed answers in one step"),
    "answers.taken-back": gettext_lazy("took a step back"),
    "participant.added": gettext_lazy("let %(person)s take part"),
    "participant.removed": gettext_lazy("ended the part of %(person)s"),
    "assignment.made": gettext_lazy("asked %(person)s to answer “%(item)s”"),
    "assignment.withdrawn": gettext_lazy("no longer asks %(person)s to answer “%(item)s”"),
    "assignment.done": gettext_lazy("answered for %(person)s, who was asked, “%(item)s”"),
    "comment.written": gettext_lazy("commented on “%(item)s”"),
    "comment.settled": gettext_lazy("settled a comment on “%(item)s”"),
    "comment.reopened": gettext_lazy("opened a comment again on “%(item)s”"),
    "evidence.added": gettext_lazy("added evidence to “%(item)s”"),
    "evidence.removed": gettext_lazy("removed evidence from “%(item)s”"),
    "todo.planned": gettext_lazy("planned a duty"),
    "todo.done": gettext_lazy("marked a duty as done"),
    "todo.reopened": gettext_lazy("marked a duty as not done yet"),
    "item.accepted": gettext_lazy("accepted the answer to “%(item)s”"),
    "item.change-asked": gettext_lazy("asked for a change to “%(item)s”"),
    "item.unmarked": gettext_lazy("took back what was said of “%(item)s”"),
    "items.accepted": gettext_lazy("accepted the answers without any doubt"),
    "assessment.submitted": gettext_lazy("handed it over for review"),
    "assessment.reviewed": gettext_lazy("decided on it"),
    "assessment.approved": gettext_lazy("approved it and issued the report"),
    "report.certified": gettext_lazy("made the report and certified it"),
    "report.asked-again": gettext_lazy("had the report made again"),
    "report.signed": gettext_lazy("signed the report"),
    "report.redacted": gettext_lazy("made a redacted copy of the report"),
    "assessment.withdrawn": gettext_lazy("withdrew the approval"),
    "assessment.revised": gettext_lazy("opened the next revision"),
    "assessment.expired": gettext_lazy("marked the approval as expired"),
    "assessment.superseded": gettext_lazy("marked the approval as superseded"),
    "register.entered": gettext_lazy("entered %(model)s in the register"),
    "register.deployed": gettext_lazy("noted that %(model)s runs in %(place)s"),
    "register.undeployed": gettext_lazy("noted that %(model)s no longer runs in %(place)s"),
    "register.transferred": gettext_lazy("handed %(model)s over to %(person)s"),
    "register.reviewed": gettext_lazy("reviewed %(model)s in the register"),
    "calendar.made": gettext_lazy("made the address of a calendar"),
    "calendar.ended": gettext_lazy("ended the address of a calendar"),
    "register.retired": gettext_lazy("retired %(model)s from the register"),
    "register.replaced": gettext_lazy("replaced %(model)s in the register"),
    "policy.waived": gettext_lazy("waived the ban on the licence “%(licence)s”"),
    "policy.waiver-ended": gettext_lazy("ended the waiver of the ban on the licence “%(licence)s”"),
    "policy.ruled": gettext_lazy("ruled on the licence “%(licence)s”"),
    "policy.rule-set": gettext_lazy("set how many review"),
    "audit.stamped": gettext_lazy("had the log time-stamped"),
    "knowledge.saved": gettext_lazy("saved an entry of the organisation’s own"),
    "knowledge.retired": gettext_lazy("retired an entry of the organisation’s own"),
    "knowledge.text-kept": gettext_lazy("kept a text"),
    "text.watched": gettext_lazy("began to watch a text"),
    "text.watch-stopped": gettext_lazy("no longer watches a text"),
    "text.seen": gettext_lazy("saw a new version of a text that is watched"),
    "text.decided": gettext_lazy("decided what a changed text means"),
    "person.added": gettext_lazy("added an account"),
    "person.password-link-made": gettext_lazy("made a link to set a password"),
    "person.password-set": gettext_lazy("set a password"),
    "person.role-changed": gettext_lazy("changed the role of an account"),
    "person.deactivated": gettext_lazy("deactivated an account"),
    "absence.entered": gettext_lazy("entered an absence"),
    "absence.ended": gettext_lazy("ended an absence"),
    "signing-key.enrolled": gettext_lazy("enrolled a signing key"),
    "organisation-key.made": gettext_lazy("made the key of the organisation"),
    "certificate.revoked": gettext_lazy("revoked a certificate"),
    "numbers.entered": gettext_lazy("entered user numbers"),
    "limit.reached": gettext_lazy("found a step on the way to a limit of the licence “%(licence)s” reached"),
    "webhook.set": gettext_lazy("set the webhook"),
    "webhook.ended": gettext_lazy("ended the webhook"),
    "api-token.made": gettext_lazy("made an API token"),
    "api-token.revoked": gettext_lazy("revoked an API token"),
}
# Where a draft came from, where that is no other assessment.
ORIGINS = Spoken({"worked example": "worked example", "a file": "a file"})


def who(event: AuditEvent) -> str:
    """Who did it: a person, or the service itself."""
    return event.actor.full_name if event.actor else _("The service")


def deed(event: AuditEvent, names: Mapping[int, str]) -> str:
    """What was done, as a sentence goes on after the name; `names` are those of `people_in`, by id."""
    if event.action not in ACTIONS:
        return event.action
    item, origin = event.details.get("item", ""), event.details.get("from", "")
    return str(ACTIONS[event.action]) % {
        "person": names.get(event.details.get("person", 0), ""),
        "item": ITEMS[item].label if item in ITEMS else item,
        "origin": ORIGINS.get(origin, origin),
        **{name: event.details.get(name, "") for name in ("licence", "model", "place")},
    }


def people_in(events: Iterable[AuditEvent]) -> set[int]:
    """The ids of the people whom the events are about, beside those who acted."""
    return {event.details["person"] for event in events if "person" in event.details}


def events_until(reference: str, head: str) -> list[AuditEvent]:
    """Every event of an assessment, oldest first, up to the one that `head` names, with who acted."""
    mine = AuditEvent.objects.filter(subject_type="assessment", subject_id=reference).select_related("actor")
    last = AuditEvent.objects.filter(hash=head).values_list("seq", flat=True).first()
    return list(mine.filter(seq__lte=last or 0).order_by("seq"))
