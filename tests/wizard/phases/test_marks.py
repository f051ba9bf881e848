"""Lists that are drawn up line by line, and what a person says of single lines."""

from __future__ import annotations

import pytest

from catalog.ambient import current_catalog
from tests.wizard.phases.checklist import filled, stored, surroundings
from wizard.phases.parts import parts_of
from wizard.phases.restrictions import drawn_up

LLAMA = "marks-llama-4-community"
AGREED = {"agreed-llama-4-community": "yes", "use_policy_reviewed": "yes"}


def on(name, key, kind, words):
    """The two controls of one line as a browser sends them."""
    return {f"{name}.{key}": kind, f"{name}.{key}.words": words}


@pytest.fixture
def context():
    return surroundings("llama-4-maverick")


def test_the_list_has_every_subject_with_clause_and_source():
    catalogue = current_catalog()
    lines = {line.key: line for line in drawn_up(catalogue.licences["llama-4-community"], catalogue)}
    assert {"threshold", "output-training", "output-naming", "territory", "attribution", "propagation"} <= set(lines)
    assert {"use-1.5-prohibited", "use-1.5-limited"} <= set(lines)
    assert lines["threshold"].place == "section 2"
    assert "Meta" in lines["threshold"].also
    assert all(line.href.startswith("https://") and line.place for line in lines.values())


def test_every_line_of_every_licence_has_a_key_of_its_own():
    catalogue = current_catalog()
    for licence in catalogue.licences.values():
        keys = [line.key for line in drawn_up(licence, catalogue)]
        assert len(keys) == len(set(keys))
        assert not any("\n" in key or key.endswith(".words") for key in keys)


def test_a_topic_on_which_only_the_guide_restricts_is_a_line_too():
    catalogue = current_catalog()
    lines = {line.key: line for line in drawn_up(catalogue.licences["llama-4-community"], catalogue)}
    assert lines["output-training"].says == "Outputs may train any model; the price is a name, not a ban."
    assert lines["output-training"].also.startswith("Outputs may not improve any language model")


def test_a_dispute_and_a_note_are_kept_told_and_only_the_dispute_is_contested(context):
    form = filled(
        "restrictions",
        context,
        **AGREED,
        **on(LLAMA, "threshold", "dispute", "We hold a licence for more."),
        **on(LLAMA, "use-3.4-limited", "note", "No machines here."),
    )
    assert form.is_valid()
    assert form.collected()[LLAMA] == {
        "threshold": {"kind": "dispute", "words": "We hold a licence for more."},
        "use-3.4-limited": {"kind": "note", "words": "No machines here."},
    }
    kept = stored("restrictions", context, **form.collected())
    lines = dict(kept.lines())
    assert lines["Llama 4 Community: Limit of scale, disputed"].endswith("We hold a licence for more.")
    assert "No machines here." in lines["Llama 4 Community: Use, item 3.4, with a note"]
    assert [point for point, _why in kept.contested()] == ["Llama 4 Community: Limit of scale, disputed"]


def test_a_dispute_without_a_reason_is_refused_at_its_line_and_kept_while_it_is_written(context):
    typed = {**AGREED, **on(LLAMA, "threshold", "dispute", ""), **on(LLAMA, "territory", "note", "Seat is in Oslo.")}
    refused = filled("restrictions", context, **typed)
    assert refused.errors == {LLAMA: ["Limit of scale: say why, so that the reviewer can judge it."]}
    writing = filled("restrictions", context, **typed)
    writing.pardon_gaps()
    assert writing.is_valid()
    assert set(writing.collected()[LLAMA]) == {"threshold", "territory"}
    kept = stored("restrictions", context, **writing.collected())
    assert kept.missing() == [LLAMA]
    assert kept.asks(LLAMA).startswith("Llama 4 Community: ")


def test_words_without_a_choice_are_a_note(context):
    form = filled("restrictions", context, **AGREED, **on(LLAMA, "notice", "", "In the app, under “About”."))
    assert form.collected()[LLAMA]["notice"]["kind"] == "note"


def test_what_no_report_could_print_is_refused(context):
    long = filled("restrictions", context, **AGREED, **on(LLAMA, "notice", "note", "x" * 300))
    assert "more than 200 characters stand without one" in long.errors[LLAMA][0]
    endless = filled("restrictions", context, **AGREED, **on(LLAMA, "notice", "note", "a b " * 2000))
    assert "shorten the words to 4,000 characters" in endless.errors[LLAMA][0]


def test_marks_come_back_from_a_file_as_they_were(context):
    field = stored("restrictions", context).question(LLAMA)
    kept = {"threshold": {"kind": "dispute", "words": "Two\nlines."}, "notice": {"kind": "note", "words": "Done."}}
    assert field.stored(field.clean(field.prepare_value(kept))) == kept


def test_a_mark_on_a_line_that_there_is_not_is_dropped(context):
    form = filled("restrictions", context, **AGREED, **on(LLAMA, "no-such-line", "dispute", "Why not?"))
    assert form.is_valid()
    assert LLAMA not in form.collected()


def test_what_is_missing_in_a_list_is_contested_too(context):
    form = stored(
        "restrictions",
        context,
        **{"agreed-llama-4-community": "no", "reason-llama-4-community": "Section 9 is left out."},
    )
    assert form.contested() == [("Llama 4 Community: something is missing", "Section 9 is left out.")]


def test_marks_show_again_what_was_typed(context):
    form = filled("restrictions", context, **on(LLAMA, "threshold", "dispute", "Half a sen"))
    row = next(row for row in form[LLAMA].rows() if row.line.key == "threshold")
    assert (row.mark.kind, row.mark.words) == ("dispute", "Half a sen")
    assert [kind for kind, _label, chosen in row.kinds if chosen] == ["dispute"]


def test_weights_code_and_outputs_are_three_answers_for_each_candidate():
    form = stored("weights-code-outputs", surroundings("llama-4-maverick", "deepseek-r1"))
    rows = {row.line.key: row.line for row in form["parts-llama-4-maverick"].rows()}
    assert list(rows) == ["weights", "code", "outputs"]
    assert rows["weights"].effect == "Llama 4 Community"
    assert rows["code"].effect == "Not known"
    assert "must begin its name with “Llama”" in rows["outputs"].says
    free = {row.line.key: row.line for row in form["parts-deepseek-r1"].rows()}
    assert free["outputs"].says == "No licence in force says anything of outputs, so it leaves them free."


def test_a_licence_that_a_base_model_brings_is_named_with_the_weights():
    form = stored("weights-code-outputs", surroundings("deepseek-r1-distill-llama-70b"))
    weights = next(form["parts-deepseek-r1-distill-llama-70b"].rows()).line
    assert "Inherited from its base, and binding as well: Llama 3" in weights.says


def test_the_three_answers_can_be_given_for_every_model():
    context = surroundings()
    for model in context.catalogue.models.values():
        lines = list(parts_of(model, context))
        assert [line.key for line in lines] == ["weights", "code", "outputs"]
        assert all(line.effect and line.says for line in lines)


def test_a_correction_stands_with_its_model_and_states_no_fact():
    name = "parts-deepseek-r1"
    form = filled(
        "weights-code-outputs",
        surroundings("deepseek-r1"),
        **{"uses": ["weights"], "delivery": ["internal"], "right-deepseek-r1": "yes"},
        **on(name, "code", "dispute", "Apache 2.0, by the LICENSE-CODE file."),
    )
    assert form.is_valid()
    kept = stored("weights-code-outputs", surroundings("deepseek-r1"), **form.collected())
    assert kept.facts() == {"use": {"delivery": ["internal"]}}
    assert [point for point, _why in kept.contested()] == ["DeepSeek-R1: Code, disputed"]


def test_a_family_that_is_seen_differently_is_contested():
    told = {"family-Apache-2.0": "copyleft", "why-Apache-2.0": "A clause was added."}
    form = stored("licence-family", surroundings("olmo-2-7b"), **told)
    (point, why), *_ = form.contested()
    assert point == "Apache 2.0: family"
    assert why.endswith("A clause was added.")
