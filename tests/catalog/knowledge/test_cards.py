"""Cards are invented; their contradictions are of the kinds that real cards have."""

from datetime import date

import pytest

from catalog.ambient import edition
from catalog.knowledge.cards import MOST_BYTES, Card, CardProblem, read_card
from catalog.knowledge.contradictions import Contradiction, contradictions, draft, most_restrictive
from catalog.knowledge.loading import Problem
from catalog.knowledge.recognition import Match, Recognition
from catalog.knowledge.sketches import Sketch

READ_ON = date(2026, 11, 23)


def card(front: str, body: str = "# Example-8B\n") -> Card:
    return read_card(f"---\n{front}\n---\n{body}", edition())


def refused(text: str) -> Problem:
    with pytest.raises(CardProblem) as refusal:
        read_card(text, edition())
    return refusal.value.problems[0]


def disputes(read: Card, recognition: Recognition | None = None) -> list[Contradiction]:
    return list(contradictions(read, recognition, edition()))


def answer(kind: str, *licences: str) -> Recognition:
    sketches = [
        Sketch(one, "licence", "1", "https://example.org/", READ_ON, 9, "", 1, frozenset({1})) for one in licences
    ]
    exact = kind != "changed"
    return Recognition(kind, 9, tuple(Match(one, exact, 0.0, 0.0) for one in sketches))  # type: ignore[arg-type]


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_card_is_read_into_what_concerns_licences() -> None:
    read = card(
        "license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B\nbase_model_relation: finetune\n"
        "library_name: transformers\npipeline_tag: text-generation\nlanguage: [en, de]\ntags: [chat]"
    )
    assert read.title == "Example-8B"
    assert read.licences == ("llama-3.1-community",)
    assert [(base.model, base.exact) for base in read.bases] == [("llama-3.1-8b", True)]
    assert (read.relation, read.library, read.pipeline) == ("finetune", "transformers", "text-generation")
    assert (read.languages, read.tags, read.problems) == (("en", "de"), ("chat",), ())


@pytest.mark.parametrize(
    ("front", "licence"),
    [
        ("license: apache-2.0", "Apache-2.0"),
        ("license: mit", "MIT"),
        ("license: gemma", "gemma-terms"),
        ("license: gpl-3.0", "GPL-3.0-only"),
        ("license: agpl-3.0", "AGPL-3.0-only"),
        ("license: cc-by-nc-4.0", "CC-BY-NC-4.0"),
        ("license: creativeml-openrail-m", "creativeml-openrail-m"),
        ("license: bigscience-bloom-rail-1.0", "bigscience-rail-1.0"),
        ("license: bigcode-openrail-m", "bigcode-openrail-m-v1"),
        ("license: openrail++", "openrail++-m"),
        ("license: llama2", "llama-2-community"),
        ("license: other\nlicense_name: qwen-research", "qwen-research"),
        ("license: other\nlicense_name: Llama 4 Community License Agreement", "llama-4-community"),
        ("license: other\nlicense_name: mrl", "mrl-0.1"),
        ("tags: ['license:apache-2.0']", "Apache-2.0"),
    ],
)
def test_a_tag_of_the_hub_leads_to_one_licence(front: str, licence: str) -> None:
    assert card(front).licences == (licence,)


@pytest.mark.parametrize(
    "front",
    ["license: openrail", "license: other\nlicense_name: modified-mit", "license: other", "license: nobody-knows"],
)
def test_a_name_that_several_texts_share_or_none_decides_nothing(front: str) -> None:
    read = card(front)
    assert read.licences == ()
    assert "weights_licence" not in draft(read, (), edition(), READ_ON)


def test_an_edition_of_a_known_model_is_taken_for_it_and_another_model_is_not() -> None:
    read = card("base_model: [meta-llama/Llama-3.1-8B-GGUF, deepseek-ai/DeepSeek-R1-Lite, someone/own-7b]")
    assert [(base.model, base.exact) for base in read.bases] == [("llama-3.1-8b", False), (None, False), (None, False)]


def test_base_models_are_taken_from_the_tags_where_the_key_is_missing() -> None:
    assert [base.model for base in card("tags: ['base_model:finetune:Qwen/Qwen3-8B']").bases] == ["qwen3-8b"]


def test_words_below_the_front_matter_are_hints_and_decide_nothing() -> None:
    read = card("license: apache-2.0", "# X\n\nThe weights are released under the **MIT** License.\n")
    assert [(hint.licences, hint.words) for hint in read.hints] == [(("MIT",), "released under the **MIT** License")]
    assert read.licences == ("Apache-2.0",)
    (dispute,) = disputes(read)
    assert dispute.code == "words"
    assert "hint only" in dispute.why
    assert draft(read, [dispute], edition(), READ_ON)["weights_licence"]["text"]["value"] == "Apache-2.0"


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("# Only a title\n", "", "has no front matter"),
        ("---\nlicense: mit\nlicense: apache-2.0\n---\n", "license", "stands twice"),
        ("---\na: &x [1]\nb: *x\n---\n", "x", "refers to itself"),
        ("---\n- mit\n---\n", "", "not a list of keys"),
        ("---\n? [a, b]\n: mit\n---\n", "", "is not a plain word"),
        ("---\na: b: c\n---\n", "", "not YAML"),
        (f"---\na: {'[' * 5000}\n---\n", "", "too large or too deep"),
        (f"---\na: [{'1,' * 30_000}]\n---\n", "", "too large or too deep"),
        ("---\nlicense: mit\ntags: 5\n---\n", "", "not as the hub expects it"),
        (f"---\nlicense: mit\n---\n{'x' * MOST_BYTES}", "", "larger than 256 KiB"),
    ],
)
def test_a_card_that_cannot_be_read_is_refused_with_a_remedy(text: str, key: str, told: str) -> None:
    problem = refused(text)
    assert problem.key == key
    assert told in problem.problem
    assert problem.remedy.endswith(".")


def test_a_value_that_is_no_text_is_told_and_not_used() -> None:
    read = card("license: no\nlanguage: [en, no]\nlicense_link: 4.0\nbase_model: {a: b}")
    assert read.licences == ()
    assert read.bases == ()
    assert read.languages == ("en",)
    assert {problem.key for problem in read.problems} == {"license", "language", "license_link", "base_model"}
    assert all("quotation marks" in problem.remedy for problem in read.problems)


def test_two_values_where_one_belongs_are_told_and_the_first_is_used() -> None:
    read = card("license: mit\nbase_model: Qwen/Qwen3-8B\nbase_model_relation: [finetune, merge]")
    assert read.relation == "finetune"
    (problem,) = read.problems
    assert (problem.key, problem.remedy) == ("base_model_relation", "Keep one.")


# --- contradictions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "applies"),
    [
        # A permissive label over a base with terms of its own.
        ("license: apache-2.0\nbase_model: meta-llama/Llama-3.2-3B-Instruct", "llama-3.2-community"),
        ("license: mit\nbase_model: meta-llama/Llama-4-Scout-17B-16E-Instruct", "llama-4-community"),
        ("license: apache-2.0\nbase_model: google/gemma-3-12b-pt", "gemma-terms"),
        # The label of an earlier version of the base's licence.
        ("license: llama3\nbase_model: meta-llama/Llama-3.2-3B", "llama-3.2-community"),
        # The base is itself built on somebody else's weights.
        ("license: mit\nbase_model: deepseek-ai/DeepSeek-R1-Distill-Llama-8B", "llama-3.1-community"),
    ],
)
def test_terms_of_a_base_bind_whatever_the_label(front: str, applies: str) -> None:
    (dispute,) = disputes(card(front))
    assert dispute.code == "base-model"
    assert dispute.applies == applies
    assert "stays bound" in dispute.why


@pytest.mark.parametrize(
    "front",
    [
        "license: apache-2.0\nbase_model: Qwen/Qwen3-8B",
        "license: mit\nbase_model: Qwen/Qwen3-8B",
        "license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B",
        "license: tongyi-qianwen\nbase_model: Qwen/Qwen2.5-7B",
        "license: apache-2.0\nbase_model: someone/own-7b",
        "base_model: meta-llama/Llama-3.1-8B",
    ],
)
def test_a_label_that_fits_its_base_is_no_contradiction(front: str) -> None:
    assert disputes(card(front)) == []


def test_two_labels_in_one_header_contradict_each_other() -> None:
    (dispute,) = disputes(card("license: [apache-2.0, gemma]"))
    assert (dispute.code, dispute.applies) == ("front-matter", "gemma-terms")
    (unknown,) = disputes(card("license: apache-2.0\nlicense_name: someones-own-licence"))
    assert (unknown.code, unknown.applies) == ("front-matter", None)
    assert "has to be read first" in unknown.why
    assert disputes(card("license: openrail\nlicense_name: creativeml-openrail-m")) == []


def test_the_licence_text_is_held_against_the_label() -> None:
    read = card("license: apache-2.0")
    assert disputes(read, answer("known", "Apache-2.0")) == []
    (other,) = disputes(read, answer("known", "llama-4-community"))
    assert (other.code, other.applies) == ("text", "llama-4-community")
    (changed,) = disputes(read, answer("changed", "Apache-2.0"))
    assert (changed.code, changed.applies) == ("text-changed", None)
    (added,) = disputes(read, answer("contains", "Apache-2.0"))
    assert (added.code, added.applies) == ("text-added", None)
    (unknown,) = disputes(read, answer("unknown"))
    assert (unknown.code, unknown.applies) == ("text-unknown", None)


def test_the_most_restrictive_goes_by_family_then_openness_then_uses() -> None:
    catalogue = edition()
    families = ["MIT", "GPL-3.0-only", "creativeml-openrail-m", "llama-2-community", "gemma-terms", "qwen-research"]
    for position in range(1, len(families) + 1):
        assert most_restrictive(reversed(families[:position]), catalogue) == families[position - 1]
    assert most_restrictive(["bigcode-openrail-m-v1", "creativeml-openrail-m"], catalogue) == "bigcode-openrail-m-v1"
    assert most_restrictive(["nobody-knows"], catalogue) is None
    assert most_restrictive([], catalogue) is None


# --- the draft -------------------------------------------------------------------------------------------------------


def test_a_draft_has_the_most_restrictive_licence_and_says_why() -> None:
    read = card("license: apache-2.0\nbase_model: google/gemma-2-2b-it\npipeline_tag: text-generation")
    made = draft(read, disputes(read), edition(), READ_ON)
    reading = made.pop("weights_licence")["text"]
    assert made == {"name": "Example-8B", "kind": "text", "base_models": ["gemma-2-2b"]}
    assert "most restrictive applies" in reading.pop("says")
    assert reading == {
        "value": "gemma-terms",
        "source": "model-card",
        "clause": "front matter",
        "read_on": "2026-11-23",
        "confidence": "secondary",
    }


def test_a_draft_leaves_the_licence_open_where_a_text_has_to_be_read() -> None:
    read = card("license: mit")
    assert "weights_licence" not in draft(read, disputes(read, answer("changed", "MIT")), edition(), READ_ON)
