"""Reading the organisation's own entries: what a change touches, and what stays readable after it."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection

from catalog.ambient import current_catalog, edition, overlay
from catalog.knowledge.overlay import NO_OVERLAY, Overlay
from catalog.knowledge.single import document_of
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.knowledge import retire_entry, save_entry
from wizard.actions.reviews import reject
from wizard.actions.texts import keep_text
from wizard.process.own import Entry, overlay_of
from wizard.process.refusal import Refused
from wizard.queries.assessments import NotFound
from wizard.queries.impact import impact_of
from wizard.queries.overlay import earlier_texts, overlay_at

pytestmark = pytest.mark.django_db
REASON = "Read by the legal team."


def own_model(key="acme-chat", **changes):
    """A model of the organisation's own, made from DeepSeek R1."""
    document = document_of(edition().models["qwen3-32b"])
    about = {"id": key, "name": "Acme Chat", "vendor": "Acme", "hf_repo": None, "aliases": []}
    return {"entry": {**document, **about, "base_models": ["llama-4-maverick"], **changes}, "sources": {}}


def settled(**changes):
    """An overlay with the position that decides on training with outputs."""
    document = {
        **factories.POSITION["document"],
        "reason": REASON,
        "adopted_by": "Adaeze Okafor",
        "adopted_on": "2026-11-23",
        **changes,
    }
    return overlay_of([Entry("position", "p", 1, document)], "candidate")


def training(candidates, author=None):
    draft = factories.draft(author, candidates=candidates)
    factories.answer(draft, "outputs-training", data={"train": "other-llm", "distils": "no", "shares": "no"})
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    return draft


def test_drafts_and_what_is_in_review_or_approved_are_touched_and_what_is_decided_otherwise_is_not():
    reviewer = factories.legal_reviewer()
    draft, waiting, approved, rejected = (training([name]) for name in ["llama-4-maverick"] * 4)
    for one in (waiting, approved, rejected):
        factories.handed_over(one)
    factories.approved(approved, reviewer)
    reject(assessment=rejected, actor=reviewer, comment="The licence forbids it.")
    touched = [it.assessment for it in impact_of(settled())]
    assert touched == [draft, waiting, approved]


def test_an_assessment_of_other_models_is_not_touched():
    training(["qwen3-32b"])
    assert impact_of(settled()) == []


def test_nothing_is_touched_by_what_is_there_already():
    training(["llama-4-maverick"])
    assert impact_of(NO_OVERLAY) == []


def test_a_licence_that_binds_through_a_base_model_touches_what_was_made_from_it():
    reviewer = factories.legal_reviewer()
    save_entry(actor=reviewer, kind="model", key="acme-chat", document=own_model(), reason=REASON, seen_version=0)
    draft = training(["acme-chat"])
    candidate = Overlay(models=overlay().models, positions=settled().positions, key="candidate")
    (affected,) = impact_of(candidate)
    assert affected.assessment == draft
    assert affected.changes[0].model == "acme-chat"


def test_a_retired_model_leaves_its_assessments_readable_and_is_not_submitted():
    reviewer = factories.legal_reviewer()
    save_entry(actor=reviewer, kind="model", key="acme-chat", document=own_model(), reason=REASON, seen_version=0)
    waiting, draft = factories.handed_over(training(["acme-chat"])), training(["acme-chat"])
    (gone, also) = impact_of(NO_OVERLAY)
    assert (gone.assessment, also.assessment) == (waiting, draft)
    assert gone.changes[0].after == ""
    retire_entry(actor=reviewer, kind="model", key="acme-chat", reason=REASON, seen_version=1)
    assert "acme-chat" not in current_catalog().models
    assert client_of(reviewer).get(f"/reviews/{waiting.reference}/").status_code == 200
    author = client_of(draft.author)
    for page in ("", "check/", "result/", "models/", "items/licence-text/"):
        assert author.get(f"/assessments/{draft.reference}/{page}").status_code == 200
    with pytest.raises(Refused, match="no longer knows any model"):
        factories.handed_over(draft)


def test_a_text_is_compared_with_those_of_its_licence_and_of_what_it_resembles():
    keep = partial(keep_text, actor=factories.legal_reviewer(), variant="", url="")
    apache = keep(licence="Apache-2.0", document="licence", text="First words.")
    keep(licence="vendor-file", document="use-policy", text="A policy.")
    mine = keep(licence="vendor-file", document="licence", text="Second words.")
    latest = keep(licence="vendor-file", document="licence", text="Third words.")
    assert earlier_texts(latest, ["Apache-2.0"]) == [mine, apache]
    assert earlier_texts(latest, []) == [mine]


def test_a_state_that_never_was_is_not_found():
    assert overlay_at("") == NO_OVERLAY
    with pytest.raises(NotFound):
        overlay_at("f" * 64)


def test_a_database_without_tables_holds_nothing_of_ones_own():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE wizard_ownentry")
    assert overlay() == NO_OVERLAY
