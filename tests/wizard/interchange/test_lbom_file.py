"""Reading a licence bill: what a file from a stranger may be, and where each fault stands."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from wizard.interchange.lbom_file import KEYS, read_bill
from wizard.interchange.lbom_schema import bill_schema
from wizard.interchange.yaml_values import LARGEST, MOST_ENTRIES, MOST_TOLD, Place, Unreadable

GUIDE = """\
# ai-license-bom.yaml
models:
  - id: "deepseek-r1-distilled-qwen-32b"
    license: "MIT"
    source: "https://huggingface.co/deepseek-ai/DeepSeek-R1-Distill-Qwen-32B"
    commercial_use: true
    restrictions: none
    mau_threshold: null
    last_reviewed: "2026-06-01"
    deployed_in: ["reasoning-service", "code-review-agent"]
  - id: "llama-4-maverick-17b-128e"
    license: "Llama Community License"
    source: "https://huggingface.co/meta-llama/Llama-4-Maverick-17B-128E"
    commercial_use: true
    restrictions:
      - "MAU < 700M"
      - "No output training for non-Llama models"
    mau_threshold: 700000000
    last_reviewed: 2026-06-01
    deployed_in: ["customer-chatbot"]
"""
ENTRY = GUIDE.split("models:\n")[1].split('  - id: "llama', maxsplit=1)[0]
PRINTABLE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1).filter(str.strip)


def refused(content: str | bytes) -> tuple[str, ...]:
    with pytest.raises(Unreadable) as told:
        read_bill(content.encode() if isinstance(content, str) else content)
    return tuple(map(str, told.value.faults))


def test_the_guides_own_file_is_read():
    first, second = read_bill(GUIDE.encode()).entries
    assert (first.id, first.restrictions, first.mau_threshold) == ("deepseek-r1-distilled-qwen-32b", (), None)
    assert first.deployed_in == ("reasoning-service", "code-review-agent")
    assert (second.mau_threshold, second.last_reviewed) == (700_000_000, date(2026, 6, 1))
    assert len(second.restrictions) == 2
    assert second.places["mau_threshold"] == Place(18, 20)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": PRINTABLE,
                "license": PRINTABLE,
                "source": st.just("") | PRINTABLE,
                "commercial_use": st.booleans(),
                "restrictions": st.just("none") | st.lists(PRINTABLE, min_size=1, max_size=3),
                "mau_threshold": st.none() | st.integers(1, 10**12),
                "last_reviewed": st.dates().map(date.isoformat),
                "deployed_in": st.lists(PRINTABLE, max_size=3),
            }
        ),
        max_size=4,
        unique_by=lambda entry: str(entry["id"]).strip(),
    ),
    st.booleans(),
)
def test_whatever_another_writer_wrote_is_read_as_it_was_meant(entries, flow):
    written = yaml.safe_dump({"models": entries}, allow_unicode=True, default_flow_style=flow)
    found = read_bill(written.encode()).entries
    assert [(one.id, one.source, one.mau_threshold) for one in found] == [
        (it["id"].strip(), it["source"].strip(), it["mau_threshold"]) for it in entries
    ]
    assert [one.restrictions for one in found] == [
        () if it["restrictions"] == "none" else tuple(says.strip() for says in it["restrictions"]) for it in entries
    ]
    assert [str(one.last_reviewed) for one in found] == [it["last_reviewed"] for it in entries]


SOUND = {
    "id": "qwen3-32b",
    "license": "Apache-2.0",
    "source": "",
    "commercial_use": True,
    "restrictions": "none",
    "mau_threshold": None,
    "last_reviewed": "2026-11-23",
    "deployed_in": [],
}
WORDS = ["", " ", "none", "x", "null", "true", "7", "2026-02-30", "20260601"]
ODD: st.SearchStrategy[Any] = st.sampled_from([None, True, 0, 1, 10**14, 10**15, *WORDS, [], ["x"], [1], [""], {}])


@given(st.lists(st.tuples(st.sampled_from([*KEYS, "models"]), ODD | st.just("missing")), max_size=3))
def test_the_published_schema_takes_and_refuses_what_the_reader_does(changes):
    entry = SOUND | dict(changes)
    for key, value in changes:
        if value == "missing":
            entry.pop(key, None)
    document = {"models": [entry]}
    validator = Draft202012Validator(bill_schema("x:y"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    try:
        read_bill(json.dumps(document).encode())
    except Unreadable:
        assert not validator.is_valid(document)
    else:
        assert validator.is_valid(document)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "line 1, column 1: The file is empty."),
        ("models: 3", "line 1, column 9: The list of models is missing."),
        ("modles: []", "line 1, column 1: The list of models is missing."),
        ("- id: a", "line 1, column 1: The list of models is missing."),
        ("models:\n  - qwen3", "line 2, column 5: This is no entry."),
        ("models: [", "The file cannot be read as YAML from here."),
        ("models: &all [*all]", "line 1, column 9: The file uses an anchor or an alias."),
        ("models: !!python/object/apply:os.system [x]", "line 1, column 9: The file uses a tag."),
        ("models: [[[[[[[[]]]]]]]]", "This is nested more deeply than a bill is."),
        ("models: []\nmodels: []", "line 2, column 1: The key “models” stands here twice."),
        ("models: []\n---\nmodels: []", "line 2, column 1: A second document begins here."),
        (b"models: \xff", "The file is not UTF-8 text."),
        (b" " * (LARGEST + 1), "The file is larger than 8 MiB."),
        ("models: [" + "a," * (MOST_ENTRIES + 1) + "]", "The file has more than 10,000 models."),
    ],
)
def test_what_is_no_bill_is_refused_where_it_goes_wrong(content, says):
    told = refused(content)
    assert len(told) == 1
    assert says in told[0]


def test_a_bomb_is_refused_at_its_first_anchor():
    bomb = "a: &a [x,x,x,x]\n" + "".join(
        f"{n}: &{n} [*{m},*{m},*{m}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refused(bomb) == (
        "line 1, column 4: The file uses an anchor or an alias. Write the value out where it is needed.",
    )


@pytest.mark.parametrize(
    ("key", "wrong", "says"),
    [
        ("id", "7", "“id” is no text. Name the model"),
        ("license", '""', "“license” is no text."),
        ("commercial_use", '"yes"', "“commercial_use” is neither true nor false. Write true or false."),
        ("restrictions", "some", "“restrictions” is no list. Write none, or a list of sentences."),
        ("mau_threshold", "700M", "“mau_threshold” is no number of users."),
        ("mau_threshold", "true", "“mau_threshold” is no number of users."),
        ("mau_threshold", "0", "“mau_threshold” is no number of users."),
        ("last_reviewed", "01.06.2026", "“last_reviewed” is no date. Write the day as year-month-day"),
        ("last_reviewed", '"20260601"', "“last_reviewed” is no date."),
        ("deployed_in", "chatbot", "“deployed_in” is no list."),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_place_and_remedy(key, wrong, says):
    lines = [f"{line[: line.index(':') + 1]} {wrong}" if f"{key}:" in line else line for line in ENTRY.splitlines()]
    told = refused("models:\n" + "\n".join(lines) + "\n")
    assert len(told) == 1
    assert says in told[0]
    assert told[0].startswith(f"line {KEYS.index(key) + 2}, ")


def test_a_missing_key_and_a_model_that_stands_twice_are_told():
    (missing,) = refused("models:\n" + ENTRY.replace('    license: "MIT"\n', ""))
    assert "line 2, column 5: The key “license” is missing here." in missing
    (twice,) = refused("models:\n" + ENTRY + ENTRY)
    assert "stands here again; it stands first at line 2, column 9." in twice


def test_all_faults_are_told_at_once_up_to_a_bound():
    with pytest.raises(Unreadable) as told:
        read_bill(("models:\n" + "  - {}\n" * 5).encode())
    assert (len(told.value.faults), told.value.left_out) == (MOST_TOLD, 5 * len(KEYS) - MOST_TOLD)
