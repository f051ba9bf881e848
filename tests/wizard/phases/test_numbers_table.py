"""A table of numbers, pasted or uploaded: read in the order it has, and refused by line, column and remedy."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.phases.numbers_table import MOST_CHARACTERS, MOST_LINES, read_numbers
from wizard.process.readings import Reading

TODAY = date(2026, 11, 24)
DAY = date(2026, 10, 31)
HEADER = "company,product,day,number,metric\n"


def problems(text: str) -> tuple[str, ...]:
    return read_numbers(text, TODAY).problems


@pytest.mark.parametrize(
    "text",
    [
        "Acme,Shop,2026-10-31,4000000",
        "company;product;day;number\nAcme;Shop;2026-10-31;4.000.000",
        "Date\tMonthly active users\tProduct\tEntity\n2026-10-31\t4 000 000\tShop\tAcme\n",
        "\ufeffcompany,product,day,number,metric\r\nAcme,Shop,2026-10-31,4,000,000,users\r\n",
    ],
)
def test_columns_are_found_by_their_heads_and_cells_by_what_parts_them(text: str) -> None:
    found = read_numbers(text, TODAY)
    assert (found.problems, found.numbers) == ((), (Reading("Acme", "Shop", "mau", DAY, 4_000_000),))


def test_the_group_and_revenue_need_no_product() -> None:
    found = read_numbers(HEADER + ",,2026-10-31,7,\nAcme,,2026-10-31,9,revenue\n", TODAY)
    assert found.numbers == (Reading("", "", "mau", DAY, 7), Reading("Acme", "", "revenue", DAY, 9))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Acme,Shop,31.10.2026,5", "Line 2, column “Day”: “31.10.2026” does not fit. Write a day that exists"),
        ("Acme,Shop,2026-02-30,5", "Line 2, column “Day”: “2026-02-30” does not fit."),
        ("Acme,Shop,,5", "Line 2, column “Day”: it is empty."),
        ("Acme,Shop,2026-10-31,-5", "Line 2, column “Number”: “-5” does not fit. Write zero or a positive number."),
        ("Acme,Shop,2026-10-31,many", "Line 2, column “Number”: “many” does not fit. Write a whole number"),
        ("Acme,Shop,2026-10-31,5,daily", "Line 2, column “Metric”: “daily” does not fit."),
        ("Acme,Shop,2026-11-25,5", "Line 2: The day lies in the future"),
        ("Acme,,2026-10-31,5", "Line 2: The product is missing"),
        ("Acme,Shop,2026-10-31,5,users,more", "Line 2 has 6 cells, where 5 are expected."),
        ('Acme,"Shop,2026-10-31,5', "Line 2: a quotation mark stands alone."),
        ("Acme,Shop,2026-10-31,999999999999999", "Line 2: The number is too large"),
    ],
)
def test_what_does_not_fit_is_named_by_line_and_column_with_the_remedy(line: str, words: str) -> None:
    [problem] = problems(HEADER + line)
    assert problem.startswith(words)
    assert read_numbers(HEADER + line, TODAY).numbers == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing to read"),
        ("company:product:day:number\nAcme:Shop:2026-10-31:5", "Line 1 has one cell: part its cells by"),
        ("x" * (MOST_CHARACTERS + 1), "send at most 200,000 at once"),
        ("a,b,2026-10-31,1\n" * (MOST_LINES + 1), "send at most 2,000 at once"),
        (HEADER + "A,S,2026-10-31,1\na,s,2026-10-31,2", "Line 3 names the same product and day as line 2"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(text: str, words: str) -> None:
    [problem] = problems(text)
    assert words in problem


def test_a_column_that_was_left_out_is_named_beside_what_the_lines_miss() -> None:
    left_out, missing = problems("product,company,month,users\nShop,Acme,2026-10,5")
    assert left_out == "The column “month” fits nowhere and was left out."
    assert missing.startswith("Line 2, column “Day”: it is empty.")


@given(st.text(alphabet=st.sampled_from('Acme,Shop;\t\n"2026-10-31 x|.:'), max_size=80))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    found = read_numbers(text, TODAY)
    assert found.problems or found.numbers or found.left_out
    assert all(it.on <= TODAY and it.value >= 0 for it in found.numbers)
