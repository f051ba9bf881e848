"""What stands around a licence: its versions, the models under it, and the texts by which it is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sketches import Sketch
from catalog.presenters import words
from catalog.presenters.language import gettext as _
from catalog.presenters.language import number, told
from catalog.presenters.licence import Link, licence_link, model_link


@dataclass(frozen=True)
class Version:
    """One version of a licence in its chain."""

    link: Link
    released: str
    current: bool


@dataclass(frozen=True)
class KnownText:
    """A text by which this licence is recognised: known by the hash of its words, never kept."""

    label: str
    words: str
    sha256: str
    url: str
    read_on: str


def versions(licence: Licence, catalogue: Catalogue) -> tuple[Version, ...]:
    """Return the chain of versions from the oldest on; empty where there is only this one."""
    chain = [*reversed(list(_along(licence, catalogue, "predecessor"))), licence]
    chain += _along(licence, catalogue, "successor")
    if len(chain) == 1:
        return ()
    return tuple(Version(licence_link(it.id, catalogue), words.day(it.released), it.id == licence.id) for it in chain)


def models_under(licence: Licence, catalogue: Catalogue) -> tuple[Link, ...]:
    """Return the models that bear this licence, by the text, by the guide only, for code only, or through a base."""
    found = ((model, _how(model, licence, catalogue)) for model in catalogue.models.values())
    links = [model_link(model, note) for model, note in found if note is not None]
    return tuple(sorted(links, key=lambda link: (bool(link.note), link.label.casefold())))


def text_views(licence: Licence, sketches: Iterable[Sketch]) -> tuple[KnownText, ...]:
    """Return the texts by which this licence is recognised."""
    kinds = {"licence": _("Licence text"), "use-policy": _("Use policy")}
    return tuple(
        KnownText(
            f"{kinds[it.document]}, {told(it.variant)}",
            _("%(words)s words") % {"words": number(it.words)},
            it.sha256,
            it.url,
            words.day(it.read_on),
        )
        for it in sketches
        if it.licence == licence.id
    )


def _along(licence: Licence, catalogue: Catalogue, way: str) -> Iterator[Licence]:
    while name := getattr(licence, way):
        licence = catalogue.licences[name]
        yield licence


def _how(model: Model, licence: Licence, catalogue: Catalogue) -> str | None:
    """How a model stands under a licence: empty for plainly; None where it does not."""
    term = model.weights_licence
    if term.text.value == licence.id:
        return ""
    if bringer := catalogue.in_force(model).get(licence.id):
        return (
            _("named beside its own licence")
            if bringer is model
            else _("inherited from %(name)s") % {"name": bringer.name}
        )
    if model.code_licence == licence.id:
        return _("code only")
    return _("by the guide only") if term.guide and term.guide.value == licence.id else None
