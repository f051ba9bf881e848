"""The forms of the organisation's own entries. Each turns what was typed into a document that an action can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import yaml
from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.loading import Problem
from catalog.knowledge.sentences import sentence
from catalog.knowledge.single import document_of, licence_as_text, licence_from, typed_mapping
from catalog.presenters import words
from catalog.presenters.language import told
from wizard.actions.knowledge import SHORTEST_REASON
from wizard.models import EntryKind, TextKind
from wizard.phases.copies import MOST_BYTES
from wizard.phases.fields import Address, Text
from wizard.process.own import position_key, problem_words
from wizard.views.watch_forms import one_text

Pairs = list[tuple[str, str]]


class ReasonForm(forms.Form):
    """The reason, which every change needs."""

    use_required_attribute = False
    reason = Text(
        label=_("Why?"),
        help_text=_("Who read what, and what follows. The history and the audit log keep it."),
        lines=3,
        min_length=SHORTEST_REASON,
        error_messages={
            "required": _("Write at least one sentence."),
            "min_length": _("Write at least one sentence that can be understood later."),
        },
    )


class EntryForm(ReasonForm):
    """What every entry needs. `stored` is the document that is edited, empty for a new one."""

    kind: ClassVar[EntryKind]
    # Where a problem of the document is shown: the first pattern that its key begins with names the field.
    places: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        catalogue: Catalogue,
        key: str = "",
        stored: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.catalogue, self.fixed_key, self.stored = catalogue, key, stored or {}
        super().__init__(data, **options)
        if key and "key" in self.fields:
            del self.fields["key"]
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    @property
    def entry_key(self) -> str:
        """The id under which the entry is kept."""
        return self.fixed_key or self.cleaned_data.get("key", "")

    def document(self) -> dict[str, Any]:
        """What was typed, as the action takes it. Call it for a valid form only."""
        raise NotImplementedError

    def tell(self, problems: Iterable[Problem]) -> None:
        """Show each problem at the field it concerns."""
        for problem in problems:
            place = next((name for start, name in self.places.items() if problem.key.startswith(start)), None)
            self.add_error(place if place in self.fields else None, told(problem_words(problem)))

    def offer(self, name: str, choices: Pairs) -> None:
        """Give a field its choices, which depend on the catalogue."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared below)
        field.choices = choices


def key_field(example: str) -> Text:
    """A new entry's id."""
    return Text(
        label=_("Id"),
        help_text=format_lazy(
            _("Letters, digits, dots and hyphens, such as {example}. An id of the catalogue replaces that entry."),
            example=example,
        ),
        max_length=100,
        error_messages={"required": format_lazy(_("Enter an id, such as {example}."), example=example)},
    )


class LicenceForm(EntryForm):
    """A licence as the catalogue's files hold one: YAML, checked key by key."""

    kind = EntryKind.LICENCE
    places: ClassVar[Mapping[str, str]] = {"": "text"}
    key = key_field("acme-model-licence-1.0")
    text = forms.CharField(
        label=_("The licence"),
        help_text=(
            _(
                "In the form of the catalogue’s own entries. Say everything in your own words. Documents that you cite "
                "and the catalogue does not know go under “sources”."
            )
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
        error_messages={"required": _("Write the entry, or start from a licence of the catalogue.")},
    )

    def clean(self) -> dict[str, Any]:
        """Read the text as a licence and name everything that is wrong with it."""
        cleaned = super().clean() or {}
        if self.entry_key and "text" in cleaned:
            found: list[Problem] = []
            data = typed_mapping(cleaned["text"], self.entry_key, found)
            if data is not None:
                cleaned["sources"] = data.pop("sources", None) or {}
                cleaned["licence"] = licence_from(data, self.entry_key, found)
                if not isinstance(cleaned["sources"], dict):
                    told = sentence("The sources are not a mapping.")
                    found.append(
                        Problem("", "sources", told, sentence("Write each as a name with title, publisher, url, kind."))
                    )
            self.tell(found)
        return cleaned

    def document(self) -> dict[str, Any]:
        """The whole licence with the sources of its own."""
        return {"entry": document_of(self.cleaned_data["licence"]), "sources": self.cleaned_data["sources"]}

    @staticmethod
    def start(catalogue: Catalogue, name: str) -> dict[str, Any]:
        """What the form begins with: the licence `name`, or the MIT licence to show the shape of one."""
        licence = catalogue.licences.get(name)
        if licence is None:
            example = catalogue.licences["MIT"].model_copy(update={"guide_row": None, "hub_tags": ()})
            return {"text": licence_as_text(example)}
        return {"text": licence_as_text(licence), "key": name}

    @staticmethod
    def stored_text(stored: Mapping[str, Any]) -> str:
        """The text of a stored licence; one whose shape no longer fits is shown as it was kept."""
        try:
            return licence_as_text(Licence.model_validate(stored["entry"]), stored.get("sources"))
        except ValueError:
            kept = {key: value for key, value in stored["entry"].items() if key != "id"}
            return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)


class PositionForm(EntryForm):
    """Which of the two readings of a term the organisation stands by."""

    kind = EntryKind.POSITION
    places: ClassVar[Mapping[str, str]] = {"": "reading"}
    licence = forms.CharField(widget=forms.HiddenInput())
    topic = forms.CharField(widget=forms.HiddenInput())
    reading = forms.ChoiceField(
        label=_("Which reading applies?"),
        choices=lambda: list(words.READINGS.items()),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose one of the two readings.")},
    )

    @property
    def entry_key(self) -> str:
        """A term has one position, so licence and topic name it."""
        return self.fixed_key or position_key(self.cleaned_data.get("licence", ""), self.cleaned_data.get("topic", ""))

    def document(self) -> dict[str, Any]:
        """Licence, topic and reading; the action adds who adopted it, and when."""
        return {name: self.cleaned_data[name] for name in ("licence", "topic", "reading")}


class KeptTextForm(forms.Form):
    """A licence text to keep: pasted, or as a file."""

    use_required_attribute = False
    licence = Text(
        label=_("Which licence?"),
        help_text=_("An id of the catalogue, such as llama-4-community, or a label of your own."),
        max_length=120,
        error_messages={"required": _("Enter the id of the licence, or a label of your own.")},
    )
    document = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, kind.label) for kind in (TextKind.LICENCE, TextKind.USE_POLICY)],
        initial=TextKind.LICENCE,
    )
    variant = Text(label=_("Which version?"), required=False, max_length=120)
    url = Address(label=_("Where did it come from?"), required=False)
    text = forms.CharField(
        label=_("The text"),
        help_text=format_lazy(_("As you received it, up to {most} KiB."), most=MOST_BYTES // 1024),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a file"), help_text=_("Plain text (UTF-8)."), required=False, allow_empty_file=True
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed, and only one; a file has to be text."""
        return one_text(self, super().clean() or {})
