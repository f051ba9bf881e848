"""The form of a negotiated licence: what it covers, until when, and up to which size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.knowledge.terms import MOST, TOPICS
from catalog.presenters import words
from wizard.models import EntryKind
from wizard.phases.fields import Day, Text
from wizard.phases.numbers import Count
from wizard.views.knowledge_forms import EntryForm


class AgreementForm(EntryForm):
    """A licence that was negotiated."""

    kind = EntryKind.AGREEMENT
    places: ClassVar[Mapping[str, str]] = {
        **{name: name for name in ("licence", "covers", "until", "kept_at")},
        "limit": "at_most",
    }
    licence = forms.ChoiceField(label=_("Licence"), error_messages={"required": _("Choose the licence.")})
    covers = forms.MultipleChoiceField(
        label=_("What does it cover?"),
        help_text=_("Only what is ticked is taken as allowed."),
        choices=lambda: [(topic, words.TOPICS[topic]) for topic in TOPICS if topic != "gotchas"],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Tick what the agreement covers.")},
    )
    until = Day(
        label=_("Until when?"), help_text=_("Its last day; empty for an agreement without end."), required=False
    )
    metric = forms.ChoiceField(
        label=_("Is there a limit of size?"),
        help_text=_("Beyond it the agreement covers nothing, and the licence applies as it stands."),
        choices=(
            ("", _("No, any size")),
            ("mau", _("Monthly active users")),
            ("annual-revenue-usd", _("Yearly revenue in US dollars")),
            ("monthly-revenue-usd", _("Monthly revenue in US dollars")),
        ),
        widget=forms.RadioSelect(),
        required=False,
    )
    at_most = Count(
        label=_("Up to how many users, or US dollars?"),
        help_text=_("The largest number that is still covered."),
        most=MOST,
        required=False,
    )
    counts = forms.ChoiceField(
        label=_("Whose numbers count towards it?"),
        choices=(
            ("group", _("The whole group with its affiliates")),
            ("product", _("Each product that contains the model")),
        ),
        widget=forms.RadioSelect(),
        initial="group",
        required=False,
    )
    kept_at = Text(
        label=_("Where is it kept?"),
        help_text=_("So that the next person finds it."),
        min_length=3,
        error_messages={"required": _("Say where the signed agreement is kept.")},
    )

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        licences = sorted((it.short, it.id) for it in self.catalogue.licences.values())
        self.offer("licence", [("", str(_("Choose"))), *((name, short) for short, name in licences)])

    def clean(self) -> dict[str, Any]:
        """A limit needs its number, and a number says of what it is one."""
        cleaned = super().clean() or {}
        if "at_most" in cleaned and "metric" in cleaned:
            if cleaned["metric"] and not cleaned["at_most"]:
                self.add_error(
                    "at_most", _("Enter the number up to which the agreement covers, or choose that there is no limit.")
                )
            elif cleaned["at_most"] and not cleaned["metric"]:
                self.add_error("metric", _("Choose what the number counts, or empty it."))
        return cleaned

    def _limit(self) -> dict[str, Any] | None:
        given = self.cleaned_data
        if not given["metric"]:
            return None
        return {"metric": given["metric"], "at_most": given["at_most"], "counts": given["counts"] or "group"}

    def document(self) -> dict[str, Any]:
        """The agreement; the action adds who recorded it, and when."""
        given = self.cleaned_data
        until: date | None = given["until"]
        return {
            "id": self.entry_key,
            "licence": given["licence"],
            "covers": list(given["covers"]),
            "until": until.isoformat() if until else None,
            **({"limit": limit} if (limit := self._limit()) else {}),
            "kept_at": given["kept_at"],
        }


def next_agreement(keys: Iterable[str]) -> str:
    """The next free id of an agreement."""
    numbers = [int(found[1]) for key in keys if (found := re.fullmatch(r"agreement-(\d{1,6})", key))]
    return f"agreement-{max(numbers, default=0) + 1}"
