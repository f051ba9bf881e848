"""The papers of a candidate, made from its licences in force: shown on a page, and handed out as files."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wizard.interchange.notices import licence_list, model_card, notice_text, where
from wizard.interchange.owed import Due, Papers, name_checks, papers
from wizard.interchange.package import package
from wizard.models import Assessment
from wizard.presenters.findings import Link
from wizard.presenters.standing import Standing

PLAIN, MARKDOWN, ZIP = "text/plain; charset=utf-8", "text/markdown; charset=utf-8", "application/zip"
KINDS = {
    "notice": (gettext_lazy("NOTICE file"), "NOTICE-{}.txt", PLAIN),
    "model-card": (gettext_lazy("Model-card section"), "{}-model-card.md", MARKDOWN),
    "licences": (gettext_lazy("List of licences"), "{}-licences.md", MARKDOWN),
    "package": (gettext_lazy("Package for a derivative"), "{}-notices.zip", ZIP),
}


@dataclass(frozen=True)
class File:
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class LabelView:
    """A label that a licence asks to be shown: from which size, if from one, and where it says so."""

    label: str
    licence: str
    condition: str
    where: str
    href: str


@dataclass(frozen=True)
class NameView:
    """Whether a name begins as one licence asks, as a sentence."""

    met: bool | None
    says: str
    where: str
    href: str


@dataclass(frozen=True)
class PapersView:
    """The papers of one candidate."""

    id: str
    model: str
    licences: str
    labels: tuple[LabelView, ...]
    notice: str
    card: str
    names: tuple[NameView, ...]
    files: tuple[Link, ...]
    package: Link


def candidates_papers(stand: Standing) -> tuple[Papers, ...]:
    """The papers of every candidate, in the order of the evaluation, by the positions that the organisation adopted.

    Without a candidate there are none, although every model of the catalogue is judged then.
    """
    context = stand.context
    if not context.candidates:
        return ()
    positions = {(it.licence, it.topic): it.reading for it in context.own.positions}
    return tuple(
        papers(context.catalogue.models[told["model"]], told["licences"], context.catalogue, positions)
        for told in stand.evaluation["models"]
    )


def paper_file(stand: Standing, model: str, kind: str) -> File | None:
    """One file of a candidate; None for a model that is no candidate, or a kind that there is not."""
    found = next((it for it in candidates_papers(stand) if it.model.id == model), None)
    if found is None or kind not in KINDS:
        return None
    _label, name, media_type = KINDS[kind]
    return File(name.format(model), media_type, _content(found, kind, published_name(stand)))


def _content(of: Papers, kind: str, name: str | None) -> bytes:
    if kind == "package":
        return package(of, name)
    return {"notice": notice_text, "model-card": model_card, "licences": licence_list}[kind](of).encode()


def published_name(stand: Standing) -> str | None:
    """The name under which a changed model is to be published, if it was stated."""
    name = stand.facts.get("adaptation", {}).get("published_name")
    return str(name) if name else None


def papers_views(assessment: Assessment, stand: Standing) -> tuple[PapersView, ...]:
    """What the pages show of the papers."""
    name = published_name(stand)
    return tuple(_view(assessment, of, name) for of in candidates_papers(stand))


def _view(assessment: Assessment, of: Papers, name: str | None) -> PapersView:
    files = {kind: Link(str(KINDS[kind][0]), address(assessment, of.model.id, kind)) for kind in KINDS}
    packed = files.pop("package")
    return PapersView(
        id=of.model.id,
        model=of.model.name,
        licences=", ".join(bound.licence.short for bound in of.bound),
        labels=tuple(_labels(of)),
        notice=notice_text(of),
        card=model_card(of),
        names=tuple(_names(of, name)),
        files=tuple(files.values()),
        package=packed,
    )


def address(assessment: Assessment, model: str, kind: str) -> str:
    """Where one file of a candidate is handed out."""
    return reverse("wizard:paper", args=[assessment.reference, model, kind])


def _labels(of: Papers) -> list[LabelView]:
    return [
        LabelView(
            label=due.label,
            licence=bound.licence.short,
            condition=_condition(due),
            where=where(due),
            href=due.url,
        )
        for bound in of.bound
        for due in bound.of("attribution", "output-display")
        if due.label
    ]


def _condition(due: Due) -> str:
    """When a label is owed, where it is not owed in any case."""
    if due.topic == "output-display":
        return _("in the documentation of a model that you publish")
    if due.commercial:
        return _("for commercial use")
    if due.above:
        return _("above %(size)s") % {"size": due.above}
    return "" if due.required else _("recommended")


def _names(of: Papers, name: str | None) -> list[NameView]:
    return [
        NameView(check.met, _name_says(check.licence, check.due.label, check.met, name, check.proposal),
                 where(check.due), check.due.url)
        for check in name_checks(of, name)
    ]  # fmt: skip


def _name_says(licence: str, label: str, met: bool | None, name: str | None, proposal: str) -> str:
    if met is None:
        words = _("%(licence)s asks for a name that begins with “%(label)s”. No name is stated yet.")
    elif met:
        words = _("“%(name)s” begins with “%(label)s”, as %(licence)s asks.")
    else:
        words = _("“%(name)s” does not begin with “%(label)s”, as %(licence)s asks. “%(proposal)s” would.")
    return words % {"licence": licence, "label": label, "name": name, "proposal": proposal}
