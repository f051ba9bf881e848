"""Questions of the AI Act in the words of the law's own data."""

from __future__ import annotations

from typing import Any

from catalog.presenters.language import told
from wizard.phases.choices import Choice, Several, YesNo
from wizard.phases.context import Context
from wizard.phases.fields import Question

NONE_APPLY = {
    "S2": "None: no link to the European Union",
    "P": "None of these practices",
    "H5": "None of these purposes",
    "H7": "None of these: it does more",
}


def legal_question(context: Context, name: str) -> Question:
    """Make the form's question from the law's: its words, its options, its article."""
    asked = context.law.questions[name]
    question, mark, more = told(asked.asks).partition("? ")
    common: dict[str, Any] = {
        "label": f"{question}?" if mark else question,
        "help_text": f"{more} AI Act, {article(asked.article)}".strip(),
        "at": f"/eu_ai_act/{name}",
    }
    options = [(key, told(option.says)) for key, option in asked.options.items()]
    if asked.kind == "choices":
        return Several(choices=options, none=NONE_APPLY[name], **common)
    return Choice(choices=options, **common) if asked.kind == "choice" else YesNo(**common)


def article(place: str) -> str:
    """A place in the Act as it is cited: “Article 5(1)”, but “Annex III” and “recital 97” as they are."""
    return f"Article {place}" if place[:1].isdigit() else place
