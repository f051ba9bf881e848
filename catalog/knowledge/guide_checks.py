"""What must hold in the guide's content: sources, references, places, completeness, and a flowchart that ends."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from catalog.knowledge.facts import Said
from catalog.knowledge.flowchart import Flowchart
from catalog.knowledge.guidance import About, Advice, ChecklistItem, CountingLine
from catalog.knowledge.loading import GUIDE_FILES, GUIDE_FOLDERS, Loaded, Problem
from catalog.knowledge.rail import NamingElement, Rail, RailAspect, RailCategory
from catalog.knowledge.sentences import filled, for_translation, sentence, verbatim
from catalog.knowledge.terms import TOPICS

_COMPLETE = sentence("Restore the file from the last release.")
_USE_A_WORD = sentence("Use a word of vocabulary.yaml.")
_NO_ENTRY = for_translation(
    {
        "licences": "The licence “{name}” does not exist.",
        "guide_licence": "The licence “{name}” does not exist.",
        "models": "The model “{name}” does not exist.",
        "topics": "The topic “{name}” does not exist.",
        "items": "The checklist item “{name}” does not exist.",
    }
)
_NO_WORD = for_translation(
    {
        "activities": "“{word}” is not in the vocabulary's activities.",
        "domains": "“{word}” is not in the vocabulary's domains.",
    }
)


def guide_problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield everything that is wrong in the guide's content, or between it and the rest of the catalogue."""
    for file, entry in _entries(loaded):
        yield from _statements(file, entry, loaded)
        yield from _references(file, entry, loaded)
    yield from _missing_entries(loaded)
    yield from _places(loaded)
    if loaded.rail:
        yield from _rail(loaded.rail, loaded)
    if loaded.counting:
        yield from _full_list("counting.yaml", "lines", CountingLine, (line.id for line in loaded.counting.lines))
    if loaded.flowchart:
        yield from _flowchart(loaded.flowchart)


def _entries(loaded: Loaded) -> Iterator[tuple[str, BaseModel]]:
    """Yield each entry with the file that holds it."""
    for folder in GUIDE_FOLDERS:
        for entry_id, entry in getattr(loaded, folder).items():
            yield f"{folder}/{entry_id}.yaml", entry
    for name in GUIDE_FILES:
        if entry := getattr(loaded, name):
            yield f"{name}.yaml", entry


def _walk(value: Any, key: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Yield every shape inside an entry with the key at which it is written."""
    if isinstance(value, BaseModel):
        yield key, value
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), f"{key}.{name}".strip("."))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk(item, f"{key}.{getattr(item, 'id', number)}")


# --- statements and references -------------------------------------------------------------------------------------


def _statements(file: str, entry: BaseModel, loaded: Loaded) -> Iterator[Problem]:
    for key, said in _walk(entry):
        if not isinstance(said, Said):
            continue
        if said.source not in loaded.sources:
            told = sentence("The source “{source}” does not exist.", source=verbatim(said.source))
            yield Problem(file, f"{key}.source", told, sentence("Add it to sources.yaml or correct the id."))
        if loaded.edition and said.read_on > loaded.edition.state_of:
            told = sentence(
                "Read on {day}, after the edition's state of {state}.",
                day=verbatim(str(said.read_on)),
                state=verbatim(str(loaded.edition.state_of)),
            )
            yield Problem(file, f"{key}.read_on", told, sentence("Correct the date or move the edition's state."))


def _references(file: str, entry: BaseModel, loaded: Loaded) -> Iterator[Problem]:
    """Refuse an id of a licence, model or topic that leads nowhere, and a point that concerns nothing."""
    for key, shape in _walk(entry):
        if isinstance(shape, About) and shape == About():
            remedy = sentence("Name a licence, a model, a topic or an article.")
            yield Problem(file, key, sentence("It concerns nothing."), remedy)
        for field, known in (
            ("licences", loaded.licences),
            ("guide_licence", loaded.licences),
            ("models", loaded.models),
            ("topics", TOPICS),
            ("items", loaded.checklist),
        ):
            for name in _named(shape, field):
                if name not in known:
                    told = filled(_NO_ENTRY[field], {"name": verbatim(name)})
                    yield Problem(file, f"{key}.{field}".strip("."), told, sentence("Correct the id."))
        if isinstance(shape, Advice):
            yield from _preferred(file, key, shape, loaded)


def _named(shape: BaseModel, field: str) -> tuple[str, ...]:
    given = getattr(shape, field, ())
    return (given,) if isinstance(given, str) else given


def _preferred(file: str, key: str, advice: Advice, loaded: Loaded) -> Iterator[Problem]:
    for model_id in advice.prefer:
        if model_id not in loaded.models:
            told = filled(_NO_ENTRY["models"], {"name": verbatim(model_id)})
            yield Problem(file, f"{key}.prefer", told, sentence("Add models/<id>.yaml or correct the id."))


# --- completeness and order ----------------------------------------------------------------------------------------


def _closed(shape: type[BaseModel]) -> tuple[str, ...]:
    """The closed list of ids of a shape; empty where ids are free."""
    return get_args(shape.model_fields["id"].annotation)


def _missing_entries(loaded: Loaded) -> Iterator[Problem]:
    """Refuse an entry of a closed list without a file: it would vanish from its page and from every answer."""
    for folder, shape in GUIDE_FOLDERS.items():
        for expected in _closed(shape):
            if expected not in getattr(loaded, folder):
                told = sentence("The entry “{name}” is missing.", name=verbatim(expected))
                yield Problem(f"{folder}/{expected}.yaml", "", told, _COMPLETE)


def _places(loaded: Loaded) -> Iterator[Problem]:
    """Refuse two entries at one place of the guide's order; checklist places count within a phase."""
    for folder, shape in GUIDE_FOLDERS.items():
        if "place" not in shape.model_fields:
            continue
        holders: dict[tuple[str, int], str] = {}
        for entry in getattr(loaded, folder).values():
            place = (entry.phase if isinstance(entry, ChecklistItem) else "", entry.place)
            first = holders.setdefault(place, entry.id)
            if first != entry.id:
                told = sentence("Place {place} is also held by “{name}”.", place=entry.place, name=verbatim(first))
                yield Problem(f"{folder}/{entry.id}.yaml", "place", told, sentence("Give each entry its own place."))


def _full_list(file: str, key: str, shape: type[BaseModel], given: Iterable[str]) -> Iterator[Problem]:
    counted = Counter(given)
    for expected in _closed(shape):
        if counted[expected] == 0:
            told = sentence("The line “{name}” is missing.", name=verbatim(expected))
            yield Problem(file, key, told, sentence("Restore it from the last release."))
        if counted[expected] > 1:
            told = sentence("The line “{name}” stands twice.", name=verbatim(expected))
            yield Problem(file, key, told, sentence("Remove one of the two."))


def _rail(rail: Rail, loaded: Loaded) -> Iterator[Problem]:
    lists: Mapping[str, tuple[type[BaseModel], tuple[Any, ...]]] = {
        "aspects": (RailAspect, rail.aspects),
        "naming": (NamingElement, rail.naming),
        "categories": (RailCategory, rail.categories),
    }
    for key, (shape, lines) in lists.items():
        yield from _full_list("rail.yaml", key, shape, (line.id for line in lines))
    for category in rail.categories:
        key = f"categories.{category.id}"
        if not category.activities and not category.domains:
            told = sentence("The category corresponds to no word of the vocabulary.")
            yield Problem("rail.yaml", key, told, sentence("Name an activity or a domain."))
        for name, unknown in _NO_WORD.items():
            for word in getattr(category, name):
                if loaded.vocabulary and word not in getattr(loaded.vocabulary, name):
                    told = filled(unknown, {"word": verbatim(word)})
                    yield Problem("rail.yaml", f"{key}.{name}", told, _USE_A_WORD)


# --- the flowchart -------------------------------------------------------------------------------------------------


def _flowchart(chart: Flowchart) -> Iterator[Problem]:
    """Refuse a flowchart in which somebody gets lost: dangling answers, circles, dead ends, orphans."""
    file, nodes = "flowchart.yaml", {node.id: node for node in chart.nodes}
    for node_id, count in Counter(node.id for node in chart.nodes).items():
        if count > 1:
            told = sentence("The node stands twice.")
            yield Problem(file, f"nodes.{node_id}", told, sentence("Give each node its own id."))
    ends = {f"edges.{number}.from": edge.start for number, edge in enumerate(chart.edges)}
    ends |= {f"edges.{number}.to": edge.to for number, edge in enumerate(chart.edges)}
    unknown = {key: end for key, end in {"entry": chart.entry, **ends}.items() if end not in nodes}
    for key, end in unknown.items():
        told = sentence("The node “{name}” does not exist.", name=verbatim(end))
        yield Problem(file, key, told, sentence("Add the node or correct the id."))
    if not unknown:
        yield from _paths(chart, nodes)


def _paths(chart: Flowchart, nodes: Mapping[str, Any]) -> Iterator[Problem]:
    file, onward = "flowchart.yaml", {it: {edge.to for edge in chart.answers(it)} for it in nodes}
    reached = {chart.entry} | _beyond(chart.entry, onward)
    for node_id, node in nodes.items():
        key = f"nodes.{node_id}"
        if node_id not in reached:
            remedy = sentence("Add an answer that leads here, or remove it.")
            yield Problem(file, key, sentence("No path leads to this node."), remedy)
        if node_id in _beyond(node_id, onward):
            told = sentence("A path leads from this node back to it.")
            yield Problem(file, key, told, sentence("Remove the answer that runs back."))
        if node.kind == "question" and len(onward[node_id]) < 2:
            told = sentence("The question does not lead to two different places.")
            yield Problem(file, key, told, sentence("Add an answer, or make it an outcome."))
        if node.kind == "outcome" and onward[node_id]:
            remedy = sentence("Remove its answers, or make it a question.")
            yield Problem(file, key, sentence("An outcome leads on."), remedy)
        if (node.kind == "outcome") != (node.verdict is not None):
            told = sentence("An outcome has a verdict, and a question has none.")
            yield Problem(file, f"{key}.verdict", told, sentence("Add or remove the verdict."))


def _beyond(start: str, onward: Mapping[str, set[str]]) -> set[str]:
    """Return every node that answers lead to from `start`, which is among them only if a path comes back."""
    seen: set[str] = set()
    ahead = list(onward[start])
    while ahead:
        if (current := ahead.pop()) not in seen:
            seen.add(current)
            ahead.extend(onward[current])
    return seen
