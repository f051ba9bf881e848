"""The content of the report: complete, in words, and true to what was reviewed."""

from dataclasses import replace
from typing import Any

import pytest

from tests.wizard.report import sample
from wizard.report.document import Document
from wizard.report.inputs import Labels
from wizard.report.problems import RenderProblem


def with_models(**verdicts: str) -> Document:
    """The sample with one model per keyword, each with the given verdict and no findings."""
    evaluation = sample.evaluation()
    blank = {**evaluation["models"][2], "findings": [], "obligations": [], "headroom": [], "repairs": []}
    evaluation["models"] = [{**blank, "model": name, "verdict": verdict} for name, verdict in verdicts.items()]
    return sample.document(evaluation=evaluation)


@pytest.mark.parametrize(
    ("verdicts", "decision"),
    [
        ({"A": "clear"}, "Shop assistant may use A."),
        ({"A": "blocked"}, "Shop assistant may not use A."),
        ({"A": "undecided"}, "It is not decided whether Shop assistant may use A."),
        ({"A": "blocked", "B": "blocked"}, "Shop assistant may not use A or B."),
        ({"A": "conditions", "B": "conditions"}, "Shop assistant may use A and B under conditions."),
        ({"A": "clear", "B": "blocked"}, "Shop assistant may use A, and may not use B."),
        ({"A": "clear", "B": "undecided"}, "Shop assistant may use A; B is not decided."),
        (
            {"A": "blocked", "B": "undecided", "C": "undecided"},
            "Shop assistant may not use A; B and C are not decided.",
        ),
        (dict.fromkeys("ABCDE", "clear"), "Shop assistant may use A, B and 3 more."),
    ],
)
def test_the_title_is_the_decision(verdicts: dict[str, str], decision: str) -> None:
    assert with_models(**verdicts).decision == decision


def test_the_paragraph_gives_the_reason_for_each_verdict() -> None:
    assert sample.document().summary == (
        "Acme GmbH examined three open-weight models for Shop assistant. Qwen3-32B is clear. Nothing stands against "
        "it, and every licence duty is in place. DeepSeek-R1 may be used once one duty is met. Llama 4 Maverick "
        "is blocked. The multimodal models grant no rights to a company whose principal place of business is in the "
        "European Union."
    )


def test_the_most_usable_model_comes_first() -> None:
    assert [model.name for model in sample.document().models] == ["Qwen3-32B", "DeepSeek-R1", "Llama 4 Maverick"]


def test_the_deciding_reason_has_its_clause() -> None:
    blocked = sample.document().models[2]
    assert blocked.reason.startswith("The multimodal models grant no rights")
    assert blocked.clause == "last paragraph"
    assert [finding.kind for finding in blocked.findings] == ["blocker", "action", "info"]


def test_a_finding_carries_its_remedy_its_source_and_its_reading() -> None:
    finding = sample.document().models[2].findings[0]
    assert finding.remedy == "Let an entity seated outside the Union be the licensee, or choose a text-only model."
    assert finding.origin == "Llama 4 Community, territory"
    assert finding.because == "“Country of the principal place of business”"
    source = finding.source
    assert (source.title, source.clause, source.read_on, source.reading) == (
        "Llama 4 Acceptable Use Policy",
        "last paragraph",
        "20 November 2026",
        "the licence text",
    )
    assert source.url == "https://www.llama.com/llama4/use-policy/"


def test_the_basis_counts_what_is_known_and_what_was_assumed() -> None:
    basis = {pair.name: pair.value for pair in sample.document().basis}
    assert basis["Answers"] == (
        "4 of 6 items answered; 1 left open by a named person; 2 pieces of evidence; "
        "1 legal question answered by the stricter assumption"
    )
    assert basis["Licence knowledge"] == (
        "Edition 2026.11.1; the oldest source cited was read on 4 November 2026, 19 days before the evaluation"
    )
    assert basis["Readings"] == (
        "By the strictest reading of each term; for 1 model the readings lead to different verdicts"
    )


@pytest.mark.parametrize(("assumed", "told"), [([], False), (["H10"], False), (["H5", "H10"], True)])
def test_a_class_that_rests_on_assumptions_says_so(assumed: list[str], told: bool) -> None:
    evaluation = sample.evaluation()
    evaluation["eu_ai_act"]["assumed"] = assumed
    basis = {pair.name: pair.value for pair in sample.document(evaluation=evaluation).basis}
    assert ("Assumed in part" in basis["Class under the Act"]) is told


def test_duties_are_gathered_for_models_that_may_be_used() -> None:
    (group,) = sample.document().duties
    assert group.phase == "Technical controls"
    assert [(duty.models, duty.status) for duty in group.duties] == [
        ("DeepSeek-R1", "not in place"),
        ("Qwen3-32B", "in place"),
    ]


def test_one_duty_of_two_models_is_told_once() -> None:
    evaluation = sample.evaluation()
    evaluation["models"][2]["obligations"] = evaluation["models"][0]["obligations"]
    (group,) = sample.document(evaluation=evaluation).duties
    assert [duty.models for duty in group.duties] == ["DeepSeek-R1 and Qwen3-32B"]


def test_a_model_to_avoid_is_told_with_sentences_instead_of_codes() -> None:
    (avoided,) = sample.document().avoided
    assert avoided.name == "Llama 4 Maverick"
    assert avoided.reasons[0].startswith("The multimodal models grant no rights")


def test_a_repair_is_told_as_an_answer_that_changes() -> None:
    assert sample.document().models[2].repairs == (
        "“Country of the principal place of business” answered with “United States” instead of “Germany”",
    )


def test_the_act_is_told_with_dates_and_penalties() -> None:
    law = sample.document().law
    assert law.classes == ("Not high-risk.", "Talks with people, so transparency duties apply.")
    assert [(duty.article, duty.status, duty.penalty) for duty in law.duties] == [
        ("Article 4", "in force since 2 February 2025", "1"),
        ("Article 50(1)", "in force since 2 August 2026", "2"),
        ("Article 50(2)", "from 2 December 2026", "2"),
    ]
    assert law.duties[2].basis == "a guideline of the Commission"
    assert law.assumed == ("Was the system placed on the market before the high-risk duties apply?",)


def test_contested_models_show_the_verdict_of_each_reading() -> None:
    (model,) = sample.document().disputes.models
    assert (model.text.word, model.guide.word, model.applied.word) == ("Blocked", "Conditions", "Blocked")


def test_an_adopted_position_is_named() -> None:
    facts = {"positions": [{"licence": "llama-4-community", "topic": "output-training", "reading": "text"}]}
    document = sample.document(snapshot=sample.snapshot(facts=facts))
    assert document.disputes.positions == ("Llama 4 Community, training on outputs: the licence text applies.",)
    assert "1 legal position adopted" in {pair.name: pair.value for pair in document.basis}["Readings"]


def test_answers_say_who_gave_them_and_when() -> None:
    phases = sample.document().phases
    assert [phase.title for phase in phases] == ["Identification", "Use case", "Technical controls", "Monitoring"]
    first = phases[0].items[0]
    assert first.answered == "Paula Meyer, 19 November 2026, 10:42 UTC"
    assert first.evidence[0].sha256 == "9f" * 32
    assert phases[2].items[0].state == "Not known when this was reviewed."
    assert phases[3].items[0].state == "Not answered."


def test_the_approval_says_by_whom_and_until_when() -> None:
    approval = sample.document().approval
    assert approval.sentence == (
        "Approved with conditions by Adaeze Okafor on 23 November 2026, valid until 23 February 2027."
    )
    assert [field.name for field in approval.fields] == ["ServiceSignature", "Reviewer1"]
    plain = sample.document(sign_off=replace(sample.SIGN_OFF, conditions="", valid_until=None)).approval
    assert plain.sentence == "Approved by Adaeze Okafor on 23 November 2026, without an end date."


def test_the_report_promises_no_time_stamp_and_names_the_page_that_verifies_it() -> None:
    """It is laid out before anybody signs it, so the signatures themselves tell what confirms their time."""
    said = " ".join(sample.document().verification)
    assert "the signer’s own statement unless a time-stamp authority confirms it" in said
    assert "https://" not in said
    placed = sample.document(page="https://clearweights.example.com/verify/").verification[1]
    assert "service, https://clearweights.example.com/verify/, needs no account. It compares every byte" in placed


def test_hashes_bind_the_account_the_facts_the_catalogue_and_the_log() -> None:
    document = sample.document()
    hashes = {entry.name: entry.sha256 for entry in document.hashes}
    attached = {entry.name: entry.sha256 for entry in document.attachments}
    assert hashes["Snapshot"] == attached["snapshot.json"] == sample.snapshot()["sha256"]
    assert hashes["Catalogue"] == sample.evaluation()["edition"]["sha256"]
    assert hashes["Audit log"] == "c4" * 32
    assert document.fingerprint.replace(" ", "") == hashes["Snapshot"][:16]


def test_a_snapshot_that_was_changed_after_it_was_hashed_is_refused() -> None:
    changed = {**sample.snapshot(), "product": "Something else"}
    with pytest.raises(RenderProblem, match="do not match their hash"):
        sample.document(snapshot=changed)


def test_a_code_without_words_is_shown_and_not_left_out() -> None:
    document = sample.document(labels=Labels())
    assert "llama-4-maverick" in {model.name for model in document.models}
    assert document.law.roles == ("R-PROV", "R-DOWN", "R-DEP")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//elsewhere"])
def test_only_web_addresses_become_links(url: str) -> None:
    evidence = [{"kind": "link", "title": "Look", "sha256": "", "url": url}]
    answers = [sample.answer("licence-text", "Identification", "Which text?", evidence=evidence)]
    document = sample.document(snapshot=sample.snapshot(answers=answers))
    assert document.phases[0].items[0].evidence[0].url == ""


def test_a_limit_says_whose_it_is_and_how_it_is_tested() -> None:
    evaluation = sample.evaluation()
    own = {"licence": "llama-4-community", "limit": 5, "counted": 3, "used": 0.6, "type": "running", "crosses_on": None}
    agreed = {"metric": "mau", "agreement": {"counts": "product", "until": "2027-12-31"}}
    evaluation["models"][2]["headroom"] = [{**own, "metric": "revenue"}, {**own, **agreed}]
    rooms = next(it for it in sample.document(evaluation=evaluation).models if len(it.headroom) > 1).headroom
    assert [(it.limit, it.licence) for it in rooms] == [
        ("5 US dollars of revenue", "Llama 4 Community"),
        ("5 monthly active users", "Llama 4 Community, by agreement"),
    ]
    assert rooms[1].note == (
        "counted all the time; for each product that contains the model; the agreement ends on 31 December 2027"
    )


def test_an_empty_evaluation_part_is_told_as_none() -> None:
    evaluation: dict[str, Any] = {**sample.evaluation(), "open_questions": [], "traps": [], "situations": []}
    evaluation["recommended"] = evaluation["avoid"] = []
    evaluation["eu_ai_act"] = {"outcomes": [], "roles": [], "obligations": [], "assumed": [], "review": []}
    page = sample.html(sample.document(evaluation=evaluation))
    assert "no missing answer could have changed a verdict" in page
    assert "No obligation of the Act was found." in page
    assert "No model could be recommended for this use." in page
