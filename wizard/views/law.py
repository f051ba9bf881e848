"""What the law changes next, and the rehearsal of an edition of the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import current_law, edition, today
from catalog.knowledge.editions import Damaged, open_offered
from catalog.knowledge.loading import CatalogueProblem
from catalog.presenters.editions import comparison
from catalog.presenters.language import told
from catalog.presenters.words import day as day_words
from wizard.presenters.ahead import day_views, ending, touched
from wizard.process.own import check_may_rehearse, may_rehearse, problem_words
from wizard.queries.ahead import changes_on, days_ahead, page_of_approvals
from wizard.queries.material import measure_now
from wizard.queries.permissions import person_of
from wizard.queries.rehearsal import rehearse as rehearsed
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole

LARGEST = 8 * 1024 * 1024


class EditionForm(forms.Form):
    """The archive of an edition."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("The archive of the edition"),
        help_text=gettext_lazy("The file that ends in .json.gz, up to 8 MB. Nothing is stored, and nothing changes."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose the archive of the edition.")},
    )


@require_safe
@signed_in
def ahead(request: Request, day: str = "") -> HttpResponse:
    """The days of the law ahead; of one of them, what it changes for the approvals that this person sees."""
    coming = days_ahead(current_law(), today())
    chosen = _chosen(day) if day else next(iter(coming), None)
    if chosen and chosen <= today():
        messages.info(request, _("That day has come. These are the days ahead."))
        return redirect("wizard:law_ahead")
    if day and chosen not in coming:
        raise Http404(day)
    may = may_rehearse(person_of(request.user))
    context: dict[str, Any] = {"days": day_views(coming, chosen), "may_rehearse": may}
    if chosen:
        after = max(whole(request.GET.get("after", "0")), 0)
        approvals, more = page_of_approvals(request.user, after)
        measure = measure_now()
        context |= {
            "chosen": day_words(chosen),
            "looked_at": len(approvals),
            "touched": touched([(one, changes_on(one, chosen, measure)) for one in approvals], chosen),
            "more": approvals[-1].assessment_id if more else 0,
            "after": after,
        }
    return render(request, "wizard/law_ahead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rehearse(request: Request) -> HttpResponse:
    """Take the archive of an edition, and show what it would change here. Nothing is written."""
    check_may_rehearse(person_of(request.user))
    if request.method != "POST":
        return render(request, "wizard/rehearse.html", {"form": EditionForm()})
    form = EditionForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return render(request, "wizard/rehearse.html", {"form": EditionForm(), **_found(form.cleaned_data["file"])})
        except Damaged as refusal:
            form.add_error("file", told(refusal.says))
        except CatalogueProblem as refusal:
            form.add_error(
                "file",
                _("The edition is not sound: %(problem)s") % {"problem": told(problem_words(refusal.problems[0]))},
            )
    return render(request, "wizard/rehearse.html", {"form": form}, status=422)


def _found(file: Any) -> dict[str, Any]:
    # One byte more than may be opened is enough to be told that the archive is too large.
    data = file.read(LARGEST + 1)
    offered = open_offered(data if len(data) <= LARGEST else b"")
    found = rehearsed(offered, today())
    return {
        "offered": offered.edition.version,
        "sha256": offered.sha256,
        "same": offered.sha256 == edition().sha256,
        "comparison": comparison(edition(), offered, wording=False),
        "looked_at": found.looked_at,
        "superseded": ending(found.superseded),
        "unfit": [(one.entry.key, told(problem_words(one.problems[0]))) for one in found.unfit],
    }


def _chosen(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Http404(day) from None
