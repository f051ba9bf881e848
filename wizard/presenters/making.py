"""How far a report is on its way from the last approval to the last signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.presenters.words import day
from wizard.models import Making, MakingState, User
from wizard.presenters.moments import moment
from wizard.queries.makings import has_stalled, signing_of

STEPS = (MakingState.LAYING_OUT, MakingState.CHECKING, MakingState.CERTIFYING)


@dataclass(frozen=True)
class StepView:
    """One step; `css` is "done", "stale" for the present one, or empty, and `status` says the same in words."""

    label: str
    css: str
    status: str


@dataclass(frozen=True)
class SignerView:
    """One who approved, and whether they signed."""

    name: str
    approved: str
    css: str
    status: str


@dataclass(frozen=True)
class MakingView:
    """The page of a report that is being made and signed. `problem` is one sentence, empty unless it failed.

    `mark` stands for what the page shows now: who holds it already needs no other.
    """

    mark: str
    title: str
    goes_on: bool
    problem: str
    may_retry: bool
    may_read: bool
    may_sign: bool
    steps: tuple[StepView, ...]
    signers: tuple[SignerView, ...]
    sha256: str
    valid_until: str


def making_view(making: Making, user: User, now: datetime) -> MakingView:
    """Show a making to somebody who may see the assessment."""
    signing, state = signing_of(making.snapshot), MakingState(making.state)
    stalled = has_stalled(making, now)
    problem = making.problem or (_("The work on the report stopped before it was done.") if stalled else "")
    ready, follows = state == MakingState.READY, user.pk in signing.approvers
    return MakingView(
        mark=f"{state}{len(signing.signed)}{'stalled' if stalled else ''}",
        title=_title(ready=ready, failed=bool(problem)),
        goes_on=not ready and not problem,
        problem=problem,
        may_retry=bool(problem) and follows,
        may_read=ready and follows,
        may_sign=ready and user.pk == signing.next_id,
        steps=tuple(_step(state, one, number) for number, one in enumerate(STEPS)),
        signers=_signers(making, ready=ready),
        sha256=making.sha256,
        valid_until=day(making.snapshot.valid_until),
    )


def _title(*, ready: bool, failed: bool) -> str:
    if failed:
        return _("The report was not made")
    return _("The report is ready to be signed") if ready else _("The report is being made")


def _step(state: MakingState, step: MakingState, number: int) -> StepView:
    here = STEPS.index(state) if state in STEPS else -1
    if state == MakingState.READY or number < here:
        return StepView(str(step.label), "done", _("done"))
    if number == here:
        return StepView(str(step.label), "stale", _("now"))
    return StepView(str(step.label), "", _("to come"))


def _signers(making: Making, *, ready: bool) -> tuple[SignerView, ...]:
    signed = {one.signer_id: one.signed_at for one in making.snapshot.signatures.all()}
    next_id = signing_of(making.snapshot).next_id if ready else None
    views = []
    for one in making.snapshot.approvals:
        css, status = "", _("signs later")
        if one.reviewer_id in signed:
            css, status = "done", _("signed, %(when)s") % {"when": moment(signed[one.reviewer_id])}
        elif one.reviewer_id == next_id:
            css, status = "stale", _("signs next")
        views.append(SignerView(one.reviewer.full_name, moment(one.decided_at), css, status))
    return tuple(views)
