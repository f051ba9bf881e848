from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from wizard.process.canonical import canonical_json
from wizard.process.refusal import Refused
from wizard.process.snapshot import Heading, freeze

HEADING = Heading("CW-2026-0001", 1, "Shop assistant", "", "Acme GmbH", "Paula Meyer")
EVALUATION = {"edition": {"version": "2026.11.1", "sha256": "e" * 64}, "engine": "1.0.0"}
CONTENT: dict[str, object] = {
    "facts": {"schema": "facts/1", "positions": []},
    "evaluation": EVALUATION,
    "answers": [{"item": "licence-text", "lines": []}],
}


def test_the_hash_is_that_of_the_text():
    frozen = freeze(HEADING, CONTENT)
    assert frozen.sha256 == hashlib.sha256(frozen.text.encode()).hexdigest()
    assert json.loads(frozen.text)["edition"]["version"] == "2026.11.1"


def test_the_order_of_keys_does_not_matter():
    assert freeze(HEADING, dict(reversed(CONTENT.items()))) == freeze(HEADING, CONTENT)


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": [{"item": "licence-text", "lines": [["Read", "no"]]}]},
        {"facts": {"schema": "facts/1", "positions": [{"licence": "llama-4-community"}]}},
        {"evaluation": {**EVALUATION, "engine": "1.0.1"}},
        {"evaluation": {**EVALUATION, "edition": {"version": "2026.11.2", "sha256": "e" * 64}}},
    ],
    ids=["answer", "position", "engine", "edition"],
)
def test_a_change_of_any_part_changes_the_hash(changed):
    assert freeze(HEADING, {**CONTENT, **changed}).sha256 != freeze(HEADING, CONTENT).sha256


def test_each_revision_has_its_own_hash():
    assert freeze(replace(HEADING, revision=2), CONTENT).sha256 != freeze(HEADING, CONTENT).sha256


def test_the_caller_cannot_write_the_heading():
    forged = {**CONTENT, "author": {"name": "Somebody else"}, "revision": 7}
    assert freeze(HEADING, forged) == freeze(HEADING, CONTENT)


@pytest.mark.parametrize("part", ["facts", "evaluation", "answers"])
def test_a_missing_part_is_named(part):
    with pytest.raises(Refused, match=part):
        freeze(HEADING, {key: value for key, value in CONTENT.items() if key != part})


def test_values_that_json_does_not_know_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"users": float("nan")})
