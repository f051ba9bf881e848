"""The models of the edition: all of them, with the lineage and the compute that a lawyer would look up first."""

import re

import pytest

from catalog.ambient import edition
from catalog.knowledge.entries import Model
from catalog.knowledge.index import Catalogue
from catalog.knowledge.labels import label_warnings

MODELS = """
    llama-2-7b llama-2-13b llama-2-70b code-llama-70b llama-3-8b llama-3-70b llama-3.1-8b llama-3.1-70b
    llama-3.1-405b llama-3.2-1b llama-3.2-3b llama-3.2-11b-vision llama-3.2-90b-vision llama-3.3-70b llama-4-scout
    llama-4-maverick llama-4-behemoth muse-glimmer-30b llama-3.1-nemotron-70b llama-3.1-nemotron-ultra-253b
    llama-3.1-swallow-8b-instruct-v0.5 hermes-3-llama-3.2-3b vicuna-13b-v1.5 selene-1-mini-8b deepseek-v2
    deepseek-v2.5 deepseek-coder-v2 deepseek-v3 deepseek-v3-0324 deepseek-v3.1 deepseek-v3.2-exp deepseek-v3.2
    deepseek-v4-flash deepseek-v4-pro deepseek-r1 deepseek-r1-zero deepseek-r1-0528 deepseek-r1-distill-qwen-1.5b
    deepseek-r1-distill-qwen-7b deepseek-r1-distill-qwen-14b deepseek-r1-distill-qwen-32b
    deepseek-r1-distill-llama-8b deepseek-r1-distill-llama-70b deepseek-r1-0528-qwen3-8b qwen1.5-7b qwen1.5-72b
    qwen2-7b qwen2-72b qwen2.5-1.5b qwen2.5-3b qwen2.5-7b qwen2.5-14b qwen2.5-32b qwen2.5-72b qwen2.5-math-1.5b
    qwen2.5-math-7b qwen2.5-coder-32b qwen2.5-vl-3b qwen2.5-vl-7b qwen2.5-vl-32b qwen2.5-vl-72b qwq-32b qwen3-235b
    qwen3-235b-2507 qwen3-32b qwen3-30b-a3b qwen3-14b qwen3-8b qwen3-4b qwen3-0.6b qwen3-next-80b-a3b
    qwen3-coder-480b qwen3-coder-next qwen3.5-397b-a17b qwen3.5-27b qwen3.6-27b qwen3.6-35b-a3b qwen3.8-27b
    qwen3.8-2.4t-a95b qwen3.8-flash-next qwen-image gemma-1-2b gemma-1-7b gemma-2-2b gemma-2-9b gemma-2-27b
    gemma-3-1b gemma-3-4b gemma-3-12b gemma-3-27b gemma-3n-e4b gemma-4-e2b gemma-4-e4b gemma-4-26b-a4b gemma-4-31b
    t5-11b flan-t5-xxl mt5-xxl bert-large mistral-7b mixtral-8x7b mixtral-8x22b mistral-nemo-12b
    mistral-small-2409 ministral-8b-2410 mistral-small-3 mistral-small-3.1 mistral-small-3.2 mistral-small-4
    ministral-3-14b mistral-large-2 mistral-large-2.1 mistral-large-3 mistral-medium-3.5 codestral-22b
    devstral-small-1.1 devstral-small-2 devstral-2 magistral-small-1.2 pixtral-12b pixtral-large voxtral-small
    zephyr-7b-beta phi-3-mini phi-3-medium phi-3.5-moe phi-4 phi-4-mini olmo-7b olmo-2-7b olmo-2-13b olmo-2-32b
    olmo-3-7b olmo-3-32b gpt-oss-20b gpt-oss-120b gpt-oss-safeguard-120b whisper-large-v3 kimi-k2 kimi-k2-thinking
    kimi-k2.5 kimi-k2.6 kimi-k3 glm-4.5 glm-4.5-air glm-4.6 glm-4.7 glm-5 glm-5.1 glm-5.2 glm-5.3 intellect-3
    minimax-text-01 minimax-m1 minimax-m2 minimax-m2.1 minimax-m2.5 minimax-m2.7 minimax-m3 granite-3.0-8b
    granite-4.0-h-small granite-4.0-h-tiny granite-4.1-8b granite-4.1-30b nemotron-4-340b nemotron-nano-12b-v2
    nemotron-nano-9b-v2 nemotron-3-nano-30b-a3b nemotron-3-super-120b-a12b nemotron-3-ultra-550b-a55b
    nemotron-h-56b falcon-40b falcon-180b falcon-2-11b falcon-3-7b falcon-3-10b falcon-h1-34b yi-34b yi-1.5-9b
    yi-1.5-34b command-r command-r-plus command-a command-a-plus aya-101 aya-expanse-32b bloom-176b bloomz-176b
    starcoder-15b starcoder2-15b stable-diffusion-1.5 sdxl-1.0 sd-3.5-large sd-3.5-medium flux.1-schnell
    flux.1-dev flux.2-dev hunyuan-large hunyuan-a13b hy3 exaone-3.5-32b exaone-4.0-32b exaone-4.5-33b jamba-v0.1
    jamba-1.5-large jamba-1.5-mini jamba-reasoning-3b dbrx grok-1 grok-2 smollm2-1.7b smollm3-3b apertus-70b
    apertus-8b teuken-7b-research teuken-7b-commercial eurollm-9b eurollm-22b pythia-12b amber-7b mpt-7b
    mpt-7b-chat mpt-30b snowflake-arctic tinyswallow-1.5b ernie-4.5-300b seed-oss-36b longcat-flash ling-1t
    mimo-v2-flash mimo-v2.5-pro trinity-large inkling
""".split()
# Whose licences bind a model beside its own, nearest first: by id, with the licence that comes along.
BINDING = {
    "deepseek-r1-distill-llama-8b": {"llama-3.1-8b": "llama-3.1-community"},
    "deepseek-r1-distill-llama-70b": {"llama-3.3-70b": "llama-3.3-community"},
    "deepseek-r1-distill-qwen-32b": {"qwen2.5-32b": "Apache-2.0"},
    "deepseek-r1": {},
    "selene-1-mini-8b": {"llama-3.1-8b": "llama-3.1-community"},
    "hermes-3-llama-3.2-3b": {"llama-3.2-3b": "llama-3.2-community"},
    "llama-3.1-swallow-8b-instruct-v0.5": {"llama-3.1-8b": "llama-3.1-community"},
    "llama-3.1-nemotron-ultra-253b": {"llama-3.1-405b": "llama-3.1-community"},
    "zephyr-7b-beta": {"mistral-7b": "Apache-2.0"},
    "vicuna-13b-v1.5": {"llama-2-13b": "llama-2-community"},
    "minimax-m1": {},
    "glm-5.3": {},
    "intellect-3": {"glm-4.5-air": "MIT"},
    "aya-101": {"mt5-xxl": "Apache-2.0"},
    "llama-3.3-70b": {},
}
# The guide's compute table beside ours, in FLOP.
COMPUTE = {
    "llama-4-maverick": ("~1e25", 2.244e24),
    "llama-4-behemoth": (">1e26", 5.184e25),
    "deepseek-v3": ("~5e24", 3.3e24),
    "qwen3-235b": ("~3e24", 4.752e24),
    "mistral-large-2": ("~1e24", 2.13e25),
}
ABOVE_THE_LINE = {
    "grok-2",
    "inkling",
    "llama-3.1-405b",
    "llama-3.1-nemotron-ultra-253b",
    "llama-4-behemoth",
    "mistral-large-2",
    "nemotron-4-340b",
}
# What a label hides, by the kind of what is hidden.
LABELS = {
    "deepseek-r1-distill-llama-70b": {"stripped", "name-prefix"},
    "selene-1-mini-8b": {"stripped", "name-prefix"},
    "hermes-3-llama-3.2-3b": {"mislabelled", "name-prefix"},
    "deepseek-r1-distill-qwen-32b": set(),
    "minimax-m1": set(),
}
FACTORS = {"confident": 3, "likely": 10, "speculative": 31}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return edition()


def test_every_model_of_the_edition_is_there(catalogue: Catalogue) -> None:
    assert len(MODELS) == 233
    assert sorted(catalogue.models) == sorted(MODELS)


@pytest.mark.parametrize("model_id", BINDING)
def test_the_base_of_another_vendor_binds_and_that_of_the_same_vendor_does_not(
    catalogue: Catalogue, model_id: str
) -> None:
    bases = catalogue.binding_ancestors(catalogue.models[model_id])
    assert {base.id: base.weights_licence.text.value for base in bases} == BINDING[model_id]


@pytest.mark.parametrize("model_id", LABELS)
def test_a_label_that_hides_terms_of_the_base_is_told(catalogue: Catalogue, model_id: str) -> None:
    warnings = label_warnings(catalogue.models[model_id], catalogue)
    assert {warning.kind for warning in warnings} == LABELS[model_id]


def test_the_guides_compute_stands_beside_ours(catalogue: Catalogue) -> None:
    given = {model.id: model.guide_flop for model in catalogue.models.values() if model.guide_flop}
    assert given == {model_id: guide for model_id, (guide, _) in COMPUTE.items()}
    for model_id, (_, flop) in COMPUTE.items():
        compute = catalogue.models[model_id].compute
        assert compute is not None
        assert compute.flop == flop


def test_seven_models_lie_above_the_line_of_systemic_risk(catalogue: Catalogue) -> None:
    assert {it.id for it in catalogue.models.values() if it.compute and it.compute.flop > 1e25} == ABOVE_THE_LINE


def test_a_range_stands_exactly_where_epoch_ai_graded_its_estimate(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        if not (compute := model.compute):
            continue
        if compute.certainty is None:
            assert (compute.low, compute.high) == (None, None), model.id
            continue
        factor = FACTORS[compute.certainty]
        assert compute.basis == "epoch-estimate", model.id
        assert compute.low == pytest.approx(compute.flop / factor, rel=0.01), model.id
        assert compute.high == pytest.approx(compute.flop * factor, rel=0.01), model.id


def test_two_figures_of_epoch_ai_are_corrected_and_say_so(catalogue: Catalogue) -> None:
    corrected = {"inkling": (1.107e25, "factor 6"), "exaone-4.5-33b": (2.911e24, "slip")}
    for model_id, (flop, told) in corrected.items():
        compute = catalogue.models[model_id].compute
        assert compute is not None
        assert (compute.flop, compute.certainty) == (flop, None)
        assert told in compute.source


def test_weights_that_nobody_can_download_are_not_called_public(catalogue: Catalogue) -> None:
    others = {it.id: it.information.E5.met for it in catalogue.models.values() if it.information.E5.met != "yes"}
    assert others == {"llama-4-behemoth": "no", "muse-glimmer-30b": "unknown"}


def test_whatever_is_called_public_says_by_what_it_is_known(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        for public in (model.information.E5, model.information.E6, model.information.E7):
            assert public.met == "unknown" or public.why.endswith("."), model.id


def test_code_and_weights_are_kept_apart(catalogue: Catalogue) -> None:
    permissive_code = {
        it.id
        for it in catalogue.models.values()
        if it.code_licence and it.code_licence != it.weights_licence.text.value
    }
    assert {"deepseek-v2", "deepseek-v3", "falcon-h1-34b", "minimax-text-01", "flux.1-dev"} <= permissive_code


def test_no_sentence_writes_a_power_of_ten_like_a_program(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        assert not [told for told in _sentences(model) if re.search(r"\d[eE]\+?\d", told)], model.id


def test_notes_on_the_union_hold_no_terms_of_a_licence(catalogue: Catalogue) -> None:
    for model in catalogue.models.values():
        assert not re.search(r"derivative|notices|yearly revenue|monthly users|restrictions", model.eu_notes), model.id


def _sentences(model: Model) -> list[str]:
    term, known = model.weights_licence, model.information
    said = [reading.says for reading in (term.text, term.guide) if reading]
    return [
        *said,
        model.eu_notes,
        model.compute.source if model.compute else "",
        known.E5.why,
        known.E6.why,
        known.E7.why,
    ]
