"""A reviewer's own entries in the browser's words: read, changed, seen before saved, retired; nothing typed is lost."""

from __future__ import annotations

import html
import re

import pytest

from catalog.ambient import current_catalog, edition
from catalog.knowledge.single import licence_as_text
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.models import AuditEvent, KeptText, OwnEntry

pytestmark = pytest.mark.django_db
POSITION = {
    "licence": "llama-4-community",
    "topic": "output-training",
    "reading": "text",
    "reason": "Counsel read clause 1(b)(i): only the name is owed.",
}
NEW_POSITION = "/knowledge/position/new/"
ENTRY = "/knowledge/position/llama-4-community:output-training/"


@pytest.fixture
def training():
    """A draft on which the position decides."""
    draft = factories.draft(candidates=["llama-4-maverick", "qwen3-32b"])
    factories.answer(draft, "outputs-training", data={"train": "other-llm", "distils": "no", "shares": "no"})
    factories.answer(draft, "organisation-users", data=factories.AMERICAN)
    return draft


def hidden(page):
    """The hidden fields of the last form of a page."""
    form = page.text.rpartition("<form")[2]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in pairs}


def confirmed(client, address, data):
    """What a person does who sends a form, reads the preview and saves."""
    preview = client.post(address, data)
    assert preview.status_code == 200, preview.text
    return client.post(address, {**hidden(preview), "do": "save"}, follow=True)


def verdict_of(page):
    """The verdict on Llama 4 Maverick."""
    rows = page.context["result"].candidates
    return next(row.verdict for row in rows if row.name == "Llama 4 Maverick")


def model_data(**changes):
    return {
        "key": "acme-chat",
        "name": "Acme Chat",
        "vendor": "Acme",
        "vendor_country": "Germany",
        "model_kind": "text",
        "licence": "Apache-2.0",
        "says": "The LICENSE file beside the weights is the Apache licence.",
        "clause": "LICENSE",
        "url": "https://acme.example/LICENSE",
        "read_on": "2026-11-20",
        "base_models": ["llama-4-maverick"],
        "image_input": "no",
        "reason": "Read by the legal team.",
        **changes,
    }


def test_an_empty_list_teaches_and_offers_the_first_step_to_reviewers(as_reviewer, as_author):
    page = as_reviewer.get("/knowledge/")
    assert "Adopt one of the two with a reason" in page.text
    assert "/knowledge/agreement/new/" in page.text
    other = as_author.get("/knowledge/")
    assert "Only a legal reviewer changes" in other.text
    assert "/knowledge/agreement/new/" not in other.text


def test_a_position_is_adopted_seen_audited_and_retired(as_reviewer, as_author, training):
    form = as_reviewer.get(NEW_POSITION, {"licence": "llama-4-community", "topic": "output-training"})
    assert "The licence text" in form.text
    assert "The guide" in form.text
    preview = as_reviewer.post(NEW_POSITION, POSITION)
    assert "1 assessment would come to another verdict" in preview.text
    assert f"A draft by {training.author.full_name}" in preview.text
    assert training.reference not in preview.text
    assert not OwnEntry.objects.exists()
    saved = as_reviewer.post(NEW_POSITION, {**hidden(preview), "do": "save"}, follow=True)
    assert "Saved. It applies from now on." in saved.text
    assert POSITION["reason"] in saved.text
    event = AuditEvent.objects.get(action="knowledge.saved")
    assert event.details["affected"] == [training.reference]
    result = client_of(training.author).get(f"/assessments/{training.reference}/result/")
    assert verdict_of(result) == "undecided"
    assert "Llama 4 Community: training on outputs" in as_author.get("/knowledge/").text

    page = as_reviewer.get(f"{ENTRY}retire/")
    assert "1 assessment would come to another verdict" in page.text
    gone = as_reviewer.post(
        f"{ENTRY}retire/", {**hidden(page), "reason": "The guide was right after all."}, follow=True
    )
    assert "out of force" in gone.text
    assert AuditEvent.objects.filter(action="knowledge.retired").exists()
    result = client_of(training.author).get(f"/assessments/{training.reference}/result/")
    assert verdict_of(result) == "blocked"


def test_what_was_seen_before_somebody_else_saved_has_to_be_read_again(as_reviewer):
    preview = hidden(as_reviewer.post(NEW_POSITION, POSITION))
    other = client_of(factories.legal_reviewer())
    confirmed(other, NEW_POSITION, {**POSITION, "reading": "guide", "reason": "The guide is the safer one."})
    again = as_reviewer.post(NEW_POSITION, {**preview, "do": "save"})
    assert again.status_code == 200
    assert "There is a version 1 by" in again.text
    assert "Reading adopted: was “The guide”, now “The licence text”" in again.text
    as_reviewer.post(NEW_POSITION, {**hidden(again), "do": "save"})
    assert [it.version for it in OwnEntry.objects.all()] == [1, 2]


def test_back_to_the_form_keeps_what_was_typed(as_reviewer):
    preview = as_reviewer.post(NEW_POSITION, POSITION)
    form = as_reviewer.post(NEW_POSITION, {**hidden(preview), "do": "edit"})
    assert POSITION["reason"] in html.unescape(form.text)
    assert re.search(r'value="text"[^>]* checked', form.text)


def test_a_term_without_two_readings_leads_to_those_that_have_them(as_reviewer):
    page = as_reviewer.get(NEW_POSITION, {"licence": "MIT", "topic": "threshold"})
    assert "There are no two readings on this" in page.text
    assert "licence=llama-4-community&amp;topic=output-training" in page.text


def test_a_term_that_is_settled_leads_to_its_position(as_reviewer):
    confirmed(as_reviewer, NEW_POSITION, POSITION)
    page = as_reviewer.get(NEW_POSITION, {"licence": "llama-4-community", "topic": "output-training"})
    assert page["Location"] == f"{ENTRY}edit/"


def test_which_licence_a_model_bears_can_be_settled(as_reviewer):
    page = as_reviewer.get(NEW_POSITION, {"licence": "qwen-license-2024", "topic": "model-licence"})
    assert "which licence a model bears" in page.text


def test_an_agreement_is_recorded_and_changed(as_reviewer):
    data = {
        "licence": "llama-4-community",
        "covers": ["threshold", "output-training"],
        "until": "2030-01-31",
        "kept_at": "Contracts, folder 12",
        "reason": "Signed with the licensor.",
    }
    page = confirmed(as_reviewer, "/knowledge/agreement/new/", data)
    assert "Contracts, folder 12" in page.text
    address = "/knowledge/agreement/agreement-1/"
    form = as_reviewer.get(f"{address}edit/")
    assert "2030-01-31" in form.text
    page = confirmed(as_reviewer, f"{address}edit/", {**data, "until": "2031-01-31", "reason": "Prolonged by a year."})
    assert "Until: was “31 January 2030”, now “31 January 2031”" in page.text
    confirmed(as_reviewer, "/knowledge/agreement/new/", {**data, "reason": "A second agreement."})
    assert as_reviewer.get("/knowledge/agreement/agreement-2/").status_code == 200


def test_an_agreement_carries_a_limit_that_its_form_checks(as_reviewer):
    data = {
        "licence": "llama-4-community",
        "covers": ["threshold"],
        "kept_at": "Contracts, folder 12",
        "reason": "Signed with the licensor.",
    }
    new = "/knowledge/agreement/new/"
    refused = as_reviewer.post(new, {**data, "metric": "mau"})
    assert refused.status_code == 422
    assert "Enter the number up to which the agreement covers, or choose that there is no limit." in refused.text
    refused = as_reviewer.post(new, {**data, "at_most": "900,000,000"})
    assert "Choose what the number counts, or empty it." in refused.text
    assert 'value="900,000,000"' in refused.text
    page = confirmed(as_reviewer, new, {**data, "metric": "mau", "at_most": "900,000,000", "counts": "product"})
    assert "up to 900 million monthly active users of the product" in page.text
    address = "/knowledge/agreement/agreement-1/"
    form = as_reviewer.get(f"{address}edit/").text
    assert 'value="900,000,000"' in form
    changed = {**data, "metric": "mau", "at_most": "950,000,000", "counts": "product", "reason": "It was raised."}
    page = confirmed(as_reviewer, f"{address}edit/", changed)
    assert "now “up to 950 million monthly active users of the product”" in page.text
    assert "up to 950 million monthly active users of the product, without end" in as_reviewer.get("/knowledge/").text


def test_a_model_of_ones_own_stands_among_the_models(as_reviewer, as_author):
    page = confirmed(as_reviewer, "/knowledge/model/new/", model_data())
    assert "Acme Chat" in page.text
    assert current_catalog().models["acme-chat"].base_models == ("llama-4-maverick",)
    assert as_author.get("/models/acme-chat/").status_code == 200
    changed = model_data(
        licence="MIT", reason="The file was replaced.", says="The LICENSE file is now the MIT licence."
    )
    form = as_reviewer.get("/knowledge/model/acme-chat/edit/")
    assert "https://acme.example/LICENSE" in form.text
    page = confirmed(as_reviewer, "/knowledge/model/acme-chat/edit/", changed)
    assert "was “Apache-2.0”, now “MIT”" in page.text


def test_a_model_of_the_catalogue_keeps_what_the_form_does_not_ask(as_reviewer):
    form = as_reviewer.get("/knowledge/model/new/", {"from": "llama-4-maverick"})
    initial = form.context["form"].initial
    data = {name: value for name, value in initial.items() if value}
    confirmed(
        as_reviewer,
        "/knowledge/model/new/",
        {**data, "vendor_country": "Ireland", "reason": "Another company sells it."},
    )
    before, now = edition().models["llama-4-maverick"], current_catalog().models["llama-4-maverick"]
    assert now.vendor_country == "Ireland"
    assert now == before.model_copy(update={"vendor_country": "Ireland"})


def test_a_model_card_fills_the_form(as_reviewer):
    card = "---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-3.3-70B-Instruct\n---\n# Acme Chat\n"
    page = as_reviewer.post("/knowledge/model/new/", {"card": card})
    assert "Filled in from the model card" in page.text
    assert 'value="Acme Chat"' in page.text
    broken = as_reviewer.post("/knowledge/model/new/", {"card": "no front matter"})
    assert broken.status_code == 422
    assert "no front matter" in broken.text


def test_a_licence_is_read_as_typed_and_mistakes_are_named(as_reviewer):
    begun = as_reviewer.get("/knowledge/licence/new/", {"from": "llama-4-community"}).context["form"].initial
    assert begun["key"] == "llama-4-community"
    text = begun["text"].replace("family: community", "family: comunity")
    page = as_reviewer.post("/knowledge/licence/new/", {"key": begun["key"], "text": text, "reason": "Read again."})
    assert page.status_code == 422
    assert "Did you mean “community”?" in page.text
    assert "family: comunity" in page.text
    text = begun["text"].replace("steward: Meta Platforms, Inc.", "steward: Meta")
    data = {"key": begun["key"], "text": text, "reason": "Read again by counsel."}
    preview = as_reviewer.post("/knowledge/licence/new/", data)
    assert "As the licence’s page will show it" in preview.text
    saved = as_reviewer.post("/knowledge/licence/new/", {**hidden(preview), "do": "save"}, follow=True)
    assert "steward: was “Meta Platforms, Inc.”, now “Meta”" in saved.text
    form = as_reviewer.get("/knowledge/licence/llama-4-community/edit/")
    assert form.context["form"].initial["text"] == licence_as_text(current_catalog().licences["llama-4-community"])


def test_a_licence_of_ones_own_can_cite_its_own_source(as_reviewer):
    text = as_reviewer.get("/knowledge/licence/new/").context["form"].initial["text"]
    source = "{title: Acme Licence, publisher: Acme, url: 'https://acme.example/', kind: licence-text}"
    text = text.replace("source: mit-text", "source: acme-text") + f"sources:\n  acme-text: {source}\n"
    data = {"key": "acme-1.0", "text": text, "reason": "Read by the legal team."}
    confirmed(as_reviewer, "/knowledge/licence/new/", data)
    assert as_reviewer.get("/licences/acme-1.0/").status_code == 200
    assert "acme-text" in as_reviewer.get("/knowledge/licence/acme-1.0/edit/").context["form"].initial["text"]


def test_everything_missing_is_named_at_once(as_reviewer):
    page = as_reviewer.post("/knowledge/model/new/", {})
    assert page.status_code == 422
    for told in ("Enter an id", "Enter the name", "Choose the licence.", "Write at least one sentence."):
        assert told in page.text


def test_what_does_not_exist_is_not_found(as_reviewer):
    for address in (
        "/knowledge/law/new/",
        "/knowledge/model/nobody/",
        "/knowledge/model/nobody/edit/",
        "/knowledge/texts/99/",
    ):
        assert as_reviewer.get(address).status_code == 404


def test_kept_texts_are_recognised_and_compared_word_by_word(as_reviewer, as_author):
    first = {"licence": "acme-1.0", "document": "licence", "text": "You may use it up to 700 million users a month."}
    as_reviewer.post("/knowledge/texts/", {**first, "variant": "first"})
    second = {**first, "variant": "second", "text": first["text"].replace("700", "900")}
    page = as_reviewer.post("/knowledge/texts/", second, follow=True)
    assert "1 place changed since the earlier text" in page.text
    assert "<del>700</del> <ins>900</ins>" in page.text
    assert "No known licence" in page.text
    assert as_author.get(page.request["PATH_INFO"]).status_code == 200
    assert as_author.post("/knowledge/texts/", second).status_code == 403
    assert KeptText.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"licence": "MIT", "document": "licence"}, "Paste the text."),
        ({"document": "licence", "text": "Words."}, "Enter the id of the licence"),
        ({"licence": "MIT", "document": "licence", "text": "word " * 60000}, "longer than 256 KiB"),
        ({"licence": "MIT", "document": "licence", "text": "Words.", "url": "nonsense"}, "Enter a web address"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_with_a_remedy(as_reviewer, data, told):
    page = as_reviewer.post("/knowledge/texts/", data)
    assert page.status_code == 422
    assert told in page.text


def test_pages_ask_the_database_a_fixed_number_of_times(as_reviewer, django_assert_num_queries):
    for licence in ("llama-4-community", "llama-3.3-community"):
        confirmed(as_reviewer, NEW_POSITION, {**POSITION, "licence": licence})
    as_reviewer.get("/knowledge/")
    with django_assert_num_queries(6):
        as_reviewer.get("/knowledge/")
    with django_assert_num_queries(4):
        as_reviewer.get(ENTRY)
    with django_assert_num_queries(4):
        as_reviewer.get("/knowledge/texts/")
    with django_assert_num_queries(1):
        as_reviewer.get("/licences/", headers={"cookie": ""})
