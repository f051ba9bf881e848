"""A legal reviewer's work: read what was frozen, ask for changes, dissent, or reject (approval: `signing`)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.ambient import current_catalog, today
from wizard.actions.review_mail import tell_decided
from wizard.actions.reviews import dissent as record_dissent
from wizard.actions.reviews import reject as reject_assessment
from wizard.actions.reviews import request_changes as ask_for_changes
from wizard.models import Assessment, Says, Snapshot, User
from wizard.presenters.delta import delta_of
from wizard.presenters.findings import Words
from wizard.presenters.lists import state_words
from wizard.presenters.marks import MarkView, Progress, mark_views, progress
from wizard.presenters.policy import policy_said
from wizard.presenters.review import decided, only, review_view, with_marks, with_talk
from wizard.presenters.seats import seat_views
from wizard.presenters.watch import waiting_texts
from wizard.queries.assessments import latest_snapshot, reviews_of
from wizard.queries.makings import making_of
from wizard.queries.marks import asked_before, looked_at, marks_of
from wizard.queries.permissions import permissions_for
from wizard.queries.seats import seated
from wizard.queries.watch import waiting_for
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import CommentForm
from wizard.views.talk import threads_for

FORMS = {"request_changes": "changes_form", "dissent": "dissent_form", "reject": "reject_form"}
"""The forms of the page, by the address to which each is sent."""


@require_safe
@signed_in
def review(request: Request, reference: str) -> HttpResponse:
    """The frozen snapshot, what is contested, assumed or stale first."""
    typed = {name: carry.restore(request, reverse(f"wizard:{name}", args=[reference])) for name in FORMS}
    found, snapshot = submitted(request, reference)
    forms: dict[str, Any] = {FORMS[name]: _comment(name, data) for name, data in typed.items()}
    marks, shown = marked(snapshot, request.user)
    for item, view in marks.items():
        if data := carry.restore(request, view.href):
            marks[item] = replace(view, typed=data.get("words", ""))
    return review_page(request, found, snapshot, marks=marks, progress=shown, **forms)


@require_POST
@signed_in
def request_changes(request: Request, reference: str) -> HttpResponse:
    """Send it back with the marked answers and a comment; the draft opens again."""
    found, snapshot = submitted(request, reference)
    marked = any(one.says == Says.CHANGE_ASKED for said in marks_of(snapshot).values() for one in said)
    form = _comment("request_changes", request.POST, optional=marked)
    if not form.is_valid():
        return review_page(request, found, snapshot, status=422, changes_form=form)
    tell_decided(ask_for_changes(assessment=found, actor=request.user, comment=form.cleaned_data["comment"]))
    messages.success(
        request,
        _("%(reference)s went back to %(author)s with what you asked for.")
        % {"reference": found.reference, "author": found.author.full_name},
    )
    return redirect("wizard:assessments")


@require_POST
@signed_in
def dissent(request: Request, reference: str) -> HttpResponse:
    """Record why this reviewer would not approve; somebody else decides in the same place."""
    found, snapshot = submitted(request, reference)
    form = _comment("dissent", request.POST)
    if not form.is_valid():
        return review_page(request, found, snapshot, status=422, dissent_form=form)
    tell_decided(record_dissent(assessment=found, actor=request.user, comment=form.cleaned_data["comment"]))
    messages.success(request, _("Your dissent is recorded. The assessment waits for another legal reviewer."))
    return redirect("wizard:assessments")


@require_POST
@signed_in
def reject(request: Request, reference: str) -> HttpResponse:
    """Decide against the deployment."""
    found, snapshot = submitted(request, reference)
    form = _comment("reject", request.POST)
    if not form.is_valid():
        return review_page(request, found, snapshot, status=422, reject_form=form)
    tell_decided(reject_assessment(assessment=found, actor=request.user, comment=form.cleaned_data["comment"]))
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


def review_page(
    request: Request, found: Assessment, snapshot: Snapshot, *, status: int = 200, **changed: Any
) -> HttpResponse:
    """The whole page; `changed` holds forms and marks as they were typed."""
    marks, shown = (
        (changed.pop("marks"), changed.pop("progress")) if "marks" in changed else marked(snapshot, request.user)
    )
    view = with_talk(review_view(found, snapshot), threads_for(request, found, back="review"))
    delta = delta_of(snapshot, Words(current_catalog(), found.reference))
    if delta and "whole" not in request.GET:
        view = only(view, delta.items)
    context = {
        "assessment": found,
        "state": state_words(found),
        "view": with_marks(view, marks),
        "progress": shown,
        "delta": delta,
        "partial": delta is not None and "whole" not in request.GET,
        "seats": seat_views(seated(snapshot), today()),
        "may": permissions_for(request.user, found),
        "making": making_of(found),
        "policy": policy_said(snapshot, today()),
        "reviews": decided(reviews_of(found)),
        "texts": waiting_texts(waiting_for(found)),
        **{form: _comment(name) for name, form in FORMS.items()},
        **changed,
    }
    return render(request, "wizard/review.html", context, status=status)


def _comment(name: str, data: QueryDict | None = None, *, optional: bool = False) -> CommentForm:
    """The form of that name in `FORMS`: all of them ask for a comment, each under an id of its own."""
    return CommentForm(data, optional=optional, auto_id=f"{name}-%s")


def marked(snapshot: Snapshot, user: User) -> tuple[dict[str, MarkView], Progress]:
    """What this person said of each answer, and how far they are."""
    marks, may = marks_of(snapshot), permissions_for(user, snapshot.assessment).mark.allowed
    before = asked_before(snapshot.assessment) if snapshot.revision == snapshot.assessment.revision else {}
    views = mark_views(snapshot, marks, before, user, may=may)
    return views, progress(snapshot, looked_at(snapshot, user), marks, user)
