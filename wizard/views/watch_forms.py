"""The forms of the texts that are watched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wizard.models import Meaning, TextKind
from wizard.phases.copies import MOST_BYTES
from wizard.phases.fields import Text


class WatchForm(forms.Form):
    """Which text is to be watched, and where it stands."""

    use_required_attribute = False
    document = forms.ChoiceField(label=_("What is it?"), choices=TextKind.choices, initial=TextKind.LICENCE)
    subject = Text(
        label=_("Of which licence or model?"),
        help_text=_("Its id, such as llama-4-community; for a model card the id of the model or its repository."),
        max_length=120,
        error_messages={"required": _("Enter the id of the licence or model.")},
    )
    url = Text(
        label=_("Where does it stand?"),
        help_text=_("Best the address of the text alone. For GitHub and Hugging Face we turn to the file itself."),
        max_length=500,
        error_messages={"required": _("Enter a web address, such as https://example.org/licence.")},
    )


class UploadForm(forms.Form):
    """A version that somebody found by themselves: pasted, or as a file."""

    use_required_attribute = False
    prefix = "upload"
    text = forms.CharField(
        label=_("The text"),
        help_text=format_lazy(_("As you found it, up to {most} KiB."), most=MOST_BYTES // 1024),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a file"), help_text=_("Plain text (UTF-8)."), required=False, allow_empty_file=True
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed, and only one; a file has to be text."""
        return one_text(self, super().clean() or {})


class MeaningForm(forms.Form):
    """What a changed text means."""

    use_required_attribute = False
    says = forms.ChoiceField(
        label=_("What does the change mean?"),
        choices=Meaning.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Choose one of the two.")},
    )
    reason = Text(
        label=_("Why?"),
        help_text=_("Which words you weighed, and what follows. The audit log keeps it; an ending states it."),
        lines=3,
        error_messages={"required": _("Write at least one sentence.")},
    )


def one_text(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The text that was pasted or chosen as a file, under `text`; exactly one of the two, and a file has to be text."""
    upload, pasted = cleaned.get("file"), cleaned.get("text", "").strip()
    if bool(pasted) == isinstance(upload, UploadedFile):
        form.add_error("text", _("Paste the text or choose its file, not both.") if pasted else _("Paste the text."))
    elif isinstance(upload, UploadedFile):
        try:
            # One byte more than is kept is enough for the action to say that it is too long.
            cleaned["text"] = upload.read(MOST_BYTES + 1).decode("utf-8-sig")
        except UnicodeDecodeError:
            form.add_error("file", _("This is no plain text: save the licence as text (UTF-8) and choose that file."))
    return cleaned
