"""The copy of a licence text that was read: recorded by the action that kept it, never typed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.knowledge.recognition import Recognition
from wizard.phases.context import Context
from wizard.phases.fields import Address, Question

MOST_BYTES = 256 * 1024
TOO_LONG = gettext_lazy("The text is longer than 256 KiB: keep the licence alone, without what stands around it.")
"""The longest text that is kept."""

KINDS = ("known", "contains", "changed", "unknown", "other")
UNLIKE_OURS = frozenset(("changed", "unknown", "other"))


@dataclass(frozen=True)
class Copy:
    """What was kept: the hash of the text, what it was recognised as, and how many words it has.

    `kind` is that of a recognition, or `other`: the text is a known one, but not of the licence it was filed under.
    """

    sha256: str
    kind: str
    words: int

    def as_answer(self) -> str:
        """Return the text that is stored as the answer."""
        return f"{self.sha256} {self.kind} {self.words}"


class CopyForm(forms.Form):
    """A text that was read: pasted or as a file. Which one it is is recognised, or said where it is not."""

    use_required_attribute = False
    prefix = "read"
    text = forms.CharField(
        label=gettext_lazy("Paste the whole text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose its file"),
        help_text=gettext_lazy("Plain text (UTF-8), up to 256 KiB."),
        required=False,
        allow_empty_file=True,
    )
    url = Address(label=gettext_lazy("Where did you find it?"), required=False)
    which = forms.ChoiceField(label=gettext_lazy("Which text is it?"), required=False)

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, context: Context, **options: Any) -> None:
        super().__init__(data, files, **options)
        which = self.fields["which"]
        assert isinstance(which, forms.ChoiceField)  # noqa: S101 (declared above)
        which.choices = [("", _("Recognise it by its words")), *wanted(context)]

    def clean(self) -> dict[str, Any]:
        """One of the two is needed, and only one; a file has to be text."""
        cleaned = super().clean() or {}
        upload, pasted = cleaned.get("file"), cleaned.get("text", "").strip()
        if bool(pasted) == isinstance(upload, UploadedFile):
            both = _("Paste the text or choose its file, not both.")
            self.add_error("text", both if pasted else _("Paste the text, or choose its file."))
        elif isinstance(upload, UploadedFile) and (upload.size or 0) > MOST_BYTES:
            self.add_error("file", TOO_LONG)
        elif isinstance(upload, UploadedFile):
            try:
                cleaned["text"] = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This is no plain text: save it as text (UTF-8) and choose that file."))
        return cleaned


def wanted(context: Context) -> Iterator[tuple[str, str]]:
    """The texts to be read for the candidates: each licence, and its use policy where it has one."""
    for licence in context.texts:
        yield f"licence {licence.id}", licence.name
        if name := licence.terms.use_policy.text.value.name:
            yield f"use-policy {licence.id}", name


def entries_of(licence: str, context: Context) -> frozenset[str]:
    """Every entry of the catalogue that stands for the same text as this one."""
    spdx = context.licences[licence].spdx
    return frozenset(name for name, it in context.catalogue.licences.items() if it.spdx == spdx)


def which_of(found: Recognition, context: Context) -> str:
    """The text to be read that a recognised one is, as `wanted` names it; empty for none of them."""
    offered = dict(wanted(context))
    for match in found.matches:
        for name in offered:
            document, licence = name.split(" ", 1)
            if match.sketch.document == document and match.sketch.licence in entries_of(licence, context):
                return name
    return ""


def copy_of(sha256: str, found: Recognition, licences: Collection[str]) -> Copy:
    """Say what a kept text is, filed under one of `licences`: entries that stand for the same text."""
    named = {match.sketch.licence for match in found.matches}
    other = found.kind != "unknown" and not named & set(licences)
    return Copy(sha256, "other" if other else found.kind, found.words)


def read_copy(stored: str) -> Copy:
    """Read what is stored; raises ValueError for what no action stored."""
    sha256, kind, words = stored.split(" ")
    if kind not in KINDS or len(sha256) != 64:
        raise ValueError(stored)
    return Copy(sha256, kind, int(words))


class KeptCopy(Question, forms.CharField):
    """The copy that was kept. It is no control: what a browser sends for it is not looked at."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "disabled": True, "widget": forms.HiddenInput(), **options})

    def validate(self, value: Any) -> None:
        """Refuse what no action could have stored."""
        super().validate(value)
        try:
            if value:
                read_copy(value)
        except ValueError:
            raise ValidationError(_("Keep the text again, so that it is recognised.")) from None

    def words(self, stored: Any) -> str:
        """Return what it is compared with the text our facts were read from, and its hash."""
        copy = read_copy(stored)
        return _("%(what)s SHA-256 %(hash)s") % {"what": says(copy), "hash": copy.sha256}


def says(copy: Copy) -> str:
    """One sentence on how a kept text stands to the one that our facts were read from."""
    told = {
        "known": _("All its %(words)s words are those of the text on file."),
        "contains": _("The text on file stands in it unchanged, with other words around it."),
        "changed": _("It differs from the text on file."),
        "unknown": _("It resembles no text on file."),
        "other": _("It is the text of another licence."),
    }
    return told[copy.kind] % {"words": f"{copy.words:,}"}
