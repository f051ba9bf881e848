"""What the tools of the items show beside the questions, as the author sees it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.wizard import factories
from tests.wizard.views.test_items import HTMX, hidden, url
from wizard.actions.watching import watch

TOOLS = (
    "organisation-users outputs-training attribution user-monitoring propagation fine-tuning-data content-safety "
    "licence-review user-growth regulatory-updates audit-trail upstream-changes"
).split()
PRODUCTS = [
    {"name": "Reader", "users": 85_000_000, "uses_model": "yes"},
    {"name": "Mail", "users": 9_000_000, "uses_model": "no"},
]


def shown(client, assessment, item):
    """The tool of an item as text: no marks, single spaces."""
    page = client.get(url(assessment, item)).text
    tool = page.split('id="tool"')[1].split("</section>\n")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", tool)).split())


@pytest.fixture
def users(fresh_draft):
    """A draft whose product is near the limit of the Qwen License."""
    fresh_draft.candidates = ["llama-4-maverick", "qwen2.5-vl-72b", "deepseek-r1"]
    fresh_draft.save()
    factories.answer(fresh_draft, "organisation-users", data={"country": "US", "products": PRODUCTS})
    return fresh_draft


@pytest.mark.parametrize("item", TOOLS)
def test_a_page_with_its_tool_takes_a_bounded_number_of_statements(
    users, as_author, django_assert_max_num_queries, item
):
    with django_assert_max_num_queries(20):
        assert 'id="tool"' in as_author.get(url(users, item)).text


def test_each_limit_says_whose_numbers_count_and_which_rows(users, as_author):
    told = shown(as_author, users, "organisation-users")
    assert "Each product that contains the model, at any time" in told
    assert "Reader, the largest that contains the model. Without the model: Mail." in told
    assert "All: Reader and Mail. Products without the model count too." in told
    assert "None: what counts is the number for March 2025, asked for below the table." in told
    assert "Counted 94 million" in told


def test_what_counts_follows_the_rows_while_they_are_typed(users, as_author):
    page = as_author.get(url(users, "organisation-users")).text
    row = {"products-rows": "1", "products-0-name": "Chat", "products-0-users": "700", "products-0-uses_model": "yes"}
    sent = {**row, "shown": hidden(page, "shown"), "seen_version": hidden(page, "seen_version")}
    part = as_author.post(url(users, "organisation-users"), sent, headers=HTMX).text
    assert "Chat, the largest that contains the model." in part


def test_without_a_limit_the_numbers_decide_nothing(fresh_draft, as_author):
    fresh_draft.candidates = ["olmo-2-7b"]
    fresh_draft.save()
    told = shown(as_author, fresh_draft, "organisation-users")
    assert "No licence of your candidates has a limit" in told


def test_each_answer_on_outputs_says_what_every_licence_makes_of_it(users, as_author):
    factories.answer(users, "outputs-training", data={"train": "other-llm", "distils": "yes"})
    told = shown(as_author, users, "outputs-training")
    assert "Train nothing By the licences ✓" not in told
    assert re.search(r"Another language model By the licences Not allowed", told)
    assert "Distil into another language model Your answer By the licences Not allowed" in told
    assert "Only other language models are named; whether your trained model is one is for a lawyer to settle." in told
    assert "DeepSeek-R1" in told


def test_each_step_lies_at_a_number_and_names_who_is_told(users, as_author):
    data = {"mau_monitoring": "yes", "told_50": "Ann", "told_80": "Legal"}
    factories.answer(users, "user-monitoring", data=data)
    told = shown(as_author, users, "user-monitoring")
    assert "Qwen License: 100,000,000 users a month, today 94,000,000" in told
    assert "75 % From 75,000,000 reached Who is told As before" in told
    assert "80 % From 80,000,000 reached Who is told Legal and those before" in told
    assert "A limit that was tested once, when the model came out, needs no watching: Llama 4 Community." in told


def test_rows_of_training_data_are_looked_through(fresh_draft, as_author):
    rows = [{"name": "Tickets", "kind": "user-data", "permission": "Terms 4", "personal_data": "yes", "opt_outs": "no"}]
    factories.answer(fresh_draft, "fine-tuning-data", data={"data_sources": rows})
    told = shown(as_author, fresh_draft, "fine-tuning-data")
    assert "Tickets: it holds personal data, so name the legal basis in the note." in told
    assert "Tickets: opt-outs are not respected, which Article 53(1)(c) asks of providers." in told


def gpai(assessment):
    """The organisation changes a general-purpose model so much that the Act makes it a provider."""
    factories.answer(assessment, "eu-high-risk", data={"S1": "yes", "S2": ["N1"], "R1": "yes", "R2": "yes"})
    data = {"fine_tunes": "yes", "modification_flop": 1e25, "G0": "yes", "G1": "yes", "G2": "modified"}
    factories.answer(assessment, "systemic-risk", data={**data, "original_flop": 1e24})
    rows = [{"name": "Tickets", "kind": "user-data", "origin": "Our help desk", "share": 0.4, "opt_outs": "yes"}]
    factories.answer(assessment, "fine-tuning-data", data={"data_sources": rows})


def test_the_summary_of_training_content_is_handed_out_where_it_is_owed(fresh_draft, as_author, as_colleague):
    address = f"/assessments/{fresh_draft.reference}/training-summary/llama-4-maverick/"
    gpai(fresh_draft)
    assert address in as_author.get(url(fresh_draft, "fine-tuning-data")).text
    file = as_author.get(address)
    assert file["Content-Disposition"] == 'attachment; filename="llama-4-maverick-training-summary.md"'
    assert "**Tickets**; Our help desk; about 40 % of the data." in file.text
    assert as_author.get(address.replace("llama-4-maverick", "bloom-176b")).status_code == 404
    assert as_colleague.get(address).status_code == 404


def test_no_summary_is_handed_out_where_nothing_is_tuned(fresh_draft, as_author):
    factories.answer(fresh_draft, "systemic-risk", data={"fine_tunes": "no", "G0": "no"})
    address = f"/assessments/{fresh_draft.reference}/training-summary/llama-4-maverick/"
    assert as_author.get(address).status_code == 404


def test_safety_says_who_asks_and_what_is_in_place(told, as_author):
    words = shown(as_author, told, "content-safety")
    assert "Content filter Who asks No licence of your candidates." in words
    assert "Use policy read Llama 4 Maverick" in words
    assert "Human oversight Who asks The Act does not ask for it by your answers" in words


def test_the_days_of_the_act_ahead_are_told(told, as_author):
    words = shown(as_author, told, "regulatory-updates")
    assert "2 December 2026" in words
    assert "other days" in words


def test_the_record_is_shown_with_the_head_of_the_chain(told, as_author):
    words = shown(as_author, told, "audit-trail")
    assert "answered “Upstream changes”" in words
    assert re.search(r"[0-9a-f]{64}", words)


def test_pages_to_watch_are_known_by_hash_and_day_and_say_whether_they_are_watched_here(told, reviewer, as_author):
    watched = watch(actor=reviewer, document="licence", subject="MIT", url="https://example.org/licence")
    page = as_author.get(url(told, "upstream-changes")).text
    assert "https://huggingface.co/Qwen/Qwen3-32B" in page
    words = shown(as_author, told, "upstream-changes")
    assert re.search(
        r"Llama 4 Community Llama 4 Maverick Licence text Known by SHA-256 [0-9a-f]{16} of its words .* Watched",
        words,
    )
    assert "Watched here Yes, not answered yet What was seen" in words
    assert f'href="/watch/{watched.pk}/"' in page


def test_where_the_guide_reads_outputs_differently_both_voices_stand_beside_what_applies(users, as_author):
    told = shown(as_author, users, "weights-code-outputs")
    assert "Llama 4 does not forbid training on outputs" in told
    assert "Qwen licences do speak about outputs" in told
    assert "Not every DeepSeek model is free to distil from" not in told
    page = unescape(as_author.get(url(users, "weights-code-outputs")).text)
    assert "The guide reads it differently: Llama 4 Community: Outputs may not improve any language model" in page


def test_where_nobody_reads_outputs_differently_that_is_said(fresh_draft, as_author):
    fresh_draft.candidates = ["qwen3-32b"]
    fresh_draft.save()
    assert "as their texts do, or says nothing on it" in shown(as_author, fresh_draft, "weights-code-outputs")
