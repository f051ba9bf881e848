"""A legal reviewer's work: read what was frozen, then approve and sign, ask for changes, or reject."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.ambient import today
from catalog.presenters.language import told
from wizard.actions.issue import approve_and_issue
from wizard.actions.reviews import reject as reject_assessment
from wizard.actions.reviews import request_changes as ask_for_changes
from wizard.models import Assessment, Report, SigningKey, Snapshot
from wizard.presenters.lists import state_words
from wizard.presenters.review import decided, review_view, with_talk
from wizard.process import review as rules
from wizard.process.refusal import Refused
from wizard.queries.assessments import latest_snapshot, reviews_of
from wizard.queries.permissions import case_of, permissions_for, person_of
from wizard.views import carry
from wizard.views.access import Request, freshly_signed_in, seen, signed_in
from wizard.views.forms import ApproveForm, CommentForm
from wizard.views.talk import threads_for


@require_safe
@signed_in
def review(request: Request, reference: str) -> HttpResponse:
    """The frozen snapshot, what is contested or assumed first."""
    changes = carry.restore(request, reverse("wizard:request_changes", args=[reference]))
    reason = carry.restore(request, reverse("wizard:reject", args=[reference]))
    found, snapshot = _submitted(request, reference)
    return _page(request, found, snapshot, changes_form=CommentForm(changes), reject_form=CommentForm(reason))


@require_POST
@signed_in
def request_changes(request: Request, reference: str) -> HttpResponse:
    """Send it back with a comment; the draft opens again."""
    found, snapshot = _submitted(request, reference)
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
    found, snapshot = _submitted(request, reference)
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


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_signed_in
def approve(request: Request, reference: str) -> HttpResponse:
    """Approve, sign and issue the report. Who does this has just signed in afresh."""
    found, snapshot = _submitted(request, reference)
    if _is_sent_twice(request, snapshot):
        return redirect("wizard:report", reference=reference)
    rules.check_may_approve(person_of(request.user), case_of(found, request.user))
    form = ApproveForm(request.POST if request.method == "POST" else carry.take(request), today=today())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            approve_and_issue(
                assessment=found,
                actor=request.user,
                read=request.POST.get("snapshot", ""),
                conditions=given["conditions"],
                comment=given["comment"],
                valid_until=given["valid_until"],
                passphrase=given["passphrase"],
            )
        except Refused as refused:
            if _is_sent_twice(request, snapshot):
                return redirect("wizard:report", reference=reference)
            form.add_error(None, told(refused.sentence))
        else:
            return redirect("wizard:report", reference=reference)
    context = {
        "assessment": found,
        "view": review_view(found, snapshot),
        "form": form,
        "has_key": SigningKey.objects.filter(user=request.user).exists(),
    }
    return render(request, "wizard/approve.html", context, status=422 if request.method == "POST" else 200)


def _is_sent_twice(request: Request, snapshot: Snapshot) -> bool:
    """Whether this person already approved the snapshot that is sent: the second click of two finds it done."""
    mine = Report.objects.filter(snapshot=snapshot, snapshot__signatures__signer=request.user)
    return request.POST.get("snapshot") == snapshot.sha256 and mine.exists()


def _submitted(request: Request, reference: str) -> tuple[Assessment, Snapshot]:
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
        "reviews": decided(reviews_of(found)),
        "changes_form": CommentForm(),
        "reject_form": CommentForm(),
        **forms,
    }
    return render(request, "wizard/review.html", context, status=status)
