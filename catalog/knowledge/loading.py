"""From YAML files to typed facts, with every mistake named by file, key, problem and remedy.

Three conveniences keep a licence file short without making it vague: `read` gives the source, date and confidence that
its readings share, `states_nothing_on` lists topics for which the text was searched and has nothing, and `not_read_on`
those on which nobody has read it yet, which keeps every verdict from being clear. The guide's content has `read` too.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import NOT_READ, Fact, Source
from catalog.knowledge.flowchart import Flowchart
from catalog.knowledge.guidance import (
    ChecklistItem,
    Counting,
    Disagreement,
    Edition,
    EnforcementCase,
    LicenceFamily,
    Practice,
    Question,
    QwenTable,
    Situation,
    Trap,
)
from catalog.knowledge.mistakes import misshapen, unreadable, wrong_kind
from catalog.knowledge.rail import Rail
from catalog.knowledge.sentences import Sentence, for_translation, sentence, verbatim
from catalog.knowledge.terms import TOPICS
from catalog.knowledge.triggers import Triggers
from catalog.knowledge.vocabulary import Vocabulary

F = TypeVar("F", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the catalogue: where it is, what it is, and what to do."""

    file: str
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key or 'file'}: {self.problem} {self.remedy}"


class CatalogueProblem(Exception):
    """The catalogue cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Loaded:
    """Everything that could be read, and everything that could not."""

    edition: Edition | None = None
    vocabulary: Vocabulary | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    licences: dict[str, Licence] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    situations: dict[str, Situation] = field(default_factory=dict)
    traps: dict[str, Trap] = field(default_factory=dict)
    families: dict[str, LicenceFamily] = field(default_factory=dict)
    enforcement: dict[str, EnforcementCase] = field(default_factory=dict)
    checklist: dict[str, ChecklistItem] = field(default_factory=dict)
    faq: dict[str, Question] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    disagreements: dict[str, Disagreement] = field(default_factory=dict)
    rail: Rail | None = None
    counting: Counting | None = None
    qwen: QwenTable | None = None
    flowchart: Flowchart | None = None
    triggers: Triggers | None = None
    problems: list[Problem] = field(default_factory=list)


GUIDE_FOLDERS: Mapping[str, type[Fact]] = {
    "situations": Situation,
    "traps": Trap,
    "families": LicenceFamily,
    "enforcement": EnforcementCase,
    "checklist": ChecklistItem,
    "faq": Question,
    "practices": Practice,
    "disagreements": Disagreement,
}
GUIDE_FILES: Mapping[str, type[Fact]] = {"rail": Rail, "counting": Counting, "qwen": QwenTable, "flowchart": Flowchart}


class _Strict(yaml.CSafeLoader):
    """YAML without its surprises: a repeated key is a mistake, and `on`, `NO` and days are the words they look like.

    A fact must not vanish because its key stands twice, Norway is not false, and a day that does not exist is refused
    by the shape it belongs to, which knows the key.
    """


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[str] = set()
    for key_node, _ in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            told = sentence("A key is not a plain word")
            raise yaml.MarkedYAMLError(problem=told, problem_mark=key_node.start_mark)
        if key_node.value in seen:
            told = sentence("The key “{key}” stands twice", key=verbatim(key_node.value))
            raise yaml.MarkedYAMLError(problem=told, problem_mark=key_node.start_mark)
        seen.add(key_node.value)
    return loader.construct_mapping(node, deep=True)


_BOOLEAN, _TIMESTAMP = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Strict.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOLEAN, _TIMESTAMP)]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Strict.add_implicit_resolver(_BOOLEAN, re.compile("^(?:true|false)$"), list("tf"))


def load(root: Path) -> Loaded:
    """Read the whole catalogue below `root`. Problems are collected, not raised, so that all are shown at once."""
    loaded = Loaded()
    loaded.edition = _single(root / "edition.yaml", Edition, loaded.problems)
    loaded.vocabulary = _single(root / "vocabulary.yaml", Vocabulary, loaded.problems)
    loaded.sources = _sources(root / "sources.yaml", loaded.problems)
    for path in _files(root / "licences"):
        _entry(path, Licence, loaded.licences, loaded.problems, prepare=_full_terms)
    for path in _files(root / "models"):
        _entry(path, Model, loaded.models, loaded.problems, prepare=_full_licence)
    for folder, shape in GUIDE_FOLDERS.items():
        for path in _files(root / folder):
            _entry(path, shape, getattr(loaded, folder), loaded.problems, prepare=_full_voices)
    for name, single in GUIDE_FILES.items():
        setattr(loaded, name, _single(root / f"{name}.yaml", single, loaded.problems, prepare=_full_voices))
    loaded.triggers = _single(root / "triggers.yaml", Triggers, loaded.problems)
    return loaded


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def document(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Read one YAML mapping, or note in `problems` why it cannot be read and return None."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Strict)  # noqa: S506 (a subclass of the safe loader)
    except FileNotFoundError:
        problems.append(Problem(_label(path), "", *_MISSING))
        return None
    except (yaml.YAMLError, ValueError, OSError) as error:
        problems.append(Problem(_label(path), "", *unreadable(error)))
        return None
    if not isinstance(data, dict):
        problems.append(Problem(_label(path), "", *_NO_MAPPING))
        return None
    return data


_MISSING = sentence("The file is missing."), sentence("Restore it from the last release.")
_NO_MAPPING = sentence("The file is not a mapping."), sentence("Write it as “key: value” lines.")


def _single(path: Path, shape: type[F], problems: list[Problem], *, prepare: Any = None) -> F | None:
    data = document(path, problems)
    if data is not None and prepare:
        data = spelt_out(data, _label(path), problems, prepare)
    return None if data is None else _build(shape, data, _label(path), problems)


def _sources(path: Path, problems: list[Problem]) -> dict[str, Source]:
    sources = {}
    for key, value in (document(path, problems) or {}).items():
        given = {**value, "id": key} if isinstance(value, dict) else value
        if source := _build(Source, given, f"{_label(path)}#{key}", problems):
            sources[key] = source
    return sources


def _entry(
    path: Path,
    shape: type[F],
    into: dict[str, F],
    problems: list[Problem],
    *,
    prepare: Any = None,
) -> None:
    """Read one entry; its id is its file name, so the two can never differ."""
    data = document(path, problems)
    if data is None:
        return
    if "id" in data:
        told = sentence("The id is the file name.")
        problems.append(Problem(_label(path), "id", told, sentence("Remove the key.")))
        return
    if prepare:
        data = spelt_out(data, _label(path), problems, prepare)
    if data is not None and (entry := _build(shape, {**data, "id": path.stem}, _label(path), problems)):
        into[path.stem] = entry


_SILENT = for_translation(
    {"value": {}, "says": "The text was searched and says nothing on this.", "clause": "whole text"}
)
_UNREAD = for_translation(
    {
        "value": {},
        "says": "The part of the text that would speak on this has not been read.",
        "clause": NOT_READ,
        "confidence": "knowledge",
    }
)


def spelt_out(data: dict[str, Any], label: str, problems: list[Problem], how: Any) -> dict[str, Any] | None:
    """Spell out an entry, or note why its short forms cannot be read and return None."""
    told = misshapen(data)
    problems.extend(Problem(label, *each) for each in told)
    return None if told else how(data, label, problems)


def _full_terms(data: dict[str, Any], label: str, problems: list[Problem]) -> dict[str, Any]:
    """Spell out a licence: shared reading details into each reading, and the topics listed as silent or unread."""
    data, shared = _shared(data)
    lists = {key: data.pop(key, None) or [] for key in ("states_nothing_on", "not_read_on")}
    terms = data.get("terms")
    if not isinstance(terms, dict):
        return data
    full = {topic: _full_term(term, shared) for topic, term in terms.items()}
    for key, default in (("states_nothing_on", _SILENT), ("not_read_on", _UNREAD)):
        for topic in lists[key]:
            if topic not in TOPICS:
                told = sentence("“{topic}” is no topic.", topic=verbatim(str(topic)))
                problems.append(Problem(label, key, told, _did_you_mean(str(topic), TOPICS)))
            elif not isinstance(term := full.setdefault(topic, {}), dict):
                continue
            elif "text" in term:
                told = sentence("“{topic}” also has a text reading.", topic=verbatim(topic))
                problems.append(Problem(label, key, told, sentence("Remove one of the two.")))
            else:
                term["text"] = {**shared.get("text", {}), **default}
    return {**data, "terms": full}


def _full_licence(data: dict[str, Any], label: str, problems: list[Problem]) -> dict[str, Any]:
    """Spell out the licence of a model."""
    data, shared = _shared(data)
    if "weights_licence" in data:
        data["weights_licence"] = _full_term(data["weights_licence"], shared)
    return data


def _full_voices(data: dict[str, Any], _label: str, _problems: list[Problem]) -> dict[str, Any]:
    """Spell out an entry of the guide's content: shared reading details into every statement of that name."""
    data, shared = _shared(data)

    def spelt(value: Any, name: str = "") -> Any:
        if isinstance(value, list):
            return [spelt(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {**shared.get(name, {}), **{key: spelt(item, key) for key, item in value.items()}}

    return {key: spelt(value, key) for key, value in data.items()}


def _shared(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split `read` from an entry."""
    return {key: value for key, value in data.items() if key != "read"}, data.get("read", {})


def _full_term(term: Any, shared: Mapping[str, Mapping[str, Any]]) -> Any:
    if not isinstance(term, dict):
        return term
    return {
        name: {**shared.get(name, {}), **reading} if isinstance(reading, dict) else reading
        for name, reading in term.items()
    }


def _build(shape: type[F], data: Any, label: str, problems: list[Problem]) -> F | None:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        problems.extend(_explained(label, item, shape) for item in error.errors(include_url=False))
        return None


def _explained(label: str, item: Any, shape: type[BaseModel]) -> Problem:
    """Turn one validation error into a sentence with a remedy."""
    place = [str(part) for part in item["loc"]]
    key = ".".join(place)
    match item["type"]:
        case "missing":
            remedy = sentence("Add it; if the text is silent, say so.")
            return Problem(label, key, sentence("This key is missing."), remedy)
        case "extra_forbidden":
            known = TOPICS if place[:1] == ["terms"] and len(place) == 2 else _keys(shape, 3 if len(place) == 1 else 0)
            return Problem(label, key, sentence("This key is not known."), _did_you_mean(place[-1], known))
        case "literal_error":
            expected = item["ctx"]["expected"]
            choices = [part.strip(" '") for part in expected.replace(" or ", ", ").split(",")]
            given = str(item["input"])
            told = sentence("“{given}” is not in the closed list.", given=verbatim(given))
            return Problem(label, key, told, _did_you_mean(given, choices))
        case _:
            return Problem(label, key, *wrong_kind(item))


def _keys(shape: type[BaseModel], depth: int = 0) -> list[str]:
    """All key names of a shape and the shapes inside it: what a misspelt key may have meant."""
    names: list[str] = []
    for name, info in shape.model_fields.items():
        names.append(info.alias or name)
        inner = info.annotation
        if depth < 3:
            for part in (inner, *getattr(inner, "__args__", ())):
                if isinstance(part, type) and issubclass(part, BaseModel):
                    names.extend(_keys(part, depth + 1))
    return names


def _did_you_mean(word: str, known: Iterable[str]) -> Sentence:
    """Name the nearest known word, or list the words there are."""
    options = sorted(set(known))
    near = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if near:
        return sentence("Did you mean “{word}”?", word=verbatim(near[0]))
    return sentence("Use one of: {words}.", words=verbatim(", ".join(options)))
