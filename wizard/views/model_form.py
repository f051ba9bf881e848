"""The form of a model of the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.single import document_of
from wizard.models import EntryKind
from wizard.phases.fields import Address, Day, Text
from wizard.views.knowledge_forms import EntryForm, key_field

IMAGE = {True: "yes", False: "no", None: "unknown"}
_PLAIN = ("name", "vendor", "vendor_country", "revision", "kind", "eu_notes")


class ModelForm(EntryForm):
    """A model, by what decides about it: whose it is, which licence its weights bear, and what it was made from.

    What the form does not ask, such as training compute, is kept as it stands in the entry that was edited.
    """

    kind = EntryKind.MODEL
    places: ClassVar[Mapping[str, str]] = {
        "weights_licence.text.value": "licence",
        "weights_licence.text.says": "says",
        "weights_licence.text.clause": "clause",
        "weights_licence.text.read_on": "read_on",
        "sources": "url",
        "weights_licence.text.source": "url",
        "aliases": "key",
        **{name: name for name in ("name", "vendor", "hf_repo", "revision", "released", "base_models", "code_licence")},
    }
    key = key_field("acme-chat-7b")
    name = Text(label=_("Name"), max_length=120, error_messages={"required": _("Enter the name of the model.")})
    vendor = Text(label=_("Vendor"), max_length=120, error_messages={"required": _("Enter who released it.")})
    vendor_country = Text(
        label=_("Country of the vendor"), max_length=80, error_messages={"required": _("Enter the vendor’s country.")}
    )
    hf_repo = Text(label=_("Hugging Face repository"), help_text=_("Such as vendor/name."), required=False)
    revision = Text(label=_("Revision"), help_text=_("The commit you read."), required=False, max_length=80)
    released = Day(label=_("Released"), required=False)
    model_kind = Text(
        label=_("What does it process?"),
        help_text=_("Such as text, or text+image."),
        max_length=80,
        error_messages={"required": _("Enter what it processes, such as text.")},
    )
    licence = forms.ChoiceField(
        label=_("Licence of the weights"), error_messages={"required": _("Choose the licence.")}
    )
    says = Text(
        label=_("How do you know?"),
        help_text=_("One sentence of your own: which file says so, and whether anything contradicts it."),
        lines=2,
        min_length=8,
        error_messages={"required": _("Write one sentence."), "min_length": _("Write one whole sentence.")},
    )
    clause = Text(label=_("Where does it stand?"), error_messages={"required": _("Enter the file or the section.")})
    url = Address(
        label=_("Address of that file"), error_messages={"required": _("Enter the address where you read it.")}
    )
    read_on = Day(
        label=_("Read on"), past_only=True, error_messages={"required": _("Enter the day on which you read it.")}
    )
    base_models = forms.MultipleChoiceField(
        label=_("Base models"),
        help_text=_("What it was made from. Licences of other vendors’ base models keep binding."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    image_input = forms.ChoiceField(
        label=_("Does it take images?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose an answer.")},
    )
    code_licence = forms.ChoiceField(label=_("Licence of the code"), required=False)
    eu_notes = Text(label=_("Notes on the European Union"), required=False, lines=2)

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        named = sorted((it.short, it.id) for it in self.catalogue.licences.values())
        licences = [(name, short) for short, name in named]
        self.offer("licence", [("", str(_("Choose"))), *licences])
        self.offer("code_licence", [("", str(_("Not known, or the same"))), *licences])
        models = sorted((it.name, it.id) for it in self.catalogue.models.values() if it.id != self.fixed_key)
        self.offer("base_models", [(name, label) for label, name in models])

    def document(self) -> dict[str, Any]:
        """The whole model: what was typed over what was stored."""
        given, before = self.cleaned_data, self._before()
        plain = {name: given["model_kind" if name == "kind" else name] for name in _PLAIN}
        source, sources = self._source()
        text = {
            "value": given["licence"],
            "says": given["says"],
            "clause": given["clause"],
            "source": source,
            "read_on": given["read_on"].isoformat(),
            "confidence": "read",
        }
        entry = {
            **before,
            **plain,
            "id": self.entry_key,
            "hf_repo": given["hf_repo"] or None,
            "released": given["released"].isoformat() if given["released"] else None,
            "weights_licence": {**(before.get("weights_licence") or {}), "text": text},
            "base_models": list(given["base_models"]),
            "image_input": {"yes": True, "no": False}.get(given["image_input"]),
            "code_licence": given["code_licence"] or None,
        }
        return {"entry": entry, "sources": sources}

    def _before(self) -> dict[str, Any]:
        """What the entry holds already; a model of the catalogue under the same id is changed, not written anew."""
        known = self.catalogue.models.get(self.entry_key)
        return dict(self.stored.get("entry") or (document_of(known) if known else {}))

    def _source(self) -> tuple[str, dict[str, Any]]:
        """The id of the source, and the source where it is one of our own: an address that is not yet on file."""
        before = self._before().get("weights_licence", {}).get("text", {}).get("source", "")
        known = self.catalogue.sources.get(before)
        own = dict(self.stored.get("sources") or {})
        if known is not None and str(known.url) == self.cleaned_data["url"]:
            return before, own
        title = f"{self.cleaned_data['name']}: licence of the weights"
        publisher = self.cleaned_data["vendor"]
        source = {"title": title, "publisher": publisher, "url": self.cleaned_data["url"], "kind": "vendor"}
        return f"own-{self.entry_key}", {f"own-{self.entry_key}": source}


def begin_with_stored(stored: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """What the form shows of a stored model; one whose shape no longer fits has to be written again."""
    try:
        model = Model.model_validate(stored["entry"])
    except ValueError:
        return {}
    own = (stored.get("sources") or {}).get(model.weights_licence.text.source)
    return {**begin_with(model, catalogue), **({"url": own["url"]} if own else {})}


def begin_with(model: Model, catalogue: Catalogue) -> dict[str, Any]:
    """What the form shows of a model that the catalogue knows."""
    reading = model.weights_licence.text
    source = catalogue.sources.get(reading.source)
    document = document_of(model)
    return {
        **{name: document[name] for name in ("name", "vendor", "vendor_country", "hf_repo", "revision", "eu_notes")},
        "key": model.id,
        "released": model.released,
        "model_kind": model.kind,
        "licence": reading.value,
        "says": reading.says,
        "clause": reading.clause,
        "url": str(source.url) if source else "",
        "read_on": reading.read_on,
        "base_models": list(model.base_models),
        "image_input": IMAGE[model.image_input],
        "code_licence": model.code_licence or "",
    }


def begin_with_card(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of a draft that was made from a model card; what the card does not say stays empty."""
    text = (entry.get("weights_licence") or {}).get("text") or {}
    begun = {
        "name": entry.get("name", ""),
        "model_kind": entry.get("kind", ""),
        "base_models": entry.get("base_models", []),
        "licence": text.get("value", ""),
        "says": text.get("says", ""),
        "clause": text.get("clause", ""),
        "read_on": text.get("read_on", ""),
    }
    return {name: value for name, value in begun.items() if value}
