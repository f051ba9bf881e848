"""A redacted copy: what a customer may read, and not a word more."""

from __future__ import annotations

import dataclasses
import io
import json
import subprocess
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wizard.report import sample
from wizard.interchange.cyclonedx import model_bill
from wizard.interchange.lbom import licence_bill
from wizard.report.document import Document
from wizard.report.export import attachments, canonical
from wizard.report.inputs import Labels, Reviewer, SignOff, Trail
from wizard.report.pdf import Attachment, render_isolated
from wizard.report.problems import RenderProblem
from wizard.report.redaction import redacted
from wizard.report.selfcheck import problems

FULL = "f0" * 32
BLOCKED = "Llama 4 Maverick"
WORDS = ("author", "answerer", "note", "value", "evidence", "owner", "todo", "describes", "entity", "signer", "comment")
NUMBERS = ("users", "revenue")
PLAIN = {word: f"Zq{place}-{word}" for place, word in enumerate(WORDS)} | {"users": 5_123_457, "revenue": 340_271_113}

secrets = st.fixed_dictionaries(
    {word: st.text("bcdfghjkl mnpqrstvwxz_<&é中", min_size=6, max_size=40).map(f"Zq{word}".__add__) for word in WORDS}
    | {name: st.integers(10**6 + 1, 10**9).filter(lambda number: number % 10) for name in NUMBERS}
)


@cache
def _sample() -> tuple[str, str]:
    return json.dumps(sample.evaluation()), json.dumps(asdict(sample.LABELS))


@cache
def _coverage() -> frozenset[int]:
    return frozenset(sample.fonts().coverage())


def account(secret: dict[str, Any]) -> dict[str, Any]:
    """A reviewed account that holds a secret wherever a person, a note or a number stands."""
    evaluation, labels = map(json.loads, _sample())
    for model in evaluation["models"]:
        counted = f"{secret['users']:,} of 100,000,000: at least eight tenths of the limit are used."
        near = {**model["findings"][0], "severity": "caution", "says": counted, "because": ["/organisation/products"]}
        model["findings"].append(near)
        model["headroom"] = [{"counted": secret["users"], "used": 0.4, "limit": 100, "metric": "mau"}]
    evaluation["eu_ai_act"]["penalties"] = [{"tier": "P2", "says": f"3 % is USD {secret['revenue']:,}."}]
    evaluation["recommended"] = [{"model": "qwen3-32b", "because": [f"Instead of {BLOCKED}."], "rank": 1}]
    file = {"kind": "file", "title": secret["evidence"], "sha256": "9f" * 32}
    organisation = {
        "monthly_active_users": secret["users"],
        "annual_revenue_usd": secret["revenue"],
        "products": [{"entity": secret["entity"], "monthly_active_users": secret["users"], "name": "Shop"}],
    }
    models = {
        name: {"name": says, "vendor": "A vendor", "repository": "a/b", "revision": "", "kind": "text", "bases": [],
               "declared": ["llama-4-community"], "concluded": ["llama-4-community"]}
        for name, says in labels["models"].items()
    }  # fmt: skip
    licence = {
        "name": "Llama 4 Community", "spdx": "", "version": "1", "url": "https://llama.example/",
        "commercial_use": "conditional", "mau_threshold": 700_000_000, "restrictions": [],
    }  # fmt: skip
    return sample.snapshot(
        author={"name": secret["author"]},
        description=secret["describes"],
        facts={"schema": "facts/1", "as_of": "2026-11-23", "organisation": organisation, "candidates": [*models]},
        answers=[
            sample.answer(
                "organisation-users", "Use case", "How many users?", ("Users", f"{secret['users']:,}"),
                ("In words", secret["value"]), note=secret["note"], answered_by=secret["answerer"], evidence=[file],
            )
        ],
        todos=[{"key": "ai-act:O-T1", "owner": secret["owner"], "due": "", "note": secret["todo"], "done_by": "",
                "done_on": ""}],
        evaluation=evaluation,
        labels={**labels, "facts": {"/organisation/products": secret["value"]}, "values": {"x": secret["entity"]}},
        disputes=[],
        bill={"models": models, "licences": {"llama-4-community": licence}},
    )  # fmt: skip


def sign_off(secret: dict[str, Any]) -> SignOff:
    return SignOff(
        reviewers=(Reviewer(secret["signer"], "Legal review by"),),
        decided_on=sample.SIGN_OFF.decided_on,
        valid_until=sample.SIGN_OFF.valid_until,
        conditions=secret["comment"],
        comment=secret["comment"],
    )


def bills(of: dict[str, Any]) -> tuple[Attachment, ...]:
    return (
        Attachment("ai-license-bom.yaml", licence_bill(of), "Licences", "Supplement"),
        Attachment("models.cdx.json", model_bill(of), "CycloneDX", "Supplement"),
    )


def copy_of(secret: dict[str, Any]) -> tuple[Document, tuple[Attachment, ...]]:
    """The document of a redacted copy, and what is attached to it."""
    shown, decision = redacted(account(secret), sign_off(secret))
    kept: dict[str, Any] = {**shown}
    document = sample.document(
        snapshot=kept,
        evaluation=kept["evaluation"],
        sign_off=decision,
        labels=Labels(**kept["labels"]),
        disputed=(),
        bills=bills(kept),
        copy_of=FULL,
        coverage=_coverage(),
        trail=Trail(head="c4" * 32),
    )
    return document, attachments(kept, kept["evaluation"], bills(kept))


def survivors(secret: dict[str, Any], *texts: str) -> list[str]:
    """Each secret that stands in one of the texts, however it is written there."""
    forms = {
        form
        for value in (*secret.values(), BLOCKED, "llama-4-maverick")
        for form in ([str(value), f"{value:,}"] if isinstance(value, int) else [value, json.dumps(value)[1:-1]])
    }
    return [form for form in forms if any(form in text for text in texts)]


def strings(value: Any) -> Iterator[str]:
    """Every text of a display value."""
    if isinstance(value, str):
        yield value.replace("\u200b", "")
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from strings(getattr(value, each.name))


@settings(max_examples=12, deadline=None)
@given(secrets)
def test_no_secret_survives_in_what_a_copy_says_or_carries(secret: dict[str, Any]) -> None:
    assert survivors(secret, canonical(account(secret)).decode())
    document, files = copy_of(secret)
    assert survivors(secret, *strings(document), *(file.content.decode() for file in files)) == []


def test_no_secret_survives_in_the_file(tmp_path: Any) -> None:
    document, files = copy_of(PLAIN)
    file = render_isolated(sample.request(html=sample.html(document), attachments=files))
    assert problems(file) == []
    (tmp_path / "copy.pdf").write_bytes(file)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "copy.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    with pikepdf.open(io.BytesIO(file)) as pdf:
        attached = [pdf.attachments[name].get_file().read_bytes().decode() for name in pdf.attachments]
        metadata = [str(value) for value in pdf.docinfo.values()] + [str(pdf.open_metadata())]
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert survivors(PLAIN, text, *attached, *metadata) == []
    assert fields == ["ServiceSignature"]
    assert "Redacted copy." in text
    assert FULL in text
    assert "Approved with conditions on 23 November 2026" in text
    assert "Qwen3-32B" in text


def test_a_copy_without_a_usable_model_is_not_made() -> None:
    whole = account(PLAIN)
    for model in whole["evaluation"]["models"]:
        model["verdict"] = "blocked"
    with pytest.raises(RenderProblem, match="would show nothing"):
        redacted(whole, sign_off(PLAIN))
