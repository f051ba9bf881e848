"""Text as the report can show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wizard.report import sample
from wizard.report.glyphs import breakable, clean

COVERAGE = sample.fonts().coverage()


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Größe, façade, Łódź, Ελλάδα, Москва", "Größe, façade, Łódź, Ελλάδα, Москва"),
        ("使用许可 ライセンス 허가", "使用许可 ライセンス 허가"),
        ("cafe\u0301", "café"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb\u3000c", "a b\u3000c"),
        ("\U0001f600", "[U+1F600]"),
        ("pay\u202egnp.exe", "pay[U+202E]gnp.exe"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\ue000\ud800", "[U+E000][U+D800]"),
    ],
)
def test_every_character_is_shown_or_named(given_text: str, shown: str) -> None:
    assert clean(given_text, COVERAGE) == shown


@given(st.text())
def test_what_is_cleaned_has_a_glyph_for_everything(text: str) -> None:
    cleaned = clean(text, COVERAGE)
    assert all(character == "\n" or ord(character) in COVERAGE for character in cleaned)
    assert clean(cleaned, COVERAGE) == cleaned


def test_a_long_run_gets_break_points() -> None:
    pieces = breakable("x" * 4000).split("\u200b")
    assert max(map(len, pieces)) == 60
    assert "".join(pieces) == "x" * 4000


def test_ordinary_words_and_short_runs_are_left_alone() -> None:
    text = "A sentence with words. " * 20 + "x" * 60
    assert breakable(text) == text
