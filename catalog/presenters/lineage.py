"""The lineage of a model: its bases as a small drawing with a text twin, and what its label hides.

The drawing has one row for each model, the furthest base first and the model itself last, so that it can be read on a
narrow screen. Rows that follow each other are joined straight; a longer way runs in a lane of its own on the left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.labels import LabelWarning, label_warnings
from catalog.presenters import words
from catalog.presenters.language import gettext as _
from catalog.presenters.language import within
from catalog.presenters.licence import Link, licence_link, model_link

WIDTH = 360
ROW = 68
LANE = 14
MARGIN = 10
# The widest letters of the drawing's two sizes take about so many units.
NAME_LETTER, SMALL_LETTER = 7.8, 6.6


@dataclass(frozen=True)
class Node:
    """One model of the lineage: where its dot, the corner of its square and its text stand, and what is said of it."""

    id: str
    x: int
    y: int
    left: int
    top: int
    text: int
    name: str
    licences: str
    standing: str
    state: str
    model: Link
    vendor: str
    in_force: tuple[Link, ...]
    why: str


@dataclass(frozen=True)
class Edge:
    """A line from a base to what was built on it, as the `d` of an SVG path."""

    base: str
    child: str
    path: str
    binds: bool


@dataclass(frozen=True)
class Tree:
    """The whole drawing with its words. `nodes` ends with the model itself."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str
    desc: str


@dataclass(frozen=True)
class Hidden:
    """One thing that a label hides, in words: what is wrong, and what to do."""

    kind: str
    says: str
    remedy: str


def tree(model: Model, catalogue: Catalogue) -> Tree | None:
    """Draw the lineage of a model; None where no base model is known."""
    order = _rows(model, catalogue)
    if len(order) == 1:
        return None
    places = {each.id: row for row, each in enumerate(order)}
    lanes = _lanes(order, places)
    x = MARGIN + LANE * (max(lanes.values(), default=0)) + 6
    binding = {base.id for base in catalogue.binding_ancestors(model)}
    nodes = tuple(_node(each, _standing(each, model, binding), row, x, catalogue) for row, each in enumerate(order))
    edges = tuple(
        Edge(base, child, _path(x, places[base], places[child], lanes[base, child]), base in binding)
        for base, child in lanes
    )
    told = "; ".join(
        f"{node.model.label}: {words.listed(link.label for link in node.in_force)} ({within(node.standing)})"
        for node in nodes
    )
    title = _("What %(name)s was built on") % {"name": model.name}
    return Tree(WIDTH, 2 * MARGIN + ROW * len(order), nodes, edges, title, told)


def in_force(model: Model, catalogue: Catalogue) -> tuple[Link, ...]:
    """The weights' own licence by its text, then those that bases from other vendors bring along."""
    brought = catalogue.in_force(model).items()
    return tuple(licence_link(name, catalogue, _brought(name, by, model)) for name, by in brought)


def _brought(name: str, by: Model, model: Model) -> str:
    """How a licence came to be in force; empty for the model's own."""
    if by.id != model.id:
        return _("inherited from %(name)s") % {"name": by.name}
    return _("named beside its own by the vendor") if name in model.also_under else ""


def hidden(model: Model, catalogue: Catalogue) -> tuple[Hidden, ...]:
    """Say what the label of a model hides, each thing once."""
    own = catalogue.licences[model.weights_licence.text.value].short
    told = (_hidden(warning, own, catalogue) for warning in label_warnings(model, catalogue))
    return tuple({(each.kind, each.says): each for each in told}.values())


@lru_cache(maxsize=2)
def children(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Return which models were built directly on each model, by id."""
    found: dict[str, list[str]] = {}
    for model in catalogue.models.values():
        for base in model.base_models:
            found.setdefault(base, []).append(model.id)
    return {base: tuple(ids) for base, ids in found.items()}


def descendants(model: Model, catalogue: Catalogue) -> tuple[Link, ...]:
    """Every model built on this one, near ones first, with whether this model's licence binds it."""
    below = children(catalogue)
    found: dict[str, None] = {}
    ahead = list(below.get(model.id, ()))
    while ahead:
        each = ahead.pop(0)
        if each not in found:
            found[each] = None
            ahead.extend(below.get(each, ()))
    return tuple(_descendant(catalogue.models[each], model, catalogue) for each in found)


def _descendant(child: Model, model: Model, catalogue: Catalogue) -> Link:
    bound = any(base.id == model.id for base in catalogue.binding_ancestors(child))
    return model_link(child, _("this licence binds there too") if bound else "")


def _hidden(warning: LabelWarning, own: str, catalogue: Catalogue) -> Hidden:
    base, licence = catalogue.models[warning.base], catalogue.licences[warning.licence]
    if warning.kind == "stripped":
        says = _("The label says %(own)s, but %(name)s of %(vendor)s is under %(short)s, which still binds.") % {
            "own": own,
            "name": base.name,
            "vendor": base.vendor,
            "short": licence.short,
        }
        return Hidden("stripped", says, _("Do not rely on the label. Follow both licences and record both."))
    if warning.kind == "mislabelled":
        says = _("The label names %(own)s, but %(name)s carries %(short)s.") % {
            "own": own,
            "name": base.name,
            "short": licence.short,
        }
        return Hidden(
            "mislabelled",
            says,
            _("Follow %(short)s, and read where it differs from %(own)s.") % {"short": licence.short, "own": own},
        )
    says = _("%(short)s asks that the name begins with “%(prefix)s”. This name does not.") % {
        "short": licence.short,
        "prefix": warning.prefix,
    }
    remedy = _("The duty falls on whoever passes the model on under this name; give a copy of your own a fitting one.")
    return Hidden("name-prefix", says, remedy)


def _rows(model: Model, catalogue: Catalogue) -> tuple[Model, ...]:
    """Return the lineage so that every base stands above what was built on it, and the model last."""
    depths = {model.id: 0}
    ahead = [model.id]
    while ahead:
        child = ahead.pop(0)
        for base in catalogue.models[child].base_models:
            if depths.get(base, -1) < depths[child] + 1:
                depths[base] = depths[child] + 1
                ahead.append(base)
    by_depth = sorted(depths, key=lambda each: (-depths[each], catalogue.models[each].name.casefold()))
    return tuple(catalogue.models[each] for each in by_depth)


def _lanes(order: tuple[Model, ...], places: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Give each line a lane: 0 between neighbours, else the first lane that no line beside it uses."""
    spans = [(places[base], places[child.id], base, child.id) for child in order for base in child.base_models]
    taken: list[tuple[int, int, int]] = []
    lanes: dict[tuple[str, str], int] = {}
    for top, bottom, base, child in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        lane = 0
        if bottom - top > 1:
            beside = {used for start, end, used in taken if start < bottom and top < end}
            lane = next(number for number in range(1, len(spans) + 1) if number not in beside)
            taken.append((top, bottom, lane))
        lanes[base, child] = lane
    return lanes


def _path(x: int, top: int, bottom: int, lane: int) -> str:
    start, end = (MARGIN + ROW * row + 14 for row in (top, bottom))
    if lane == 0:
        return f"M{x} {start}V{end}"
    out = x - LANE * lane
    return f"M{x} {start}Q{out} {start} {out} {start + 18}V{end - 18}Q{out} {end} {x} {end}"


def _node(each: Model, standing: tuple[str, str, str], row: int, x: int, catalogue: Catalogue) -> Node:
    licences = in_force(each, catalogue)
    y, text = MARGIN + ROW * row + 14, x + 16
    room = WIDTH - text
    state, short, why = standing
    return Node(
        id=each.id,
        x=x,
        y=y,
        left=x - 6,
        top=y - 6,
        text=text,
        name=_cut(each.name, int(room / NAME_LETTER)),
        licences=_cut(words.listed(link.label for link in licences), int(room / SMALL_LETTER)),
        standing=short,
        state=state,
        model=model_link(each),
        vendor=each.vendor,
        in_force=licences,
        why=why,
    )


def _standing(each: Model, model: Model, binding: set[str]) -> tuple[str, str, str]:
    """Return the state of a node, its few words in the drawing, and the sentence of the text twin."""
    if each.id == model.id:
        return "self", _("This model"), _("This model: its own licence, and what binds from above.")
    if each.id in binding:
        why = _("Binds: %(vendor)s did not license the result, so its terms travel along.") % {"vendor": each.vendor}
        return "binds", _("Its licence binds here"), why
    return (
        "free",
        _("Its licence does not bind here"),
        _("Does not bind: %(vendor)s may relicense its own work.") % {"vendor": each.vendor},
    )


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
