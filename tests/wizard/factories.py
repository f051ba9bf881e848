"""States of the product, built the way the product builds them: through its actions."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.ambient import current_catalog, current_law
from catalog.engine.evaluate import evaluate
from wizard.actions.answers import save_answer
from wizard.actions.approve import approve
from wizard.actions.assessments import start_assessment
from wizard.actions.notices import notify
from wizard.actions.people import add_person
from wizard.actions.reviews import submit
from wizard.actions.signing import Signed, record_signature, turn_of
from wizard.actions.storage import write_private
from wizard.actions.watching import upload_text, watch
from wizard.models import (
    Assessment,
    Delivery,
    DeliveryState,
    Making,
    MakingState,
    Notice,
    NoticeKind,
    Report,
    Role,
    SigningWay,
    Trouble,
    User,
    WatchedAddress,
    Webhook,
)
from wizard.presenters.answers import snapshot_content
from wizard.presenters.standing import standing
from wizard.queries.assessments import answers_of, evidence_of, latest_snapshot
from wizard.queries.audit import audit_head
from wizard.queries.files import REPORTS, data_path
from wizard.queries.todos import todos_of
from wizard.signing.levels import Level

PASSPHRASE = "a quiet harbour in March"
DAY = date(2026, 11, 23)
EDITION = {"version": "2026.11.1", "sha256": "e" * 64}
_numbers = count(1)


def person(role: str, name: str = "") -> User:
    """A person with this role, and a name and address of their own."""
    number = next(_numbers)
    full_name = name or f"{role.replace('-', ' ').capitalize()} {number}"
    return add_person(actor=None, email=f"person{number}@example.com", full_name=full_name, role=role)


def product_manager() -> User:
    return person(Role.PRODUCT_MANAGER)


def legal_reviewer() -> User:
    return person(Role.LEGAL_REVIEWER)


def administrator() -> User:
    return person(Role.ADMINISTRATOR)


def notice(person: User, **changes: Any) -> Notice:
    """Something that this person is told."""
    said: dict[str, Any] = {
        "kind": NoticeKind.LIMIT,
        "key": f"limit:{next(_numbers)}",
        "says": "Shop assistant has 80 % of the users that its licence allows.",
        "page": ("wizard:assessments",),
        **changes,
    }
    with transaction.atomic():
        return notify(to=[person], **said)[0]


def deliveries_in_doubt(administrator: User) -> None:
    """A webhook with a call that failed, and a mail that was cut off."""
    webhook = Webhook.objects.create(
        address="https://hooks.example.com/x", nonce="n", set_by=administrator, set_at=timezone.now()
    )
    notice(administrator)
    calls = Delivery.objects.filter(webhook=webhook)
    calls.update(attempts=2, trouble=Trouble.STATUS, answer=503)
    Delivery.objects.filter(person=administrator).update(state=DeliveryState.UNCERTAIN, trouble=Trouble.INTERRUPTED)


def draft(author: User | None = None, **changes: Any) -> Assessment:
    """A draft with one answer."""
    author = author or product_manager()
    values: dict[str, Any] = {
        "name": "Shop assistant",
        "description": "Answers customers' questions.",
        "candidates": ["llama-4-maverick", "qwen3-32b"],
        "edition_version": EDITION["version"],
        "edition_sha256": EDITION["sha256"],
    }
    assessment = start_assessment(author=author, **{**values, **changes})
    answer(assessment, data={"read": True})
    return assessment


def answer(assessment: Assessment, item: str = "licence-text", *, seen: int = 0, **values: Any) -> Any:
    """An answer saved by the author."""
    values.setdefault("actor", assessment.author)
    values.setdefault("data", {})
    return save_answer(assessment=assessment, item=item, seen_version=seen, **values)


FACTS: dict[str, Any] = {
    "schema": "facts/1",
    "as_of": "2026-11-23",
    "candidates": ["deepseek-r1", "llama-4-maverick", "qwen3-32b"],
    "organisation": {"country": "DE", "size": "large", "monthly_active_users": 5000000},
    "use": {
        "description": "Answers customers' questions.",
        "commercial": True,
        "domains": ["retail"],
        "activities": ["customer-service"],
        "delivery": ["hosted-service"],
        "markets": ["EU"],
    },
    "outputs": {"train": "other-llm", "distils": True},
    "eu_ai_act": {"S1": True, "S2": ["N2"], "R1": True, "R2": True, "P": [], "H3": "A", "T1q": True},
}


@cache
def evaluated() -> dict[str, Any]:
    """What the real engine makes of these facts."""
    return evaluate(FACTS, current_catalog(), current_law(), DAY).as_json()


def content() -> dict[str, Any]:
    """What a caller hands over to be frozen."""
    answer = {
        "item": "licence-text",
        "phase": "Licence identification",
        "title": "Which licence text did you read?",
        "lines": [["Qwen3-32B", "Apache-2.0, read on 20 November 2026"]],
        "note": "",
        "unknown": False,
        "answered_by": "Paula Meyer",
        "answered_at": "2026-11-23T10:00:00+00:00",
        "evidence": [],
    }
    return {"facts": FACTS, "evaluation": evaluated(), "answers": [answer]}


def in_review(author: User | None = None) -> Assessment:
    """An assessment that waits for its reviewer."""
    assessment = draft(author)
    submit(assessment=assessment, actor=assessment.author, snapshot_content=content())
    return assessment


def approved_by(assessment: Assessment, *reviewers: User, days: int = 90) -> Making:
    """What these reviewers approved, one after the other, with bytes in place of its report, ready to be signed."""
    snapshot = latest_snapshot(assessment)
    assert snapshot is not None
    until = timezone.now().date() + timedelta(days=days)
    for one in reviewers:
        approve(assessment=assessment, actor=one, read=snapshot.sha256, conditions="", comment="", valid_until=until)
    pdf = b"%PDF-1.7 in place of a report on " + snapshot.sha256.encode()
    path = f"{REPORTS}/{hashlib.sha256(pdf).hexdigest()}.pdf"
    write_private(data_path(path), pdf)
    Making.objects.filter(snapshot=snapshot).update(
        state=MakingState.READY,
        path=path,
        sha256=hashlib.sha256(pdf).hexdigest(),
        service_fingerprint="a" * 64,
        audit_head=audit_head(),
    )
    return Making.objects.get(snapshot=snapshot)


def signed_by(assessment: Assessment, reviewer: User) -> Report | None:
    """Record the signature of the reviewer whose turn it is, with bytes in its place."""
    turn = turn_of(assessment, reviewer)
    pdf = turn.pdf + b" signed"
    signed = Signed(pdf, "b" * 64, SigningWay.ISSUED_KEY, timezone.now(), None)
    report = record_signature(actor=reviewer, turn=turn, signed=signed, pdf=pdf, level=Level.B_B)
    assessment.refresh_from_db()
    return report


AMERICAN = {"country": "US", "products": [{"name": "Shop", "users": 4000000, "uses_model": "yes"}], "growth": 0.05}
"""A seat outside the Union, and few users, as the item on the organisation stores it."""


def handed_over(assessment: Assessment) -> Assessment:
    """The assessment in review, with what its answers come to today."""
    answers = answers_of(assessment)
    frozen = snapshot_content(standing(assessment, answers), answers, evidence_of(assessment), todos_of(assessment))
    submit(assessment=assessment, actor=assessment.author, snapshot_content=frozen)
    return assessment


POSITION: dict[str, Any] = {
    "kind": "position",
    "key": "llama-4-community:output-training",
    "document": {"licence": "llama-4-community", "topic": "output-training", "reading": "text"},
    "reason": "Counsel read clause 1(b)(i): only the name is owed.",
}
"""The text reading of a term on which text and guide differ, as `save_entry` takes it."""


def approved(assessment: Assessment, reviewer: User, *, days: int = 90) -> Report:
    """Approve and sign, with bytes in place of the report: for tests that never read them."""
    approved_by(assessment, reviewer, days=days)
    report = signed_by(assessment, reviewer)
    assert report is not None
    return report


def limited(author: User | None = None) -> Assessment:
    """A draft whose models have a running limit (Qwen) and one fixed at a release (Llama), seated in the US."""
    found = draft(author, candidates=["qwen2.5-72b", "llama-3.1-8b"])
    answer(found, "organisation-users", data=AMERICAN)
    return found


def changed_text(reviewer: User) -> WatchedAddress:
    """A licence text that is watched, with a first version, another layout, and a change that waits for a decision."""
    url = "https://example.org/llama-4"
    address = watch(actor=reviewer, document="licence", subject="llama-4-community", url=url)
    for words in ("You name its maker.", "You name  its maker.", "You pay its maker."):
        upload_text(actor=reviewer, address=address, text=words)
    return address


def watched_in_vain(reviewer: User) -> WatchedAddress:
    """A model card that is watched and was not there when it was asked for."""
    address = watch(actor=reviewer, document="model-card", subject="qwen3-32b", url="https://example.org/card")
    address.problem, address.status, address.failures = "STATUS", 404, 1
    address.save()
    return address
