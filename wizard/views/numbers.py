"""Users and revenue over time, held against the limits of every approval in force. Every signed-in person may enter."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import today
from catalog.presenters.language import told
from wizard.actions.limits import limits_due
from wizard.actions.numbers import enter_numbers
from wizard.models import Metric, NumberSource
from wizard.presenters.limits import approval_page, limits_sheet, unusable
from wizard.presenters.numbers import history_sheet, latest_sheet, name_of, totals
from wizard.process.readings import Reading
from wizard.process.refusal import Refused
from wizard.queries.material import passed_by_numbers
from wizard.queries.numbers import alerts_of, approval, entries, names, readings, watched
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.numbers_forms import NumberForm, TableForm

A_PAGE = 100


@require_safe
@signed_in
def numbers(request: Request) -> HttpResponse:
    """The limits, the group's totals, and the latest number of everything."""
    day, held = today(), readings()
    approvals = watched(day, held)
    context = {
        "limits": limits_sheet(approvals, day),
        "approvals": bool(approvals),
        "unusable": unusable(approvals),
        "totals": totals(held, day),
        "latest": latest_sheet(held, day),
    }
    return render(request, "wizard/numbers/index.html", context)


@require_safe
@signed_in
def numbers_of(request: Request, reference: str) -> HttpResponse:
    """One approval in force: its limits, their history and projection, what counts, and what was told."""
    day, held = today(), readings()
    one = approval(reference, day, held)
    if one is None:
        raise Http404(reference)
    page = approval_page(one, held, alerts_of(one.snapshot.assessment), day)
    context = {
        "assessment": one.snapshot.assessment,
        "page": page,
        "usable": one.usable,
        "passed": [told(says) for says in passed_by_numbers(one.snapshot, day)],
    }
    return render(request, "wizard/numbers/approval.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def number_new(request: Request) -> HttpResponse:
    """Enter one number."""
    posted, day = request.method == "POST", today()
    form = NumberForm(request.POST if posted else carry.restore(request), today=day, names=names())
    if posted and form.is_valid() and _entered(request, form, [form.reading(form.cleaned_data)], NumberSource.FORM):
        return redirect("wizard:numbers")
    return render(request, "wizard/numbers/new.html", {"form": form}, status=422 if posted else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def number_table(request: Request) -> HttpResponse:
    """Read a table of numbers, all of them or none."""
    posted = request.method == "POST"
    form = TableForm(
        request.POST if posted else carry.restore(request), request.FILES if posted else None, today=today()
    )
    if posted and form.is_valid() and form.read and _entered(request, form, form.read.numbers, NumberSource.CSV):
        for words in form.read.left_out:
            messages.warning(request, told(words))
        return redirect("wizard:numbers")
    return render(request, "wizard/numbers/table.html", {"form": form}, status=422 if posted else 200)


@require_safe
@signed_in
def number_history(request: Request) -> HttpResponse:
    """Every entry of one thing; what is not known by this name was never entered."""
    metric, entity, product = (request.GET.get(name, "") for name in ("metric", "company", "product"))
    if metric not in Metric.values:
        raise Http404(metric)
    page = Paginator(entries(metric, entity, product), A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404(product)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "name": name_of(metric, entity, product),
        "sheet": history_sheet(page.object_list),
        "page": page,
        "query": asked.urlencode(),
    }
    return render(request, "wizard/numbers/history.html", context)


def _entered(request: Request, form: NumberForm | TableForm, found: Sequence[Reading], source: NumberSource) -> bool:
    """Enter the numbers and say what that did; False where the action refuses them, which the form then tells."""
    try:
        done = enter_numbers(actor=request.user, numbers=found, source=source, today=today())
    except Refused as refused:
        form.add_error(None, told(refused.sentence))
        return False
    if done.added:
        words = ngettext("%(count)d number was entered.", "%(count)d numbers were entered.", done.added)
        messages.success(request, words % {"count": done.added})
    if done.unchanged:
        words = ngettext(
            "%(count)d number was on record already.", "%(count)d numbers were on record already.", done.unchanged
        )
        messages.info(request, words % {"count": done.unchanged})
    reached = {(it.assessment_id, it.licence, it.metric, it.threshold) for it in limits_due(today=today())}
    if reached:
        words = ngettext(
            "%(count)d limit has come nearer: those who answer for the approval are told.",
            "%(count)d limits have come nearer: those who answer for the approvals are told.",
            len(reached),
        )
        messages.warning(request, words % {"count": len(reached)})
    return True
