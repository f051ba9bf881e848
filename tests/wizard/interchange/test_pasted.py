from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.interchange.pasted import Column, read

COLUMNS = (
    Column("name", ("name", "product")),
    Column("entity", ("entity", "company")),
    Column("users", ("users", "monthlyusers"), number=True),
    Column("uses_model", ("usesmodel",)),
)
SHOP = {"name": "Shop", "entity": "Acme GmbH", "users": "4000000", "uses_model": "yes"}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_comma_semicolon_tab_and_stroke_part_the_cells(mark):
    text = f"Shop{mark}Acme GmbH{mark}4000000{mark}yes"
    assert [dict(line.cells) for line in read(text, COLUMNS).lines] == [SHOP]


def test_a_header_names_the_columns_in_any_order_and_any_spelling():
    found = read("Monthly Users;uses_model;COMPANY;Product\n4000000;yes;Acme GmbH;Shop\n", COLUMNS)
    assert [(line.number, dict(line.cells)) for line in found.lines] == [(2, SHOP)]


def test_a_column_that_fits_nowhere_is_left_out_and_said():
    found = read("Product;Region;Users\nShop;EU;5\n", COLUMNS)
    assert dict(found.lines[0].cells) == {"name": "Shop", "users": "5"}
    assert found.left_out == ("The column “Region” fits nowhere and was left out.",)


def test_a_stroke_within_a_name_parts_nothing():
    assert read("Shop | Mail,Acme,5,yes", COLUMNS).lines[0].cells["name"] == "Shop | Mail"
    assert read("Shop|Acme|4,000,000|yes", COLUMNS).lines[0].cells["users"] == "4,000,000"


def test_a_header_that_stands_twice_counts_once_and_is_said():
    found = read("Product,Users,Monthly users\nShop,5,6\n", COLUMNS)
    assert dict(found.lines[0].cells) == {"name": "Shop", "users": "5"}
    assert found.left_out == ("The column “Monthly users” names what an earlier column names and was left out.",)


def test_a_number_whose_thousands_were_parted_by_the_comma_is_put_together_again():
    assert read("Shop,Acme GmbH,4,000,000,yes", COLUMNS).lines[0].cells["users"] == "4,000,000"
    assert read("users,name\n4,000,000,Shop", COLUMNS).lines[0].cells == {"users": "4,000,000", "name": "Shop"}


def test_cells_in_quotation_marks_may_hold_the_mark():
    assert read('"Shop, Mail",Acme,"4,000,000",no', COLUMNS).lines[0].cells["name"] == "Shop, Mail"


def test_too_many_cells_are_refused_with_the_line_and_the_remedy():
    (problem,) = read("Shop,Acme,5,yes\nMail,Acme, Inc.,7,no", COLUMNS).problems
    assert problem.startswith("Line 2 has 5 cells, where 4 are expected.")


def test_a_line_with_the_total_is_not_counted_as_a_product():
    found = read("Shop;Acme;5;yes\nTotal;;5;\n", COLUMNS)
    assert len(found.lines) == 1
    assert found.left_out == ("Line 2 is a total and was left out.",)


def test_empty_lines_are_passed_over_and_the_numbers_stay_those_of_the_text():
    assert [line.number for line in read("\nShop;A;5;yes\n\n;;;\nMail;A;6;no", COLUMNS).lines] == [2, 5]


def test_a_quotation_mark_that_stands_alone_is_named_by_its_line():
    assert read('Shop;A;5;yes\n"Mail;A;6;no', COLUMNS).problems == (
        "Line 2: a quotation mark stands alone. Close it, or take it away.",
    )


def test_nothing_and_a_header_alone_are_said():
    assert read(" \n", COLUMNS).problems == ("Nothing to read: paste at least one line.",)
    assert read("product,users\n", COLUMNS).problems == ("There is no line below the header: paste the lines as well.",)


@given(st.text())
def test_whatever_is_pasted_is_read_or_refused_in_words(text):
    found = read(text, COLUMNS)
    assert found.lines or found.left_out or found.problems
    assert all(set(line.cells) <= {column.name for column in COLUMNS} for line in found.lines)
