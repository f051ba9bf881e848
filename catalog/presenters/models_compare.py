"""Two to four models side by side: what they say on each point, and on which points they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import words
from catalog.presenters.compute import systemic_risk
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told
from catalog.presenters.licence import Link, licence_link, model_link
from catalog.presenters.lineage import hidden, in_force
from catalog.presenters.models_index import IMAGES, differ, size
from catalog.presenters.openness import exemption

FEWEST, MOST = 2, 4
Saying = tuple[Link, ...]
# What a cell is made from: the model, its catalogue and the lines of the law.
Says = Callable[[Model, Catalogue, Lines], Saying]


@dataclass(frozen=True)
class Cell:
    """What one model says on one point; its name stands beside it where columns have no heads."""

    model: str
    says: Saying


@dataclass(frozen=True)
class Row:
    """One point: what each model says on it, and whether they differ."""

    label: str
    cells: tuple[Cell, ...]
    differ: bool


@dataclass(frozen=True)
class Picked:
    """A model of the comparison, and its id for the form that drops it."""

    id: str
    model: Link
    vendor: str


@dataclass(frozen=True)
class Comparison:
    """The whole page. `trouble` says what kept it from comparing all that was asked for.

    `licences` is the address where the licences in force are compared; empty for one, and for more than fit there.
    """

    picked: tuple[Picked, ...]
    rows: tuple[Row, ...]
    differences_only: bool
    left_out: str
    licences: str
    trouble: tuple[str, ...]
    full: bool


def comparison(asked: Sequence[str], catalogue: Catalogue, lines: Lines, *, differences_only: bool) -> Comparison:
    """Compare the models `asked` for by id, alias or repository. What does not fit is told, never guessed."""
    found = {name: catalogue.model(name) for name in asked if name}
    known = tuple({model.id: model for model in found.values() if model is not None}.values())
    trouble = [
        _("This catalogue has no model “%(name)s”.") % {"name": name[:80]}
        for name, model in found.items()
        if model is None
    ]
    if len(known) > MOST:
        trouble.append(
            _("At most %(MOST)s models fit side by side: %(name)s and what came after it is left out.")
            % {"MOST": MOST, "name": known[MOST].name}
        )
    models = known[:MOST]
    if len(models) < FEWEST:
        trouble.append(_("Choose at least two models: tick them in the list, or add one here by its name."))
    rows = tuple(_row(told(label), says, models, catalogue, lines) for label, says in POINTS)
    rows = rows if len(models) >= FEWEST else ()
    same = sum(not row.differ for row in rows)
    return Comparison(
        picked=tuple(Picked(model.id, model_link(model), model.vendor) for model in models),
        rows=tuple(row for row in rows if row.differ) if differences_only else rows,
        differences_only=differences_only,
        left_out=_left_out(same) if differences_only and rows else "",
        licences=_licences(models, catalogue),
        trouble=tuple(trouble),
        full=len(models) == MOST,
    )


def _licences(models: tuple[Model, ...], catalogue: Catalogue) -> str:
    ids = dict.fromkeys(licence for model in models for licence in catalogue.in_force(model))
    fits = FEWEST <= len(ids) <= MOST
    return f"{reverse('catalog:licences_compare')}?{urlencode([('id', each) for each in ids])}" if fits else ""


def _left_out(same: int) -> str:
    if not same:
        return _("They differ on every point.")
    return _("%(same)s left out.") % {
        "same": words.counted(same, "point on which they agree is", "points on which they agree are")
    }


def _row(label: str, says: Says, models: tuple[Model, ...], catalogue: Catalogue, lines: Lines) -> Row:
    cells = tuple(Cell(model.name, says(model, catalogue, lines)) for model in models)
    return Row(label, cells, len({cell.says for cell in cells}) > 1)


def _text(says: Callable[[Model], str]) -> Says:
    def cell(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
        return (Link(says(model) or _("Unknown"), ""),)

    return cell


def _guide(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    guide = model.weights_licence.guide
    if guide is None:
        return (Link(_("The guide is silent"), ""),)
    return (licence_link(guide.value, catalogue),) if differ(model, catalogue) else (Link(_("The same"), ""),)


def _weights(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    return in_force(model, catalogue)


def _family(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    return (Link(words.FAMILIES[catalogue.licences[model.weights_licence.text.value].family], ""),)


def _code(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    return (licence_link(model.code_licence, catalogue) if model.code_licence else Link(_("None apart"), ""),)


def _label(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    return tuple(Link(it.says, "") for it in hidden(model, catalogue)) or (Link(_("Hides nothing"), ""),)


def _bases(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    return tuple(model_link(catalogue.models[it]) for it in model.base_models) or (Link(_("None listed"), ""),)


def _compute(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    compute = model.compute
    return (Link(words.flop(compute.flop), "", words.BASES[compute.basis]) if compute else Link(_("Unknown"), ""),)


def _systemic(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    spoken = {"clear": _("Not presumed"), "blocked": _("Presumed"), "undecided": _("Undecided")}
    return (Link(spoken[systemic_risk(model, catalogue, lines)[0]], ""),)


def _exemption(model: Model, catalogue: Catalogue, lines: Lines) -> Saying:
    return (Link(exemption(model, catalogue, lines).verdict, ""),)


def _images(model: Model) -> str:
    return IMAGES[{True: "yes", False: "no", None: "unknown"}[model.image_input]]


POINTS: tuple[tuple[str, Says], ...] = for_translation(
    (
        ("Licences in force", _weights),
        ("Licence after the guide", _guide),
        ("Licence family", _family),
        ("What the label hides", _label),
        ("Licence of the code", _code),
        ("Built on", _bases),
        ("Vendor", _text(lambda model: ", ".join(filter(None, [model.vendor, told(model.vendor_country)])))),
        ("Released", _text(lambda model: words.day(model.released))),
        ("Parameters", _text(size)),
        ("Image input", _text(_images)),
        ("Training compute", _compute),
        ("Systemic risk", _systemic),
        ("Exemption for open models", _exemption),
        ("Summary of the training data", _text(lambda model: words.SUMMARY[model.training_summary_public])),
        ("How well its licence was read", _text(lambda model: words.CONFIDENCE[model.weights_licence.text.confidence])),
    )
)
