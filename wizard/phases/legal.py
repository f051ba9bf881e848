"""Questions of the AI Act in the words of the law's own data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.presenters.language import told
from wizard.phases.choices import Choice, Several, YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Question
from wizard.phases.item import Words

NONE_APPLY: Mapping[str, Words] = {
    "S2": gettext_lazy("None: no link to the European Union"),
    "P": gettext_lazy("None of these practices"),
    "H5": gettext_lazy("None of these purposes"),
    "H7": gettext_lazy("None of these: it does more"),
}


def legal_question(context: Context, name: str) -> Question:
    """Make the form's question from the law's: its words, its options, its article."""
    asked = context.law.questions[name]
    question, mark, more = told(asked.asks).partition("? ")
    common: dict[str, Any] = {
        "label": f"{question}?" if mark else question,
        "help_text": " ".join(filter(None, (more, _("AI Act, %(article)s") % {"article": article(asked.article)}))),
        "at": f"/eu_ai_act/{name}",
    }
    options = [(key, told(option.says)) for key, option in asked.options.items()]
    if asked.kind == "choices":
        return Several(choices=options, none=NONE_APPLY[name], **common)
    return Choice(choices=options, **common) if asked.kind == "choice" else YesNo(**common)


def article(place: str) -> str:
    """A place in the Act as it is cited: “Article 5(1)”, but “Annex III” and “recital 97” as they are."""
    return _("Article %(place)s") % {"place": told(place)} if place[:1].isdigit() else told(place)
