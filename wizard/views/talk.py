"""Comments on an item: on a page of their own, and as a part of the pages on which the item stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from catalog.presenters.language import told
from wizard.actions.comments import reopen_comment, settle_comment, write_comment
from wizard.models import Assessment
from wizard.phases import ITEMS
from wizard.presenters.comments import ThreadView, thread, threads
from wizard.presenters.marks import AskedView, asked
from wizard.presenters.together import requests
from wizard.process.refusal import Refused
from wizard.queries.marks import asked_before
from wizard.queries.permissions import permissions_for
from wizard.queries.together import comments_of, open_requests, participants_of
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import CommentForm, whole

# The pages on which a thread stands, by the name that a form carries to lead back there.
PAGES = {"item": "wizard:item", "check": "wizard:check", "review": "wizard:review", "comments": "wizard:comments"}


def around(request: Request, assessment: Assessment, item_id: str) -> dict[str, Any]:
    """What stands beside the form of an item: its comments, who is asked to answer it, and who could find out."""
    people = [assessment.author, *(one.person for one in participants_of(assessment))]
    may, said = permissions_for(request.user, assessment), comments_of(assessment, item_id)[item_id]
    return {
        "thread": thread(assessment, item_id, said, may_write=may.comment.allowed, back="item"),
        "requests": requests(assessment, open_requests(assessment, item_id), request.user),
        "people": [person.full_name for person in people],
        "asked_before": _asked_before(assessment, item_id),
        "may": may,
    }


def _asked_before(assessment: Assessment, item_id: str) -> tuple[AskedView, ...]:
    """What reviewers asked for here in the revision before."""
    before = asked_before(assessment, item_id)[item_id]
    given = assessment.answers.filter(item=item_id).values_list("answered_at", flat=True).first() if before else None
    return asked(before, given.isoformat() if given else "")


def threads_for(request: Request, assessment: Assessment, *, back: str) -> dict[str, ThreadView]:
    """The threads of all items, for the page named `back`."""
    may = permissions_for(request.user, assessment).comment.allowed
    return threads(assessment, comments_of(assessment), may_write=may, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def comments(request: Request, reference: str, item_id: str) -> HttpResponse:
    """Show the comments on an item, write one, settle one, or open one again."""
    assessment = seen(request, reference)
    if item_id not in ITEMS:
        raise Http404(item_id)
    if request.method == "POST":
        return _said(request, assessment, item_id)
    typed = carry.restore(request)
    shown = _thread(request, assessment, item_id, back=request.GET.get("back", ""))
    form = _form(item_id, None)
    if typed is not None:
        shown = replace(shown, typed=typed.get("comment", ""))
    return _page(request, assessment, replace(shown, focused=bool(request.htmx)), form)


def _said(request: Request, assessment: Assessment, item_id: str) -> HttpResponse:
    if (said := _turn(request, assessment, item_id)) is None:
        form = _form(item_id, request.POST)
        if not form.is_valid() or not _written(request, assessment, item_id, form):
            shown = _thread(request, assessment, item_id, back=request.POST.get("back", ""))
            errors = tuple(str(error) for errors in form.errors.values() for error in errors)
            shown = replace(shown, typed=request.POST.get("comment", ""), errors=errors, focused=True)
            return _page(request, assessment, shown, form, status=422)
        said = _("Comment added.")
    back = request.POST.get("back", "")
    if request.htmx:
        shown = _thread(request, assessment, item_id, back=back)
        return render(request, "wizard/_thread.html", {"thread": shown, "said": said})
    messages.success(request, said)
    return redirect(_way_back(assessment, item_id, back))


def _turn(request: Request, assessment: Assessment, item_id: str) -> str | None:
    """Settle or open again what a button names; None when none was pressed. A comment that is gone changes nothing."""
    for name, turn, words in (
        ("settle", settle_comment, _("Comment settled.")),
        ("reopen", reopen_comment, _("Comment open again.")),
    ):
        if name in request.POST:
            comment = assessment.comments.filter(item=item_id, pk=whole(request.POST[name])).first()
            if comment is None:
                raise Http404(name)
            turn(comment=comment, actor=request.user)
            return words
    return None


def _written(request: Request, assessment: Assessment, item_id: str, form: CommentForm) -> bool:
    try:
        write_comment(assessment=assessment, item=item_id, actor=request.user, text=form.cleaned_data["comment"])
    except Refused as refused:
        if request.htmx:  # nothing is swapped: what was typed is still there
            raise
        form.add_error(None, told(refused.sentence))
        return False
    return True


def _form(item_id: str, data: QueryDict | None) -> CommentForm:
    """The form of one thread; a page may show several, each with ids of its own."""
    return CommentForm(data, auto_id=f"%s-{item_id}")


def _thread(request: Request, assessment: Assessment, item_id: str, *, back: str) -> ThreadView:
    may = permissions_for(request.user, assessment).comment.allowed
    page = back if back in PAGES else "comments"
    return thread(assessment, item_id, comments_of(assessment, item_id)[item_id], may_write=may, back=page)


def _page(
    request: Request, assessment: Assessment, shown: ThreadView, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    if request.htmx:
        return render(request, "wizard/_thread.html", {"thread": shown}, status=status)
    may = permissions_for(request.user, assessment)
    context = {
        "assessment": assessment,
        "item": ITEMS[shown.item],
        "thread": shown,
        "form": form,
        "back": reverse("wizard:item", args=[assessment.reference, shown.item])
        if may.edit.allowed
        else reverse("wizard:check", args=[assessment.reference]) + f"#{shown.item}",
    }
    return render(request, "wizard/comments.html", context, status=status)


def _way_back(assessment: Assessment, item_id: str, back: str) -> str:
    name = PAGES.get(back, "wizard:comments")
    of_item = name in ("wizard:item", "wizard:comments")
    address = reverse(name, args=[assessment.reference, item_id] if of_item else [assessment.reference])
    return f"{address}#thread-{item_id}"
