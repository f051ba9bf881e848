"""What the reviewers decided on a snapshot, as its report states it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wizard.models import Decision, Review, SigningKey, Snapshot
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
    )


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
