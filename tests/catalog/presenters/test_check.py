from datetime import date
from urllib.parse import parse_qs

import pytest

from catalog.ambient import current_law
from catalog.engine.evaluate import evaluate
from catalog.knowledge.index import Catalogue
from catalog.presenters.check import Answer, check_answer, check_form
from catalog.presenters.check_answers import ASKS, NAMES, document, find_model, read_check

TODAY = date(2026, 11, 23)
ORDINARY = {
    "seat": "DE",
    "users": "2,000,000",
    "commercial": "yes",
    "reach": "hosted-service",
    "outputs": "none",
    "field": "ordinary",
}


def ask(catalogue: Catalogue, model: str, **answers: str) -> Answer:
    found = check_answer(read_check({"model": model, **answers}, catalogue), catalogue, current_law(), TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name", ["llama-4-maverick", "Llama 4 Maverick", " LLAMA 4 maverick ", "meta-llama/Llama-4-Maverick-17B-128E"]
)
def test_a_model_is_found_by_id_name_and_repository(catalogue: Catalogue, name: str) -> None:
    found = find_model(name, catalogue)
    assert found is not None
    assert found.id == "llama-4-maverick"


def test_every_alias_and_repository_of_the_catalogue_leads_to_a_model(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        for name in (*model.aliases, *([model.hf_repo] if model.hf_repo else [])):
            assert find_model(name, catalogue) is model


def test_an_unknown_model_is_named_with_what_was_probably_meant(catalogue: Catalogue) -> None:
    given = read_check({"model": "llama-4-mavrick"}, catalogue)
    assert given.model is None
    assert "“llama-4-mavrick” is no model that the catalogue knows." in given.problems["model"]
    assert "llama-4-maverick" in given.problems["model"]


def test_a_seat_in_the_union_blocks_llama_4_with_clause_and_link(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "llama-4-maverick", **ORDINARY)
    assert answer.verdict == "blocked"
    first = answer.reasons[0]
    assert first.licence.href == "/licences/llama-4-community/#territory"
    assert first.clause.label
    assert first.clause.href.startswith("https://")
    assert dict(answer.readings) == {"By the licence text": "blocked", "By the guide": "conditions"}
    assert answer.alternatives
    assert "Keep" not in answer.says


def test_a_permissive_model_for_ordinary_work_is_clear_and_needs_no_other(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "qwen3-32b", **ORDINARY)
    assert answer.verdict in ("clear", "conditions")
    assert not any("guide" in name.lower() for name, _ in answer.readings)
    assert answer.model.href == "/models/qwen3-32b/"


def test_with_nothing_answered_no_model_is_better_than_undecided(catalogue: Catalogue) -> None:
    for name in ("qwen3-32b", "llama-4-maverick", "stable-diffusion-1.5", "command-r-plus"):
        answer = ask(catalogue, name)
        assert answer.verdict in ("undecided", "blocked")
        assert answer.questions


def test_an_unknown_answer_is_never_greener_than_a_known_one(catalogue: Catalogue) -> None:
    order = ["clear", "conditions", "undecided", "blocked"]
    for model in ("llama-3.1-8b", "deepseek-v3", "qwen2.5-72b"):
        known = order.index(ask(catalogue, model, **ORDINARY).verdict)
        for name in ORDINARY:
            left_out = {key: value for key, value in ORDINARY.items() if key != name}
            assert order.index(ask(catalogue, model, **left_out).verdict) >= known, (model, name)


def test_the_best_month_answers_for_the_month_before_a_release(catalogue: Catalogue) -> None:
    small, large = (ask(catalogue, "llama-3.1-8b", **{**ORDINARY, "users": number}) for number in ("5000", "800000000"))
    assert small.verdict == "conditions"
    assert large.verdict == "blocked"


def test_the_answer_is_that_of_the_one_evaluation(catalogue: Catalogue) -> None:
    given = read_check({"model": "deepseek-v3", **ORDINARY}, catalogue)
    facts = document(given, catalogue, ("deepseek-v3",))
    assert (
        evaluate(facts, catalogue, current_law(), TODAY).models[0].verdict
        == ask(catalogue, "deepseek-v3", **ORDINARY).verdict
    )


def test_a_field_of_its_own_states_the_field_alone(catalogue: Catalogue) -> None:
    given = read_check({"model": "qwen3-32b", "field": "employment"}, catalogue)
    facts = document(given, catalogue, ("qwen3-32b",))
    assert facts["use"] == {"commercial": None, "domains": ["employment"]}
    assert "eu_ai_act" not in facts


def test_outputs_that_train_a_model_leave_distillation_open(catalogue: Catalogue) -> None:
    given = read_check({"outputs": "other-llm"}, catalogue)
    assert document(given, catalogue, ())["outputs"] == {"train": "other-llm"}


@pytest.mark.parametrize(
    ("typed", "number"), [("4000000", 4000000), ("4,000,000", 4000000), ("4.000.000", 4000000), ("0", 0)]
)
def test_users_may_be_typed_as_people_write_numbers(catalogue: Catalogue, typed: str, number: int) -> None:
    assert read_check({"users": typed}, catalogue).users == number


@pytest.mark.parametrize("typed", ["many", "-5", "4,00", "1e9", "٣", "9" * 30])
def test_what_is_no_number_is_refused_and_counts_as_unknown(catalogue: Catalogue, typed: str) -> None:
    given = read_check({"users": typed}, catalogue)
    assert given.users is None
    assert given.problems["users"] == "Enter a whole number in digits, such as 4,000,000."


@pytest.mark.parametrize("name", ["seat", "commercial", "reach", "outputs", "field"])
def test_an_answer_that_no_question_has_is_refused_and_counts_as_unknown(catalogue: Catalogue, name: str) -> None:
    given = read_check({name: "nonsense"}, catalogue)
    assert name not in given.answers
    assert "none of the answers" in given.problems[name]


def test_the_address_leads_back_to_the_same_answers(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "DeepSeek-V3 (December 2024)", **ORDINARY)
    again = {name: values[0] for name, values in parse_qs(answer.address[1:]).items()}
    assert set(again) == set(NAMES)
    assert ask(catalogue, again.pop("model"), **again) == answer


def test_the_form_has_six_questions_and_knows_every_model(catalogue: Catalogue) -> None:
    form = check_form(read_check({"model": "qwen3-32b", **ORDINARY}, catalogue), catalogue)
    assert [question.name for question in form.questions] == list(ASKS)
    assert len(ASKS) == 6
    assert len(form.models) == len(catalogue.models)
    assert form.model == catalogue.models["qwen3-32b"].name
    chosen = {it.name: [option.value for option in it.options if option.chosen] for it in form.questions}
    assert chosen["reach"] == ["hosted-service"]


def test_alternatives_are_of_the_same_kind_and_stand_better(catalogue: Catalogue) -> None:
    answer = ask(catalogue, "flux.1-dev", **ORDINARY)
    assert answer.verdict == "blocked"
    kinds = {catalogue.models[link.href.split("/")[2]].kind for link in answer.alternatives}
    assert kinds == {"image-generation"}
    assert "flux.1-dev" not in {link.href.split("/")[2] for link in answer.alternatives}


def test_each_question_decides_the_verdict_of_some_model(catalogue: Catalogue) -> None:
    changes = {
        "seat": ("US", "DE"),
        "users": ("1000", "900000000"),
        "commercial": ("no", "yes"),
        "reach": ("internal", ""),
        "outputs": ("none", "other-llm"),
        "field": ("ordinary", "military"),
    }
    base = {**ORDINARY, "seat": "US"}

    def verdicts(**answers: str) -> list[str]:
        given = read_check({**base, **answers}, catalogue)
        facts = document(given, catalogue, ())
        return [it.verdict for it in evaluate(facts, catalogue, current_law(), TODAY).models]

    for name, (one, other) in changes.items():
        assert verdicts(**{name: one}) != verdicts(**{name: other}), name
