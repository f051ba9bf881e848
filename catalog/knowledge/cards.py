"""A model card as the model hub knows it: Markdown with YAML front matter, read into what concerns licences.

The card is somebody else's file. It is checked for size, depth, aliases and repeated keys before the hub's own reader
sees it, and what the card does not say stays unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from catalog.knowledge.hub import distinct, is_named, licences_called, licences_in, model_called
from catalog.knowledge.index import Catalogue
from catalog.knowledge.loading import CatalogueProblem, Problem
from catalog.knowledge.sentences import Verbatim, sentence, verbatim

MOST_BYTES = 256 * 1024
_MOST_DEPTH, _MOST_NODES = 12, 20_000
_MOST_HINTS = 5
_FILE = "model card"
_FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(?P<front>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^#[ \t]+(.{1,200}?)[ \t#]*$", re.MULTILINE)
_UNDER = re.compile(
    r"\b(?:licen[cs]ed|released|available|distributed|published|provided|governed)\s+(?:under|by)\s+([^\n.;]{2,120}(?:\.\d[^\n.;]{0,40})?)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^#{1,6}[^\n]{0,80}\blicen[cs](?:e|ing)\b[^\n]{0,40}\n+([^\n#]{2,200})", re.IGNORECASE | re.MULTILINE
)


class CardProblem(CatalogueProblem):
    """The card cannot be read; `problems` says why and what to do."""


@dataclass(frozen=True)
class Named:
    """Words that name a licence: where they stand, what they are, and which licences of the catalogue they can mean."""

    at: str
    words: str
    licences: tuple[str, ...]


@dataclass(frozen=True)
class Base:
    """A base model that the card names. `model` is its id where the catalogue knows it; `exact` is its very name."""

    repository: str
    model: str | None
    exact: bool


@dataclass(frozen=True)
class Card:
    """What a card says. `declared` stands in the front matter, `hints` in the text below it; empty is unknown."""

    title: str
    declared: tuple[Named, ...]
    licence_link: str
    bases: tuple[Base, ...]
    relation: str
    library: str
    pipeline: str
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    hints: tuple[Named, ...]
    problems: tuple[Problem, ...]

    @property
    def licences(self) -> tuple[str, ...]:
        """The licences that the front matter names beyond doubt, in its order."""
        return distinct(named.licences for named in self.declared if len(named.licences) == 1)

    @property
    def unresolved(self) -> tuple[Named, ...]:
        """Names in the front matter that mean no licence of the catalogue, or more than one."""
        return tuple(named for named in self.declared if len(named.licences) != 1)


def read_card(text: str, catalogue: Catalogue) -> Card:
    """Read a card. Raises CardProblem when it cannot be read at all; lesser faults are in `Card.problems`."""
    data, body = _taken_apart(text)
    faults: list[Problem] = []
    tags = _words(data, "tags", faults)
    bases = _words(data, "base_model", faults) or _after(tags, "base_model:")
    title = _TITLE.search(body)
    return Card(
        title=_word(data, "model_name", faults) or (title[1].strip() if title else ""),
        declared=tuple(_declared(data, tags, catalogue, faults)),
        licence_link=_word(data, "license_link", faults),
        bases=tuple(Base(name, *model_called(name, catalogue)) for name in bases),
        relation=_word(data, "base_model_relation", faults),
        library=_word(data, "library_name", faults),
        pipeline=_word(data, "pipeline_tag", faults),
        languages=_words(data, "language", faults),
        tags=tags,
        hints=tuple(_hints(body, catalogue)),
        problems=tuple(faults),
    )


# --- the front matter ------------------------------------------------------------------------------------------------


def _taken_apart(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter as a mapping, and the text below it."""
    if len(text.encode()) > MOST_BYTES:
        told = sentence("The card is larger than {most} KiB.", most=MOST_BYTES // 1024)
        raise _refused("", told, sentence("Give the README.md of the model alone."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    if front is None:
        told = sentence("The card has no front matter, so it declares no licence.")
        remedy = sentence("It stands between two lines of “---” at the very top of the README.md; copy it too.")
        raise _refused("", told, remedy)
    _guard(front["front"])
    from huggingface_hub import ModelCard  # 0.3 seconds, which only those pay who read a card

    try:
        card = ModelCard(text.lstrip("\ufeff"), ignore_metadata_errors=True)
        return dict(card.data.to_dict()), card.text  # type: ignore[no-untyped-call]
    except (yaml.YAMLError, TypeError, ValueError, AttributeError) as error:
        told = sentence("The front matter is not as the hub expects it: {error}.", error=_flat(error))
        raise _refused("", told, sentence("Correct that part of the card.")) from None


def _guard(front: str) -> None:
    """Refuse what is not a plain mapping, before anything is built from it."""
    depth = nodes = 0
    try:
        for event in yaml.parse(front, Loader=yaml.CSafeLoader):
            nodes += 1
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                told = sentence("The front matter refers to itself.")
                raise _refused(event.anchor or "", told, sentence("Write the value out where it is used."))
            if depth > _MOST_DEPTH or nodes > _MOST_NODES:
                told = sentence("The front matter is too large or too deep.")
                raise _refused("", told, sentence("Keep what describes the model."))
        node = yaml.compose(front, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        told = sentence("The front matter is not YAML: {error}.", error=_flat(error))
        raise _refused("", told, sentence("Correct that line.")) from None
    if not isinstance(node, yaml.MappingNode):
        told = sentence("The front matter is not a list of keys.")
        raise _refused("", told, sentence("Write it as “key: value” lines."))
    names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    if len(names) != len(node.value):
        told = sentence("A key of the front matter is not a plain word.")
        raise _refused("", told, sentence("Write it as “key: value” lines."))
    if twice := [name for at, name in enumerate(names) if name in names[:at]]:
        told = sentence("The key “{key}” stands twice, so the card contradicts itself.", key=verbatim(twice[0]))
        remedy = sentence("Ask the publisher which of the two holds, and keep that one.")
        raise _refused(twice[0], told, remedy)


def _refused(key: str, told: str, remedy: str) -> CardProblem:
    return CardProblem([Problem(_FILE, key, told, remedy)])


def _flat(error: Exception) -> Verbatim:
    return verbatim(" ".join(str(error).split()).rstrip(".")[:300])


def _words(data: dict[str, Any], key: str, faults: list[Problem]) -> tuple[str, ...]:
    """Return a value that is one word or a list of words; what is neither is a fault and left out."""
    value = data.get(key)
    given = value if isinstance(value, list) else [] if value is None else [value]
    good = [item.strip() for item in given if isinstance(item, str) and item.strip()]
    if len(good) < len(given):
        told = sentence("Its value is not text, so it is not used.")
        remedy = sentence("Put it in quotation marks: YAML reads bare “no” as false and 4.0 as a number.")
        faults.append(Problem(_FILE, key, told, remedy))
    return tuple(dict.fromkeys(good))


def _word(data: dict[str, Any], key: str, faults: list[Problem]) -> str:
    """Return a value that has to be a single word."""
    given = _words(data, key, faults)
    if len(given) > 1:
        told = sentence("It has several values where one belongs; the first is used.")
        faults.append(Problem(_FILE, key, told, sentence("Keep one.")))
    return given[0] if given else ""


def _after(tags: tuple[str, ...], prefix: str) -> tuple[str, ...]:
    """Return what the hub's tags say after a prefix, such as `base_model:finetune:vendor/name`."""
    return tuple(dict.fromkeys(tag.rsplit(":", 1)[-1] for tag in tags if tag.startswith(prefix)))


# --- licences --------------------------------------------------------------------------------------------------------


def _declared(
    data: dict[str, Any], tags: tuple[str, ...], catalogue: Catalogue, faults: list[Problem]
) -> Iterator[Named]:
    """Yield every name of a licence in the front matter. `other` names none."""
    places = (
        ("license", _words(data, "license", faults)),
        ("license_name", _words(data, "license_name", faults)),
        ("tags", _after(tags, "license:")),
    )
    for at, names in places:
        for name in names:
            if is_named(name):
                yield Named(at, name, licences_called(name, catalogue))


def _hints(body: str, catalogue: Catalogue) -> Iterator[Named]:
    """Yield the first phrases below the front matter that name a licence of the catalogue, each licence once."""
    seen: set[tuple[str, ...]] = set()
    for pattern in (_UNDER, _SECTION):
        for found in pattern.finditer(body):
            phrase = re.sub(r"\]\([^)]*\)|[\[\]*_`]", " ", found[1])
            licences = licences_in(phrase, catalogue)
            if licences and licences not in seen and len(seen) < _MOST_HINTS:
                seen.add(licences)
                yield Named("text", " ".join(found[0].split()), licences)
