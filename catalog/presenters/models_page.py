"""The page of one model: its three licences apart, lineage, compute, openness, and who else carries its licence."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from catalog.engine.law.provisions import Compute as Lines
from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.overlay import Overlay, Position
from catalog.knowledge.sentences import for_translation
from catalog.presenters import values, words
from catalog.presenters.compute import ComputeView, compute_view
from catalog.presenters.disagreements import DisagreementView, about_model
from catalog.presenters.language import Spoken, told, within
from catalog.presenters.language import gettext as _
from catalog.presenters.licence import Link, licence_link, model_link
from catalog.presenters.lineage import Hidden, Tree, descendants, hidden, in_force, tree
from catalog.presenters.models_index import differ, size
from catalog.presenters.openness import Exemption, exemption
from catalog.presenters.readings import BOTH, TWO_READINGS, ReadingView, Shelf, reading_view

NOT_PINNED = for_translation("Not pinned: what stands here may not fit another commit of the repository")
SIBLINGS = 12
OSAID = Spoken(
    {
        "yes": "Meets the Open Source AI Definition",
        "no": "Does not meet the Open Source AI Definition",
        "unknown": "Nobody is known to have tested it against the Open Source AI Definition",
    }
)


@dataclass(frozen=True)
class Part:
    """One of the three things that carry a licence: weights, code, outputs."""

    label: str
    licences: tuple[Link, ...]
    says: str


@dataclass(frozen=True)
class Siblings:
    """Other models under the same licence: some of them, and the list of all."""

    licence: Link
    models: tuple[Link, ...]
    everything: Link


@dataclass(frozen=True)
class ModelPage:
    """Everything the page of one model shows."""

    id: str
    name: str
    summary: str
    facts: tuple[Link, ...]
    hidden: tuple[Hidden, ...]
    parts: tuple[Part, ...]
    readings: tuple[ReadingView, ...]
    note: str
    disputed: bool
    in_force: tuple[Link, ...]
    tree: Tree | None
    descendants: tuple[Link, ...]
    siblings: Siblings | None
    compute: ComputeView
    exemption: Exemption
    training_summary: str
    osaid: str
    eu_notes: str
    disagreements: tuple[DisagreementView, ...]


def model_page(model: Model, catalogue: Catalogue, shelf: Shelf, lines: Lines, own: Overlay) -> ModelPage:
    """Show one model of the catalogue; `lines` are the amounts of compute on which the law turns.

    `own` is what the organisation has added: it may have adopted one of two readings.
    """
    position = _adopted(model, own) if differ(model, catalogue) else None
    return ModelPage(
        id=model.id,
        name=model.name,
        summary=_summary(model),
        facts=_facts(model),
        hidden=hidden(model, catalogue),
        parts=_parts(model, catalogue),
        readings=_readings(model, catalogue, shelf, position),
        note=told(TWO_READINGS) if differ(model, catalogue) and position is None else "",
        disputed=differ(model, catalogue),
        in_force=in_force(model, catalogue),
        tree=tree(model, catalogue),
        descendants=descendants(model, catalogue),
        siblings=_siblings(model, catalogue),
        compute=compute_view(model, catalogue, lines),
        exemption=exemption(model, catalogue, lines),
        training_summary=words.SUMMARY[model.training_summary_public],
        osaid=OSAID[model.osaid],
        eu_notes=told(model.eu_notes),
        disagreements=about_model(model.id, catalogue, shelf),
    )


def _adopted(model: Model, own: Overlay) -> Position | None:
    """The position on which of two licences counts; it is kept under either of them, as the engine looks it up."""
    term = model.weights_licence
    named = [reading.value for reading in (term.text, term.guide) if reading is not None]
    return next(filter(None, (own.position(licence, "model-licence") for licence in named)), None)


def _readings(model: Model, catalogue: Catalogue, shelf: Shelf, position: Position | None) -> tuple[ReadingView, ...]:
    found = ((name, model.weights_licence.reading(name)) for name in BOTH)
    return tuple(
        reading_view(
            name,
            reading,
            shelf,
            value=catalogue.licences[reading.value].name,
            applies=_adoption(position) if position and position.reading == name else "",
        )
        for name, reading in found
        if reading is not None
    )


def _adoption(position: Position) -> str:
    who = _("Adopted by %(adopted_by)s on %(adopted_on)s") % {
        "adopted_by": position.adopted_by or _("the organisation"),
        "adopted_on": words.day(position.adopted_on),
    }
    return f"{who}: {position.reason}" if position.reason else who


def _summary(model: Model) -> str:
    parts = [model.vendor, told(model.vendor_country)]
    released = _(", released %(released)s") % {"released": words.day(model.released)} if model.released else ""
    return f"{', '.join(filter(None, parts))}{released}."


def _facts(model: Model) -> tuple[Link, ...]:
    repository = f"https://huggingface.co/{model.hf_repo}" if model.hf_repo else ""
    images = {True: _("Yes"), False: _("No"), None: _("Not checked")}[model.image_input]
    facts = (
        Link(words.MODEL_KINDS.get(model.kind, model.kind), "", _("Kind")),
        Link(size(model) or _("Unknown"), "", _("Parameters")),
        Link(images, "", _("Takes images as input")),
        Link(model.hf_repo or _("None known"), repository, _("Hugging Face repository")),
        Link(model.revision or told(NOT_PINNED), "", _("Revision")),
        Link(", ".join(model.aliases), "", _("Also called")),
    )
    return tuple(fact for fact in facts if fact.label)


def _parts(model: Model, catalogue: Catalogue) -> tuple[Part, ...]:
    """Weights, code and outputs, each with its licence. The text of a licence says what holds for outputs."""
    force = in_force(model, catalogue)
    weights = _("The text of its vendor and what its bases bring along.") if len(force) > 1 else ""
    code = tuple(licence_link(it, catalogue) for it in [model.code_licence] if it)
    outputs = tuple(licence_link(it, catalogue) for it in [model.output_licence] if it)
    return (
        Part(_("Weights"), force, weights),
        Part(_("Code"), code, "" if code else _("No licence apart from that of the weights was found.")),
        Part(_("Outputs"), outputs, _on_outputs(model, catalogue)),
    )


def _on_outputs(model: Model, catalogue: Catalogue) -> str:
    """What the licences say of outputs: that of the outputs, that of the weights, then those of bases."""
    ids = [model.output_licence] if model.output_licence else []
    ids += catalogue.in_force(model)
    licences = [catalogue.licences[each] for each in dict.fromkeys(ids)]
    return " ".join(f"{it.short}: {'; '.join(_by_outputs(it))}." for it in licences)


def _by_outputs(licence: Licence) -> Iterator[str]:
    """What one text lets outputs train, and what a model made with them then owes."""
    terms = licence.terms
    yield within(values.of_reading(terms.output_training.text))
    naming, derivative = terms.output_naming.text, terms.output_derivative.text
    if naming.value.duty != "none" and naming.value.made_with == "outputs":
        yield _("a published model made with them: %(duty)s") % {"duty": within(values.in_words(naming.value))}
    if derivative.value.derivative:
        yield _("a model trained on them to do the same falls under this licence")
    if naming.unread or derivative.unread:
        yield _("what a model made with them owes has not been read in full")


def _siblings(model: Model, catalogue: Catalogue) -> Siblings | None:
    """Models under the same text, those of the same vendor first; None where there is no other."""
    licence = model.weights_licence.text.value
    others = [it for it in catalogue.models.values() if it.weights_licence.text.value == licence and it.id != model.id]
    if not others:
        return None
    others.sort(key=lambda it: (it.vendor != model.vendor, it.name.casefold()))
    href = f"{reverse('catalog:models')}?licence={licence}"
    everything = Link(_("All models that name %(short)s") % {"short": catalogue.licences[licence].short}, href)
    shown = tuple(model_link(it, "" if it.vendor == model.vendor else it.vendor) for it in others[:SIBLINGS])
    return Siblings(licence_link(licence, catalogue), shown, everything)
