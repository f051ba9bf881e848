"""What the actions share: the locked row, the step to the next state, the limit of free texts."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from wizard.models import TEXT_LIMIT, Assessment, Review
from wizard.process.lifecycle import Event, State, next_state
from wizard.process.refusal import Refused


def lock(assessment: Assessment) -> Assessment:
    """Bring the caller's object up to date and keep others from changing the row until the transaction ends."""
    assessment.refresh_from_db(from_queryset=Assessment.objects.select_for_update())
    return assessment


def touch(assessment: Assessment) -> None:
    """Count a change of content, so that who submits has to have seen it."""
    assessment.edits += 1
    assessment.updated_at = timezone.now()
    assessment.save(update_fields=["edits", "updated_at"])


def move(assessment: Assessment, event: Event) -> None:
    """Take the step to the next state; raises Refused where there is none."""
    assessment.state = next_state(State(assessment.state), event)
    assessment.updated_at = timezone.now()
    assessment.save(update_fields=["state", "revision", "updated_at"])


def stood_in(decided: Review) -> dict[str, object]:
    """For whom the reviewer stood in, as the audit log keeps it; empty where they decided for themselves."""
    return {"instead_of": decided.instead_of_id} if decided.instead_of_id else {}


def limited(name: str, text: str) -> str:
    """The text without blanks around it; raises Refused when it is longer than a report can show."""
    text = text.strip()
    if len(text) > TEXT_LIMIT:
        raise Refused(
            _("The %(name)s has %(length)d characters: shorten it to %(most)d.")
            % {"name": name, "length": len(text), "most": TEXT_LIMIT}
        )
    return text


def required(name: str, text: str) -> str:
    """Like `limited`, and raises Refused when nothing was written."""
    text = limited(name, text)
    if not text:
        raise Refused(_("The %(name)s is empty: write at least one sentence.") % {"name": name})
    return text
