"""What templates need to say in the reader's language beside Django's own `translate`."""

from django import template

from catalog.presenters.language import told as say
from catalog.presenters.language import within as inside
from catalog.presenters.words import VERDICTS

register = template.Library()


@register.filter
def told(text: str) -> str:
    """Say a text of the catalogue or the engine in the reader's language."""
    return say(text)


@register.filter
def within(label: str) -> str:
    """A label as it stands inside of a sentence: “field of use”, but “OSI approval”."""
    return inside(label)


@register.filter
def verdict_word(verdict: str) -> str:
    """The word of a verdict: “Clear” for `clear`; any other text as it is."""
    return VERDICTS.get(verdict, verdict)
