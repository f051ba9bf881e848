from __future__ import annotations

from dataclasses import replace

from wizard.interchange.training_summary import DataSource, TrainingContent, training_summary

TICKETS = DataSource("Tickets", "user-data", "Our help desk", "Terms 4", personal_data=True, opt_outs=True, share=0.4)
CRAWL = DataSource("Shops", "crawled", "", "", personal_data=None, opt_outs=False, share=None)
CONTENT = TrainingContent(
    provider="Acme [GmbH]",
    model="Llama-Acme",
    vendor="Meta",
    base="Llama 4 Maverick",
    kinds=("Text",),
    placed_on="",
    recorded_where="Register 7",
    modified=True,
    sources=(TICKETS, CRAWL),
)


def test_each_source_stands_under_its_own_part_of_the_template():
    text = training_summary(CONTENT)
    users = text.split("### 2.4")[1].split("### 2.5")[0]
    assert "- **Tickets**; Our help desk; Terms 4; about 40 % of the data; with personal data." in users
    crawled = text.split("### 2.3")[1].split("### 2.4")[0]
    assert "**Shops**." in crawled
    assert "list the domains that gave most" in crawled
    assert "None." in text.split("### 2.1")[1].split("### 2.2")[0]


def test_every_kind_of_source_has_a_part():
    from wizard.phases.training_data import KINDS

    for kind, _words in KINDS:
        assert "**Tickets**" in training_summary(replace(CONTENT, sources=(replace(TICKETS, kind=kind),)))
    assert "**Tickets**" in training_summary(replace(CONTENT, sources=(replace(TICKETS, kind=""),)))


def test_what_is_not_known_stands_in_square_brackets():
    text = training_summary(CONTENT)
    assert "**Placed on the market:** \\[The day.\\]" in text
    assert "**Placed on the market:** 2 August 2027" in training_summary(replace(CONTENT, placed_on="2 August 2027"))


def test_a_change_covers_the_change_alone():
    assert "It covers the changes made to Llama 4 Maverick" in training_summary(CONTENT)
    assert "It covers the whole training." in training_summary(replace(CONTENT, modified=False))


def test_opt_outs_are_told_source_by_source():
    text = training_summary(CONTENT)
    assert "Respected in: Tickets." in text
    assert "Not respected in: Shops." in text
    assert "\\[Say it of: every source.\\]" in training_summary(replace(CONTENT, sources=()))


def test_marks_of_markdown_in_names_stay_text():
    assert "Acme \\[GmbH\\]" in training_summary(CONTENT)
