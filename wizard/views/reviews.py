"""A legal reviewer's work: read what was frozen, ask for changes, or reject (approval: `signing`)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.ambient import today
from wizard.actions.reviews import reject as reject_assessment
from wizard.actions.reviews import request_changes as ask_for_changes
from wizard.models import Assessment, Snapshot
from wizard.presenters.lists import state_words
from wizard.presenters.policy import policy_said
from wizard.presenters.review import decided, review_view, with_talk
from wizard.queries.assessments import latest_snapshot, reviews_of
from wizard.queries.makings import making_of
from wizard.queries.permissions import permissions_for
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import CommentForm
from wizard.views.talk import threads_for


@require_safe
@signed_in
def review(request: Request, reference: str) -> HttpResponse:
    """The frozen snapshot, what is contested or assumed first."""
    changes = carry.restore(request, reverse("wizard:request_changes", args=[reference]))
    reason = carry.restore(request, reverse("wizard:reject", args=[reference]))
    found, snapshot = submitted(request, reference)
    return _page(request, found, snapshot, changes_form=CommentForm(changes), reject_form=CommentForm(reason))


@require_POST
@signed_in
def request_changes(request: Request, reference: str) -> HttpResponse:
    """Send it back with a comment; the draft opens again."""
    found, snapshot = submitted(request, reference)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, snapshot, status=422, changes_form=form)
    ask_for_changes(assessment=found, actor=request.user, comment=form.cleaned_data["comment"])
    messages.success(
        request,
        _("%(reference)s went back to %(author)s with your comment.")
        % {"reference": found.reference, "author": found.author.full_name},
    )
    return redirect("wizard:assessments")


@require_POST
@signed_in
def reject(request: Request, reference: str) -> HttpResponse:
    """Decide against the deployment."""
    found, snapshot = submitted(request, reference)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, snapshot, status=422, reject_form=form)
    reject_assessment(assessment=found, actor=request.user, comment=form.cleaned_data["comment"])
    messages.success(
        request,
        _("%(reference)s is rejected; %(author)s sees your comment.")
        % {"reference": found.reference, "author": found.author.full_name},
    )
    return redirect("wizard:assessments")


def submitted(request: Request, reference: str) -> tuple[Assessment, Snapshot]:
    """An assessment that this person may see, with what was handed over last; there is nothing before."""
    found = seen(request, reference)
    snapshot = latest_snapshot(found)
    if snapshot is None:
        raise Http404(reference)
    return found, snapshot


def _page(request: Request, found: Assessment, snapshot: Snapshot, *, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "assessment": found,
        "state": state_words(found),
        "view": with_talk(review_view(found, snapshot), threads_for(request, found, back="review")),
        "may": permissions_for(request.user, found),
        "making": making_of(found),
        "policy": policy_said(snapshot, today()),
        "reviews": decided(reviews_of(found)),
        "changes_form": CommentForm(),
        "reject_form": CommentForm(),
        **forms,
    }
    return render(request, "wizard/review.html", context, status=status)
