"""The issued report: its page, its file, its withdrawal; and, for everybody, whether a file is one of ours."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.ambient import today
from wizard.actions.lists import revocation_lists
from wizard.actions.reviews import withdraw as withdraw_approval
from wizard.presenters.completion import completion_view
from wizard.presenters.lists import state_words
from wizard.presenters.report import VerdictView, report_view, verdict_view
from wizard.queries.assessments import ending_of, report_of
from wizard.queries.copied import copy_path
from wizard.queries.files import report_bytes
from wizard.queries.offline import OFFLINE_NAME, offline_verifier
from wizard.queries.permissions import permissions_for
from wizard.queries.verification import verification
from wizard.signing.verdict import LARGEST
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import CommentForm, VerifyForm


@require_safe
@signed_in
def report(request: Request, reference: str) -> HttpResponse:
    """What was decided, who signed, and the file."""
    typed = carry.restore(request, reverse("wizard:withdraw", args=[reference]))
    return _page(request, reference, CommentForm(typed))


@require_POST
@signed_in
def withdraw(request: Request, reference: str) -> HttpResponse:
    """Take the approval back, with a reason."""
    found = seen(request, reference)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, form, status=422)
    withdraw_approval(assessment=found, actor=request.user, reason=form.cleaned_data["comment"])
    messages.success(
        request,
        _("The approval of %(reference)s is withdrawn. The report now verifies as withdrawn.")
        % {"reference": reference},
    )
    return redirect("wizard:report", reference=reference)


@require_safe
@signed_in
def report_file(request: Request, reference: str) -> HttpResponse:
    """The signed PDF, byte for byte as issued."""
    issued = report_of(seen(request, reference))
    if issued is None:
        raise Http404(reference)
    response = HttpResponse(report_bytes(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{issued.filename}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a file is a report that was issued here, unaltered and in force. Open to everybody."""
    if request.method != "POST":
        return _verify_page(request, VerifyForm())
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verify_page(request, form, status=422)
    if not ratelimit.consume(request, action="verify"):
        form.add_error(
            "file", _("Many files came from your network just now. Wait a minute, then choose this one again.")
        )
        return _verify_page(request, form, status=429)
    file = form.cleaned_data["file"]
    # One byte more than may be examined is enough to be told that the file is too large.
    verdict = verification(file.read(LARGEST + 1), today=today())
    return _verify_page(request, form, verdict=verdict_view(verdict, file.name))


@require_safe
def verify_offline(request: HttpRequest) -> HttpResponse:
    """The program that verifies reports without us, with the lists of today. Open to everybody."""
    revocation_lists()
    response = HttpResponse(offline_verifier(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{OFFLINE_NAME}"'
    return response


def _verify_page(
    request: HttpRequest, form: VerifyForm, *, verdict: VerdictView | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "wizard/verify.html", {"form": form, "verdict": verdict}, status=status)


def _page(request: Request, reference: str, form: CommentForm, *, status: int = 200) -> HttpResponse:
    found = seen(request, reference)
    issued = report_of(found)
    if issued is None:
        raise Http404(reference)
    context = {
        "assessment": found,
        "state": state_words(found),
        "view": report_view(issued),
        "ending": ending_of(issued),
        "completion": completion_view(issued),
        "has_copy": copy_path(issued).exists(),
        "may": permissions_for(request.user, found),
        "form": form,
    }
    return render(request, "wizard/report.html", context, status=status)
