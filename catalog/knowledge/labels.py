"""Labels against lineage: where the licence on a model's card promises more than its base models gave away.

One rule stands behind all of it: the licence of a base model from another vendor keeps binding (see `index`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.index import Catalogue

Kind = Literal["stripped", "mislabelled", "name-prefix"]
KINDS: tuple[Kind, ...] = ("stripped", "mislabelled", "name-prefix")
MARKS = str.maketrans("", "", " -_.")


@dataclass(frozen=True)
class LabelWarning:
    """One promise that the lineage does not keep.

    `stripped`: a permissive label above a base under other terms. `mislabelled`: the label names another licence of
    the same steward than the base carries. `name-prefix`: the name does not begin with `prefix`, as the base's licence
    asks. `base` and `licence` are the base model and its licence, by id.
    """

    kind: Kind
    base: str
    licence: str
    prefix: str = ""


def label_warnings(model: Model, catalogue: Catalogue) -> tuple[LabelWarning, ...]:
    """Return what the label of a model hides, nearest base first; empty where nothing is hidden."""
    own = catalogue.licences[model.weights_licence.text.value]
    return tuple(
        warning
        for base in catalogue.binding_ancestors(model)
        for warning in _against(model, own, base, catalogue.licences[base.weights_licence.text.value])
    )


def _against(model: Model, own: Licence, base: Model, bound: Licence) -> Iterator[LabelWarning]:
    if own.id != bound.id:
        if own.family == "permissive" and bound.family != "permissive":
            yield LabelWarning("stripped", base.id, bound.id)
        elif own.steward == bound.steward and bound.family != "permissive":
            yield LabelWarning("mislabelled", base.id, bound.id)
    naming = bound.terms.output_naming.text.value
    if naming.duty == "name-prefix" and not _begins(model, naming.label):
        yield LabelWarning("name-prefix", base.id, bound.id, naming.label)


def _begins(model: Model, prefix: str) -> bool:
    """Whether the name, or that of the repository, begins so; spaces, hyphens and dots do not matter."""
    names = (model.name, (model.hf_repo or "").rpartition("/")[2])
    return any(_plain(name).startswith(_plain(prefix)) for name in names)


def _plain(name: str) -> str:
    return name.casefold().translate(MARKS)
