from __future__ import annotations

from tests.wizard.phases.checklist import filled, stored, surroundings, typed
from wizard.phases.organisation import PRODUCTS
from wizard.phases.rows import with_row_added, with_row_removed, with_rows_pasted

TWO = {
    "products__rows": "2",
    "products__0__name": "Shop",
    "products__0__users": "4,000,000",
    "products__0__uses_model": "yes",
    "products__1__name": "Pay",
    "products__1__entity": "Acme Pay SA",
    "products__1__users": "1.150.000",
    "products__1__uses_model": "no",
}


def test_products_are_kept_added_up_and_stated():
    form = filled("organisation-users", country="DE", size="sme", **TWO)
    assert form.is_valid()
    assert form.total_words == "5,150,000"
    kept = form.collected()
    assert kept["products"][1] == {"name": "Pay", "entity": "Acme Pay SA", "users": 1_150_000, "uses_model": "no"}
    again = stored("organisation-users", **kept)
    assert again.facts()["organisation"]["products"] == [
        {"name": "Shop", "monthly_active_users": 4_000_000, "uses_model": True},
        {"name": "Pay", "entity": "Acme Pay SA", "monthly_active_users": 1_150_000, "uses_model": False},
    ]
    assert ("All products together", "5,150,000 users a month") in again.lines()


def test_an_empty_row_is_left_out_without_a_word():
    form = filled("organisation-users", country="DE", size="sme", products__rows="2", products__0__name="Shop")
    assert form.is_valid()
    assert form.collected()["products"] == [{"name": "Shop"}]


def test_a_refused_cell_is_named_by_product_and_column():
    form = filled("organisation-users", country="DE", size="sme", products__rows="1", products__0__users="many")
    assert form.non_field_errors() == ["Product 1, Monthly users: Enter a whole number in digits, such as 4,000,000."]


def test_a_row_is_added_at_the_end():
    data = with_row_added(typed(**TWO), PRODUCTS)
    assert data[PRODUCTS.rows] == "3"


def test_a_row_is_removed_and_the_rows_below_move_up():
    data = with_row_removed(typed(**TWO), PRODUCTS, 0)
    form = filled("organisation-users", **{name.replace("-", "__"): data[name] for name in data})
    assert [row["name"].value() for row in form.rows] == ["Pay"]


def test_a_number_of_rows_that_our_page_never_sent_is_not_believed():
    for sent in ("-1", "abc", "9" * 9, "²"):
        assert len(filled("organisation-users", products__rows=sent).rows) == 1
    assert len(filled("organisation-users", products__rows="99999").rows) == 200


def test_past_users_are_asked_for_each_release_with_a_limit_of_its_own():
    form = stored("organisation-users", surroundings("llama-4-maverick", "llama-3.1-8b"))
    past = [name for name in form.fields if name.startswith("users_on-")]
    assert len(past) == 2
    assert form.fields["users_on-2025-04-05"].label == "Monthly users of the whole group in March 2025"
    facts = stored("organisation-users", **{"users_on-2025-04-05": 900_000}).facts()
    assert facts == {"organisation": {"monthly_active_users_on": {"2025-04-05": 900_000}}}


def test_nothing_answered_states_nothing():
    assert stored("organisation-users").facts() == {}


def pasted(text, **values):
    """The form after a text was read into the table."""
    data = with_rows_pasted(typed(products__pasted=text, **values), PRODUCTS)
    return filled("organisation-users", **{name.replace("-", "__"): data[name] for name in data})


def test_pasted_rows_join_the_typed_ones_and_bring_known_ones_up_to_date():
    form = pasted(
        "Product\tCompany\tMonthly users\tUses model\npay\tACME Pay SA\t1.250.000\tno\nMail\tAcme\t900 000\t\n", **TWO
    )
    assert form.listed() == [
        {"name": "Shop", "users": 4_000_000, "uses_model": "yes"},
        {"name": "pay", "entity": "ACME Pay SA", "users": 1_250_000, "uses_model": "no"},
        {"name": "Mail", "entity": "Acme", "users": 900_000},
    ]
    assert form.said == "1 row was added. 1 row was brought up to date."
    assert form.pasted == ""


def test_a_pasted_cell_that_does_not_fit_is_named_by_line_and_column_and_nothing_is_lost():
    text = "Mail;Acme;many;yes\nChat;Acme;5;maybe"
    form = pasted(text, country="DE", size="sme", **TWO)
    assert not form.is_valid()
    assert form.paste_problems == [
        "Line 1, Monthly users: “many” does not fit. Enter a whole number in digits, such as 4,000,000.",
        "Line 2, Contains the model: “maybe” does not fit. Write one of: Yes, No, I don’t know.",
    ]
    assert form.pasted == text
    assert [row["name"] for row in form.listed()] == ["Shop", "Pay"]


def test_two_pasted_lines_of_one_name_are_not_laid_over_each_other():
    form = pasted("Shop;Acme;5;yes\nSHOP;acme;7;yes")
    assert form.paste_problems == [
        "Line 2 names the same as line 1. Add the two up, or tell their names apart.",
    ]


def test_more_rows_than_the_table_holds_are_refused():
    form = pasted("\n".join(f"Product {number};;5;yes" for number in range(201)))
    assert "the table would have 201 rows; it holds 200" in form.paste_problems[0]
    assert form.listed() == []


def test_a_new_row_says_nothing_about_the_model_before_somebody_does():
    form = filled("organisation-users", products__rows="1", products__0__name="Shop", products__0__uses_model="")
    assert form.listed() == [{"name": "Shop"}]
