"""The tools of the first half of the checklist, made from answers. No test here needs a database."""

from __future__ import annotations

from catalog.presenters.words import flop
from tests.wizard.presenters.test_standing import assessment, given
from wizard.phases import ITEMS
from wizard.presenters.standing import standing
from wizard.presenters.tools.compute import compute_tool
from wizard.presenters.tools.families import families
from wizard.presenters.tools.openness import openness
from wizard.presenters.tools.register import tool
from wizard.presenters.tools.route import route
from wizard.presenters.tools.uses import use_lists

USE = {"domains": ["retail"], "activities": ["medical-advice", "customer-service"], "automated_decisions": "no"}
IN_SCOPE = {"S1": "yes", "S2": ["N2"], "R1": "yes", "R2": "yes", "P": ["none"], "H1": "no", "H5": ["none"]}


def shown(make, *candidates, **answers):
    """What a tool shows for these candidates and answers."""
    about = assessment(*candidates)
    return make(about, standing(about, given(**answers)))


def test_the_use_is_held_against_each_list_item_by_item():
    seen = shown(use_lists, "llama-4-maverick", "bloom-176b", "deepseek-r1", behavioural_restrictions=USE)
    llama = next(it for it in seen.lists if it.licence == "Llama 4 Community")
    assert [(it.item, it.css, it.because) for it in llama.entries] == [("1.4", "conditions", "Medical advice")]
    assert llama.entries[0].remedy.startswith("Have a licensed professional")
    assert len(llama.entries) + len(llama.free) == 23
    assert llama.says == "Of 23 items: 1 limits it."
    rail = next(it for it in seen.lists if it.models == "BLOOM 176B" and not it.reading)
    assert rail.entries[0].css == "blocked"
    assert seen.without == "DeepSeek-R1"


def test_the_guides_own_list_stands_apart_where_it_differs():
    seen = shown(use_lists, "bloom-176b", behavioural_restrictions=USE)
    assert [it.reading for it in seen.lists] == ["", "as the guide reads it"]


def test_before_an_answer_every_item_is_open():
    seen = shown(use_lists, "llama-4-maverick")
    assert not seen.declared
    assert {it.css for it in seen.lists[0].entries} == {"undecided"}
    assert seen.lists[0].free == ()


def test_an_open_item_names_what_it_turns_on():
    part = {"domains": ["retail"]}
    (llama, *_) = shown(use_lists, "llama-4-maverick", behavioural_restrictions=part).lists
    medical = next(it for it in llama.entries if it.item == "1.4")
    assert (medical.css, medical.because) == ("undecided", "Medical advice or legal advice")


def test_the_tool_follows_what_the_evaluation_finds():
    """Each item that the tool calls prohibited is a finding of the engine, and the other way round."""
    about = assessment("llama-4-maverick", "bloom-176b")
    use = {**USE, "domains": ["military", "transport"], "activities": ["weapons"]}
    stand = standing(about, given(behavioural_restrictions=use))
    for model, licence in (("llama-4-maverick", "Llama 4 Community"), ("bloom-176b", "BigScience RAIL 1.0")):
        told = next(it for it in stand.evaluation["models"] if it["model"] == model)
        found = {f["says"] for f in told["findings"] if f["code"] == "use.prohibited"}
        lists = [it for it in use_lists(about, stand).lists if it.licence == licence]
        assert found <= {f"{it.says} (item {it.item})" for one in lists for it in one.entries if it.css == "blocked"}
        assert found


def test_the_route_is_told_step_by_step_to_its_end():
    way = shown(route, eu_high_risk={**IN_SCOPE, "T1q": "yes", "T2q": "no", "T3q": "no", "T4q": "no", "T5q": "no"})
    steps = {step.title: step for step in way.steps}
    assert list(steps)[:3] == ["Does the Act apply?", "Your role", "Prohibited practices"]
    assert steps["Does the Act apply?"].follows == ("The Act reaches the system.",)
    assert steps["Does the Act apply?"].place == "Article 3(1)"
    assert steps["Prohibited practices"].follows == ("No prohibited practice is stated.",)
    assert "Article 50(1)" in steps["Transparency"].place
    assert way.css == "clear"
    assert way.ends.startswith("Not high-risk.")


def test_a_purpose_of_annex_iii_leads_the_route_to_high_risk():
    way = shown(route, eu_high_risk={**IN_SCOPE, "H5": ["A3-4a", "A3-5b"], "H6": "yes"})
    purposes = next(step for step in way.steps if step.title == "Purposes of Annex III")
    assert purposes.css == way.css == "conditions"
    assert len(purposes.follows) == 2
    assert "Recruiting" in way.ends
    assert "creditworthiness" in way.ends


def test_a_prohibited_practice_ends_the_route():
    way = shown(route, eu_high_risk={**IN_SCOPE, "P": ["P-f"]})
    steps = {step.title: step for step in way.steps}
    assert steps["Prohibited practices"].css == way.css == "blocked"
    assert steps["Products and their safety"].follows == ("Not looked into: a prohibited practice cannot be cured.",)


def test_out_of_scope_there_is_one_step():
    way = shown(route, eu_high_risk={"S1": "yes", "S2": ["none"]})
    assert [step.title for step in way.steps] == ["Does the Act apply?"]
    assert way.ends == "No link to the Union is known, so the Act does not apply."


def test_what_is_not_known_is_marked_as_assumed_and_a_ban_never_is():
    way = shown(route, eu_high_risk={**IN_SCOPE, "R1": "unknown", "P": ["unknown"]})
    given_answers = {it.asks[:20]: it for step in way.steps for it in step.given}
    assert given_answers["Is the system made b"].assumed
    practices = next(step for step in way.steps if step.title == "Prohibited practices")
    assert practices.follows[0].startswith("Not known. A ban is never assumed")
    assert not any(it.assumed for it in practices.given)


def test_before_an_answer_the_route_says_how_the_unknown_is_read():
    assert shown(route).css == "undecided"


def test_ones_own_change_is_measured_against_a_third_of_each_candidate():
    small = {"fine_tunes": "yes", "modification_flop": 5e21, "G0": "no"}
    rows = {row.model: row for row in shown(compute_tool, "llama-4-maverick", systemic_risk=small).rows}
    row = rows["Llama 4 Maverick"]
    assert row.flop == flop(2.244e24)
    assert "90 % range" in row.spread
    assert row.css == "clear"
    assert "0.2 % of it" in row.change
    assert "tokens" in row.tokens


def test_a_large_change_makes_a_provider_and_with_the_original_passes_the_line():
    large = {"fine_tunes": "yes", "modification_flop": 1e24}
    assert shown(compute_tool, "llama-4-maverick", systemic_risk=large).rows[0].css == "conditions"
    huge = {"fine_tunes": "yes", "modification_flop": 9e24}
    row = shown(compute_tool, "llama-4-maverick", systemic_risk=huge).rows[0]
    assert row.css == "blocked"
    assert row.change.endswith("Together they lie above the line of systemic risk.")


def test_between_the_low_end_of_the_range_and_the_best_figure_nothing_is_settled():
    between = {"fine_tunes": "yes", "modification_flop": 2e23}
    assert shown(compute_tool, "llama-4-maverick", systemic_risk=between).rows[0].css == "undecided"


def test_without_a_figure_the_guidelines_fallback_is_named():
    known = standing(assessment(), {}).context.catalogue.models
    model = next(it.id for it in known.values() if it.compute is None)
    for change, css in ((1e21, "clear"), (1e24, "conditions")):
        row = shown(compute_tool, model, systemic_risk={"fine_tunes": "yes", "modification_flop": change}).rows[0]
        assert (row.css, "where the original is not known" in row.change) == (css, True)


def test_who_changes_nothing_is_not_measured():
    tool_ = shown(compute_tool, "llama-4-maverick", systemic_risk={"fine_tunes": "no", "G0": "no"})
    assert not tool_.changes
    assert tool_.rows[0].change == ""
    assert tool_.follows[0][0].startswith("You provide no general-purpose model")


def test_the_figure_of_the_original_counts_for_the_one_third_rule():
    """A third of the stated original, not of the fallback, decides whether the changer becomes a provider."""
    changed = {"fine_tunes": "yes", "modification_flop": 1e23, "G0": "yes", "G1": "yes", "G2": "modified"}
    told = {**changed, "original_flop": 2.244e24, "original_systemic_risk": "no"}
    assert "too small" in shown(compute_tool, "llama-4-maverick", systemic_risk=told).follows[0][0]
    without = {**changed, "original_systemic_risk": "no"}
    assert "too small" not in shown(compute_tool, "llama-4-maverick", systemic_risk=without).follows[0][0]


def test_a_model_of_ones_own_below_the_line_has_no_systemic_risk():
    own = {"fine_tunes": "no", "G0": "yes", "G1": "yes", "G2": "own"}
    assert "systemic risk" in shown(compute_tool, systemic_risk=own).follows[0][0]
    assert "systemic risk" not in shown(compute_tool, systemic_risk={**own, "model_flop": 1e24}).follows[0][0]


def test_the_original_is_proposed_from_the_smallest_candidate():
    about = assessment("llama-4-maverick", "qwen3-32b")
    stand = standing(about, given(systemic_risk={"G0": "yes", "G1": "yes", "G2": "modified"}))
    field = stand.walk.asked["systemic-risk"].form.fields["original_flop"]
    assert field.initial == 2.244e24
    assert "Proposed: Llama 4 Maverick" in field.help_text


def test_three_tests_of_openness_stand_apart():
    seen = shown(openness, "llama-4-maverick", "olmo-2-7b")
    llama, apache = seen.licences
    assert [it.css for it in llama.osi] == ["blocked", "blocked"]
    assert llama.act.css == "blocked"
    assert [it.css for it in apache.osi] == ["clear", "clear"]
    assert len(apache.conditions) == 4
    assert all(it.why and it.place for it in (*llama.conditions, *apache.conditions))
    assert all(it.why and it.href.startswith("https://opensource.org/") for it in (*llama.osi, *apache.osi))
    assert [it.model for it in seen.models] == ["Llama 4 Maverick", "OLMo 2 7B"]
    assert all(len(it.exemption.steps) == 9 for it in seen.models)


def test_the_families_that_the_candidates_bring_come_first():
    seen = shown(families, "llama-4-maverick", "deepseek-r1")
    assert [it.id for it in seen.brought] == ["permissive", "community"]
    assert seen.brought[1].licences == "Llama 4 Community"
    assert len(seen.brought) + len(seen.others) == 6
    assert all(it.lets and it.watch for it in (*seen.brought, *seen.others))


def test_what_follows_from_the_answers_of_a_page_stands_after_them():
    about = assessment("llama-4-maverick")
    stand = standing(about, {})
    ours = ("licence-family", "osi-status", "behavioural-restrictions", "eu-high-risk", "systemic-risk")
    made = {item: tool(about, stand, ITEMS[item]) for item in ours}
    leads = {item: it.leads for item, it in made.items() if it is not None}
    assert leads["licence-family"]
    assert leads["osi-status"]
    assert not leads["behavioural-restrictions"]
    assert not leads["eu-high-risk"]
    assert not leads["systemic-risk"]
