"""Each file by itself: every mistake is refused in one sentence that names the file and the key."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from catalog.knowledge.loading import load

if TYPE_CHECKING:
    from tests.catalog.knowledge.conftest import Copy

MODEL = "models/qwen3-32b.yaml"
LICENCE = "licences/MIT.yaml"


def sentence(copy: "Copy") -> str:
    """Return the one refusal, as a maintainer reads it."""
    (problem,) = load(copy.root).problems
    return str(problem)


def test_a_missing_file_is_named(copy: "Copy") -> None:
    (copy.root / "vocabulary.yaml").unlink()
    assert sentence(copy) == "data/vocabulary.yaml: file: The file is missing. Restore it from the last release."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [unclosed", "Not readable as YAML"),
        ("name: One\nname: Two\n", "The key “name” stands twice."),
        ("? [a, b]\n: One\n", "A key is not a plain word, in line 1."),
        ("- a\n- list\n", "The file is not a mapping."),
    ],
)
def test_a_file_that_is_no_single_mapping_is_refused(copy: "Copy", text: str, told: str) -> None:
    copy.write(MODEL, text)
    assert sentence(copy).startswith(f"{MODEL}: file: ")
    assert told.rstrip(".") in sentence(copy)


def test_bytes_that_are_not_utf8_are_refused(copy: "Copy") -> None:
    (copy.root / MODEL).write_bytes(b"name: \xff\xfe\n")
    assert sentence(copy).startswith(f"{MODEL}: file: Not readable as YAML")


def test_an_id_inside_the_file_is_refused(copy: "Copy") -> None:
    copy.edit(MODEL, lambda model: model.update(id="qwen3-32b"))
    assert sentence(copy) == f"{MODEL}: id: The id is the file name. Remove the key."


def test_a_misspelt_key_is_answered_with_the_right_one(copy: "Copy") -> None:
    copy.edit(MODEL, lambda model: model.update(base_model=[]))
    assert sentence(copy) == f"{MODEL}: base_model: This key is not known. Did you mean “base_models”?"


def test_a_misspelt_topic_is_answered_with_the_right_one(copy: "Copy") -> None:
    copy.edit(LICENCE, lambda licence: licence["terms"].update({"commercial-uses": {}}))
    assert sentence(copy).endswith("This key is not known. Did you mean “commercial-use”?")


def test_a_missing_key_is_named(copy: "Copy") -> None:
    copy.edit(MODEL, lambda model: model.pop("vendor"))
    assert sentence(copy).startswith(f"{MODEL}: vendor: This key is missing.")


def test_a_word_outside_a_closed_list_is_answered_with_the_nearest(copy: "Copy") -> None:
    copy.edit(LICENCE, lambda licence: licence.update(family="permisive"))
    expected = f"{LICENCE}: family: “permisive” is not in the closed list. Did you mean “permissive”?"
    assert sentence(copy) == expected


def test_a_value_of_the_wrong_type_is_named_with_its_key(copy: "Copy") -> None:
    copy.edit(MODEL, lambda model: model["compute"].update(flop="plenty"))
    assert sentence(copy).startswith(f"{MODEL}: compute.flop: ")


def test_a_silent_topic_that_does_not_exist_is_refused(copy: "Copy") -> None:
    copy.edit(LICENCE, lambda licence: licence["states_nothing_on"].append("teritory"))
    assert sentence(copy) == f"{LICENCE}: states_nothing_on: “teritory” is no topic. Did you mean “territory”?"


def test_a_topic_cannot_be_silent_and_read_at_once(copy: "Copy") -> None:
    copy.edit(LICENCE, lambda licence: licence["states_nothing_on"].append("commercial-use"))
    expected = f"{LICENCE}: states_nothing_on: “commercial-use” also has a text reading. Remove one of the two."
    assert sentence(copy) == expected


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("states_nothing_on", "This has to be a list of topics. Write one line for each, beginning with “- ”."),
        ("read", "This has to be a group for each reading. Write “text:” or “guide:”, and below it source,"),
    ],
)
def test_a_short_form_without_its_shape_is_one_mistake_and_not_one_for_each_reading(
    copy: "Copy", key: str, told: str
) -> None:
    copy.edit(LICENCE, lambda licence: licence.update({key: "patent"}))
    assert sentence(copy).startswith(f"{LICENCE}: {key}: {told}")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda words: words.update(space={"label": "Space", "says": "Beyond the air."}),
            "domains: “space” is not in the contract's closed list.",
        ),
        (lambda words: words.pop("retail"), "domains: “retail” of the contract's closed list is missing."),
    ],
)
def test_the_vocabulary_is_the_contracts(copy: "Copy", change: Callable[[Any], Any], told: str) -> None:
    copy.edit("vocabulary.yaml", lambda vocabulary: change(vocabulary["domains"]))
    assert sentence(copy) == f"data/vocabulary.yaml: file: The value does not fit: {told} Correct the value."


def test_all_mistakes_are_told_at_once(copy: "Copy") -> None:
    copy.edit(MODEL, lambda model: model.pop("vendor"))
    copy.edit("traps/eu-deployment.yaml", lambda trap: trap.pop("fix"))
    assert {problem.file for problem in load(copy.root).problems} == {MODEL, "traps/eu-deployment.yaml"}


def test_an_empty_folder_gives_problems_and_no_crash(tmp_path: Path) -> None:
    assert len(load(tmp_path).problems) == 8
