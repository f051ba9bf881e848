"""The description: what is proposed from its words, what is not, and how often that is right."""

import sys
import time
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.ambient import current_law, edition, edition_of
from catalog.engine.description import LIMIT, Proposal, TooLong, propose
from catalog.engine.evaluate import evaluate
from catalog.knowledge.places import MARKET_WORDS
from catalog.knowledge.triggers import KINDS

CASES: dict[str, list[dict[str, Any]]] = yaml.load(
    (Path(__file__).parents[2] / "cases" / "descriptions.yaml").read_bytes(), yaml.CSafeLoader
)
# Precision and recall as they were measured; `unseen` was written last, and nothing was tuned on it.
MEASURED = {"tuned": (1.0, 1.0), "held_out": (0.97, 1.0), "widened": (0.96, 1.0), "unseen": (0.86, 0.52)}
LYON = "We rank job applicants for our shops in Lyon."


def proposed(text: str) -> set[tuple[str, str]]:
    """Return list and value of everything proposed."""
    return {(it.kind, it.value) for it in propose(text, edition())}


def expected(case: dict[str, Any]) -> set[tuple[str, str]]:
    """Return list and value of everything that a case wants."""
    return {(kind, value) for kind in KINDS for value in case.get(kind, [])}


# --- the published sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", MEASURED)
def test_precision_and_recall_stay_where_they_were_measured(part: str) -> None:
    pairs = [(expected(case), proposed(case["says"])) for case in CASES[part]]
    right = sum(len(wanted & got) for wanted, got in pairs)
    precision = right / sum(len(got) for _, got in pairs)
    recall = right / sum(len(wanted) for wanted, _ in pairs)
    sys.stdout.write(f"\n{part}: {len(pairs)} sentences, precision {precision:.3f}, recall {recall:.3f}\n")
    least_precision, least_recall = MEASURED[part]
    assert precision >= least_precision
    assert recall >= least_recall


def test_sixty_sentences_reach_every_domain_and_every_delivery() -> None:
    assert [len(CASES[part]) for part in ("tuned", "held_out")] == [40, 20]
    reached = {pair for part in CASES.values() for case in part for pair in expected(case)}
    triggers = edition().triggers
    assert triggers is not None
    assert {("domains", it) for it in triggers.domains} | {("delivery", it) for it in triggers.delivery} <= reached


@pytest.mark.parametrize("kind", KINDS)
def test_every_phrase_of_every_trigger_can_fire(kind: Any) -> None:
    triggers = edition().triggers
    assert triggers is not None
    for value, entries in triggers.of(kind).items():
        for trigger in entries:
            for place, group in enumerate(trigger.needs):
                for phrase in group:
                    others = [phrase if it == place else one[0] for it, one in enumerate(trigger.needs)]
                    text = " xx ".join(others).replace("*", "")
                    assert (kind, value) in proposed(text), text


@pytest.mark.parametrize(
    ("text", "markets"),
    [
        ("It sorts mail for shops in Germany and Austria.", {"EU": ("Germany", "Austria")}),
        ("Sold in the UK, the USA and South Korea.", {"GB": ("UK",), "US": ("USA",), "KR": ("South Korea",)}),
        ("Tell us in Norway’s own words.", {"NO": ("Norway’s",)}),
        ("It is not offered in the European Union.", {}),
        ("It tells us what North Korea does.", {}),
    ],
)
def test_a_country_suggests_its_market(text: str, markets: dict[str, tuple[str, ...]]) -> None:
    assert {it.value: it.words for it in propose(text, edition()) if it.kind == "markets"} == markets


def test_every_name_of_a_market_is_recognised() -> None:
    for code, names in MARKET_WORDS.items():
        assert all(("markets", code) in proposed(name) for name in names)


# --- what a proposal says ------------------------------------------------------------------------------------------


def test_a_proposal_shows_the_words_that_triggered_it_and_where_they_stand() -> None:
    found = {(it.kind, it.value): it for it in propose(LYON, edition())}
    assert found["activities", "ranking-applicants"] == Proposal(
        "activities", "ranking-applicants", ("rank", "applicants"), ((3, 7), (12, 22))
    )
    assert found["domains", "retail"].words == ("shops",)
    assert found["H5", "A3-4a"].at == "/eu_ai_act/H5"
    assert found["domains", "employment"].at == "/use/domains"


def test_of_words_that_lie_within_each_other_the_longest_are_shown() -> None:
    [found] = [it for it in propose("We serve the local government.", edition()) if it.value == "public-services"]
    assert found.words == ("local government",)


def test_article_5_is_a_pointer_and_nothing_else_is() -> None:
    found = propose("Recognises the emotions of pupils from their faces.", edition())
    assert {it.value for it in found if it.only_a_pointer} == {"P-f"}
    assert {it.kind for it in found if it.only_a_pointer} == {"P"}


def test_nothing_is_ever_applied_silently() -> None:
    facts: dict[str, Any] = {"schema": "facts/1", "as_of": "2026-11-23", "candidates": ["llama-4-maverick"]}
    told = {**facts, "use": {"description": "We rank job applicants and design weapons for the army."}}
    answers = [evaluate(it, edition(), current_law(), date(2026, 11, 23)).as_json() for it in (facts, told)]
    assert answers[0]["models"] == answers[1]["models"]
    assert answers[0]["eu_ai_act"] == answers[1]["eu_ai_act"]


def test_an_edition_from_before_the_triggers_proposes_nothing() -> None:
    first = edition_of("2026.11.1")
    assert first is not None
    assert propose(LYON, first) == ()


# --- what is denied ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "It does not score people.",
        "It doesn’t score people.",
        "A dashboard without profiling.",
        "It gives no medical advice.",
        "Medical advice is not given.",
        "Works without profiling, scoring or tracking people.",
        "Neither weapons nor malware.",
        "Sorts files instead of ranking applicants.",
    ],
)
def test_what_a_clause_denies_is_not_proposed(text: str) -> None:
    assert [it.value for it in propose(text, edition()) if it.kind == "activities"] == []


@pytest.mark.parametrize(
    ("text", "activity"),
    [
        ("It does not translate, it summarises.", "summarisation"),
        ("It gives no medical advice but ranks job applicants.", "ranking-applicants"),
        ("It is not a toy; it ranks job applicants.", "ranking-applicants"),
        ("It not only translates.", "translation"),
        ("It does not draw, translates; sorts or files.", "translation"),
        ("It does not draw, it translates letters every day or week.", "translation"),
        ("A no-code translator.", "translation"),
        ("No login. Translates letters.", "translation"),
        ("Writes comments without telling readers.", "undisclosed-machine-text"),
        ("Without asking anybody in the company for a second opinion on anything it translates.", "translation"),
    ],
)
def test_a_denial_ends_with_its_clause(text: str, activity: str) -> None:
    assert ("activities", activity) in proposed(text)


def test_a_phrase_with_a_not_of_its_own_denies_nothing_else() -> None:
    assert ("delivery", "on-device") in proposed("Works without internet on a phone.")


@pytest.mark.parametrize(
    "text",
    [
        "Walks along the bank of the river.",
        "A patient listener in every trial version, free of charge.",
        "Books tennis courts.",
        "In order to return an answer.",
        "Updates device drivers.",
    ],
)
def test_a_word_with_another_meaning_suggests_nothing(text: str) -> None:
    assert propose(text, edition()) == ()


def test_groups_do_not_reach_over_the_end_of_a_sentence() -> None:
    assert ("activities", "ranking-applicants") not in proposed("It ranks songs. Applicants wait.")
    assert ("activities", "ranking-applicants") in proposed("It ranks e.g. applicants.")


# --- any text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        LYON.upper(),
        LYON.replace("shops", "sho\u00adps"),
        unicodedata.normalize("NFD", LYON.replace("rank", "ránk")),
        LYON.replace("shops", "shops’"),
        LYON.replace("rank", "𝗋𝖺𝗇𝗄"),
        f"🙂\u200b{LYON}\x00",
    ],
)
def test_the_spelling_of_the_letters_does_not_matter(text: str) -> None:
    assert proposed(text) == proposed(LYON)


_WORDS = st.sampled_from([*LYON.split(), "not", "without", ",", ";", ".", "\n", "İ", "ﬁle", "é", "“", "-", "emotions"])


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_any_text_gives_words_that_stand_where_it_says(text: str) -> None:
    found = propose(text, edition())
    assert found == propose(text, edition())
    assert len({(it.kind, it.value) for it in found}) == len(found)
    for it in found:
        assert it.words == tuple(text[start:end] for start, end in it.spans)
        assert it.spans == tuple(sorted(it.spans))
        assert all(before[1] <= after[1] for before, after in zip(it.spans, it.spans[1:], strict=False))


def test_a_text_that_is_too_long_is_refused_with_the_limit() -> None:
    assert propose("a" * LIMIT, edition()) == ()
    with pytest.raises(TooLong) as refused:
        propose("a" * (LIMIT + 1), edition())
    assert str(refused.value) == (
        "The description is longer than 2,000 characters. Shorten it to what the product does."
    )


def test_a_sentence_takes_less_than_a_millisecond() -> None:
    sentences = [case["says"] for case in CASES["tuned"]]
    propose(LYON, edition())  # the index is made once
    spent = []
    for _ in range(5):
        start = time.process_time()
        for sentence in sentences:
            propose(sentence, edition())
        spent.append((time.process_time() - start) / len(sentences))
    assert min(spent) < 0.001


@pytest.mark.parametrize(
    ("text", "entry"),
    [("Students' essays are graded automatically.", "A3-3b"), ("We decide who gets a loan.", "A3-5b")],
)
def test_a_purpose_is_seen_in_passive_and_indirect_words(text: str, entry: str) -> None:
    assert ("H5", entry) in {(it.kind, it.value) for it in propose(text, edition())}
