"""The register: the portfolio of what is approved, and one entry with where it runs and what it owes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from catalog.ambient import current_catalog, today
from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.actions.register import deploy, end_deployment, replace, retire, transfer
from wizard.models import RegisterEntry, Role, User
from wizard.phases.fields import Day, Text
from wizard.presenters.findings import Words
from wizard.presenters.history import history
from wizard.presenters.portfolio import SORTS, Asked, as_csv, charts, choices, narrowed, plain
from wizard.presenters.proofs import evidence_of_entry
from wizard.presenters.register import EntryRow, agreements_of, entry_row, entry_rows
from wizard.presenters.todos import stored, todos_view
from wizard.presenters.watch import waiting_texts
from wizard.process.refusal import Refused
from wizard.process.register import check_may_keep, may_keep
from wizard.process.review import may_plan
from wizard.queries.assessments import assessments_for
from wizard.queries.audit import events_of_entry
from wizard.queries.history import people_in
from wizard.queries.people import names_of
from wizard.queries.permissions import case_of, person_of
from wizard.queries.register import Entered, entered, late_duties, register
from wizard.queries.todos import evidence_of_duties, todos_of
from wizard.queries.watch import waiting_for
from wizard.views import carry
from wizard.views.access import Request, signed_in
from wizard.views.forms import whole


class DeployForm(forms.Form):
    """Where a model runs from now on."""

    use_required_attribute = False
    place = Text(label=gettext_lazy("Service or environment"), max_length=120)
    revision = Text(label=gettext_lazy("Revision of the weights, if known"), required=False, max_length=80)
    since = Day(label=gettext_lazy("Since"), error_messages={"required": gettext_lazy("Enter the first day.")})


class EntryChoice(forms.ModelChoiceField):
    """An entry by its model and product."""

    def label_from_instance(self, obj: RegisterEntry) -> str:
        """The model's name with the product's."""
        return f"{Words(current_catalog(), '').model(obj.model)}, {obj.assessment.name}"


class PersonChoice(forms.ModelChoiceField):
    """A person by full name."""

    def label_from_instance(self, obj: User) -> str:
        """The full name."""
        return obj.full_name


class RetireForm(forms.Form):
    """Why an entry ends, and which takes its place."""

    use_required_attribute = False
    why = Text(label=gettext_lazy("Reason"), lines=2, max_length=1000)
    by = EntryChoice(
        RegisterEntry.objects.none(),
        label=gettext_lazy("Replaced by"),
        required=False,
        empty_label=gettext_lazy("Nothing: it is retired"),
    )


class TransferForm(forms.Form):
    """Who answers for it from now on."""

    use_required_attribute = False
    to = PersonChoice(
        User.objects.none(),
        label=gettext_lazy("Who answers for it"),
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose a person.")},
    )


@require_safe
@signed_in
def portfolio(request: Request) -> HttpResponse:
    """Every entry, narrowed and sorted as the address says."""
    rows, asked = _rows(register(today())), _asked(request)
    shown = narrowed(rows, asked)
    context = {
        "rows": shown,
        "asked": asked,
        "choices": choices(rows),
        "charts": charts(rows, today()),
        "standing": sum(not row.over for row in rows),
        "needing": sum(bool(row.needs) for row in rows),
        "any": bool(rows),
        "query": request.GET.urlencode(),
        "narrowed": asked != Asked(sort=asked.sort),
    }
    return render(request, "wizard/register.html", context)


@require_safe
@signed_in
def export(request: Request, form: str) -> HttpResponse:
    """What the portfolio shows for the same address, as CSV or JSON."""
    entries = {one.entry.pk: one for one in register(today())}
    todos = evidence_of_duties(one.entry.assessment_id for one in entries.values())
    evidence = {
        key: evidence_of_entry(one.found["licences"], todos.get(one.entry.assessment_id, ()))
        for key, one in entries.items()
    }
    shown = [plain(row, evidence[row.id]) for row in narrowed(_rows(entries.values()), _asked(request))]
    response: HttpResponse
    if form == "json":
        document = {"schema": "register/1", "entries": shown}
        response = JsonResponse(document, json_dumps_params={"indent": 2, "ensure_ascii": False})
    elif form == "csv":
        response = HttpResponse(as_csv(shown), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(form)
    response["Content-Disposition"] = f'attachment; filename="register.{form}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def entry(request: Request, entry_id: int) -> HttpResponse:
    """One entry; a post deploys it, ends a deployment, hands it over, or ends it."""
    found = entered(entry_id, today())
    if found is None:
        raise Http404(str(entry_id))
    bound = _forms(request, found)
    if request.method == "POST":
        check_may_keep(person_of(request.user), found.entry.owner_id, found.entry.assessment.author_id)
        done = _done(request, found, bound)
        if done:
            messages.success(request, done)
            return redirect("wizard:register_entry", entry_id)
    wrong = request.method == "POST"
    return render(request, "wizard/register_entry.html", _context(request, found, bound), status=422 if wrong else 200)


def _done(request: Request, found: Entered, bound: dict[str, forms.Form]) -> str:
    """Do what was asked for, and say so; empty where something has to be corrected first."""
    if "end" in request.POST:
        deployment = get_object_or_404(found.entry.deployments, pk=whole(request.POST["end"]))
        end_deployment(deployment=deployment, actor=request.user, today=today())
        return _("Noted: it no longer runs there.")
    name = next((name for name in bound if name in request.POST), "")
    form = bound.get(name)
    if form is None or not form.is_valid():
        return ""
    try:
        return _DEEDS[name](request, found.entry, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, told(refused.sentence))
        return ""


def _deployed(request: Request, one: RegisterEntry, given: dict[str, Any]) -> str:
    deploy(entry=one, actor=request.user, today=today(), **given)
    return _("Noted where it runs.")


def _retired(request: Request, one: RegisterEntry, given: dict[str, Any]) -> str:
    if given["by"]:
        replace(entry=one, actor=request.user, by=given["by"], why=given["why"], today=today())
        return _("The entry has ended; the other takes its place.")
    retire(entry=one, actor=request.user, why=given["why"], today=today())
    return _("The entry has ended.")


def _transferred(request: Request, one: RegisterEntry, given: dict[str, Any]) -> str:
    transfer(entry=one, actor=request.user, to=given["to"])
    return _("%(who)s answers for it now.") % {"who": given["to"].full_name}


_DEEDS: dict[str, Callable[[Request, RegisterEntry, dict[str, Any]], str]] = {
    "deploy": _deployed,
    "retire": _retired,
    "transfer": _transferred,
}


def _forms(request: Request, found: Entered) -> dict[str, forms.Form]:
    """The forms of the page, the one that was sent with what was typed. Each names its fields apart."""
    typed = request.POST if request.method == "POST" else carry.restore(request) or request.POST

    def sent(name: str) -> Any:
        return typed if name in typed else None

    bound: dict[str, forms.Form] = {
        "deploy": DeployForm(sent("deploy"), prefix="deploy", initial={"since": today()}),
        "retire": RetireForm(sent("retire"), prefix="retire"),
        "transfer": TransferForm(sent("transfer"), prefix="transfer", initial={"to": found.entry.owner_id}),
    }
    others = RegisterEntry.objects.filter(ended_at=None).exclude(pk=found.entry.pk).select_related("assessment")
    by, to = bound["retire"].fields["by"], bound["transfer"].fields["to"]
    assert isinstance(by, forms.ModelChoiceField)  # noqa: S101 (declared above)
    assert isinstance(to, forms.ModelChoiceField)  # noqa: S101 (declared above)
    by.queryset = others
    to.queryset = User.objects.filter(is_active=True).exclude(role=Role.ADMINISTRATOR)
    return bound


def _context(request: Request, found: Entered, bound: dict[str, forms.Form]) -> dict[str, Any]:
    one, assessment = found.entry, found.entry.assessment
    case, person = case_of(assessment, request.user), person_of(request.user)
    evaluation = {**one.snapshot.data["evaluation"], "models": [found.found]}
    late = late_duties([found], today())
    words = Words(current_catalog(), assessment.reference)
    events = events_of_entry(one, found.found["licences"])
    visible = assessments_for(request.user).filter(pk=assessment.pk).exists()
    return {
        "row": entry_row(found, current_catalog(), late[assessment.pk], today()),
        "entry": one,
        "replaced_by": words.model(one.replaced_by.model) if one.replaced_by else "",
        "agreements": agreements_of(found, current_catalog()),
        "assessment": assessment,
        "visible": visible,
        "texts": waiting_texts(waiting_for(assessment)),
        "history": history(events, names_of(people_in(events))),
        "deployments": [
            (it.pk, it.place, it.revision, day(it.since), day(it.until) if it.until else "")
            for it in one.deployments.all()
        ],
        "todos": todos_view(evaluation, stored(todos_of(assessment)), words, today(), files=visible),
        "may_plan": visible and may_plan(person, case).allowed,
        "may_keep": may_keep(person, one.owner_id, assessment.author_id),
        "form": next((form for form in bound.values() if form.errors), None),
        **{f"{name}_form": form for name, form in bound.items()},
    }


def _rows(entries: Collection[Entered]) -> list[EntryRow]:
    return list(entry_rows(entries, current_catalog(), late_duties(entries, today()), today()))


def _asked(request: Request) -> Asked:
    given = {name: request.GET.get(name, "").strip()[:120] for name in ("q", "licence", "risk", "standing", "sort")}
    return Asked(**{**given, "sort": given["sort"] if given["sort"] in SORTS else "needs"})
