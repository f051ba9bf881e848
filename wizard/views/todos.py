"""One duty of a decision as a thing to do: its owner, day and note, and ticking it off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from catalog.presenters.language import told
from wizard.actions.todos import Plan, keep_todo
from wizard.actions.uploads import ENDINGS
from wizard.models import Assessment
from wizard.phases.fields import Address, Day, Text
from wizard.presenters.findings import Words
from wizard.presenters.standing import Standing, standing
from wizard.presenters.todos import TodosView, stored, todos_view
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of
from wizard.queries.files import stored_file
from wizard.queries.permissions import case_of, person_of
from wizard.queries.todos import name_of_file, todos_of
from wizard.queries.together import participants_of
from wizard.views import carry
from wizard.views.access import Request, seen, signed_in


class TodoForm(forms.Form):
    """Who sees to a duty, by when, with a note, and a link and a file as evidence; each may be left empty."""

    use_required_attribute = False
    owner = Text(label=_("Who sees to it?"), required=False, max_length=120)
    due = Day(label=_("By when?"), required=False)
    note = Text(label=_("Note"), required=False, lines=2)
    proof = Address(label=_("Evidence: a link"), required=False)
    upload = forms.FileField(
        label=_("Evidence: a file"),
        help_text=_("PDF, PNG, JPEG or plain text, up to 10 MB."),
        required=False,
        allow_empty_file=True,
    )
    drop_file = forms.BooleanField(label=_("Take the file away"), required=False)

    def keep(self, filename: str) -> None:
        """Say which file stands already; without one there is none to take away."""
        if not filename:
            del self.fields["drop_file"]
            return
        words = _("A new file takes the place of “%(name)s”. PDF, PNG, JPEG or plain text, up to 10 MB.")
        self.fields["upload"].help_text = words % {"name": filename}


@dataclass(frozen=True)
class Desk:
    """What lies on the desk while one duty is planned."""

    assessment: Assessment
    stand: Standing
    key: str

    @property
    def today(self) -> date:
        """The day of the decision."""
        return self.stand.context.today

    def todos(self) -> TodosView:
        """The list as it is stored now."""
        words = Words(self.stand.context.catalogue, self.assessment.reference)
        return todos_view(self.stand.evaluation, stored(todos_of(self.assessment)), words, self.today)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@signed_in
def todo(request: Request, reference: str, todo_key: str) -> HttpResponse:
    """Show the plan for one duty, or store it."""
    here = _desk(request, reference, todo_key)
    if request.method != "POST":
        return _page(request, here, _form(request, here, carry.restore(request)))
    form = _form(request, here, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, here, form, status=422)
    given = form.cleaned_data
    plan = Plan(
        given["owner"],
        given["due"],
        given["note"],
        given["proof"],
        upload=given["upload"],
        drop_file=given.get("drop_file", False),
    )
    try:
        keep_todo(assessment=here.assessment, key=todo_key, actor=request.user, today=here.today, plan=plan)
    except Refused as refused:
        past = given["due"] and given["due"] < here.today
        form.add_error("due" if past else "upload" if given["upload"] else None, told(refused.sentence))
        return _page(request, here, form, status=422)
    return _after(request, here)


@require_POST
@vary_on_headers("HX-Request")
@signed_in
def todo_done(request: Request, reference: str, todo_key: str) -> HttpResponse:
    """Tick a duty off, or say that it is to be done after all (`done=no`)."""
    here = _desk(request, reference, todo_key)
    done = request.POST.get("done") != "no"
    keep_todo(assessment=here.assessment, key=todo_key, actor=request.user, today=here.today, done=done)
    return _after(request, here)


@require_safe
@signed_in
def todo_file(request: Request, reference: str, sha256: str) -> HttpResponse | FileResponse:
    """Open a file that shows a duty fulfilled. It is always downloaded, never shown as a page of ours."""
    name = name_of_file(seen(request, reference), sha256)
    kind = next((kind for kind, ending in ENDINGS.items() if name.endswith(ending)), "")
    if not kind:
        raise Http404(sha256)
    try:
        content = stored_file(sha256).open("rb")
    except OSError:
        raise Http404(name) from None
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind)


def _desk(request: Request, reference: str, key: str) -> Desk:
    """Find the assessment and the duty; 404 for what is not owed. Raises Refused for who may not plan."""
    found = seen(request, reference)
    review.check_may_plan(person_of(request.user), case_of(found, request.user))
    here = Desk(found, standing(found, answers_of(found)), key)
    if here.todos().todo(key) is None:
        raise Http404(key)
    return here


def _form(
    request: Request, here: Desk, data: QueryDict | None, files: MultiValueDict[str, UploadedFile] | None = None
) -> TodoForm:
    """The form with what was typed or what is stored. In a row of the list it takes the focus, and ids of its own."""
    kept = todos_of(here.assessment).get(here.key)
    initial = {name: getattr(kept, name) for name in ("owner", "due", "note", "proof")} if kept else {}
    form = TodoForm(data, files, initial=initial, auto_id=f"id-{here.key}-%s" if request.htmx else "id_%s")
    form.keep(kept.filename if kept else "")
    form.fields["owner"].widget.attrs["list"] = f"people-{here.key}"
    if request.htmx and data is None:
        form.fields["owner"].widget.attrs["autofocus"] = True
    return form


def _page(request: Request, here: Desk, form: TodoForm, *, status: int = 200) -> HttpResponse:
    """The form: a row of the list for htmx, else a page of its own."""
    people = [here.assessment.author, *(one.person for one in participants_of(here.assessment))]
    context = {
        "assessment": here.assessment,
        "todo": here.todos().todo(here.key),
        "form": form,
        "people": [person.full_name for person in people],
    }
    part = "#form" if request.htmx else ""
    return render(request, f"wizard/todo.html{part}", context, status=status)


def _after(request: Request, here: Desk) -> HttpResponse:
    """The row and the numbers at the head of the list for htmx, else back to the list."""
    if not request.htmx:
        return redirect(reverse("wizard:result", args=[here.assessment.reference]) + f"#todo-{here.key}")
    todos = here.todos()
    context = {"todos": todos, "todo": todos.todo(here.key), "may_plan": True, "swapped": True}
    return render(request, "wizard/todo.html#changed", context)
