"""What must hold between the files of the catalogue: references, chains, closed words and dates.

`loading` judges each file by itself; this module judges them together. Nothing here repairs anything: every problem
names the file, the key, what is wrong and what to do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

from license_expression import ExpressionError, Licensing, get_spdx_licensing

from catalog.knowledge.entries import Licence, Model
from catalog.knowledge.facts import Reading, ReadingName
from catalog.knowledge.guide_checks import guide_problems
from catalog.knowledge.loading import Loaded, Problem
from catalog.knowledge.places import is_place
from catalog.knowledge.sentences import filled, for_translation, sentence, verbatim
from catalog.knowledge.terms import MATRIX_TOPICS, TOPICS, Condition
from catalog.knowledge.vocabulary import Vocabulary

FRESH_DAYS = 90
GUIDE_PLACES = range(1, 16)
_READING_NAMES: tuple[ReadingName, ...] = ("text", "guide")


class HoldsReadings(Protocol):
    """Anything with licences and models: what was loaded, or the catalogue made from it."""

    @property
    def licences(self) -> Mapping[str, Licence]:
        """Licences by id."""

    @property
    def models(self) -> Mapping[str, Model]:
        """Models by id."""


@dataclass(frozen=True)
class Placed:
    """A reading with the place where it is written."""

    file: str
    key: str
    reading: Reading[Any]


@dataclass(frozen=True, order=True)
class Stale:
    """A reading that nobody has confirmed for more than 90 days; `age` is in days."""

    file: str
    key: str
    read_on: date
    age: int


def problems(loaded: Loaded) -> list[Problem]:
    """Return everything that is wrong between the files, sorted; empty when the catalogue is sound.

    A file that could not be read is missing here, so its problems in `loaded.problems` come first.
    """
    checks = (
        _sources_and_dates,
        _licences_of_models,
        _lineage,
        _names,
        _succession,
        _guide_rows,
        _restrictions,
        _territories,
        _thresholds,
        _expressions,
        guide_problems,
    )
    return sorted(problem for check in checks for problem in check(loaded))


def stale(holder: HoldsReadings, as_of: date) -> list[Stale]:
    """Return the readings that were last read more than 90 days before `as_of`, sorted by place."""
    aged = ((placed, (as_of - placed.reading.read_on).days) for placed in readings(holder))
    return sorted(Stale(it.file, it.key, it.reading.read_on, age) for it, age in aged if age > FRESH_DAYS)


def readings(holder: HoldsReadings) -> Iterator[Placed]:
    """Yield every reading of every licence and model with its file and key."""
    for licence in holder.licences.values():
        for topic in TOPICS:
            yield from _of_term(_licence_file(licence.id), f"terms.{topic}", licence.terms.term(topic))
    for model in holder.models.values():
        yield from _of_term(_model_file(model.id), "weights_licence", model.weights_licence)


def _of_term(file: str, key: str, term: Any) -> Iterator[Placed]:
    for name in _READING_NAMES:
        if reading := term.reading(name):
            yield Placed(file, f"{key}.{name}", reading)


def _licence_file(licence_id: str) -> str:
    return f"licences/{licence_id}.yaml"


def _model_file(model_id: str) -> str:
    return f"models/{model_id}.yaml"


# --- references ----------------------------------------------------------------------------------------------------


def _sources_and_dates(loaded: Loaded) -> Iterator[Problem]:
    for placed in readings(loaded):
        source, read_on = placed.reading.source, placed.reading.read_on
        if source not in loaded.sources:
            told = sentence("The source “{source}” does not exist.", source=verbatim(source))
            remedy = sentence("Add it to sources.yaml or correct the id.")
            yield Problem(placed.file, f"{placed.key}.source", told, remedy)
        if loaded.edition and read_on > loaded.edition.state_of:
            told = sentence(
                "Read on {day}, after the edition's state of {state}.",
                day=verbatim(str(read_on)),
                state=verbatim(str(loaded.edition.state_of)),
            )
            remedy = sentence("Correct the date or move the edition's state.")
            yield Problem(placed.file, f"{placed.key}.read_on", told, remedy)


def _licences_of_models(loaded: Loaded) -> Iterator[Problem]:
    for model in loaded.models.values():
        named = {
            f"{it.key}.value": it.reading.value
            for it in _of_term(_model_file(model.id), "weights_licence", model.weights_licence)
        }
        named |= {key: name for key in ("code_licence", "output_licence") if (name := getattr(model, key))}
        named |= {f"also_under.{number}": licence_id for number, licence_id in enumerate(model.also_under)}
        for key, licence_id in named.items():
            if licence_id not in loaded.licences:
                yield Problem(_model_file(model.id), key, *_no_licence(licence_id))


def _no_licence(licence_id: str) -> tuple[str, str]:
    told = sentence("The licence “{licence}” does not exist.", licence=verbatim(licence_id))
    return told, sentence("Add licences/<id>.yaml or correct the id.")


def _lineage(loaded: Loaded) -> Iterator[Problem]:
    for model in loaded.models.values():
        for base in model.base_models:
            if base not in loaded.models:
                told = sentence("The base model “{base}” does not exist.", base=verbatim(base))
                remedy = sentence("Add models/<id>.yaml or correct the id.")
                yield Problem(_model_file(model.id), "base_models", told, remedy)
    parents = {model.id: model.base_models for model in loaded.models.values()}
    for model_id in _on_a_cycle(parents):
        told = sentence("The lineage leads back to this model.")
        remedy = sentence("Remove the base that is really a descendant.")
        yield Problem(_model_file(model_id), "base_models", told, remedy)


def _on_a_cycle(parents: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the ids from which following parents leads back to the id itself."""

    def ancestors(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = list(parents[start])
        while ahead:
            if (current := ahead.pop()) not in seen:
                seen.add(current)
                ahead.extend(parents.get(current, ()))
        return seen

    return [entry for entry in parents if entry in ancestors(entry)]


def _names(loaded: Loaded) -> Iterator[Problem]:
    """Refuse a name that leads to two models: ids, aliases and repositories share one space."""
    owner = {model_id.casefold(): model_id for model_id in loaded.models}
    for model in loaded.models.values():
        given = [("aliases", alias) for alias in model.aliases]
        if model.hf_repo:
            given.append(("hf_repo", model.hf_repo))
        for key, name in given:
            if name.casefold() in owner:
                told = sentence(
                    "“{name}” already names the model “{model}”.",
                    name=verbatim(name),
                    model=verbatim(owner[name.casefold()]),
                )
                yield Problem(_model_file(model.id), key, told, sentence("Keep the name on one model only."))
            owner.setdefault(name.casefold(), model.id)


_ONE_SIDED = for_translation(
    {
        "predecessor": (
            "“{licence}” does not name this licence as its predecessor.",
            "Set the predecessor there or remove this key.",
        ),
        "successor": (
            "“{licence}” does not name this licence as its successor.",
            "Set the successor there or remove this key.",
        ),
    }
)


def _succession(loaded: Loaded) -> Iterator[Problem]:
    for licence in loaded.licences.values():
        for key, back in (("predecessor", "successor"), ("successor", "predecessor")):
            other_id = getattr(licence, key)
            if other_id is None:
                continue
            other = loaded.licences.get(other_id)
            if other is None:
                yield Problem(_licence_file(licence.id), key, *_no_licence(other_id))
            elif getattr(other, back) != licence.id:
                told, remedy = _ONE_SIDED[back]
                told = filled(told, {"licence": verbatim(other_id)})
                yield Problem(_licence_file(licence.id), key, told, remedy)
    earlier = {it.id: (it.predecessor,) if it.predecessor else () for it in loaded.licences.values()}
    for licence_id in _on_a_cycle(earlier):
        told = sentence("The chain of predecessors leads back to this licence.")
        remedy = sentence("Remove the link that runs backwards.")
        yield Problem(_licence_file(licence_id), "predecessor", told, remedy)


# --- the guide's matrix --------------------------------------------------------------------------------------------


def _guide_rows(loaded: Loaded) -> Iterator[Problem]:
    holders: dict[int, str] = {}
    for licence in loaded.licences.values():
        if licence.guide_row is None:
            continue
        place = licence.guide_row.place
        if place in holders:
            told = sentence(
                "Place {place} of the guide's matrix is also held by “{licence}”.",
                place=place,
                licence=verbatim(holders[place]),
            )
            remedy = sentence("Give each row its own place.")
            yield Problem(_licence_file(licence.id), "guide_row.place", told, remedy)
        holders.setdefault(place, licence.id)
        yield from _guide_cells(licence)
    for place in GUIDE_PLACES:
        if place not in holders:
            told = sentence("No licence answers row {place} of the guide's matrix.", place=place)
            yield Problem("licences", "guide_row.place", told, sentence("Give that place to the licence of the row."))


def _guide_cells(licence: Licence) -> Iterator[Problem]:
    for topic in MATRIX_TOPICS:
        if licence.terms.term(topic).guide is None:
            told = sentence("The guide's cell of this row has no reading.")
            remedy = sentence("Add what the guide says there.")
            yield Problem(_licence_file(licence.id), f"terms.{topic}.guide", told, remedy)


# --- values --------------------------------------------------------------------------------------------------------


def _values(loaded: Loaded, topic: str) -> Iterator[tuple[str, str, Any]]:
    """Yield file, key and value of every reading of one topic."""
    for licence in loaded.licences.values():
        for placed in _of_term(_licence_file(licence.id), f"terms.{topic}", licence.terms.term(topic)):
            yield placed.file, f"{placed.key}.value", placed.reading.value


def _restrictions(loaded: Loaded) -> Iterator[Problem]:
    if loaded.vocabulary is None:
        return
    for file, key, value in _values(loaded, "use-restrictions"):
        for restriction in value.items:
            for condition in restriction.when:
                yield from _condition(file, f"{key}.items[{restriction.item}].when", condition, loaded.vocabulary)


_NO_DOMAIN, _NO_ACTIVITY = for_translation(
    ("“{word}” is not in the vocabulary's domains.", "“{word}” is not in the vocabulary's activities.")
)


def _condition(file: str, key: str, condition: Condition, vocabulary: Vocabulary) -> Iterator[Problem]:
    if condition == Condition():
        told = sentence("The condition is empty and would hit every use.")
        yield Problem(file, key, told, sentence("Name what triggers it."))
    lists = (
        ("domains", condition.domains, vocabulary.domains, _NO_DOMAIN),
        ("activities", condition.activities, vocabulary.activities, _NO_ACTIVITY),
    )
    for name, words, known, unknown in lists:
        for word in words:
            if word not in known:
                told = filled(unknown, {"word": verbatim(word)})
                yield Problem(file, f"{key}.{name}", told, sentence("Use a word of vocabulary.yaml."))


def _territories(loaded: Loaded) -> Iterator[Problem]:
    for file, key, value in _values(loaded, "territory"):
        for name in ("excluded_seats", "excluded_markets"):
            for place in getattr(value, name):
                if not is_place(place):
                    told = sentence("“{place}” is not a place.", place=verbatim(place))
                    remedy = sentence("Write EU or a two-letter country code such as KR.")
                    yield Problem(file, f"{key}.{name}", told, remedy)


def _thresholds(loaded: Loaded) -> Iterator[Problem]:
    for file, key, value in _values(loaded, "threshold"):
        for number, limit in enumerate(value.limits):
            place = f"{key}.limits.{number}"
            if limit.tested == "at-release" and limit.on is None:
                told = sentence("The threshold is tested at release but names no day.")
                yield Problem(file, f"{place}.on", told, sentence("Give the release day."))
            elif limit.tested == "running" and limit.on is not None:
                told = sentence("A running threshold has no day.")
                yield Problem(file, f"{place}.on", told, sentence("Remove the day, or set “tested: at-release”."))


def _expressions(loaded: Loaded) -> Iterator[Problem]:
    """Refuse what is no SPDX licence expression; `NONE` says that nothing is licensed."""
    for licence in loaded.licences.values():
        if licence.spdx != "NONE" and not _is_expression(licence.spdx):
            told = sentence("“{text}” is not an SPDX licence expression.", text=verbatim(licence.spdx))
            remedy = sentence("Use the SPDX id, or LicenseRef- and a name.")
            yield Problem(_licence_file(licence.id), "spdx", told, remedy)


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def _is_expression(text: str) -> bool:
    """Whether every licence of an expression is on the SPDX list or a reference of one's own."""
    licensing = _spdx()
    try:
        unknown = licensing.unknown_license_keys(licensing.parse(text))
    except (ExpressionError, AttributeError):  # the library fails on an expression that breaks off
        return False
    return bool(text) and all(re.fullmatch(r"LicenseRef-[A-Za-z0-9.-]+", key) for key in unknown)
