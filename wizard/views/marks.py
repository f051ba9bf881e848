"""A reviewer goes through the answers: accepts one, asks for a change, takes it back, or accepts what is plain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from catalog.presenters.language import told
from wizard.actions.marks import accept_item, accept_uncontested, ask_change, unmark_item
from wizard.models import Snapshot
from wizard.presenters.marks import MarkView, Progress
from wizard.process.refusal import Refused
from wizard.views.access import Request, signed_in
from wizard.views.reviews import marked, review_page, submitted


@require_POST
@vary_on_headers("HX-Request")
@signed_in
def mark(request: Request, reference: str, item_id: str) -> HttpResponse:
    """Say of one answer whether it stands. What was typed and refused is shown again."""
    found, snapshot = submitted(request, reference)
    words = request.POST.get("words", "")
    try:
        said = _said(request, snapshot, item_id, words)
    except Refused as refused:
        marks, shown = marked(snapshot, request.user)
        if item_id not in marks or not marks[item_id].may:
            raise
        marks[item_id] = replace(marks[item_id], typed=words, error=told(refused.sentence))
        if request.htmx:
            return _part(request, marks[item_id], shown, status=422)
        return review_page(request, found, snapshot, status=422, marks=marks, progress=shown)
    if not request.htmx:
        messages.success(request, said)
        return redirect(reverse("wizard:review", args=[reference]) + f"#mark-{item_id}")
    marks, shown = marked(snapshot, request.user)
    return _part(request, marks[item_id], shown, said=said)


@require_POST
@signed_in
def accept_plain(request: Request, reference: str) -> HttpResponse:
    """Accept every answer that raises no concern and is not marked yet."""
    _found, snapshot = submitted(request, reference)
    count = accept_uncontested(snapshot=snapshot, actor=request.user)
    said = ngettext("%(count)d answer accepted.", "%(count)d answers accepted.", count) % {"count": count}
    messages.success(request, said)
    return redirect(reverse("wizard:review", args=[reference]) + "#answers")


def _said(request: Request, snapshot: Snapshot, item_id: str, words: str) -> str:
    match request.POST.get("say"):
        case "accept":
            accept_item(snapshot=snapshot, item=item_id, actor=request.user)
            return _("Accepted.")
        case "ask":
            ask_change(snapshot=snapshot, item=item_id, actor=request.user, words=words)
            return _("Noted. It goes along when you ask for changes.")
        case "back":
            unmark_item(snapshot=snapshot, item=item_id, actor=request.user)
            return _("Taken back.")
        case _:
            raise Http404(item_id)


def _part(request: Request, mark: MarkView, shown: Progress, *, status: int = 200, said: str = "") -> HttpResponse:
    context: dict[str, Any] = {"mark": mark, "progress": shown, "said": said, "swapped": True}
    return render(request, "wizard/_mark.html", context, status=status)
