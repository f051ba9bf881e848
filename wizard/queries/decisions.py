"""What the reviewers decided on a snapshot, as its report states it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import Decision, Ending, Review, SigningKey, Snapshot
from wizard.queries.assessments import approved_before
from wizard.report.inputs import Dissent, Reviewer, SignOff


def sign_off_of(snapshot: Snapshot) -> SignOff:
    """The approvals of a snapshot in the order of its reviewers, and every dissent, oldest first."""
    approvals = snapshot.approvals
    dissents = [one for one in snapshot.reviews.select_related("reviewer") if one.decision == Decision.DISSENTED]
    certificates = _certificates(approvals)
    return SignOff(
        reviewers=tuple(
            Reviewer(
                one.reviewer.full_name, _("Legal review by"), one.decided_at, certificates.get(one.reviewer_id, "")
            )
            for one in approvals
        ),
        decided_on=max(one.decided_at for one in approvals).date(),
        valid_until=snapshot.valid_until,
        conditions=_said((one, one.conditions) for one in approvals),
        comment=_said((one, one.comment) for one in approvals),
        dissents=tuple(
            Dissent(one.reviewer.full_name, one.decided_at.date(), one.comment) for one in reversed(dissents)
        ),
        policy=_policy(approvals[-1].policy or ()),
        earlier=_earlier(snapshot),
    )


def _policy(findings: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """What the policy said when the last reviewer approved; a licence that several candidates bear is told once."""
    told = (" ".join(part for part in (one["says"], one["conditions"]) if part) for one in findings)
    return tuple(dict.fromkeys(told))


def _earlier(snapshot: Snapshot) -> tuple[str, ...]:
    """Of a delta review: the approval before, why it ended, and which answers are other since."""
    before = approved_before(snapshot)
    if before is None:
        return ()
    ending = Ending.objects.filter(snapshot=before).first()
    approved = day(max(one.decided_at for one in before.approvals).date())
    told = [_("Revision %(revision)d was approved on %(day)s.") % {"revision": before.revision, "day": approved}]
    if ending is not None:
        told.append(_("That approval ended on %(day)s.") % {"day": day(ending.ended_at.date())})
        told += ending.reason.splitlines()
    former = {one["item"]: one for one in before.data["answers"]}
    changed = [
        one["title"]
        for one in snapshot.data["answers"]
        if any(former.get(one["item"], {}).get(key) != one[key] for key in ("lines", "note", "unknown", "evidence"))
    ]
    told.append(_("Answered anew: %(items)s.") % {"items": "; ".join(changed)} if changed else _("No answer is other."))
    return tuple(told)


def _certificates(approvals: Iterable[Review]) -> dict[int, str]:
    """The fingerprint of the certificate that each reviewer has enrolled, by person."""
    people = [one.reviewer_id for one in approvals]
    return dict(SigningKey.objects.filter(user__in=people).values_list("user_id", "fingerprint"))


def _said(texts: Iterable[tuple[Review, str]]) -> str:
    """What the reviewers wrote; where there are several, each under their name."""
    every = [(one.reviewer.full_name, text) for one, text in texts]
    if len(every) == 1:
        return every[0][1]
    return "\n\n".join(f"{name}: {text}" for name, text in every if text)
