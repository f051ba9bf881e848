"""Training data: what the rows still lack, and the Act's summary of training content where it is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.knowledge.entries import Model
from catalog.presenters.language import told
from catalog.presenters.words import day
from wizard.interchange.training_summary import DataSource, TrainingContent, training_summary
from wizard.models import Assessment
from wizard.phases.training_data import FineTuningData
from wizard.presenters.findings import Link
from wizard.presenters.papers import File
from wizard.presenters.standing import Standing

SUMMARY = "O-G-d"
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass(frozen=True)
class TrainingView:
    """What is missing, source by source, and the files; `says` tells whether the summary is owed."""

    gaps: tuple[str, ...]
    complete: str
    owed: bool
    says: str
    files: tuple[Link, ...]


def training(assessment: Assessment, stand: Standing) -> TrainingView:
    """Look through the rows, and hand out the summary where the Act asks for it."""
    rows = _rows(stand)
    gaps = tuple(gap for row in rows for gap in _gaps(row))
    owed = _owed(stand)
    return TrainingView(
        gaps=gaps,
        complete=_("Nothing is missing in the rows above.") if rows and not gaps else "",
        owed=owed,
        says=_says(owed=owed, listed=bool(rows)),
        files=tuple(_file(assessment, model) for model in stand.context.models) if owed else (),
    )


def summary_file(stand: Standing, model_id: str) -> File | None:
    """The summary for one candidate; None for a model that is no candidate, or where the Act does not ask for it."""
    model = next((it for it in stand.context.models if it.id == model_id), None)
    if model is None or not _owed(stand) or not stand.walk.asked["fine-tuning-data"].applies:
        return None
    text = training_summary(_content(stand, model))
    return File(f"{model.id}-training-summary.md", "text/markdown; charset=utf-8", text.encode())


def _rows(stand: Standing) -> list[dict[str, Any]]:
    form = stand.walk.asked["fine-tuning-data"].form
    assert isinstance(form, FineTuningData)  # noqa: S101 (the checklist declares it so)
    return form.listed()


def _owed(stand: Standing) -> bool:
    return any(duty["id"] == SUMMARY for duty in stand.evaluation["eu_ai_act"]["obligations"])


def _says(*, owed: bool, listed: bool) -> str:
    if not owed:
        return _(
            "By your answers the AI Act does not ask you for a summary of training content. It does where you become "
            "the provider of a general-purpose model (Article 53(1)(d))."
        )
    if not listed:
        return _("The AI Act asks you to publish a summary of training content. List the sources, and it is filled in.")
    return _(
        "The AI Act asks you to publish a summary of training content (Article 53(1)(d)). It is filled in from the "
        "rows above; what stands in square brackets is left to you."
    )


def _gaps(row: Mapping[str, Any]) -> Iterator[str]:
    """What a row lacks, and what a reader of it would ask."""
    name = row.get("name") or _("A source without a name")
    named = {"name": name}
    if not row.get("kind"):
        yield _("%(name)s: choose its kind.") % named
    if not row.get("permission"):
        yield _("%(name)s: say by which licence or permission it may be used.") % named
    if row.get("personal_data") == "yes":
        yield _("%(name)s: it holds personal data, so name the legal basis in the note.") % named
    elif row.get("personal_data") in (None, "unknown"):
        yield _("%(name)s: find out whether it holds personal data.") % named
    if row.get("opt_outs") == "no":
        yield _("%(name)s: opt-outs are not respected, which Article 53(1)(c) asks of providers.") % named
    elif row.get("opt_outs") in (None, "unknown") and row.get("kind") in ("crawled", "public-dataset"):
        yield _("%(name)s: find out whether opt-outs were respected.") % named


def _file(assessment: Assessment, model: Model) -> Link:
    label = _("Summary of training content, based on %(model)s") % {"model": model.name}
    return Link(label, reverse("wizard:training_summary", args=[assessment.reference, model.id]))


def _content(stand: Standing, model: Model) -> TrainingContent:
    facts, law = stand.facts, stand.facts.get("eu_ai_act", {})
    words = stand.context.catalogue.vocabulary.modalities
    placed = law.get("model_placed_on")
    form = stand.walk.asked["fine-tuning-data"].form
    return TrainingContent(
        provider=settings.ORGANISATION,
        model=str(facts.get("adaptation", {}).get("published_name") or f"[{_('Name of the changed model')}]"),
        vendor=model.vendor,
        base=model.name,
        kinds=tuple(told(words[name].label) for name in facts.get("use", {}).get("modalities", ())),
        placed_on=day(date.fromisoformat(placed)) if placed else "",
        recorded_where=str(form.values.get("recorded_where", "")),
        modified=law.get("G2") != "own",
        sources=tuple(_source(row) for row in _rows(stand)),
    )


def _source(row: Mapping[str, Any]) -> DataSource:
    return DataSource(
        name=row.get("name", ""),
        kind=row.get("kind", ""),
        origin=row.get("origin", ""),
        permission=row.get("permission", ""),
        personal_data=YES_NO.get(row.get("personal_data", "")),
        opt_outs=YES_NO.get(row.get("opt_outs", "")),
        share=row.get("share"),
    )
