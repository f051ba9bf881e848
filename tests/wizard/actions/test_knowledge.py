"""Entries of the organisation's own: what is refused, what changes, and what stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalog.ambient import current_catalog, edition, overlay, today
from catalog.knowledge.single import document_of
from tests.wizard import factories
from wizard.actions.knowledge import Moved, propose_entry, propose_retirement, retire_entry, save_entry
from wizard.models import AuditEvent, OwnEntry
from wizard.presenters.answers import snapshot_content
from wizard.presenters.standing import standing
from wizard.process.own import Entry, state_after
from wizard.process.refusal import Refused
from wizard.queries.assessments import answers_of, evidence_of
from wizard.queries.audit import check_log
from wizard.queries.overlay import overlay_at, pinned_catalogue, unfit_entries

pytestmark = pytest.mark.django_db
REASON = "Read by counsel on the day it was recorded."
SOURCE = {"title": "Acme Licence", "publisher": "Acme", "url": "https://acme.example/", "kind": "licence-text"}
KEY = "llama-4-community:output-training"


@pytest.fixture
def reviewer():
    return factories.legal_reviewer()


@pytest.fixture
def training(reviewer):
    """A draft that trains on outputs, which the guide's reading of Llama's licence forbids and the text's does not."""
    draft = factories.draft(candidates=["llama-4-maverick", "qwen3-32b"])
    factories.answer(draft, "outputs-training", data={"train": "other-llm", "distils": "no", "shares": "no"})
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    return draft


def own_model(**changes):
    """Maverick as the organisation read it, under another licence."""
    model = document_of(edition().models["llama-4-maverick"])
    return {"entry": {**model, "weights_licence": {"text": model["weights_licence"]["text"]}, **changes}, "sources": {}}


def own_licence(key="acme-1.0", **changes):
    licence = document_of(edition().licences["MIT"])
    return {"entry": {**licence, "id": key, "guide_row": None, **changes}, "sources": {}}


def agreement(**changes):
    return {
        "id": "agreement-1",
        "licence": "llama-4-community",
        "covers": ["output-training"],
        "until": "2030-01-31",
        "kept_at": "Contracts, folder 12",
        **changes,
    }


def verdicts(assessment):
    return {
        model["model"]: model["verdict"] for model in standing(assessment, answers_of(assessment)).evaluation["models"]
    }


def test_a_position_settles_which_reading_applies_and_is_audited(reviewer, training):
    before = verdicts(training)["llama-4-maverick"]
    proposal = propose_entry(actor=reviewer, **factories.POSITION)
    assert OwnEntry.objects.count() == 0
    (affected,) = proposal.affected
    (change,) = affected.changes
    saved = save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    assert (change.model, change.before) == ("llama-4-maverick", before)
    assert verdicts(training)["llama-4-maverick"] == change.after != before
    event = AuditEvent.objects.get(action="knowledge.saved")
    assert event.details["affected"] == [training.reference]
    assert (event.subject_type, event.subject_id) == ("own-entry", str(saved.pk))
    retire_entry(actor=reviewer, kind="position", key=KEY, reason=REASON, seen_version=1)
    assert verdicts(training)["llama-4-maverick"] == before
    assert check_log().fault == ""


def test_a_position_on_other_licences_stays_out_of_the_facts(reviewer):
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    draft = factories.draft(candidates=["qwen3-32b"])
    assert "positions" not in standing(draft, {}).facts


def test_an_agreement_covers_until_its_last_day(reviewer, training):
    given = {"kind": "agreement", "key": "agreement-1", "reason": REASON}
    save_entry(actor=reviewer, document=agreement(), seen_version=0, **given)
    facts = standing(training, answers_of(training)).facts
    assert facts["agreements"] == [
        {"licence": "llama-4-community", "covers": ["output-training"], "until": "2030-01-31"}
    ]
    assert verdicts(training)["llama-4-maverick"] != "blocked"
    over = (today() - timedelta(days=1)).isoformat()
    save_entry(actor=reviewer, document=agreement(until=over), seen_version=1, **given)
    assert verdicts(training)["llama-4-maverick"] == "blocked"


def test_an_agreement_covers_up_to_its_limit(reviewer, training):
    given = {"kind": "agreement", "key": "agreement-1", "reason": REASON}
    limit = {"metric": "mau", "at_most": 1_000_000, "counts": "group"}
    save_entry(actor=reviewer, document=agreement(limit=limit), seen_version=0, **given)
    stand = standing(training, answers_of(training))
    assert stand.facts["agreements"][0]["limit"] == limit
    [model] = [it for it in stand.evaluation["models"] if it["model"] == "llama-4-maverick"]
    assert model["verdict"] == "blocked"  # by four million users
    assert [room["used"] for room in model["headroom"] if "agreement" in room] == [4.0]
    raised = agreement(limit={**limit, "at_most": 4_000_000})
    save_entry(actor=reviewer, document=raised, seen_version=1, **given)
    assert verdicts(training)["llama-4-maverick"] != "blocked"
    for wrong in ({**limit, "at_most": 0}, {**limit, "metric": "seats"}, {**limit, "at_most": "many"}):
        with pytest.raises(Refused):
            save_entry(actor=reviewer, document=agreement(limit=wrong), seen_version=2, **given)


def test_a_model_of_ones_own_can_be_assessed_and_changes_the_catalogue(reviewer):
    document = own_model(
        id="acme-chat", name="Acme Chat", vendor="Acme", hf_repo=None, aliases=[], base_models=["llama-4-maverick"]
    )
    save_entry(actor=reviewer, kind="model", key="acme-chat", document=document, reason=REASON, seen_version=0)
    catalogue = current_catalog()
    assert catalogue.models["acme-chat"].vendor == "Acme"
    assert catalogue.sha256 != edition().sha256
    assert "acme-chat" not in edition().models


def test_a_licence_brings_the_sources_it_cites(reviewer):
    source = {
        "title": "Acme Licence",
        "publisher": "Acme",
        "url": "https://acme.example/licence",
        "kind": "licence-text",
    }
    document = {**own_licence(), "sources": {"acme-licence": source}}
    save_entry(actor=reviewer, kind="licence", key="acme-1.0", document=document, reason=REASON, seen_version=0)
    assert current_catalog().sources["acme-licence"].title == "Acme Licence"


def test_what_an_entry_would_break_is_named_with_a_remedy(reviewer):
    model = own_model(id="acme-chat", base_models=["nobody"], vendor="Acme", hf_repo=None, aliases=[])
    model["entry"]["weights_licence"]["text"]["value"] = "no-licence"
    proposal = propose_entry(actor=reviewer, kind="model", key="acme-chat", document=model, reason=REASON)
    told = {problem.key: f"{problem.problem} {problem.remedy}" for problem in proposal.problems}
    assert "does not exist" in told["base_models"]
    assert "The licence “no-licence” does not exist." in told["weights_licence.text.value"]
    with pytest.raises(Refused, match="does not exist"):
        save_entry(actor=reviewer, kind="model", key="acme-chat", document=model, reason=REASON, seen_version=0)


def test_a_reading_cannot_come_from_the_future(reviewer):
    document = own_licence()
    tomorrow = (today() + timedelta(days=1)).isoformat()
    document["entry"]["terms"]["gotchas"]["text"]["read_on"] = tomorrow
    proposal = propose_entry(actor=reviewer, kind="licence", key="acme-1.0", document=document, reason=REASON)
    assert [problem.key for problem in proposal.problems] == ["terms.gotchas.text.read_on"]


def test_an_own_source_does_not_take_the_name_of_the_editions(reviewer):
    taken = next(iter(edition().sources))
    document = {**own_licence(), "sources": {taken: SOURCE}}
    proposal = propose_entry(actor=reviewer, kind="licence", key="acme-1.0", document=document, reason=REASON)
    assert "is a source of the edition" in proposal.problems[0].problem


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"licence": "llama-9"}, "does not exist"),
        ({"topic": "weather"}, "is no topic"),
        ({"licence": "MIT", "topic": "threshold"}, "one reading only"),
        ({"licence": "AGPL-3.0-only", "topic": "model-licence"}, "No model has two readings"),
        ({"reading": "strictest"}, "is not in the closed list"),
    ],
)
def test_a_position_names_a_reading_that_exists(reviewer, changes, told):
    document = {**factories.POSITION["document"], **changes}
    given = {**factories.POSITION, "key": f"{document['licence']}:{document['topic']}", "document": document}
    assert told in propose_entry(actor=reviewer, **given).problems[0].problem


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kind": "law"}, "no such kind"),
        ({"key": "../etc"}, "The id needs"),
        ({"reason": ""}, "The reason is empty"),
        ({"reason": "why"}, "too short"),
        ({"document": {"licence": float("nan")}}, "cannot be kept"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_in_one_sentence(reviewer, changes, told):
    with pytest.raises(Refused, match=told):
        propose_entry(actor=reviewer, **{**factories.POSITION, **changes})


def test_a_term_has_one_position(reviewer):
    given = {**factories.POSITION, "key": "another-name"}
    assert "calls itself" in propose_entry(actor=reviewer, **given).problems[0].problem


def test_an_entry_that_no_longer_fits_the_edition_is_left_out_and_told(reviewer):
    model = own_model(id="acme-chat", vendor="Acme", hf_repo=None, aliases=[], base_models=["gone"])
    row = Entry("model", "acme-chat", 1, model)
    OwnEntry.objects.create(
        **{key: getattr(row, key) for key in ("kind", "key", "version", "document")},
        reason=REASON,
        author=reviewer,
        created_at=reviewer.created_at,
        state=state_after("", row),
    )
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    assert [it.reading for it in overlay().positions] == ["text"]
    assert "acme-chat" not in current_catalog().models
    (unfit,) = unfit_entries()
    assert "The base model “gone” does not exist." in unfit.problems[0].problem


def test_only_reviewers_change_what_the_organisation_holds():
    for person in (factories.product_manager(), factories.administrator()):
        with pytest.raises(Refused, match="Only a legal reviewer"):
            save_entry(actor=person, seen_version=0, **factories.POSITION)
        with pytest.raises(Refused, match="Only a legal reviewer"):
            retire_entry(actor=person, kind="position", key=KEY, reason=REASON, seen_version=1)


def test_the_second_of_two_people_is_told(reviewer):
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    other = {**factories.POSITION, "reason": "Another reviewer thought of another reason."}
    with pytest.raises(Moved, match=reviewer.full_name) as moved:
        save_entry(actor=factories.legal_reviewer(), seen_version=0, **other)
    assert moved.value.entry.version == 1
    with pytest.raises(Moved):
        retire_entry(actor=reviewer, kind="position", key=KEY, reason=REASON, seen_version=7)


def test_the_same_again_is_no_new_version(reviewer):
    first = save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    again = save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    assert first == again
    assert AuditEvent.objects.filter(action="knowledge.saved").count() == 1


def test_a_licence_that_a_model_needs_is_not_retired(reviewer):
    save_entry(actor=reviewer, kind="licence", key="acme-1.0", document=own_licence(), reason=REASON, seen_version=0)
    model = own_model(id="acme-chat", vendor="Acme", hf_repo=None, aliases=[])
    model["entry"]["weights_licence"]["text"]["value"] = "acme-1.0"
    save_entry(actor=reviewer, kind="model", key="acme-chat", document=model, reason=REASON, seen_version=0)
    assert propose_retirement(actor=reviewer, kind="licence", key="acme-1.0").problems
    with pytest.raises(Refused, match=r"The licence “acme-1\.0” does not exist"):
        retire_entry(actor=reviewer, kind="licence", key="acme-1.0", reason=REASON, seen_version=1)


def test_an_earlier_state_can_be_rebuilt(reviewer, training):
    document = own_model(id="acme-chat", name="Acme Chat", vendor="Acme", hf_repo=None, aliases=[])
    save_entry(actor=reviewer, kind="model", key="acme-chat", document=document, reason=REASON, seen_version=0)
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    then, pinned = overlay(), factories.handed_over(training)
    retire_entry(actor=reviewer, kind="model", key="acme-chat", reason=REASON, seen_version=1)
    assert overlay() != then == overlay_at(pinned.overlay_key)
    rebuilt = pinned_catalogue(pinned)
    assert rebuilt is not None
    assert rebuilt.sha256 == pinned.edition_sha256 != current_catalog().sha256


def test_a_snapshot_holds_what_was_applied(reviewer, training):
    save_entry(actor=reviewer, seen_version=0, **factories.POSITION)
    answers = answers_of(training)
    own = snapshot_content(standing(training, answers), answers, evidence_of(training), {})["own"]
    assert own["key"] == overlay().key
    assert own["positions"][0]["adopted_by"] == reviewer.full_name
    assert date.fromisoformat(own["positions"][0]["adopted_on"]) == today()


def test_a_log_without_the_event_of_an_entry_is_noticed(reviewer):
    OwnEntry.objects.create(
        kind="position",
        key=KEY,
        version=1,
        document={},
        reason=REASON,
        author=reviewer,
        created_at=reviewer.created_at,
        state="f" * 64,
    )
    assert "The event of the own entry" in check_log().fault
