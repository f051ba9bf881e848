"""The files together: each rule is broken once in a copy of the real data."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from catalog.knowledge.integrity import readings, stale
from catalog.knowledge.loading import Loaded

if TYPE_CHECKING:
    from tests.catalog.knowledge.conftest import Copy


def reading(content: dict[str, Any], topic: str, name: str = "text") -> dict[str, Any]:
    """Return one reading of a licence file, written out where the file left it to `states_nothing_on`."""
    if topic in content.get("states_nothing_on", []) and name == "text":
        content["states_nothing_on"].remove(topic)
        stated = {"value": {}, "says": "Written for a test.", "clause": "1"}
        content["terms"].setdefault(topic, {})["text"] = stated
    found: dict[str, Any] = content["terms"][topic][name]
    return found


def value(topic: str, **fields: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change that sets the value of a text reading."""
    return lambda content: reading(content, topic).update(value=fields)


def restriction(**condition: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change that leaves one restriction with one condition."""
    item = {"item": "1", "effect": "prohibited", "when": [condition], "says": "Forbidden in a test."}
    return value("use-restrictions", items=[item])


RESTRICTED = "terms.use-restrictions.text.value.items[1].when"
TABLE: list[tuple[str, str, Callable[[dict[str, Any]], Any], str, str]] = [
    (
        "a source that does not exist",
        "models/qwen3-32b.yaml",
        lambda it: it["weights_licence"]["text"].update(source="hearsay"),
        "weights_licence.text.source",
        "The source “hearsay” does not exist. Add it to sources.yaml or correct the id.",
    ),
    (
        "a reading from after the edition's state",
        "models/qwen3-32b.yaml",
        lambda it: it["weights_licence"]["guide"].update(read_on="2999-01-01"),
        "weights_licence.guide.read_on",
        "Read on 2999-01-01, after the edition's state of",
    ),
    (
        "a licence of the weights that does not exist",
        "models/qwen3-32b.yaml",
        lambda it: it["weights_licence"]["text"].update(value="Apache"),
        "weights_licence.text.value",
        "The licence “Apache” does not exist. Add licences/<id>.yaml or correct the id.",
    ),
    (
        "a guide's licence that does not exist",
        "models/qwen3-32b.yaml",
        lambda it: it["weights_licence"]["guide"].update(value="Apache"),
        "weights_licence.guide.value",
        "The licence “Apache” does not exist.",
    ),
    (
        "a licence of the code that does not exist",
        "models/deepseek-v3.yaml",
        lambda it: it.update(code_licence="mit"),
        "code_licence",
        "The licence “mit” does not exist.",
    ),
    (
        "a licence of the outputs that does not exist",
        "models/llama-4-maverick.yaml",
        lambda it: it.update(output_licence="llama-5"),
        "output_licence",
        "The licence “llama-5” does not exist.",
    ),
    (
        "a licence named beside the others that does not exist",
        "models/qwen3-32b.yaml",
        lambda it: it.update(also_under=["Apache"]),
        "also_under.0",
        "The licence “Apache” does not exist.",
    ),
    (
        "a base model that does not exist",
        "models/qwen3-32b.yaml",
        lambda it: it.update(base_models=["qwen3"]),
        "base_models",
        "The base model “qwen3” does not exist. Add models/<id>.yaml or correct the id.",
    ),
    (
        "an alias that is another model's id, in another letter case",
        "models/qwen3-32b.yaml",
        lambda it: it.update(aliases=["QwQ-32B"]),
        "aliases",
        "“QwQ-32B” already names the model “qwq-32b”. Keep the name on one model only.",
    ),
    (
        "a repository that is another model's",
        "models/qwq-32b.yaml",
        lambda it: it.update(hf_repo="Qwen/Qwen3-32B"),
        "hf_repo",
        "“Qwen/Qwen3-32B” already names the model “qwen3-32b”.",
    ),
    (
        "a predecessor that does not exist",
        "licences/MIT.yaml",
        lambda it: it.update(predecessor="X11"),
        "predecessor",
        "The licence “X11” does not exist. Add licences/<id>.yaml or correct the id.",
    ),
    (
        "a predecessor that does not answer",
        "licences/MIT.yaml",
        lambda it: it.update(predecessor="BSD-3-Clause"),
        "predecessor",
        "“BSD-3-Clause” does not name this licence as its successor. Set the successor there or remove this key.",
    ),
    (
        "a successor that does not answer",
        "licences/MIT.yaml",
        lambda it: it.update(successor="BSD-3-Clause"),
        "successor",
        "“BSD-3-Clause” does not name this licence as its predecessor.",
    ),
    (
        "a cell of the guide's matrix without a reading",
        "licences/MIT.yaml",
        lambda it: it["terms"]["patent"].pop("guide"),
        "terms.patent.guide",
        "The guide's cell of this row has no reading. Add what the guide says there.",
    ),
    (
        "a domain outside the vocabulary",
        "licences/MIT.yaml",
        restriction(domains=["army"]),
        f"{RESTRICTED}.domains",
        "“army” is not in the vocabulary's domains. Use a word of vocabulary.yaml.",
    ),
    (
        "an activity outside the vocabulary",
        "licences/MIT.yaml",
        restriction(activities=["spying"]),
        f"{RESTRICTED}.activities",
        "“spying” is not in the vocabulary's activities.",
    ),
    (
        "a condition that would hit every use",
        "licences/MIT.yaml",
        restriction(),
        RESTRICTED,
        "The condition is empty and would hit every use. Name what triggers it.",
    ),
    (
        "a seat that is no code",
        "licences/MIT.yaml",
        value("territory", excluded_seats=["Korea"]),
        "terms.territory.text.value.excluded_seats",
        "“Korea” is not a place. Write EU or a two-letter country code such as KR.",
    ),
    (
        "a market that is no code",
        "licences/MIT.yaml",
        value("territory", excluded_markets=["UK"]),
        "terms.territory.text.value.excluded_markets",
        "“UK” is not a place. Write EU or a two-letter country code such as KR.",
    ),
    (
        "a threshold at release without a day",
        "licences/MIT.yaml",
        value("threshold", limits=[{"limit": 5, "tested": "at-release"}]),
        "terms.threshold.text.value.limits.0.on",
        "The threshold is tested at release but names no day. Give the release day.",
    ),
    (
        "a running threshold with a day",
        "licences/MIT.yaml",
        value("threshold", limits=[{"limit": 5, "on": "2025-04-05"}]),
        "terms.threshold.text.value.limits.0.on",
        "A running threshold has no day. Remove the day, or set “tested: at-release”.",
    ),
    (
        "a name that is no SPDX expression",
        "licences/MIT.yaml",
        lambda it: it.update(spdx="The MIT License"),
        "spdx",
        "“The MIT License” is not an SPDX licence expression. Use the SPDX id, or LicenseRef- and a name.",
    ),
    (
        "advice for a model that does not exist",
        "situations/startup.yaml",
        lambda it: it["ruling"].update(prefer=["qwen4"]),
        "ruling.prefer",
        "The model “qwen4” does not exist. Add models/<id>.yaml or correct the id.",
    ),
]


@pytest.mark.parametrize(("file", "change", "key", "told"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_refuses(copy: "Copy", file: str, change: Callable[[dict[str, Any]], Any], key: str, told: str) -> None:
    copy.edit(file, change)
    (problem,) = copy.found()
    assert str(problem).startswith(f"{file}: {key}: {told}")


def test_refuses_a_lineage_that_bites_its_tail(copy: "Copy") -> None:
    copy.edit("models/qwen2.5-32b.yaml", lambda it: it.update(base_models=["qwq-32b"]))
    found = copy.found()
    assert [problem.file for problem in found] == ["models/qwen2.5-32b.yaml", "models/qwq-32b.yaml"]
    assert {problem.key for problem in found} == {"base_models"}
    assert {problem.problem for problem in found} == {"The lineage leads back to this model."}


def test_refuses_a_chain_of_licences_that_bites_its_tail(copy: "Copy") -> None:
    copy.edit("licences/MIT.yaml", lambda it: it.update(predecessor="BSD-3-Clause", successor="BSD-3-Clause"))
    copy.edit("licences/BSD-3-Clause.yaml", lambda it: it.update(predecessor="MIT", successor="MIT"))
    found = copy.found()
    assert [(problem.file, problem.key) for problem in found] == [
        ("licences/BSD-3-Clause.yaml", "predecessor"),
        ("licences/MIT.yaml", "predecessor"),
    ]
    assert found[0].problem == "The chain of predecessors leads back to this licence."


def test_refuses_two_licences_in_one_row_and_a_row_without_one(copy: "Copy") -> None:
    copy.edit("licences/MIT.yaml", lambda it: it["guide_row"].update(place=1))
    missing, doubled = sorted(copy.found(), key=lambda problem: len(problem.file))
    assert str(missing).startswith("licences: guide_row.place: No licence answers row 2 of the guide's matrix.")
    assert str(doubled) == (
        "licences/MIT.yaml: guide_row.place: Place 1 of the guide's matrix is also held by “Apache-2.0”. "
        "Give each row its own place."
    )


@pytest.mark.parametrize("file", ["situations/startup.yaml", "traps/synthetic-data.yaml"])
def test_refuses_a_catalogue_without_one_of_its_situations_or_traps(copy: "Copy", file: str) -> None:
    (copy.root / file).unlink()
    (problem,) = copy.found()
    name = file.split("/")[1].removesuffix(".yaml")
    assert str(problem) == f"{file}: file: The entry “{name}” is missing. Restore the file from the last release."


def test_a_reading_goes_stale_on_the_ninety_first_day(loaded: Loaded) -> None:
    last = max(placed.reading.read_on for placed in readings(loaded))
    assert stale(loaded, min(p.reading.read_on for p in readings(loaded)) + timedelta(days=90)) == []
    aged = stale(loaded, last + timedelta(days=91))
    assert len(aged) == len(list(readings(loaded)))
    assert aged == sorted(aged)
    assert min(entry.age for entry in aged) == 91
