"""The copy of a licence text that was read: recorded by the action that kept it, never typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.knowledge.recognition import Recognition
from wizard.phases.fields import Question

KINDS = ("known", "contains", "changed", "unknown", "other")


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
