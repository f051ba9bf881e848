"""What the licences of each candidate say to every answer about training on outputs, judged by the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalog.engine import answers
from catalog.engine.evaluate import known
from catalog.engine.finding import Finding
from catalog.engine.judge import Bench, judge
from catalog.engine.law import assess, law_context
from catalog.knowledge.entries import Model
from catalog.presenters.language import told, within
from catalog.presenters.words import READINGS as READING_WORDS
from catalog.presenters.words import clause_words, listed
from wizard.models import Assessment
from wizard.phases.context import Context
from wizard.presenters.findings import Link
from wizard.presenters.sheets import Cell, Sheet
from wizard.presenters.standing import Standing

TOPICS = frozenset({"output-training", "output-naming", "output-derivative"})
ANSWERS: tuple[tuple[Any, str, bool], ...] = (
    (gettext_lazy("Train nothing"), "none", False),
    (gettext_lazy("A model of the same family"), "same-family", False),
    (gettext_lazy("Another language model"), "other-llm", False),
    (gettext_lazy("Distil into another language model"), "other-llm", True),
    (gettext_lazy("A model of another kind, such as a classifier"), "other-model", False),
)
GRADES = (
    ("blocker", gettext_lazy("Not allowed"), "verdict blocked"),
    ("question", gettext_lazy("Not settled"), "verdict undecided"),
    ("action", gettext_lazy("Allowed, with a duty"), "verdict conditions"),
    ("duty?", gettext_lazy("Allowed, perhaps with a duty"), "verdict conditions"),
)
Rows = tuple[tuple[Cell, ...], ...]


def per_answer(_assessment: Assessment, stand: Standing) -> tuple[Sheet, ...]:
    """One table for the candidates whose licences say the same, in the order in which they were chosen."""
    return stand.memo.once(("per answer", get_language()), lambda: _per_answer(stand))


def _per_answer(stand: Standing) -> tuple[Sheet, ...]:
    context = stand.context
    benches = [(label, train, distils, _bench(stand, train, distils)) for label, train, distils in ANSWERS]
    present = _present(stand.facts)
    alike: dict[Rows, list[Model]] = {}
    for model in context.models:
        rows = tuple(
            _row(str(label), present == (train, distils), _said(model, bench), context)
            for label, train, distils, bench in benches
        )
        alike.setdefault(rows, []).append(model)
    return tuple(
        Sheet(listed(model.name for model in models), (_("Outputs train"), _("By the licences")), rows)
        for rows, models in alike.items()
    )


def _present(facts: Mapping[str, Any]) -> tuple[str, bool]:
    """The answer that is given now; distilling counts where it was said."""
    outputs = facts.get("outputs", {})
    train = str(outputs.get("train", ""))
    return train, train == "other-llm" and outputs.get("distils") is True


def _bench(stand: Standing, train: str, distils: bool) -> Bench:
    """The present answers with another one about outputs. Whether the trained model leaves the house stays as said."""
    context = stand.context
    shares = stand.facts.get("outputs", {}).get("shares_trained_model")
    outputs = {"train": train, "distils": distils, "shares_trained_model": False if train == "none" else shares}
    facts = answers.read({**stand.facts, "outputs": outputs}, known(context.catalogue), context.today)
    law = assess(facts.eu_ai_act, law_context(facts, context.catalogue), context.law, facts.as_of)
    return Bench(facts, context.catalogue, law, facts.reading, positions=facts.reading == "strictest")


def _said(model: Model, bench: Bench) -> list[Finding]:
    """What the rules on outputs say because of the answer; where nothing is trained, they have nothing to say."""
    if bench.facts.outputs.train == "none":
        return []
    found = judge(model, bench).outcome.findings
    return [it for it in found if it.topic in TOPICS and any(at.startswith("/outputs") for at in it.because)]


def _row(label: str, present: bool, said: list[Finding], context: Context) -> tuple[Cell, ...]:
    head = Cell(label, _("Your answer") if present else "")
    for severity, words, state in GRADES:
        telling = {finding.says: finding for finding in said if _grade(finding) == severity}
        if telling:
            return head, Cell(str(words), " ".join(map(told, telling)), tuple(_links(telling, context)), state)
    return head, Cell(_("Allowed"), state="verdict clear")


def _grade(finding: Finding) -> str:
    """A question that could bring no more than a duty does not stand in the way."""
    return "duty?" if finding.severity == "question" and finding.could == "action" else finding.severity


def _links(telling: Mapping[str, Finding], context: Context) -> Iterator[Link]:
    """Where each reason stands, each place once."""
    places = {}
    for finding in telling.values():
        if finding.licence not in context.catalogue.licences:
            continue
        licence = context.catalogue.licences[finding.licence]
        reading = f", {within(READING_WORDS['guide'])}" if finding.reading == "guide" else ""
        label = f"{licence.short}, {clause_words(finding.source.clause)}{reading}"
        places[label] = Link(label, reverse("catalog:licence", args=[licence.id]) + f"#{finding.topic}")
    yield from places.values()
