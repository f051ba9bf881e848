"""Bringing somebody's own bill up to date: what is wrong changes, and nothing else does."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.ambient import current_catalog, current_law
from wizard.interchange.gate import checked
from wizard.interchange.lbom import Line, together, written
from wizard.interchange.lbom_file import read_bill
from wizard.interchange.lbom_update import Update, updated

TODAY = date(2026, 11, 24)
LLAMA = Line(
    id="llama-4-maverick",
    license="Llama-4-Community",
    source="https://huggingface.co/meta-llama/Llama-4-Maverick-17B-128E-Instruct",
    commercial_use=True,
    restrictions=("A limit of users counts.", "Outputs train nothing else."),
    mau_threshold=700_000_000,
    last_reviewed="2026-11-20",
    deployed_in=("customer-chatbot", "back office: “night”"),
)
QWEN = Line(
    "qwen3-32b", "Apache-2.0", "https://huggingface.co/Qwen/Qwen3-32B", True, (), None, "2026-11-21", ("search",)
)
OWN = """\
# Kept by the platform team.

models:   # in the order of their arrival
    - id: "llama-4-maverick"     # the 128-expert one
      license: Apache-2.0   # wrong on purpose
      team: {name: "Orange", chat: '#orange'}
      source: ""
      commercial_use: true
      restrictions: none # to be filled
      mau_threshold:
      last_reviewed: 2026-01-31   # by Kim
      deployed_in:
        - customer-chatbot   # since spring

    # The next one is on its way out.
    - {id: in-house-7b, license: Proprietary, source: "", commercial_use: false, restrictions: none,
       mau_threshold: null, last_reviewed: "2026-10-01", deployed_in: []}   # last
# The end.
"""


def bring(content: str | bytes, *lines: Line) -> Update:
    raw = content.encode() if isinstance(content, str) else content
    catalogue = current_catalog()
    outcome = checked(raw, catalogue, current_law(), TODAY, users=None, approved=None)
    return updated(read_bill(raw), lines, outcome.found, catalogue)


def test_only_what_is_wrong_is_written_anew():
    found = bring(OWN, LLAMA, QWEN)
    expected = (
        OWN.replace("license: Apache-2.0   #", 'license: "Llama-4-Community"   #')
        .replace(
            "restrictions: none #",
            'restrictions:\n        - "A limit of users counts."\n        - "Outputs train nothing else." #',
        )
        .replace("mau_threshold:\n", "mau_threshold: 700000000\n")
        .replace("2026-01-31   # by", '"2026-11-20"   # by')
        .replace("# since spring\n", '# since spring\n        - "back office: “night”"\n')
    )
    added = found.content.decode().removeprefix(expected.split("# The end.")[0].rstrip("\n"))
    assert added.endswith("\n# The end.\n"), found.content.decode()
    assert yaml.safe_load(added) == [
        {
            "id": "qwen3-32b",
            "license": "Apache-2.0",
            "source": "https://huggingface.co/Qwen/Qwen3-32B",
            "commercial_use": True,
            "restrictions": "none",
            "mau_threshold": None,
            "last_reviewed": "2026-11-21",
            "deployed_in": ["search"],
        }
    ]
    assert [(one.model, one.key) for one in found.changes] == [
        ("llama-4-maverick", "license"),
        ("llama-4-maverick", "mau_threshold"),
        ("llama-4-maverick", "restrictions"),
        ("llama-4-maverick", "last_reviewed"),
        ("llama-4-maverick", "deployed_in"),
        ("qwen3-32b", ""),
    ]
    assert found.left == ("in-house-7b",)


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "content",
    [
        OWN,
        "models: []\n",
        "models: [] # none yet",
        json.dumps({"models": []}),
        json.dumps({"models": [{**yaml.safe_load(OWN)["models"][0], "last_reviewed": "2026-01-31"}]}),
        json.dumps({"models": [{**yaml.safe_load(OWN)["models"][0], "last_reviewed": "2026-01-31"}]}, indent=4),
        OWN.replace("deployed_in:\n        - customer-chatbot   # since spring\n", "deployed_in: [ ]\n"),
        OWN.replace("- customer-chatbot   # since spring\n", "- |\n          customer-chatbot\n"),
        OWN.replace("license: Apache-2.0   # wrong on purpose", "license: |\n        Apache-2.0"),
    ],
)
def test_what_was_brought_up_to_date_is_up_to_date(content, break_):
    first = bring(content.replace("\n", break_), LLAMA, QWEN)
    assert {change.model for change in first.changes} == {"llama-4-maverick", "qwen3-32b"}
    if "\n" in content:
        assert set(re.findall(rb"\r*\n|\r", first.content)) == {break_.encode()}
    if content.startswith("{"):
        json.loads(first.content)
    again = bring(first.content, LLAMA, QWEN)
    assert again.content == first.content
    assert again.changes == ()
    read = {entry.id: entry for entry in read_bill(first.content).entries}
    for line in (LLAMA, QWEN):
        entry = read[line.id]
        assert (entry.mau_threshold, str(entry.last_reviewed)) == (line.mau_threshold, line.last_reviewed)
        assert set(line.deployed_in) <= set(entry.deployed_in)
        assert entry.restrictions == line.restrictions


VISIBLE = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
TEXTS = st.text(VISIBLE, min_size=1, max_size=12).map(str.strip).filter(bool)


@given(
    st.lists(
        st.builds(
            Line,
            id=st.sampled_from(["llama-4-maverick", "qwen3-32b", "deepseek-r1", "gemma-3-27b"]),
            license=st.just("MIT"),
            source=st.just(""),
            commercial_use=st.booleans(),
            restrictions=st.lists(TEXTS, max_size=2).map(tuple),
            mau_threshold=st.none() | st.integers(1, 10**9),
            last_reviewed=st.dates(date(2020, 1, 1), TODAY).map(date.isoformat),
            deployed_in=st.lists(TEXTS, max_size=2, unique=True).map(tuple),
        ),
        max_size=5,
    )
)
def test_several_decisions_on_one_model_become_its_strictest_line(lines):
    merged = together(lines)
    assert [line.id for line in merged] == list(dict.fromkeys(line.id for line in lines))
    for line in merged:
        own = [one for one in lines if one.id == line.id]
        assert line.last_reviewed == min(one.last_reviewed for one in own)
        assert line.commercial_use == all(one.commercial_use for one in own)
        assert line.mau_threshold == min((one.mau_threshold for one in own if one.mau_threshold), default=None)
        assert set(line.deployed_in) == {product for one in own for product in one.deployed_in}
    read = read_bill(written(merged, "of a test")).entries
    assert [(one.id, one.deployed_in, one.restrictions) for one in read] == [
        (line.id, line.deployed_in, line.restrictions) for line in merged
    ]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_mark_of_an_encoding_stays(mark):
    assert bring(mark + OWN.encode(), LLAMA).content.startswith(mark + b"# Kept")
