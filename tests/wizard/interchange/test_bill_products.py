"""Which product runs which models, as bills of both forms say it."""

from __future__ import annotations

import json

import pytest

from catalog.ambient import current_catalog
from tests.wizard.interchange.test_lbom_file import GUIDE
from wizard.interchange.bill_products import Named, products_of, products_of_cyclonedx
from wizard.interchange.cyclonedx_file import MODEL, is_cyclonedx
from wizard.interchange.lbom_file import read_bill
from wizard.interchange.yaml_values import Unreadable

SOUND = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "application", "name": "Search", "bom-ref": "it"}},
    "components": [
        {"type": "library", "name": "left-alone"},
        {
            "type": "machine-learning-model",
            "name": "a model of our own naming",
            "purl": "pkg:huggingface/Qwen/Qwen3-32B@0123456789abcdef",
            "modelCard": {"considerations": {"useCases": ["Finds documents.", "Answers about them."]}},
        },
        {"type": "machine-learning-model", "name": "in-house-7b"},
    ],
}


def cyclonedx(**changes: object) -> bytes:
    return json.dumps(SOUND | changes).encode()


def made_of(depth: int) -> dict[str, object]:
    """A component within components."""
    part: dict[str, object] = {"type": "library", "name": "x"}
    for _ in range(depth):
        part = {"type": "library", "name": "x", "components": [part]}
    return part


def test_a_licence_bill_is_told_by_product():
    bill = read_bill(GUIDE.replace('"customer-chatbot"', '"customer-chatbot", "code-review-agent"').encode())
    reasoning, review, chatbot = products_of(bill, current_catalog())
    assert (reasoning.name, review.name, chatbot.name) == ("reasoning-service", "code-review-agent", "customer-chatbot")
    assert review.known == ("deepseek-r1-distill-qwen-32b", "llama-4-maverick")
    assert reasoning.models == (Named("deepseek-r1-distilled-qwen-32b", "deepseek-r1-distill-qwen-32b"),)


def test_a_cyclonedx_bill_is_read_with_its_model_cards():
    assert is_cyclonedx(cyclonedx())
    (product,) = products_of_cyclonedx(cyclonedx(), current_catalog())
    assert (product.name, product.description) == ("Search", "Finds documents.\nAnswers about them.")
    assert product.models == (Named("a model of our own naming", "qwen3-32b"), Named("in-house-7b", None))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "line 1, column 2: The file cannot be read as JSON from here."),
        (b"[]", "The file is no CycloneDX bill of version 1.6 or 1.7."),
        (cyclonedx(specVersion="1.4"), "The file is no CycloneDX bill of version 1.6 or 1.7."),
        (cyclonedx(specVersion=["1.6"]), "The file is no CycloneDX bill of version 1.6 or 1.7."),
        (cyclonedx(surprise=1), "The bill does not fit the schema of CycloneDX 1.6: "),
        (cyclonedx(components=[{"type": "library", "name": "x"}]), "holds no component of the type"),
        (cyclonedx(components=[{"type": MODEL, "name": 1}]), "line 1, column 195: The bill does not fit the schema"),
        (cyclonedx(components=[{"type": MODEL, "name": "x"}] * 2), "an item stands twice in a list"),
        (b'{"bomFormat": 1,\n "bomFormat": 2}', "line 2, column 2: The key “bomFormat” stands twice in one object."),
        (b'{"a":' * 100_000, "The file is nested too deeply."),
        (cyclonedx(components=[made_of(400)]), "The file is nested too deeply."),
        (b'{"bomFormat": ' + b"9" * 5000 + b"}", "something that is no number of JSON"),
        (b'{"bomFormat": [' + b"0," * 250_000 + b"0]}", "The file holds more than 250,000 values."),
        (b'{"bomFormat": NaN}', "something that is no number of JSON"),
        (cyclonedx(components=[{"type": MODEL, "name": "\ud800"}]), "The file holds half of a character"),
        (b'{"bomFormat":' + b" " * (8 << 20) + b"1}", "The file is larger than 8 MiB."),
        (b'{"bomFormat": "\xff"}', "The file is not UTF-8 text."),
    ],
)
def test_what_is_no_bill_of_models_is_refused_with_what_to_do(content, says):
    with pytest.raises(Unreadable) as refused:
        products_of_cyclonedx(content, current_catalog())
    assert says in str(refused.value)
