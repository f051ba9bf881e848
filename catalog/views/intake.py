"""Which licence is this text, and what does this model card claim? Read, answered and forgotten: nothing is stored."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog.ambient import current_catalog, today
from catalog.knowledge.cards import MOST_BYTES, Card, CardProblem, read_card
from catalog.knowledge.contradictions import contradictions, draft
from catalog.knowledge.recognition import recognise as recognise_text
from catalog.knowledge.words import MOST_CHARACTERS
from catalog.presenters.intake import card_view, text_view
from catalog.presenters.language import number, told
from catalog.texts import known_texts

_LIMITS = {"licence": MOST_CHARACTERS, "card": MOST_BYTES}


class IntakeForm(forms.Form):
    """A licence text, a model card, or both."""

    licence = forms.CharField(
        label=gettext_lazy("Licence text"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"max_length": gettext_lazy("This is longer than any licence. Give the licence text alone.")},
    )
    licence_file = forms.FileField(label=gettext_lazy("Or the LICENSE file"), required=False)
    card = forms.CharField(
        label=gettext_lazy("Model card"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={"max_length": gettext_lazy("The card is too large. Give the README.md of the model alone.")},
    )
    card_file = forms.FileField(label=gettext_lazy("Or the README.md file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence"].help_text = _("The whole LICENSE file, at most %(most)s characters.") % {
            "most": number(MOST_CHARACTERS)
        }
        self.fields["card"].help_text = _(
            "README.md as it stands on the hub, with the lines between “---” at its top; at most %(most)s KiB."
        ) % {"most": number(MOST_BYTES // 1024)}

    def clean(self) -> dict[str, Any]:
        """Ask for something to read, and read the card."""
        given = super().clean() or {}
        if not self.errors and not (given["licence"].strip() or given["card"]):
            nothing = _("Nothing was given. Paste a licence text or a model card, or choose a file.")
            raise forms.ValidationError(nothing)
        return given

    def clean_card(self) -> Card | None:
        """Return the card as it was read, or None where none was given."""
        text = self.cleaned_data["card"]
        if not text.strip():
            return None
        try:
            return read_card(text, current_catalog())
        except CardProblem as refused:
            raise forms.ValidationError(
                [f"{told(one.problem)} {told(one.remedy)}" for one in refused.problems]
            ) from None


@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request: HttpRequest) -> HttpResponse:
    """Show the form; on a POST, answer above it."""
    if request.method != "POST":
        return render(request, "catalog/intake.html", {"form": IntakeForm()})
    given, faults = _given(request)
    form = IntakeForm(given)
    sound = form.is_valid()
    for field, sentence in faults.items():
        form.add_error(field, sentence)
    if faults or not sound:
        return render(request, "catalog/intake.html", {"form": form}, status=422)
    return render(request, "catalog/intake.html", {"form": form, **_answer(form)})


def _answer(form: IntakeForm) -> dict[str, Any]:
    catalogue = current_catalog()
    text, card = form.cleaned_data["licence"], form.cleaned_data["card"]
    answer = recognise_text(text, known_texts()) if text.strip() else None
    shown: dict[str, Any] = {}
    if answer:
        shown["text"] = text_view(answer, catalogue)
    if card:
        found = contradictions(card, answer, catalogue)
        shown["card"] = card_view(card, found, draft(card, found, catalogue, today()), catalogue)
    return shown


def _given(request: HttpRequest) -> tuple[QueryDict, dict[str, str]]:
    """Return what was typed with each file's text in its place, and what is wrong with a file, by field."""
    given, faults = request.POST.copy(), {}
    for field, most in _LIMITS.items():
        upload = request.FILES.get(f"{field}_file")
        if not isinstance(upload, UploadedFile):
            continue
        if given.get(field, "").strip():
            faults[f"{field}_file"] = _(
                "There is a text above and a file here. Empty the field, or leave the file out."
            )
        elif (upload.size or 0) > most:
            faults[f"{field}_file"] = _("The file is larger than %(most)s bytes. Give the one text alone.") % {
                "most": number(most)
            }
        else:
            try:
                given[field] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                faults[f"{field}_file"] = _("The file is not text in UTF-8. Save it as plain text, or paste its text.")
    return given, faults
