"""Applying a change that the panel, the result or a what-if copy proposes, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wizard.actions.changes import apply_changes, take_back
from wizard.phases import ITEMS
from wizard.phases.changes import change_of
from wizard.presenters.repairs import told_changes
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of
from wizard.views.access import Request, seen, signed_in
from wizard.views.items import desk, finish, stepped
from wizard.views.steps import forget_step, former_of, keep_step, newer_step

MOST_CHANGES = 20


@require_POST
@signed_in
def change(request: Request, reference: str) -> HttpResponse:
    """Give some questions another answer, then show what changed, with the way back."""
    item = request.POST.get("item", "")
    before = desk(request, reference, item if item in ITEMS else next(iter(ITEMS)))
    sent = request.POST.getlist("change")[:MOST_CHANGES]
    changes = [found for key in sent if (found := change_of(key)) is not None]
    if not changes:
        raise Refused(_("No change was chosen: go back and choose one."))
    words = told_changes(changes, before.stand.walk)
    former = apply_changes(assessment=before.assessment, actor=request.user, changes=changes)
    back = _back(request, reference)
    now = desk(request, reference, before.item.id)
    if former:
        keep_step(request, reference, back, former, words)
        finish(request, now, [one.item for one in former])
    if request.htmx and item in ITEMS:
        return stepped(request, now, before.stand)
    return redirect(f"{back}#step")


@require_POST
@signed_in
def change_undo(request: Request, reference: str) -> HttpResponse:
    """Put back what stood before the change that the page shows; where a newer one was made, show that instead."""
    assessment, former = seen(request, reference), former_of(request, reference)
    if not former:
        raise Refused(_("There is nothing to take back any more: open the question and answer it there."))
    if newer := newer_step(request, request.POST.get("step", ""), answers_of(assessment)):
        messages.error(
            request,
            _("You made another change since, in another tab: it is shown below, and only that one can be undone."),
        )
        return redirect(f"{newer}#step")
    take_back(assessment=assessment, actor=request.user, former=former)
    forget_step(request)
    return redirect(_back(request, reference))


def _back(request: Request, reference: str) -> str:
    """The page of this assessment from which a form was sent; its decision for any other address."""
    back = request.POST.get("back", "")
    home = reverse("wizard:assessment", args=[reference])
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(home)
    return back if own else reverse("wizard:result", args=[reference])
