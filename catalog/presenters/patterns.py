"""What the pattern page shows: every component with real content, so that a change of style is seen in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy

from catalog.engine.law.provisions import Law
from catalog.knowledge.index import Catalogue
from catalog.presenters.disagreements import DisagreementView, disagreement_page
from catalog.presenters.guide import RuledView, trap_list
from catalog.presenters.language import told
from catalog.presenters.readings import ReadingView, Shelf, term_view
from catalog.presenters.timeline import Timeline, timeline

GROUNDS = ("paper", "surface", "sunken", "accent-soft", "conditions-soft", "blocked-soft")
INKS = ("ink", "muted", "accent", "accent-strong", "clear", "conditions", "undecided", "blocked")
LINES = ("line", "edge", "focus")
ON_ACCENT = "on-accent"
STEPS = ("step--1", "step-0", "step-1", "step-2", "step-3")
VERDICTS = ("clear", "conditions", "undecided", "blocked")
DISPUTED = ("llama-4-community", "output-training")


class SampleForm(forms.Form):
    """One field of each kind. It is shown empty, and once more with everything that can be wrong with it."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name of the product"),
        validators=[MaxLengthValidator(20, gettext_lazy("Shorten this to %(limit_value)s characters."))],
    )
    users = forms.IntegerField(
        label=gettext_lazy("People who use it in a month"),
        help_text=gettext_lazy("Count everybody once, in all countries."),
        error_messages={"invalid": gettext_lazy("Write a whole number, such as 250000.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    since = forms.DateField(
        label=gettext_lazy("In use since"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    seat = forms.ChoiceField(
        label=gettext_lazy("Seat"),
        choices=[
            ("", gettext_lazy("Choose a country")),
            ("DE", gettext_lazy("Germany")),
            ("FR", gettext_lazy("France")),
        ],
        error_messages={"invalid_choice": gettext_lazy("Choose a country from the list.")},
    )
    commercial = forms.ChoiceField(
        label=gettext_lazy("Is it for business?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        error_messages={"required": gettext_lazy("Choose yes or no.")},
        widget=forms.RadioSelect,
    )
    delivery = forms.MultipleChoiceField(
        label=gettext_lazy("How does it reach people?"),
        choices=[
            ("hosted-service", gettext_lazy("Hosted service")),
            ("internal", gettext_lazy("Inside the organisation")),
            ("on-device", gettext_lazy("On their devices")),
            ("ship-weights", gettext_lazy("With the weights")),
        ],
        error_messages={"required": gettext_lazy("Choose at least one way.")},
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=gettext_lazy("Note for the reviewer"), widget=forms.Textarea, required=False)
    paper = forms.FileField(label=gettext_lazy("Evidence"), required=False)
    agreed = forms.BooleanField(
        label=gettext_lazy("I have read the terms"),
        error_messages={"required": gettext_lazy("Read the terms, then tick the box.")},
    )


@dataclass(frozen=True)
class Patterns:
    """The page. The names of colours and sizes are those of static/css/tokens.css."""

    grounds: tuple[str, ...]
    inks: tuple[str, ...]
    lines: tuple[str, ...]
    on_accent: str
    steps: tuple[str, ...]
    verdicts: tuple[str, ...]
    form: forms.Form
    refused: forms.Form
    clauses: tuple[dict[str, Any], ...]
    readings: tuple[ReadingView, ...]
    disagreement: DisagreementView
    ruled: RuledView
    line: Timeline
    licence: str
    licence_href: str


def patterns(catalogue: Catalogue, law: Law, shelf: Shelf, as_of: date) -> Patterns:
    """Gather one example of each component from what the catalogue holds."""
    licence = catalogue.licences[DISPUTED[0]]
    term = licence.terms.term(DISPUTED[1])
    text, address = term.text, reverse("catalog:licence", args=[licence.id])
    clause = {
        "says": told(text.says),
        "clause": text.clause,
        "source": licence.short,
        "url": address,
        "read_on": text.read_on,
    }
    typed = {"name": "A name that is longer than the field", "users": "many", "seat": "XX"}
    disagreements = disagreement_page(catalogue, shelf, {})
    return Patterns(
        grounds=GROUNDS,
        inks=INKS,
        lines=LINES,
        on_accent=ON_ACCENT,
        steps=STEPS,
        verdicts=VERDICTS,
        form=SampleForm(prefix="sample"),
        refused=SampleForm(typed, auto_id="refused_%s"),
        clauses=(clause,),
        readings=term_view(DISPUTED[1], term, shelf).readings,
        disagreement=disagreements.groups[0].entries[0],
        ruled=trap_list(catalogue, shelf)[0].ruled,
        line=timeline(law, as_of),
        licence=licence.short,
        licence_href=address,
    )
