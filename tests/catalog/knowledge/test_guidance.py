"""The guide's content in the published catalogue: complete, true to the entries beside it, and told in our words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from catalog.ambient import edition
from catalog.knowledge.facts import Said
from catalog.knowledge.loading import GUIDE_FILES, GUIDE_FOLDERS, Loaded
from wizard.phases import PHASES


def entries(loaded: Loaded) -> Iterator[BaseModel]:
    for folder in GUIDE_FOLDERS:
        yield from getattr(loaded, folder).values()
    yield from (getattr(loaded, name) for name in GUIDE_FILES)


def statements(value: Any) -> Iterator[Said]:
    if isinstance(value, Said):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from statements(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from statements(item)


# --- complete ------------------------------------------------------------------------------------------------------


def test_the_checklist_is_the_wizards_item_for_item(loaded: Loaded) -> None:
    ours = sorted(loaded.checklist.values(), key=lambda item: item.place)
    for phase in PHASES:
        assert [(it.id, it.title) for it in ours if it.phase == phase.id] == [(it.id, it.label) for it in phase.items]
    assert len(ours) == 20


def test_the_guides_lists_are_whole(loaded: Loaded) -> None:
    counted = {name: len(getattr(loaded, name)) for name in GUIDE_FOLDERS if name != "disagreements"}
    assert counted == {
        "situations": 5, "traps": 5, "families": 6, "enforcement": 2, "checklist": 20, "faq": 5, "practices": 5,
    }  # fmt: skip
    assert loaded.rail
    assert (len(loaded.rail.aspects), len(loaded.rail.naming), len(loaded.rail.categories)) == (5, 6, 7)
    assert loaded.qwen
    assert len(loaded.qwen.rows) == 6


def test_the_gravest_differences_are_all_there(loaded: Loaded) -> None:
    critical = {it.id for it in loaded.disagreements.values() if it.severity == "critical"}
    assert critical == {
        "deepseek-v3-weights", "llama-output-ban", "llama-eu-exclusion", "rail-list", "rail-automated-decisions",
        "exemption-scope", "llama-attribution", "qwen-small-models", "act-fines", "act-duties-of-all",
        "builder-is-provider", "article-26-content", "high-risk-dates", "omnibus-missing", "prohibited-practices",
        "transparency-duties",
    }  # fmt: skip
    assert len(loaded.disagreements) == 84


def test_every_statement_of_the_guide_comes_from_the_guide_and_no_ruling_does(loaded: Loaded) -> None:
    for entry in entries(loaded):
        for name in type(entry).model_fields:
            if isinstance(said := getattr(entry, name), Said) and name in ("guide", "ruling"):
                assert (said.source == "guide") == (name == "guide"), entry


def test_nothing_is_printed_as_a_computer_writes_numbers(loaded: Loaded) -> None:
    for entry in entries(loaded):
        for said in statements(entry):
            assert "e24" not in said.says
            assert "10^" not in said.says


def test_answers_that_differ_say_where(loaded: Loaded) -> None:
    for question in loaded.faq.values():
        assert bool(question.differ) == (question.agreement != "agrees"), question.id


# --- true to the rest of the catalogue -----------------------------------------------------------------------------


def test_key_models_belong_to_their_family(loaded: Loaded) -> None:
    for family in loaded.families.values():
        for model_id in family.models:
            licence = loaded.licences[loaded.models[model_id].weights_licence.text.value]
            assert licence.family == family.id, model_id


def test_the_qwen_table_tells_of_the_guide_what_the_models_tell(loaded: Loaded) -> None:
    assert loaded.qwen
    for row in loaded.qwen.rows:
        for model_id in row.models:
            term = loaded.models[model_id].weights_licence
            assert term.guide is None or term.guide.value == row.guide_licence, model_id
            if row.agreement == "agrees":
                assert term.text.value == row.guide_licence, model_id
    assert {loaded.models[it].weights_licence.text.value for it in loaded.qwen.rows[4].models} == {
        "Apache-2.0", "qwen-license-2024", "qwen-research",
    }  # fmt: skip


def test_the_texts_of_the_rail_family_bear_the_categories_out(loaded: Loaded) -> None:
    assert loaded.rail
    held = {it.id: having(loaded, it.activities, it.domains) for it in loaded.rail.categories}
    open_rail = {"bigscience-rail-1.0", "bigscience-openrail-m", "creativeml-openrail-m", "bigcode-openrail-m-v1"}
    assert open_rail <= held["disinformation"] & held["discrimination"] & held["exploitation"]
    assert not open_rail & held["military-weapons"]
    assert not open_rail & held["surveillance"]
    assert "deepseek-license-1.0" in held["military-weapons"]


def having(loaded: Loaded, activities: tuple[str, ...], domains: tuple[str, ...]) -> set[str]:
    """Return the licences whose own list names one of the words."""
    return {
        licence.id
        for licence in loaded.licences.values()
        for item in licence.terms.use_restrictions.text.value.items
        if any(set(it.activities) & set(activities) or set(it.domains) & set(domains) for it in item.when)
    }


def test_the_counting_lines_agree_where_the_answers_do(loaded: Loaded) -> None:
    assert loaded.counting
    for line in loaded.counting.lines:
        same = line.text_counts == ("yes" if line.guide_counts else "no")
        assert not (line.agreement == "agrees" and not same), line.id
        assert not (line.agreement == "differs" and same), line.id


def test_our_ruling_prefers_only_permissive_models_of_clean_lineage() -> None:
    catalogue = edition()
    for situation in catalogue.situations.values():
        for model_id in situation.ruling.prefer:
            model = catalogue.models[model_id]
            bound = [model, *catalogue.binding_ancestors(model)]
            families = {catalogue.licences[it.weights_licence.text.value].family for it in bound}
            assert families == {"permissive"}, (situation.id, model_id)
            assert model.weights_licence.text.confidence in ("read", "secondary")


# --- the flowchart -------------------------------------------------------------------------------------------------


def test_the_flowchart_can_end_in_each_verdict(loaded: Loaded) -> None:
    assert loaded.flowchart
    outcomes = [node.verdict for node in loaded.flowchart.nodes if node.kind == "outcome"]
    assert sorted(it for it in outcomes if it) == ["blocked", "clear", "conditions", "undecided"]
    assert 18 <= len(loaded.flowchart.nodes) <= 26


def test_no_two_answers_of_a_question_have_the_same_words(loaded: Loaded) -> None:
    assert loaded.flowchart
    said = Counter((edge.start, edge.label) for edge in loaded.flowchart.edges)
    assert max(said.values()) == 1


def test_the_flowchart_gives_nodes_and_answers_by_name(loaded: Loaded) -> None:
    assert loaded.flowchart
    assert loaded.flowchart.node("duties").kind == "question"
    assert [edge.to for edge in loaded.flowchart.answers("duties")] == ["clear", "conditions"]
    with pytest.raises(KeyError):
        loaded.flowchart.node("nowhere")
