"""The words of a decision, for evaluations small enough to be read."""

from __future__ import annotations

import pytest

from catalog.ambient import current_catalog
from wizard.presenters.findings import Words, finding_view, reasons
from wizard.presenters.repairs import change_words
from wizard.presenters.result import decision, result

WORDS = Words(current_catalog(), "CW-2026-0001")


def finding(severity, says="Something.", **changes):
    source = {"id": "guide", "clause": "2", "url": "https://example.org/", "read_on": "2026-11-20"}
    values = {
        "code": "x.y",
        "severity": severity,
        "licence": "llama-4-community",
        "topic": "threshold",
        "reading": "text",
        "says": says,
        "because": ["/organisation/country"],
        "remedy": "Do this.",
        "source": source,
    }
    return {**values, **changes}


def model(name, verdict, *findings):
    return {
        "model": name,
        "licences": ["MIT"],
        "verdict": verdict,
        "contested": False,
        "verdict_by_reading": {"strictest": verdict, "text": verdict, "guide": verdict},
        "findings": list(findings),
        "obligations": [],
        "headroom": [],
        "repairs": [],
    }


def evaluation(*models, recommended=(), questions=0, **changes):
    values = {
        "models": list(models),
        "recommended": [{"model": name, "rank": 1, "because": ["Fits."]} for name in recommended],
        "avoid": [],
        "traps": [],
        "open_questions": [{"at": "/use/commercial", "asks": "Is it?", "decides": []}] * questions,
    }
    return {**values, **changes}


CLEAR = model("deepseek-r1", "clear")
DUTIES = model("qwen3-32b", "conditions", finding("action"))
OPEN = model("yi-34b", "undecided", finding("question"))
BLOCKED = model("llama-4-scout", "blocked", finding("blocker"))


@pytest.mark.parametrize(
    ("document", "title", "lede"),
    [
        (
            evaluation(CLEAR, BLOCKED, recommended=["deepseek-r1"]),
            "Use DeepSeek-R1. Not Llama 4 Scout.",
            "Nothing stands against it, and every licence duty is in place.",
        ),
        (
            evaluation(DUTIES, recommended=["qwen3-32b"]),
            "Use Qwen3-32B.",
            "Nothing stands against it once 1 duty is met.",
        ),
        (
            evaluation(CLEAR, DUTIES, recommended=["qwen3-32b", "deepseek-r1"]),
            "Use Qwen3-32B.",
            "Nothing stands against it once 1 duty is met. DeepSeek-R1 may be used too.",
        ),
        (
            evaluation(OPEN, BLOCKED, questions=2),
            "Not decided yet. Not Llama 4 Scout.",
            "2 open answers can still change the decision.",
        ),
        (
            evaluation(BLOCKED),
            "None of the candidates may be used.",
            "What stands against each of them, and what would lift it, is below.",
        ),
    ],
)
def test_the_decision_is_one_sentence(document, title, lede):
    shown = [text.replace(" (17B-16E)", "") for text in decision(document, WORDS)]
    assert shown == [title, lede]


def test_a_model_that_is_not_recommended_is_still_usable():
    assert decision(evaluation(CLEAR), WORDS)[0] == "Use DeepSeek-R1."


def test_the_reasons_of_a_verdict_are_its_own_kind_of_finding_each_once():
    blocked = model("a", "blocked", finding("blocker", "No."), finding("blocker", "No."), finding("action", "Do."))
    assert reasons(blocked) == ("No.",)
    assert reasons(CLEAR) == ("Nothing stands against it; every licence duty is in place.",)


def test_a_finding_leads_to_its_clause_its_licence_and_the_question_behind_it():
    view = finding_view(finding("blocker"), WORDS)
    assert view.licence.href == "/licences/llama-4-community/#threshold"
    assert (view.clause.label, view.clause.href) == ("section 2", "https://example.org/")
    assert view.because[0].href == "/assessments/CW-2026-0001/items/organisation-users/"
    assert (view.reading, view.read_on) == ("The licence text", "20 November 2026")


def test_a_finding_about_the_choice_of_models_leads_to_the_choice():
    view = finding_view(finding("info", because=["/candidates"]), WORDS)
    assert view.because[0].href == "/assessments/CW-2026-0001/models/"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"at": "/outputs/train", "from": "other-llm", "to": "none"},
            "answer “Will the outputs train another model?” with “No: outputs train nothing”",
        ),
        (
            {"at": "/adaptation/publishes_weights", "from": True, "to": False},
            "answer “Will you publish or hand over changed weights?” with “no”",
        ),
        ({"at": "/use/domains", "from": ["military", "retail"], "to": ["retail"]}, "leave out “Military”"),
    ],
)
def test_a_repair_is_told_as_an_answer_to_change(change, words):
    assert change_words(change, WORDS) == words


def test_an_undecided_candidate_names_the_answers_that_decide_it():
    questions = [
        {"at": "/use/commercial", "asks": "Is it commercial?", "decides": ["yi-34b"]},
        {"at": "/outputs/train", "asks": "Does it train?", "decides": ["bloom-176b"]},
    ]
    shown = result(evaluation(OPEN, open_questions=questions), WORDS)
    assert shown.candidates[0].changes == ("Answer: Is it commercial?",)


def test_a_statement_with_two_remedies_is_shown_once_with_both():
    twice = (finding("blocker", "No."), finding("blocker", "No.", remedy="Or that.", because=["/outputs/train"]))
    ((_, shown),) = result(evaluation(model("yi-34b", "blocked", *twice)), WORDS).findings[0].groups
    assert [view.remedy for view in shown] == ["Do this. Or that."]
    assert [link.label for link in shown[0].because] == ["Organisation-wide users", "Training on outputs"]


def test_a_finding_of_the_act_claims_no_reading_of_a_licence():
    assert finding_view(finding("info", licence="", topic="eu-ai-act"), WORDS).reading == ""


def test_a_disputed_model_shows_both_verdicts():
    disputed = {**BLOCKED, "contested": True, "verdict_by_reading": {"text": "clear", "guide": "blocked"}}
    shown = result(evaluation(disputed), WORDS)
    assert (shown.disputes[0].text, shown.disputes[0].guide) == ("clear", "blocked")


def test_reasons_to_avoid_that_are_codes_are_told_in_words():
    against = finding("blocker", "No rights.")
    document = evaluation(
        model("yi-34b", "blocked", against), avoid=[{"model": "yi-34b", "because": ["x.y", "And this."]}]
    )
    assert result(document, WORDS).avoided[0].reasons == ("No rights.", "And this.")


def test_a_model_that_left_the_catalogue_keeps_its_id():
    assert WORDS.model("gone") == "gone"
    assert WORDS.licence_link("gone").href == ""
