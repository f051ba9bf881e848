"""One item of the checklist: shown, saved as a whole, saved on change, and told when somebody else was quicker."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from catalog.ambient import today
from catalog.presenters.language import told
from wizard.actions.answers import Conflict, save_answer
from wizard.actions.assignments import finish_requests
from wizard.models import Answer, Assessment
from wizard.phases import ITEMS, Item
from wizard.phases.copies import CopyForm
from wizard.phases.extras import AnswerForm, EvidenceForm
from wizard.phases.item import ItemForm
from wizard.phases.rows import is_pasted, with_row_added, with_row_removed, with_rows_pasted
from wizard.presenters.answers import unknown_words
from wizard.presenters.effects import Effects, effects
from wizard.presenters.item import item_view
from wizard.presenters.panel import panel
from wizard.presenters.standing import Standing, standing
from wizard.presenters.tasks import tasks
from wizard.presenters.tools.register import tool
from wizard.process.flow import Status
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of, evidence_of
from wizard.queries.permissions import permissions_for
from wizard.queries.together import open_requests
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in
from wizard.views.forms import whole
from wizard.views.latest import Latest, keep, latest
from wizard.views.parts import marked
from wizard.views.steps import around_step, say_what_changed
from wizard.views.talk import around

OF_THE_PAGE = ("seen_version", "held")
"""What a page sends of itself, and the next one has anew."""


@dataclass(frozen=True)
class Desk:
    """What lies on the desk while one item is worked on; `effects` is what a save has just changed."""

    assessment: Assessment
    item: Item
    answers: Mapping[str, Answer]
    stand: Standing
    effects: Effects | None = None

    @property
    def answer(self) -> Answer | None:
        """What is stored for the item."""
        return self.answers.get(self.item.id)

    def form(self, data: QueryDict | None) -> ItemForm:
        """The item’s form, with what was typed or what is stored, knowing the facts before it."""
        context = self.stand.walk.asked[self.item.id].form.context
        return self.item.form(data, context=context, stored=self.answer.data if self.answer else None)

    def extras(self, data: QueryDict | None) -> AnswerForm:
        """Note and “I don’t know yet”."""
        stored = self.answer
        names = ("note", "unknown", "unknown_owner", "unknown_due")
        initial = {name: getattr(stored, name) for name in names} if stored else {}
        return AnswerForm(data, today=self.stand.context.today, initial=initial)

    def after(self, answer: Answer) -> Desk:
        """The desk once the answer is stored: everything follows from it anew."""
        answers = {**self.answers, self.item.id: answer}
        stand = standing(self.assessment, answers, self.stand)
        found = effects(self.assessment.reference, self.stand, stand, self.item)
        return replace(self, answers=answers, stand=stand, effects=found)


def desk(request: Request, reference: str, item_id: str, *, kept: bool = False) -> Desk:
    """Find the assessment and the item; 404 for an item that is not on the checklist.

    A desk from what is `kept` is for saving: whoever shows its answers has to ask who gave them.
    """
    assessment = seen(request, reference)
    if item_id not in ITEMS:
        raise Http404(item_id)
    if kept:
        found = latest(assessment)
        return Desk(assessment, ITEMS[item_id], found.answers, found.stand)
    answers = answers_of(assessment)
    return Desk(assessment, ITEMS[item_id], answers, standing(assessment, answers))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def item(request: Request, reference: str, item_id: str) -> HttpResponse:
    """Show one item, or save it."""
    if request.method == "POST":
        return _save(request, desk(request, reference, item_id, kept=True))
    here = desk(request, reference, item_id)
    if not permissions_for(request.user, here.assessment).edit.allowed:
        return redirect(reverse("wizard:check", args=[reference]) + f"#{item_id}")
    typed = carry.restore(request)
    attached = carry.restore(request, reverse("wizard:evidence_add", args=[reference, item_id]))
    read = carry.restore(request, reverse("wizard:text_read", args=[reference]))
    copied = None if read is None else CopyForm(read, context=here.stand.context)
    form, extras = here.form(typed), here.extras(typed)
    return page(request, here, form, extras, evidence_form=EvidenceForm(attached), copy_form=copied)


def _save(request: Request, here: Desk) -> HttpResponse:
    typed, partial = _typed(request, here.item)
    form, extras = here.form(typed), here.extras(typed)
    if partial or extras.leaves_open:
        form.pardon_gaps()
    if partial:
        extras.pardon_gaps()
    edits = here.assessment.edits
    try:
        answer = _store(request, here, form, extras)
    except Conflict as conflict:
        return _conflict(request, here, form, conflict)
    except Refused as refused:
        if request.htmx:  # nothing is swapped: what was typed is still there
            raise
        form.add_error(None, told(refused.sentence))
        return page(request, desk(request, here.assessment.reference, here.item.id), form, extras, status=403)
    now = here.after(answer) if answer else here
    if here.assessment.edits == edits + 1:  # nobody else has saved in between
        keep(here.assessment, Latest(now.answers, now.stand))
    finish(request, now)
    if partial:
        return _partial(request, now, form, typed, extras)
    if form.errors or extras.errors:
        return page(request, now, form, extras, status=422)
    say_what_changed(request, now.effects)
    return redirect(_onward(request, now))


def _typed(request: Request, item: Item) -> tuple[QueryDict, bool]:
    """What was typed, after a button that changes the table of rows; and whether the person is still at it.

    Who saves with rows still waiting in the box for pasting means them too.
    """
    typed, table = request.POST, getattr(item.form, "table", None)
    if table is None:
        return typed, bool(request.htmx)
    if "add_row" in typed:
        return with_row_added(typed, table), True
    if (row := whole(typed.get("remove_row", ""))) >= 0:
        return with_row_removed(typed, table, row), True
    pressed = "paste_rows" in typed
    if pressed or (is_pasted(typed, table) and not request.htmx):
        return with_rows_pasted(typed, table), pressed
    return typed, bool(request.htmx)


def _store(request: Request, here: Desk, form: ItemForm, extras: AnswerForm) -> Answer | None:
    """Save what is valid; what is refused or half said stays on the page, and its former value stays stored."""
    form.is_valid()
    extras.is_valid()
    data, extra = form.collected(), extras.collected()
    if here.answer is None and not data and not any(extra.values()) and form.errors:
        return None
    return save_answer(
        assessment=here.assessment,
        item=here.item.id,
        data=data,
        actor=request.user,
        seen_version=max(whole(request.POST.get("seen_version", "")), 0),
        sheet=_sheet(request),
        **extra,
    )


def finish(request: Request, here: Desk, items: Collection[str] = ()) -> None:
    """Note that who was asked for these items, by default the one on the desk, need not answer those now complete."""
    complete = [it for it in items or [here.item.id] if here.stand.position.statuses[it] is Status.ANSWERED]
    if not complete:
        return
    asked = set(open_requests(here.assessment).order_by().values_list("item", flat=True))
    for item_id in complete:
        if item_id in asked:
            finish_requests(assessment=here.assessment, item=item_id, actor=request.user)


def _sheet(request: Request) -> str:
    """The name of the opened page: what its form carries, or a new one for a page that is being opened."""
    carried = request.POST.get("sheet", "")
    return carried if re.fullmatch(r"[0-9a-f]{16}", carried) else secrets.token_hex(8)


def _onward(request: Request, here: Desk) -> str:
    if request.GET.get("return") == "check":
        return reverse("wizard:check", args=[here.assessment.reference]) + f"#{here.item.id}"
    return item_view(here.assessment, here.stand, here.item, here.answer, ()).next_href


def signature(form: ItemForm, extras: AnswerForm) -> str:
    """Which questions and errors a page shows: when this changes, the form is drawn anew."""
    rows = len(getattr(form, "rows", ()))
    return "|".join([",".join(form.fields), str(rows), ",".join(sorted({**form.errors, **extras.errors}))])


def _partial(request: Request, here: Desk, form: ItemForm, typed: QueryDict, extras: AnswerForm) -> HttpResponse:
    """The answer to a change: what was saved, where it stands now, and the form only if its questions changed."""
    if not request.htmx:
        return page(request, here, form, extras)
    redraw = typed is not request.POST or request.POST.get("shown") != signature(form, extras)
    context = _context(here, form, extras, evidence=False) | around_step(request, request.path, here.answers)
    context |= marked(context, request.POST.get("held", ""))
    clock = timezone.localtime()
    saved = _("Saved %(time)s") if not form.errors and not extras.errors else _("Saved %(time)s, except as marked")
    return render(
        request,
        "wizard/item.html#changed",
        {**context, "redraw": redraw, "now": saved % {"time": f"{clock:%H:%M}"}, "swapped": True},
    )


def _conflict(request: Request, here: Desk, form: ItemForm, conflict: Conflict) -> HttpResponse:
    """Show both versions; nothing is lost, and either can be kept."""
    theirs = here.form(None).__class__(context=form.context, stored=conflict.answer.data)
    context = {
        "refused": told(conflict.sentence),
        "view": item_view(here.assessment, here.stand, here.item, conflict.answer, ()),
        "assessment": here.assessment,
        "theirs": [*theirs.lines(), *_extra_lines(conflict.answer)],
        "mine": [*form.lines(), *([(_("Note"), note)] if (note := request.POST.get("note", "").strip()) else [])],
        "typed": [(n, v) for n, vs in carry.fields_of(request.POST).items() if n not in OF_THE_PAGE for v in vs],
        "version": conflict.answer.version,
        "level": 2 if request.htmx else 1,
    }
    part = "#conflict" if request.htmx else ""
    response = render(request, f"wizard/conflict.html{part}", context, status=409)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#item-form", "outerHTML show:top"
    return response


def _extra_lines(answer: Answer) -> list[tuple[str, str]]:
    extra = [(_("Left open"), unknown_words(answer)), (_("Note"), answer.note)]
    return [(label, words) for label, words in extra if words]


def page(
    request: Request, here: Desk, form: ItemForm, extras: AnswerForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole page of an item."""
    context = {**_context(here, form, extras, evidence=True), "sheet": _sheet(request)}
    context |= around(request, here.assessment, here.item.id)
    context |= around_step(request, request.path, here.answers)
    context |= marked(context)
    return render(request, "wizard/item.html", {"evidence_form": EvidenceForm(), **context, **more}, status=status)


def _context(here: Desk, form: ItemForm, extras: AnswerForm, *, evidence: bool) -> dict[str, Any]:
    pieces = evidence_of(here.assessment)[here.item.id] if evidence else ()
    return {
        "assessment": here.assessment,
        "view": item_view(here.assessment, here.stand, here.item, here.answer, pieces),
        "form": form,
        "extras": extras,
        "shown": signature(form, extras),
        "tasks": tasks(here.assessment, here.stand, here.item.id),
        "panel": panel(here.assessment, here.stand),
        "effects": here.effects,
        "tool": tool(here.assessment, here.stand, here.item),
        "today": today(),
    }


def stepped(request: Request, here: Desk, before: Standing) -> HttpResponse:
    """The parts of an item’s page after a step that was made beside its form: everything is drawn anew."""
    here = replace(here, effects=effects(here.assessment.reference, before, here.stand, here.item))
    address = reverse("wizard:item", args=[here.assessment.reference, here.item.id])
    context = _context(here, here.form(None), here.extras(None), evidence=False)
    context |= around_step(request, address, here.answers)
    context |= {**marked(context), "redraw": True, "swapped": True, "fresh": True}
    return render(request, "wizard/item.html#moved", context)


def refused_evidence(request: Request, here: Desk, form: EvidenceForm, refused: Refused | None = None) -> HttpResponse:
    """The page of the item again, with what is wrong with the evidence."""
    if refused:
        form.add_error(None, told(refused.sentence))
    return page(request, here, here.form(None), here.extras(None), status=422, evidence_form=form)
