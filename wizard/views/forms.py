"""The small forms of pages that are not items of the checklist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.engine.description import LIMIT
from catalog.engine.problems import Problem
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import joined
from catalog.presenters.language import told
from wizard.models import Role
from wizard.phases.fields import Day, Text
from wizard.signing.identity import SHORTEST_PASSPHRASE

MOST_CANDIDATES = 12


class CandidatesForm(forms.Form):
    """Which models are compared: ticked in the list, or typed by id or Hugging Face name."""

    use_required_attribute = False
    candidates = forms.MultipleChoiceField(label=_("Models"), widget=forms.CheckboxSelectMultiple(), required=False)
    typed = Text(
        label=_("Or type models"),
        help_text=_("Ids or Hugging Face names, separated by commas."),
        required=False,
        max_length=1000,
    )

    def __init__(self, data: QueryDict | None = None, *, catalogue: Catalogue, **options: Any) -> None:
        super().__init__(data, **options)
        self.catalogue = catalogue
        models = sorted(catalogue.models.values(), key=lambda model: (model.vendor, model.name))
        choices = self.fields["candidates"]
        assert isinstance(choices, forms.MultipleChoiceField)  # noqa: S101 (declared above)
        choices.choices = [(model.id, model.name) for model in models]
        choices.error_messages["invalid_choice"] = _(
            "The catalogue knows no model “%(value)s”. Choose one from the list."
        )

    def clean_typed(self) -> list[str]:
        """Turn typed names into ids, or name the first that the catalogue does not know."""
        names = [name.strip() for name in self.cleaned_data["typed"].split(",") if name.strip()]
        found = []
        for name in names:
            model = self.catalogue.model(name)
            if model is None:
                problem = Problem.unknown_word("", name, self.catalogue.models, "model")
                raise ValidationError(told(joined(" ", (problem.problem, problem.remedy))))
            found.append(model.id)
        return found

    def clean(self) -> dict[str, Any]:
        """At least one model, and not so many that nobody reads the result."""
        cleaned = super().clean() or {}
        if not self.errors:
            self.weigh(self.chosen())
        return cleaned

    none_chosen = _("Choose at least one model.")

    def weigh(self, chosen: Sequence[str]) -> None:
        """Refuse too few models or too many."""
        if not chosen:
            self.add_error("candidates", self.none_chosen)
        elif len(chosen) > MOST_CANDIDATES:
            self.add_error(
                "candidates",
                _("Choose at most %(most)d models; %(chosen)d are chosen.")
                % {"most": MOST_CANDIDATES, "chosen": len(chosen)},
            )

    def chosen(self) -> list[str]:
        """The ids of the chosen models, each once."""
        return list(dict.fromkeys([*self.cleaned_data["candidates"], *self.cleaned_data["typed"]]))


class AssessmentForm(CandidatesForm):
    """What a new assessment is about."""

    name = Text(
        label=_("Name of the product"),
        help_text=_("As it shall stand in the report."),
        max_length=120,
        error_messages={"required": _("Enter the name of the product.")},
    )
    description = Text(
        label=_("What does it do?"),
        help_text=_("A sentence or two, as you would tell a colleague. Your words suggest answers, which you confirm."),
        required=False,
        lines=4,
        max_length=LIMIT,
    )
    none_chosen = _("Choose at least one model, or tick “Help me choose” above.")
    help_me = forms.BooleanField(label=_("Help me choose: I have no model in mind yet."), required=False)

    def weigh(self, chosen: Sequence[str]) -> None:
        """Models are needed, unless help is wanted; both at once would leave open what is meant."""
        if not self.cleaned_data["help_me"]:
            super().weigh(chosen)
        elif chosen:
            self.add_error("help_me", _("Untick this, or untick the models: only one of the two can be meant."))


class CommentForm(forms.Form):
    """A reviewer’s or an author’s reason."""

    use_required_attribute = False
    comment = Text(label=_("Comment"), lines=5, error_messages={"required": _("Write at least one sentence.")})

    def __init__(self, data: QueryDict | None = None, *, optional: bool = False, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["comment"].required = not optional


class ApproveForm(forms.Form):
    """What an approval says."""

    use_required_attribute = False
    valid_until = Day(
        label=_("Valid until"),
        help_text=_("The licences are reviewed again by then."),
        future_only=True,
        error_messages={"required": _("Enter a day after today.")},
    )
    conditions = Text(
        label=_("Conditions"),
        help_text=_("What has to be done first. They stand on the first page."),
        required=False,
        lines=4,
    )
    comment = Text(label=_("Comment"), required=False, lines=3)

    def __init__(self, data: QueryDict | None = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        until = self.fields["valid_until"]
        assert isinstance(until, Day)  # noqa: S101 (declared above)
        until.today = today
        until.initial = today + timedelta(days=91)


class SignForm(forms.Form):
    """The passphrase that signs a report."""

    use_required_attribute = False
    passphrase = forms.CharField(
        label=_("Passphrase of your signing key"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
        error_messages={"required": _("Enter the passphrase you chose for your signing key.")},
    )


class SigningKeyForm(forms.Form):
    """A new passphrase, twice."""

    use_required_attribute = False
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=(
            format_lazy(
                _("At least {least} characters. It is stored nowhere: whoever forgets it makes a new key."),
                least=SHORTEST_PASSPHRASE,
            )
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        min_length=SHORTEST_PASSPHRASE,
        strip=False,
        error_messages={
            "required": _("Enter a passphrase."),
            "min_length": format_lazy(_("Enter at least {least} characters."), least=SHORTEST_PASSPHRASE),
        },
    )
    again = forms.CharField(
        label=_("The same again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": _("Enter the passphrase a second time.")},
    )

    def clean_again(self) -> str:
        """Catch a slip of the finger before it locks the key."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("passphrase", again):
            raise ValidationError(_("The two passphrases differ. Enter the same one twice."))
        return again


class PersonForm(forms.Form):
    """A new account."""

    use_required_attribute = False
    full_name = Text(
        label=_("Full name"),
        help_text=_("As it shall stand in reports."),
        max_length=120,
        error_messages={"required": _("Enter the full name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Enter an e-mail address, such as name@company.example.")
        ),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose a role.")},
    )


class VerifyForm(forms.Form):
    """A file that claims to be a report."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("The report"),
        help_text=_("The PDF file as you received it, up to 20 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the PDF file of the report.")},
    )


def whole(text: str) -> int:
    """A number that one of our own pages put into a form; -1 for anything that no page of ours sends."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def by_vendor(form: CandidatesForm, query: str, ticked: Sequence[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The models that match a query, grouped by vendor; those already ticked always stay in the list."""
    wanted = query.casefold().split()
    groups: dict[str, list[dict[str, Any]]] = {}
    for model in sorted(form.catalogue.models.values(), key=lambda one: (one.vendor, one.name)):
        licence = form.catalogue.licences[model.weights_licence.text.value].short
        text = f"{model.id} {model.name} {model.vendor} {licence}".casefold()
        if model.id in ticked or all(word in text for word in wanted):
            entry = {"id": model.id, "name": model.name, "licence": licence, "ticked": model.id in ticked}
            groups.setdefault(model.vendor, []).append(entry)
    return list(groups.items())
