"""Writing an entry of one's own: the form, what it would change, and saving it. Nothing is saved unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.ambient import current_catalog, edition, overlay, today
from catalog.knowledge.cards import CardProblem, read_card
from catalog.knowledge.contradictions import contradictions, draft
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.overlay import with_overlay
from catalog.presenters.language import told
from catalog.presenters.licence import licence_page
from catalog.presenters.readings import Shelf
from wizard.actions.knowledge import Moved, Proposal, propose_entry, save_entry
from wizard.models import EntryKind, OwnEntry
from wizard.phases.fields import Day
from wizard.presenters.knowledge import affected_views, difference, entry_lines, entry_title
from wizard.presenters.terms import readings_of, terms_to_settle
from wizard.process import review
from wizard.process.own import position_key, problem_words
from wizard.process.refusal import Refused
from wizard.queries.overlay import entries_now, versions_of
from wizard.queries.permissions import person_of
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.agreement_form import AgreementForm, next_agreement
from wizard.views.forms import whole
from wizard.views.knowledge_forms import EntryForm, LicenceForm, PositionForm
from wizard.views.model_form import ModelForm, begin_with, begin_with_card, begin_with_stored
from wizard.views.revisions import say_superseded

FORMS: Mapping[str, type[EntryForm]] = {
    form.kind.value: form for form in (LicenceForm, ModelForm, PositionForm, AgreementForm)
}


@dataclass(frozen=True)
class Desk:
    """The entry that is written: its kind, its id once it has one, and the version that is changed, if any."""

    kind: str
    key: str
    version: OwnEntry | None

    @property
    def stored(self) -> Mapping[str, Any]:
        """The document that is changed; empty for a new entry."""
        return self.version.document if self.version else {}

    def form(self, data: QueryDict | None, initial: Mapping[str, Any] | None = None) -> EntryForm:
        """The form of this kind, which knows what stands in the catalogue."""
        known: dict[str, Any] = {"catalogue": current_catalog(), "key": self.key, "stored": self.stored}
        form = FORMS[self.kind](data, **known, initial=dict(initial or {}))
        for field in form.fields.values():
            if isinstance(field, Day):
                field.today = today()
        return form


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_new(request: Request, entry_kind: str) -> HttpResponse:
    """Write a new entry, beginning with an entry of the catalogue (`from`) or with a model card (`card`)."""
    review.check_may_change_knowledge(person_of(request.user))
    if entry_kind not in FORMS:
        raise Http404(entry_kind)
    key = (
        next_agreement(key for held, key in entries_now() if held == entry_kind)
        if entry_kind == EntryKind.AGREEMENT
        else ""
    )
    desk = Desk(entry_kind, key, None)
    sent = request.POST if request.method == "POST" else carry.restore(request)
    if sent is not None and "card" in sent:
        return _from_card(request, desk, str(sent["card"]))
    if request.method == "POST":
        return _sent(request, desk)
    begun = _beginning(request, desk)
    settled = position_key(begun.get("licence", ""), begun.get("topic", ""))
    if entry_kind == EntryKind.POSITION and sent is None and (entry_kind, settled) in entries_now():
        return redirect("wizard:own_edit", entry_kind=entry_kind, entry_key=settled)
    return _page(request, desk, desk.form(sent, begun))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_edit(request: Request, entry_kind: str, entry_key: str) -> HttpResponse:
    """Write the next version of an entry; a retired one is brought back."""
    review.check_may_change_knowledge(person_of(request.user))
    desk = Desk(entry_kind, entry_key, versions_of(entry_kind, entry_key)[0])
    if request.method == "POST":
        return _sent(request, desk)
    return _page(request, desk, desk.form(carry.restore(request), _as_typed(desk)))


def _sent(request: Request, desk: Desk) -> HttpResponse:
    """Check what was sent; then show what it would change, or save it where that was seen."""
    form = desk.form(request.POST)
    if request.POST.get("do") == "edit" or not form.is_valid():
        return _page(request, desk, form, status=200 if request.POST.get("do") == "edit" else 422)
    # An entry that exists under this id is changed by this form as well: nobody overwrites it unseen.
    desk = replace(desk, version=desk.version or entries_now().get((desk.kind, form.entry_key)))
    document, reason = form.document(), form.cleaned_data["reason"]
    given: dict[str, Any] = {"kind": desk.kind, "key": form.entry_key, "document": document, "reason": reason}
    try:
        if request.POST.get("do") == "save" and request.POST.get("state") == overlay().key:
            seen = whole(request.POST.get("seen_version", ""))
            saved = save_entry(actor=request.user, seen_version=seen, **given)
            messages.success(request, _("Saved. It applies from now on."))
            say_superseded(request)
            return redirect("wizard:own_entry", entry_kind=saved.kind, entry_key=saved.key)
        proposal = propose_entry(actor=request.user, **given)
    except Moved as moved:
        form.add_error(None, told(moved.sentence))
        return _page(request, replace(desk, version=moved.entry), form, status=422)
    except Refused as refused:
        form.add_error(None, told(refused.sentence))
        return _page(request, desk, form, status=422)
    if proposal.problems:
        form.tell(proposal.problems)
        return _page(request, desk, form, status=422)
    return _preview(request, desk, form, document, proposal)


def _preview(
    request: Request, desk: Desk, form: EntryForm, document: Mapping[str, Any], proposal: Proposal
) -> HttpResponse:
    """What would be saved, its difference to what holds, and the assessments whose verdict would change."""
    assert proposal.overlay is not None  # noqa: S101 (a proposal without problems has one)
    would_be = with_overlay(edition(), proposal.overlay)
    holds = None if desk.version is None or desk.version.retired else desk.version.document
    licence = would_be.licences[form.entry_key] if desk.kind == EntryKind.LICENCE else None
    shelf = Shelf(would_be.sources, today())
    own = ("do", "state", "seen_version")
    version = desk.version.version if desk.version else 0
    context = {
        **_frame(desk, form.entry_key),
        "title": entry_title(desk.kind, form.entry_key, document, would_be),
        "lines": entry_lines(desk.kind, document, would_be),
        "reason": form.cleaned_data["reason"],
        "changes": difference(desk.kind, form.entry_key, holds, document, edition()),
        "licence": licence_page(licence, would_be, shelf, proposal.overlay) if licence else None,
        "affected": affected_views(proposal.affected, would_be, request.user),
        "moved": request.POST.get("do") == "save",
        "meanwhile": desk.version if version > whole(request.POST.get("seen_version", "")) >= 0 else None,
        "sent": [pair for pair in carry.sent_pairs(request.POST) if pair[0] not in own],
        "state": overlay().key,
        "seen_version": version,
        "action": request.path,
    }
    return render(request, "wizard/knowledge/preview.html", context)


def _page(request: Request, desk: Desk, form: EntryForm, *, status: int = 200) -> HttpResponse:
    """The form; for a position, the two readings above it, or first the choice of a term."""
    context = {**_frame(desk, desk.key), "form": form, "action": request.path, "starts": _starts(desk)}
    if isinstance(form, PositionForm):
        licence, topic = (form[name].value() or "" for name in ("licence", "topic"))
        context |= {"terms": terms_to_settle(current_catalog()), "licence": licence, "topic": topic}
        context["term"] = readings_of(licence, topic, Shelf(current_catalog().sources, today()), current_catalog())
    return render(request, "wizard/knowledge/form.html", context, status=status)


def _frame(desk: Desk, key: str) -> dict[str, Any]:
    label = EntryKind(desk.kind).label
    return {
        "kind": desk.kind,
        "key": key,
        "heading": _("Change: %(key)s") % {"key": key} if desk.version else _("%(kind)s of your own") % {"kind": label},
        "is_new": desk.version is None,
        "seen_version": desk.version.version if desk.version else 0,
        "kind_words": label,
    }


def _starts(desk: Desk) -> list[tuple[str, str]]:
    """The entries of the catalogue with which a new licence or model can begin."""
    catalogue = current_catalog()
    if desk.version is not None or desk.kind not in (EntryKind.LICENCE, EntryKind.MODEL):
        return []
    held: Iterable[Licence | Model] = (
        catalogue.licences.values() if desk.kind == EntryKind.LICENCE else catalogue.models.values()
    )
    return sorted(((entry.id, entry.name) for entry in held), key=lambda pair: pair[1].casefold())


def _from_card(request: Request, desk: Desk, text: str) -> HttpResponse:
    """The form of a model, filled in with what its card says; a card that cannot be read leaves it empty."""
    catalogue = current_catalog()
    try:
        card = read_card(text, catalogue)
    except CardProblem as refused:
        form = desk.form(None)
        for problem in refused.problems:
            messages.error(request, told(problem_words(problem)))
        return _page(request, desk, form, status=422)
    entry = draft(card, contradictions(card, None, catalogue), catalogue, today())
    messages.info(request, _("Filled in from the model card. Check every line, and add what the card does not say."))
    return _page(request, desk, desk.form(None, begin_with_card(entry)))


def _beginning(request: Request, desk: Desk) -> dict[str, Any]:
    """What a new form begins with, by its address."""
    catalogue, name = current_catalog(), request.GET.get("from", "")
    match desk.kind:
        case "licence":
            return LicenceForm.start(catalogue, name)
        case "model":
            model = catalogue.model(name)
            return begin_with(model, catalogue) if model else {}
        case _:
            return {key: request.GET.get(key, "") for key in ("licence", "topic")}


def _as_typed(desk: Desk) -> dict[str, Any]:
    """The stored version as its form shows it."""
    match desk.kind:
        case "licence":
            return {"text": LicenceForm.stored_text(desk.stored)}
        case "model":
            return begin_with_stored(desk.stored, current_catalog())
        case "agreement":
            return {**desk.stored, **(desk.stored.get("limit") or {})}
        case _:
            return dict(desk.stored)
