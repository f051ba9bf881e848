"""What templates need to say in the reader's language beside Django's own `translate`."""

from collections.abc import Sequence

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField, BoundWidget

from catalog.presenters.language import told as say
from catalog.presenters.language import within as inside
from catalog.presenters.words import VERDICTS

register = template.Library()

# Characters of all labels together that fit into one row: on a telephone, and beside a panel. At most three choices.
ON_A_TELEPHONE, BESIDE_A_PANEL, MOST_BESIDE = 24, 48, 3


@register.filter
def told(text: str) -> str:
    """Say a text of the catalogue or the engine in the reader's language."""
    return say(text)


@register.filter
def within(label: str) -> str:
    """A label as it stands inside of a sentence: “field of use”, but “OSI approval”."""
    return inside(label)


@register.filter
def asked(field: BoundField) -> str:
    """The label of a field away from its place: with what it is asked about, where its form asks the same twice."""
    named = getattr(field.form, "asks", None)
    return str(named(field.name) if named else field.label)


@register.filter
def beside(choices: Sequence[BoundWidget]) -> str:
    """The classes of `.choices` for a few short answers that stand side by side; empty for a list."""
    length = sum(len(str(choice.choice_label)) for choice in choices)
    if len(choices) > MOST_BESIDE or length > BESIDE_A_PANEL:
        return ""
    return " short" if length <= ON_A_TELEPHONE else " short together"


@register.filter
def to_correct(form: BaseForm) -> int:
    """How many things a form asks to correct: one field may have several."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def verdict_word(verdict: str) -> str:
    """The word of a verdict: “Clear” for `clear`; any other text as it is."""
    return VERDICTS.get(verdict, verdict)
