"""One entry by itself: what somebody typed is read with the edition's own messages, and written out again."""

from __future__ import annotations

import pytest

from catalog.ambient import edition
from catalog.knowledge import single
from catalog.knowledge.loading import Problem
from catalog.knowledge.single import document_of, entry_from, licence_as_text, licence_from, typed_mapping
from tests.support.languages import assert_translatable


@pytest.mark.parametrize("licence", edition().licences.values(), ids=lambda it: it.id)
def test_a_licence_written_out_reads_as_the_same_licence(licence):
    problems: list[Problem] = []
    data = typed_mapping(licence_as_text(licence), "typed", problems)
    assert data is not None
    assert licence_from(data, licence.id, problems) == licence
    assert problems == []


@pytest.mark.parametrize("model", edition().models.values(), ids=lambda it: it.id)
def test_a_model_kept_as_a_document_reads_as_the_same_model(model):
    assert entry_from(type(model), document_of(model), "kept", []) == model


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Nothing is written here."),
        ("- a list", "not a mapping"),
        ("a: 1\na: 2", "stands twice"),
        ("a: [", "Not readable as YAML"),
        ("a: \x00", "Not readable as YAML"),
        ("a: &one [1]\nb: *one", "uses a YAML alias"),
        ("a: " + "[" * 40 + "]" * 40, "more than 12 levels deep"),
        ("a: !!python/object:os.system {}", "Not readable as YAML"),
        ("a" * (single.MOST_CHARACTERS + 1), "longer than 256 KiB"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_remedy(text, told):
    problems: list[Problem] = []
    assert typed_mapping(text, "typed", problems) is None
    (problem,) = problems
    assert told in problem.problem
    assert problem.remedy
    assert_translatable(problems)


def test_a_mistake_is_named_by_its_key():
    text = licence_as_text(edition().licences["MIT"]).replace("family: permissive", "family: permisive")
    problems: list[Problem] = []
    data = typed_mapping(text, "typed", problems)
    assert data is not None
    assert licence_from(data, "MIT", problems) is None
    assert any(problem.key == "family" and "Did you mean “permissive”?" in problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("right", "wrong", "key", "sentence"),
    [
        ("osi_approved: true", "osi_approved: maybe", "osi_approved", "“maybe” is neither true nor false. Write true"),
        ("read_on: '2026-11-23'", "read_on: yesterday", "terms.", "“yesterday” is no day. Write it as year-month-day"),
        ("place: 2", "place: second", "guide_row.place", "“second” is no whole number. Write digits alone"),
        ("place: 2", "place: 16", "guide_row.place", "16 is too large. Write 15 or less."),
        ("hub_tags:", "hub_tags: mit\nextra:", "hub_tags", "This has to be a list. Write one line for each"),
        ("short: MIT", "short: 4", "short", "“4” is no text. Write a text, in quotation marks"),
        ("url: https", "url: ftps", "url", "is no web address. Write it in full"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_our_own_words(right, wrong, key, sentence):
    typed = licence_as_text(edition().licences["MIT"])
    assert right in typed
    problems: list[Problem] = []
    data = typed_mapping(typed.replace(right, wrong), "typed", problems)
    assert data is not None
    assert licence_from(data, "MIT", problems) is None
    assert any(sentence in str(it) for it in problems if it.key.startswith(key)), problems


def test_a_key_that_no_licence_has_lists_the_keys_of_a_licence():
    text = f"{licence_as_text(edition().licences['MIT'])}\nextra: 1\n"
    problems: list[Problem] = []
    data = typed_mapping(text, "typed", problems)
    assert data is not None
    assert licence_from(data, "MIT", problems) is None
    (problem,) = problems
    assert "steward" in problem.remedy
    assert "clause" not in problem.remedy


def test_the_id_has_its_own_field():
    problems: list[Problem] = []
    assert licence_from({"id": "MIT"}, "MIT", problems) is None
    assert "own field" in problems[0].problem
