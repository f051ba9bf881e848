"""From an approval to the signed report: approve, follow the making of the report, read it, sign it."""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from catalog.ambient import today
from catalog.presenters.language import told
from wizard.actions.approve import approve as record
from wizard.actions.making import ask_again, launch
from wizard.actions.review_mail import tell_waiting
from wizard.actions.signing import sign_with_issued_key, turn_of
from wizard.models import Assessment, Decision, Making, Report, SigningKey, Snapshot
from wizard.presenters.making import making_view
from wizard.presenters.policy import policy_said
from wizard.presenters.review import review_view
from wizard.process import review as rules
from wizard.process.refusal import Refused
from wizard.process.sign import check_may_follow
from wizard.queries.assessments import approved_before
from wizard.queries.makings import making_bytes, making_of, signing_of
from wizard.queries.permissions import case_of, person_of
from wizard.views import carry
from wizard.views.access import Request, freshly_signed_in, signed_in
from wizard.views.forms import ApproveForm, SignForm
from wizard.views.reviews import marked, submitted


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def approve(request: Request, reference: str) -> HttpResponse:
    """Approve what was read; with the last approval the report is made."""
    found, snapshot = submitted(request, reference)
    if _is_sent_twice(request, snapshot):
        return _after_approval(request, found)
    rules.check_may_approve(person_of(request.user), case_of(found, request.user))
    form = ApproveForm(request.POST if request.method == "POST" else carry.take(request), today=today())
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("snapshot", "")
        try:
            record(assessment=found, actor=request.user, read=read, **form.cleaned_data)
        except Refused as refused:
            if _is_sent_twice(request, snapshot):
                return _after_approval(request, found)
            form.add_error(None, told(refused.sentence))
        else:
            if asked_for := making_of(found):
                launch(asked_for)
            else:
                tell_waiting(snapshot)
            return _after_approval(request, found)
    context = {
        "assessment": found,
        "left": marked(snapshot, request.user)[1].left,
        "view": review_view(found, snapshot),
        "form": form,
        "policy": policy_said(snapshot, today()),
        "before": approved_before(snapshot),
    }
    return render(request, "wizard/approve.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def making(request: Request, reference: str) -> HttpResponse:
    """How far the report is, and who signs next. A post has what failed made again."""
    found, _snapshot = submitted(request, reference)
    if request.method == "POST":
        launch(ask_again(assessment=found, actor=request.user))
        return redirect("wizard:making", reference=reference)
    current = making_of(found)
    if current is None:
        return _issued_or_missing(request, found)
    view = making_view(current, request.user, timezone.now())
    context = {"assessment": found, "view": view}
    if not request.htmx:
        return render(request, "wizard/making.html", context)
    if view.mark == request.GET.get("seen"):
        return HttpResponse(status=204)  # nothing is swapped, and nothing is read out again
    return render(request, "wizard/_making.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@freshly_signed_in
def sign(request: Request, reference: str) -> HttpResponse:
    """Sign the report that was made. Who does this has just signed in afresh."""
    found, _snapshot = submitted(request, reference)
    if has_signed(request, found):
        return redirect("wizard:making", reference=reference)
    turn = turn_of(found, request.user)
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_with_issued_key(
                assessment=found,
                actor=request.user,
                read=request.POST.get("report", ""),
                passphrase=form.cleaned_data["passphrase"],
                authenticated_at=authenticated_at(request),
            )
        except Refused as refused:
            if has_signed(request, found):
                return redirect("wizard:making", reference=reference)
            form.add_error(None, told(refused.sentence))
        else:
            messages.success(request, _("You have signed the report of %(reference)s.") % {"reference": reference})
            return redirect("wizard:making", reference=reference)
    context = {
        "assessment": found,
        "view": making_view(turn.making, request.user, timezone.now()),
        "form": form,
        "otherwise": bool(settings.REVIEWER_ROOTS),
        "has_key": SigningKey.objects.filter(user=request.user).exists(),
    }
    return render(request, "wizard/sign.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@signed_in
def sign_file(request: Request, reference: str) -> HttpResponse:
    """The certified file as it stands before the next signature, for those who approved."""
    found, _snapshot = submitted(request, reference)
    current = _making_or_404(found)
    check_may_follow(request.user.pk, signing_of(current.snapshot))
    if not current.path:
        raise Http404(reference)
    response = HttpResponse(making_bytes(current), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}-to-sign.pdf"'
    return response


def _after_approval(request: Request, found: Assessment) -> HttpResponse:
    if making_of(found) is None and not _reports(found).exists():
        messages.success(request, _("Your approval is recorded. The next reviewer decides now."))
        return redirect("wizard:review", reference=found.reference)
    return redirect("wizard:making", reference=found.reference)


def _is_sent_twice(request: Request, snapshot: Snapshot) -> bool:
    """Whether this person already approved the snapshot that is sent: the second click of two finds it done."""
    mine = snapshot.reviews.filter(reviewer=request.user, decision=Decision.APPROVED)
    return request.POST.get("snapshot") == snapshot.sha256 and mine.exists()


def has_signed(request: Request, found: Assessment) -> bool:
    """Whether this person signed what is sent: the second click of two, or a page that was opened again."""
    latest = {"snapshot__assessment": found, "snapshot__revision": found.revision}
    return request.method == "POST" and request.user.signatures.filter(**latest).exists()


def _reports(found: Assessment) -> QuerySet[Report]:
    return Report.objects.filter(snapshot__assessment=found, snapshot__revision=found.revision)


def _making_or_404(found: Assessment) -> Making:
    current = making_of(found)
    if current is None:
        raise Http404(found.reference)
    return current


def _issued_or_missing(request: Request, found: Assessment) -> HttpResponse:
    """Nothing is being made: the report was issued meanwhile, or it was never asked for."""
    if not _reports(found).exists():
        raise Http404(found.reference)
    address = reverse("wizard:report", args=[found.reference])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def authenticated_at(request: Request) -> datetime | None:
    """When this person last proved who they are, in this session."""
    times = [record["at"] for record in get_authentication_records(request)]
    return datetime.fromtimestamp(max(times), UTC) if times else None
