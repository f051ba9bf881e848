from __future__ import annotations

from tests.wizard.phases.checklist import filled, stored, surroundings, typed
from wizard.phases.alerts import share_of, watched_limits
from wizard.phases.rows import with_rows_pasted
from wizard.phases.training_data import SOURCES

ROW = {
    "data_sources__rows": "1",
    "data_sources__0__name": "Tickets",
    "data_sources__0__kind": "user-data",
    "data_sources__0__origin": "Our help desk",
    "data_sources__0__permission": "Terms, 4.2",
    "data_sources__0__personal_data": "yes",
    "data_sources__0__share": "40",
}


def test_steps_to_a_limit_are_asked_for_only_where_users_are_measured():
    assert list(filled("user-monitoring").fields) == ["mau_monitoring"]
    names = list(filled("user-monitoring", mau_monitoring="yes").fields)
    assert names == ["mau_monitoring", "measured_where", "how_often", "told_50", "told_75", "told_80", "told_90"]


def test_each_step_names_the_number_from_which_it_is_reached():
    form = filled("user-monitoring", surroundings("qwen2.5-vl-72b"), mau_monitoring="yes")
    assert form.fields["told_75"].help_text == "From 75,000,000 on."
    assert form.fields["told_50"].required
    assert not form.fields["told_75"].required


def test_a_step_is_reached_at_the_next_whole_user():
    (_licence, limit), *_ = watched_limits(surroundings("qwen2.5-vl-72b"))
    assert share_of(limit.model_copy(update={"limit": 101}), 75) == 76


def test_data_sources_are_kept_row_by_row_and_told():
    form = filled("fine-tuning-data", fine_tuning_data_recorded="yes", recorded_where="Register 7", **ROW)
    assert form.is_valid()
    again = stored("fine-tuning-data", **form.collected())
    told = dict(again.lines())["Source: Tickets"]
    assert told == (
        "From users of a product; Our help desk; licence or permission: Terms, 4.2; personal data: Yes; share: 40 %"
    )
    assert again.facts() == {"safeguards": {"fine_tuning_data_recorded": True}}


def test_shares_that_make_more_than_the_whole_are_refused():
    two = {**ROW, "data_sources__rows": "2", "data_sources__1__name": "Shops", "data_sources__1__share": "60.5"}
    form = filled("fine-tuning-data", fine_tuning_data_recorded="no", **two)
    assert form.non_field_errors() == [
        "Share: together the sources make 100.5 % of the whole. Bring them down to 100 %."
    ]


def test_data_sources_can_be_pasted_in_the_words_of_the_page():
    text = "Source;Kind;Personal data;Opt-outs respected;Share\nTickets;From users of a product;n;TRUE;40 %"
    data = with_rows_pasted(typed(data_sources__pasted=text), SOURCES)
    form = filled("fine-tuning-data", **{name.replace("-", "__"): data[name] for name in data})
    assert form.listed() == [
        {"name": "Tickets", "kind": "user-data", "personal_data": "no", "opt_outs": "yes", "share": 0.4}
    ]
