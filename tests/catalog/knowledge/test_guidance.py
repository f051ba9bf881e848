"""The guide's content in the published catalogue: complete, true to the entries beside it, and told in our words."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from catalog.knowledge.facts import Said
from catalog.knowledge.index import open_catalogue
from catalog.knowledge.loading import GUIDE_FILES, GUIDE_FOLDERS, Loaded, load
from wizard.phases import PHASES

DATA = Path(__file__).parents[3] / "catalog" / "data"


@pytest.fixture(scope="module")
def known() -> Loaded:
    return load(DATA)


def entries(known: Loaded) -> Iterator[BaseModel]:
    for folder in GUIDE_FOLDERS:
        yield from getattr(known, folder).values()
    yield from (getattr(known, name) for name in GUIDE_FILES)


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


def test_the_checklist_is_the_wizards_item_for_item(known: Loaded) -> None:
    ours = sorted(known.checklist.values(), key=lambda item: item.place)
    for phase in PHASES:
        assert [(it.id, it.title) for it in ours if it.phase == phase.id] == [(it.id, it.label) for it in phase.items]
    assert len(ours) == 20


def test_the_guides_lists_are_whole(known: Loaded) -> None:
    counted = {name: len(getattr(known, name)) for name in GUIDE_FOLDERS if name != "disagreements"}
    assert counted == {
        "situations": 5, "traps": 5, "families": 6, "enforcement": 2, "checklist": 20, "faq": 5, "practices": 5,
    }  # fmt: skip
    assert known.rail
    assert (len(known.rail.aspects), len(known.rail.naming), len(known.rail.categories)) == (5, 6, 7)
    assert known.qwen
    assert len(known.qwen.rows) == 6


def test_the_gravest_differences_are_all_there(known: Loaded) -> None:
    critical = {it.id for it in known.disagreements.values() if it.severity == "critical"}
    assert critical == {
        "deepseek-v3-weights", "llama-output-ban", "llama-eu-exclusion", "rail-list", "rail-automated-decisions",
        "exemption-scope", "llama-attribution", "qwen-small-models", "act-fines", "act-duties-of-all",
        "builder-is-provider", "article-26-content", "high-risk-dates", "omnibus-missing", "prohibited-practices",
        "transparency-duties",
    }  # fmt: skip
    assert len(known.disagreements) == 84


def test_every_statement_of_the_guide_comes_from_the_guide_and_no_ruling_does(known: Loaded) -> None:
    for entry in entries(known):
        for name in type(entry).model_fields:
            if isinstance(said := getattr(entry, name), Said) and name in ("guide", "ruling"):
                assert (said.source == "guide") == (name == "guide"), entry


def test_nothing_is_printed_as_a_computer_writes_numbers(known: Loaded) -> None:
    for entry in entries(known):
        for said in statements(entry):
            assert "e24" not in said.says
            assert "10^" not in said.says


def test_answers_that_differ_say_where(known: Loaded) -> None:
    for question in known.faq.values():
        assert bool(question.differ) == (question.agreement != "agrees"), question.id


# --- true to the rest of the catalogue -----------------------------------------------------------------------------


def test_key_models_belong_to_their_family(known: Loaded) -> None:
    for family in known.families.values():
        for model_id in family.models:
            licence = known.licences[known.models[model_id].weights_licence.text.value]
            assert licence.family == family.id, model_id


def test_the_qwen_table_tells_of_the_guide_what_the_models_tell(known: Loaded) -> None:
    assert known.qwen
    for row in known.qwen.rows:
        for model_id in row.models:
            term = known.models[model_id].weights_licence
            assert term.guide is None or term.guide.value == row.guide_licence, model_id
            if row.agreement == "agrees":
                assert term.text.value == row.guide_licence, model_id
    assert {known.models[it].weights_licence.text.value for it in known.qwen.rows[4].models} == {
        "Apache-2.0", "qwen-license-2024", "qwen-research",
    }  # fmt: skip


def test_the_texts_of_the_rail_family_bear_the_categories_out(known: Loaded) -> None:
    assert known.rail
    held = {it.id: having(known, it.activities, it.domains) for it in known.rail.categories}
    open_rail = {"bigscience-rail-1.0", "bigscience-openrail-m", "creativeml-openrail-m", "bigcode-openrail-m-v1"}
    assert open_rail <= held["disinformation"] & held["discrimination"] & held["exploitation"]
    assert not open_rail & held["military-weapons"]
    assert not open_rail & held["surveillance"]
    assert "deepseek-license-1.0" in held["military-weapons"]


def having(known: Loaded, activities: tuple[str, ...], domains: tuple[str, ...]) -> set[str]:
    """Return the licences whose own list names one of the words."""
    return {
        licence.id
        for licence in known.licences.values()
        for item in licence.terms.use_restrictions.text.value.items
        if any(set(it.activities) & set(activities) or set(it.domains) & set(domains) for it in item.when)
    }


def test_the_counting_lines_agree_where_the_answers_do(known: Loaded) -> None:
    assert known.counting
    for line in known.counting.lines:
        same = line.text_counts == ("yes" if line.guide_counts else "no")
        assert not (line.agreement == "agrees" and not same), line.id
        assert not (line.agreement == "differs" and same), line.id


def test_our_ruling_prefers_only_permissive_models_of_clean_lineage() -> None:
    catalogue = open_catalogue(DATA)
    for situation in catalogue.situations.values():
        for model_id in situation.ruling.prefer:
            model = catalogue.models[model_id]
            bound = [model, *catalogue.binding_ancestors(model)]
            families = {catalogue.licences[it.weights_licence.text.value].family for it in bound}
            assert families == {"permissive"}, (situation.id, model_id)
            assert model.weights_licence.text.confidence in ("read", "secondary")


# --- the flowchart -------------------------------------------------------------------------------------------------


def test_the_flowchart_can_end_in_each_verdict(known: Loaded) -> None:
    assert known.flowchart
    outcomes = [node.verdict for node in known.flowchart.nodes if node.kind == "outcome"]
    assert sorted(it for it in outcomes if it) == ["blocked", "clear", "conditions", "undecided"]
    assert 18 <= len(known.flowchart.nodes) <= 26


def test_no_two_answers_of_a_question_have_the_same_words(known: Loaded) -> None:
    assert known.flowchart
    said = Counter((edge.start, edge.label) for edge in known.flowchart.edges)
    assert max(said.values()) == 1


def test_the_flowchart_gives_nodes_and_answers_by_name(known: Loaded) -> None:
    assert known.flowchart
    assert known.flowchart.node("duties").kind == "question"
    assert [edge.to for edge in known.flowchart.answers("duties")] == ["clear", "conditions"]
    with pytest.raises(KeyError):
        known.flowchart.node("nowhere")
