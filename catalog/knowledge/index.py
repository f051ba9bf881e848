"""The catalogue as the rest of the product sees it: sound, immutable, and identified by the hash of its content."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Source
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
from catalog.knowledge.integrity import problems
from catalog.knowledge.loading import (
    GUIDE_FILES,
    GUIDE_FOLDERS,
    CatalogueProblem,
    Loaded,
    Problem,
    document,
    load,
)
from catalog.knowledge.rail import Rail
from catalog.knowledge.triggers import Triggers, mistakes
from catalog.knowledge.vocabulary import Vocabulary

V = TypeVar("V")
# Counts the changes of the shapes that need an upgrade of older editions; see editions.py.
SHAPE = 2


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One sound edition. Mappings are keyed by id and sorted by it.

    `law_documents` holds the files of `law/` as they were parsed; the engine gives them their meaning. `triggers` is
    None in editions from before there were any. `sha256` is over everything above it, so that an assessment can name
    exactly what it was judged by.
    """

    edition: Edition
    vocabulary: Vocabulary
    sources: Mapping[str, Source]
    licences: Mapping[str, Licence]
    models: Mapping[str, Model]
    situations: Mapping[str, Situation]
    traps: Mapping[str, Trap]
    families: Mapping[str, LicenceFamily]
    enforcement: Mapping[str, EnforcementCase]
    checklist: Mapping[str, ChecklistItem]
    faq: Mapping[str, Question]
    practices: Mapping[str, Practice]
    disagreements: Mapping[str, Disagreement]
    rail: Rail
    counting: Counting
    qwen: QwenTable
    flowchart: Flowchart
    triggers: Triggers | None
    law_documents: Mapping[str, Any]
    sha256: str

    def canonical(self) -> bytes:
        """Return the canonical JSON of everything but the hash: sorted keys, no spaces, UTF-8, dates as ISO 8601."""
        return _canonical({it.name: getattr(self, it.name) for it in fields(self) if it.name != "sha256"})

    @classmethod
    def from_loaded(cls, loaded: Loaded, law_documents: Mapping[str, Any] | None = None) -> "Catalogue":
        """Seal what was loaded. Raises CatalogueProblem with every problem.

        Files that could not be read are reported alone: what is missing because of them is a consequence.
        """
        if loaded.problems or loaded.edition is None or loaded.vocabulary is None:
            raise CatalogueProblem(loaded.problems)
        if found := [*problems(loaded), *_trigger_problems(loaded.triggers, law_documents or {})]:
            raise CatalogueProblem(found)
        parts: dict[str, Any] = {
            "edition": loaded.edition,
            "vocabulary": loaded.vocabulary,
            "sources": sealed(loaded.sources),
            "licences": sealed(loaded.licences),
            "models": sealed(loaded.models),
            **{name: sealed(getattr(loaded, name)) for name in GUIDE_FOLDERS},
            **{name: getattr(loaded, name) for name in GUIDE_FILES},
            "triggers": loaded.triggers,
            "law_documents": sealed(law_documents or {}),
        }
        return cls(**parts, sha256=_sha256(parts))

    def loaded(self) -> Loaded:
        """Return its parts as they were before they were sealed, free to be changed."""
        names = [it.name for it in fields(Loaded) if it.name != "problems"]
        parts: dict[str, Any] = {name: _unsealed(getattr(self, name)) for name in names}
        return Loaded(**parts)

    def model(self, name: str) -> Model | None:
        """Return the model of an id, an alias or a Hugging Face repository, in any letter case; None if unknown."""
        model_id = self._names.get(name.strip().casefold())
        return None if model_id is None else self.models[model_id]

    def binding_ancestors(self, model: Model) -> tuple[Model, ...]:
        """Return the base models whose licences bind this model beside its own, nearest first.

        A base from another vendor keeps binding, whatever the child's label says. A base from the same vendor does
        not bind, for owners may change their own terms; but what bound that base from outside still binds. So each
        step of the lineage is judged by itself, and a vendor is never bound by its own earlier work.
        """
        bound: dict[str, Model] = {}
        seen = {model.id}
        ahead = [model]
        while ahead:
            child = ahead.pop(0)
            for base in (self.models[base_id] for base_id in child.base_models):
                if base.vendor not in (child.vendor, model.vendor):
                    bound[base.id] = base
                if base.id not in seen:
                    seen.add(base.id)
                    ahead.append(base)
        return tuple(bound.values())

    def in_force(self, model: Model) -> Mapping[str, Model]:
        """Return the licences in force by the texts, the model's own first, each with the model that brings it."""
        found = {model.weights_licence.text.value: model} | dict.fromkeys(model.also_under, model)
        for base in self.binding_ancestors(model):
            for name in (base.weights_licence.text.value, *base.also_under):
                found.setdefault(name, base)
        return found

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {name.casefold(): model.id for model in self.models.values() for name in _names_of(model)}


def open_catalogue(root: Path) -> Catalogue:
    """Read the catalogue below `root` with the law documents in `root/law`. Raises CatalogueProblem."""
    loaded = load(root)
    documents = _law_documents(root / "law", loaded.problems)
    return Catalogue.from_loaded(loaded, documents)


def _names_of(model: Model) -> Iterator[str]:
    yield model.id
    yield from model.aliases
    if model.hf_repo:
        yield model.hf_repo


def _law_documents(folder: Path, found: list[Problem]) -> dict[str, Any]:
    """Read each law file as a plain mapping, or note why it cannot be read."""
    documents = ((path.stem, document(path, found)) for path in sorted(folder.glob("*.yaml")))
    return {stem: data for stem, data in documents if data is not None}


def _trigger_problems(triggers: Triggers | None, law_documents: Mapping[str, Any]) -> list[Problem]:
    """Judge the triggers by the words that the contract and the law's questions know."""
    if triggers is None:
        return []
    found = mistakes(triggers, law_documents.get("questions"))
    return [Problem("triggers.yaml", key, told, remedy) for key, told, remedy in found]


def sealed(entries: Mapping[str, V]) -> Mapping[str, V]:
    """Return the entries sorted by id, in a mapping that nobody can change."""
    return MappingProxyType(dict(sorted(entries.items())))


def _unsealed(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _canonical(parts: Mapping[str, Any]) -> bytes:
    shaped = {"shape": SHAPE, **_plain(parts)}
    return json.dumps(shaped, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _sha256(parts: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(parts)).hexdigest()


def _plain(value: Any) -> Any:
    """Reduce facts, and what YAML makes of law documents, to what JSON knows."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
