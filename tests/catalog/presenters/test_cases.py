"""The published cases in words."""

import pytest
from django.urls import resolve

from catalog.ambient import current_law, edition, published_cases
from catalog.engine.finding import CODES
from catalog.knowledge.cases import CaseFile, PublishedCase, read_cases
from catalog.presenters.case_words import DUTIES, FINDINGS
from catalog.presenters.cases import IN_FULL, CaseView, case_index, case_page
from tests.catalog.engine.shape import DUTIES as OWED


@pytest.fixture(scope="module")
def index():
    return case_index(published_cases(), edition(), current_law())


def told(view: CaseView) -> list[tuple[str, list[str]]]:
    lines = (*view.facts, *(line for promise in view.promises for line in promise.lines))
    return [(line.label, [part.label for part in line.parts]) for line in lines]


def shown(*cases: PublishedCase, room="engine", subject="scale") -> list[CaseView]:
    index = case_index([CaseFile(room, subject, cases)], edition(), current_law())
    return [view for group in case_page(index, {}).groups for view in group.cases]


def test_every_case_has_words_for_all_that_it_states_and_an_address_of_its_own(index):
    views = [entry.view for subject in index.subjects for entry in subject.entries]
    assert len(views) >= 400
    assert len({view.id for view in views}) == len(views)
    for view in views:
        assert view.promises, view.name
        for label, parts in told(view):
            assert label
            assert parts, (view.name, label)
            assert all(parts), (view.name, label)


def test_every_finding_code_of_the_contract_has_words():
    assert set(FINDINGS) == set(CODES)
    assert all(" " in words for words in FINDINGS.values())
    assert set(DUTIES) == {duty for duty, _ in OWED.values()}


def test_links_of_a_case_lead_to_models_licences_and_other_cases(index):
    views = [entry.view for subject in index.subjects for entry in subject.entries]
    links = {part.href for view in views for promise in view.promises for line in promise.lines for part in line.parts}
    links |= {promise.model.href for view in views for promise in view.promises if promise.model}
    filters = {link for link in links if link.startswith("?finding=")}
    assert len(filters) > 40
    for link in filters:
        assert case_page(index, {"finding": link.removeprefix("?finding=")}).groups, link
    for link in links - filters - {""}:
        resolve(link)


def test_facts_are_told_as_a_person_would_tell_them():
    [view] = shown(
        PublishedCase(
            name="A case",
            facts={
                "reading": "text",
                "candidates": ["llama-4-maverick", "house-tune"],
                "organisation": {
                    "country": "DE",
                    "monthly_growth": 0.08,
                    "monthly_active_users_on": {"2025-04-05": 700_000_001},
                    "products": [{"name": "Chat", "monthly_active_users": 5, "uses_model": False}],
                },
                "use": {"markets": ["EU", "US"], "commercial": None},
                "agreements": [{"licence": "qwen-license-2024", "covers": ["threshold"], "until": "2027-12-31"}],
                "eu_ai_act": {"P": []},
            },
            expect={"asks": [], "llama-4-maverick": {"verdict": "blocked", "blockers": []}},
            own_models={"house-tune": {"licence": "MIT", "base_models": ["llama-4-maverick"]}},
        )
    )
    assert told(view) == [
        ("The organisation’s own model", ["house-tune", "MIT", "derived from", "Llama 4 Maverick"]),
        ("Reading", ["The licence text"]),
        ("Candidates", ["Llama 4 Maverick", "house-tune"]),
        ("Seat", ["Germany"]),
        ("Growth a month", ["8 %"]),
        ("Users counted for 5 April 2025", ["700,000,001"]),
        ("Product", ["Chat: 5 users, without the model"]),
        ("Markets", ["The European Union and United States"]),
        ("Commercial use", ["Not known"]),
        ("Agreement", ["Qwen License", "covers limit of scale, until 31 December 2027"]),
        (current_law().questions["P"].asks, ["None"]),
        ("Findings", ["Nothing blocks"]),
        ("Asks", ["Nothing"]),
    ]
    assert [promise.verdict for promise in view.promises] == ["blocked", ""]


def test_a_case_on_the_act_names_its_duties_their_standing_and_the_entry_it_turns_on():
    [view] = shown(
        PublishedCase(
            name="A case",
            facts={"H5": ["A3-4a"], "model_flop": 1e26},
            expect={"outcomes": ["HR-A3:4a"], "owes": {"O-LIT": "in-force"}, "spared": ["O-FRIA"]},
            rest="harmless",
        ),
        room="law",
        subject="models",
    )
    lines = dict(told(view))
    entry = current_law().questions["H5"].options["A3-4a"].says
    assert lines["Compute of the model, in FLOP"] == ["1 × 10²⁶ FLOP"]
    assert lines["Outcomes"][0].endswith(entry)
    assert lines["Owes"][0].endswith("(binds)")
    assert view.rest.startswith("All else is harmless")


def test_a_licence_finds_the_cases_of_models_that_inherit_it(index):
    page = case_page(index, {"licence": "llama-3.1-community"})
    names = [view.name for group in page.groups for view in group.cases]
    assert "The 8B distillation of R1 says MIT and stays under Llama 3.1" in names
    assert all(group.id.startswith("engine-") for group in page.groups)


def test_words_a_subject_and_a_finding_narrow_the_list_together(index):
    wanted = {"q": "hunyuan UNION", "subject": "engine-places", "finding": "territory.excluded"}
    page = case_page(index, wanted)
    assert [group.id for group in page.groups] == ["engine-places"]
    assert page.in_full
    assert page.filtered
    assert page.count.endswith(f" of {sum(len(it.entries) for it in index.subjects)}")
    assert case_page(index, {"subject": "nothing"}).groups == ()


def test_many_cases_are_listed_by_their_sentences_and_a_subject_is_shown_in_full(index):
    assert not case_page(index, {}).in_full
    for subject in index.subjects:
        assert case_page(index, {"subject": subject.id}).in_full
    few = case_page(index, {"q": "hermes 3"})
    assert sum(len(group.cases) for group in few.groups) <= IN_FULL
    assert few.in_full


def test_where_the_tests_are_not_installed_there_are_no_cases(tmp_path):
    assert read_cases(tmp_path) == ()
    page = case_page(case_index((), edition(), current_law()), {})
    assert page.groups == ()
    assert page.count == "0 cases"
