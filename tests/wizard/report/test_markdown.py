"""The report as Markdown."""

from __future__ import annotations

from dataclasses import replace

from tests.wizard.report import sample
from wizard.report.markdown import markdown


def test_the_text_has_the_order_of_the_pages() -> None:
    text = markdown(sample.document())
    heads = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert heads == [
        "Sign-off",
        "On what this rests",
        "The candidates",
        "What is owed",
        "Under the EU AI Act",
        "Recommended and avoided",
        "Where the readings differ",
        "Open questions",
        "The answers",
        "Origin and verification",
        "Certificate of completion",
    ]
    assert text.splitlines()[0].startswith("# Shop assistant may use Qwen3-32B")
    assert "> Counted by the group controller.\n> The figure includes the outlet shop." in text
    assert "| 23 November 2026, 09:05 UTC | Paula Meyer | handed it over for review |" in text


def test_what_a_person_typed_is_text_and_nothing_else() -> None:
    typed = (
        "# Not a heading\n- no list\n1. no number\n    no code\n===\n[no link](https://evil.example) <b>| *x* `y` &amp;"
    )
    document = sample.document()
    text = markdown(replace(document, approval=replace(document.approval, comment=typed)))
    told = text.split("**Comment of the reviewer:** ")[1].split("\n\n")[0]
    assert told == (
        "\\# Not a heading\n\\- no list\n1\\. no number\nno code\n\\===\n"
        "\\[no link\\](https://evil.example) \\<b\\>\\| \\*x\\* \\`y\\` \\&amp;"
    )
