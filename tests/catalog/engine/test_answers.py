"""Documents that do not fit are refused with the place, the problem and the remedy; nothing is ignored."""

import datetime
import hashlib
import json
from typing import Any

import pytest

from catalog.ambient import edition
from catalog.engine.answers import MAX_BYTES, Unusable, as_json, facts_sha256, parse, read
from catalog.engine.evaluate import known

TODAY = datetime.date(2026, 11, 23)


def problems(document: Any) -> dict[str, str]:
    with pytest.raises(Unusable) as refusal:
        read(document, known(edition()), TODAY)
    return {problem.at: f"{problem.problem} {problem.remedy}" for problem in refusal.value.problems}


REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"candidates": ["llama-4-mavrick"]}, "/candidates/0", "Did you mean “llama-4-maverick”?"),
    (
        {"organisation": {"monthly_active_users": -1}},
        "/organisation/monthly_active_users",
        "“-1” is negative. Enter zero",
    ),
    ({"organisation": {"monthly_active_users": "many"}}, "/organisation/monthly_active_users", "Enter a plain number"),
    ({"organisation": {"monthly_active_users": True}}, "/organisation/monthly_active_users", "Enter a plain number"),
    ({"organisation": {"country": "Germany"}}, "/organisation/country", "no country; use EU or a two-letter code"),
    ({"use": {"domians": ["retail"]}}, "/use/domians", "Did you mean “domains”?"),
    ({"use": {"domains": ["retial"]}}, "/use/domains/0", "Did you mean “retail”?"),
    ({"use": {"commercial": "yes"}}, "/use/commercial", "Use true, false"),
    ({"use": {"description": "x" * 4001}}, "/use/description", "Shorten it to 4,000 characters"),
    ({"outputs": {"train": "everything"}}, "/outputs/train", "is not in the closed list"),
    ({"as_of": "next week"}, "/as_of", "year-month-day"),
    ({"reading": "lenient"}, "/reading", "is not in the closed list"),
    ({"reading": "x" * 81}, "/reading", f"“{'x' * 77}…” is not in"),
    ({"eu_ai_act": {"P": ["P-z"]}}, "/eu_ai_act/P/0", "is not in the closed list"),
    (
        {"positions": [{"licence": "llama-9", "topic": "outputs", "reading": "text"}]},
        "/positions/0/licence",
        "no licence that the catalogue knows",
    ),
    ({"agreements": [{"licence": "MIT", "covers": ["thresholds"]}]}, "/agreements/0/covers/0", "is no topic"),
    ({"organisation": {"country": "EL"}}, "/organisation/country", "such as DE or GR"),
    (
        {"organisation": {"monthly_active_users": 10**400}},
        "/organisation/monthly_active_users",
        "more than there can be",
    ),
    ({"organisation": {"annual_revenue_usd": True}}, "/organisation/annual_revenue_usd", "Enter a plain number"),
    ({"organisation": {"monthly_growth": "0.1"}}, "/organisation/monthly_growth", "Enter a plain number"),
    ({"organisation": {"monthly_active_users_on": {"x": 1}}}, "/organisation/monthly_active_users_on/x", "not a date"),
    ({"use": {"comercial": None}}, "/use/comercial", "Did you mean “commercial”?"),
    ({"use": {"domains": "retail"}}, "/use/domains", "Write the entries in square brackets"),
    ({"use": []}, "/use", "Write its keys in curly brackets"),
    ({"as_of": "0001-01-01"}, "/as_of", "too small"),
    ({"as_of": "2026-11-23T00:00:00"}, "/as_of", "not a date"),
    (
        {
            "positions": [
                {"licence": "MIT", "topic": "patent", "reading": "text"},
                {"licence": "MIT", "topic": "patent", "reading": "guide"},
            ]
        },
        "/positions/1",
        "Keep the one that was adopted",
    ),
    ({"schema": "facts/9"}, "/schema", "is not in the closed list"),
]


@pytest.mark.parametrize(("document", "at", "words"), REFUSALS, ids=[at for _, at, _ in REFUSALS])
def test_a_mistake_is_named_with_its_place_and_its_remedy(document: dict[str, Any], at: str, words: str) -> None:
    told = problems(document)[at]
    assert words in told
    assert "Value error" not in told


def test_all_problems_are_told_at_once() -> None:
    document = {"candidates": ["nothing"], "use": {"domains": ["x"], "colour": "red"}, "as_of": "soon"}
    assert set(problems(document)) == {"/candidates/0", "/use/domains/0", "/use/colour", "/as_of"}
    with pytest.raises(Unusable, match=r"(?m)^/candidates/0: .*\n/"):
        read(document, known(edition()), TODAY)


def test_null_and_absent_are_the_same_and_an_empty_list_is_not() -> None:
    facts = read({"use": {"domains": None, "activities": []}}, known(edition()), TODAY)
    assert facts.use.domains is None
    assert facts.use.activities == ()


def test_what_was_answered_has_one_order_since_decisions_are_kept_by_its_hash() -> None:
    products = [{"name": "Mail", "monthly_active_users": 2}, {"name": "Maps", "monthly_active_users": 1}]
    there = read({"organisation": {"products": products}}, known(edition()), TODAY)
    back = read({"organisation": {"products": products[::-1]}}, known(edition()), TODAY)
    assert as_json(there) == as_json(back)
    assert [it["name"] for it in as_json(there)["organisation"]["products"]] == ["Maps", "Mail"]


def test_the_hash_of_the_answers_is_over_their_shortest_json() -> None:
    document = {"as_of": "2026-11-23", "reading": "text", "use": {"commercial": True, "domains": ["retail"]}}
    facts = read(document, known(edition()), TODAY)
    text = json.dumps(as_json(facts), sort_keys=True).replace(", ", ",").replace(": ", ":")
    assert facts_sha256(facts) == hashlib.sha256(text.encode()).hexdigest()


def test_a_model_may_be_named_by_its_alias_or_its_repository() -> None:
    document = {"candidates": ["llama-4-maverick-17b-128e", "meta-llama/Llama-4-Maverick-17B-128E-Instruct"]}
    assert read(document, known(edition()), TODAY).candidates == ("llama-4-maverick",)


def test_a_whole_number_may_be_written_with_an_exponent() -> None:
    document = json.loads('{"organisation": {"monthly_active_users": 5e6}}')
    assert read(document, known(edition()), TODAY).organisation.monthly_active_users == 5_000_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "Not readable as JSON"),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"use": {}, "use": {}}', "stands twice"),
        ('{"a": ' * 25 + "1" + "}" * 25, "nested too deeply"),
        ("[" * 25 + "]" * 25, "nested too deeply"),
        ("[" * 200_000, "nested too deeply"),
        (b'"\xff"', "invalid start byte"),
        ('{"candidates": ["\\ud800"]}', "half a character"),
        ('"' + "x" * MAX_BYTES + '"', "the limit is 1 MiB"),
    ],
    ids=["broken", "not a number", "twice", "deep", "deep lists", "very deep", "no UTF-8", "surrogate", "large"],
)
def test_text_that_cannot_be_read_is_refused_in_one_sentence(text: str | bytes, words: str) -> None:
    with pytest.raises(Unusable) as refusal:
        parse(text)
    [problem] = refusal.value.problems
    assert words in problem.problem
    assert problem.at == ""
    assert problem.remedy.endswith(".")


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a": ', "}")])
def test_twenty_levels_are_read_and_one_more_is_not(opens: str, closes: str) -> None:
    inner = opens.partition(" ")[0].removesuffix('"a":') + closes
    assert parse(opens * 19 + inner + closes * 19)
    with pytest.raises(Unusable, match="nested too deeply"):
        parse(opens * 20 + inner + closes * 20)


def test_a_document_that_is_no_object_is_refused() -> None:
    assert "not a JSON object" in problems([1, 2])[""]


def test_a_number_without_end_is_refused_in_our_own_words() -> None:
    with pytest.raises(Unusable) as refusal:
        parse('{"organisation": {"monthly_active_users": ' + "9" * 5000 + "}}")
    assert [it.problem for it in refusal.value.problems] == [
        "Not readable as JSON: a number has more than 1000 digits."
    ]
