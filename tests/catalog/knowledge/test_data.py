"""The published catalogue itself: sound, and true to the guide and the texts where they matter most."""

from catalog.knowledge.integrity import problems
from catalog.knowledge.loading import Loaded
from catalog.knowledge.terms import MATRIX_TOPICS, TOPICS


def test_every_file_loads_without_a_problem(loaded: Loaded) -> None:
    assert [str(problem) for problem in loaded.problems] == []


def test_the_files_agree_with_each_other(loaded: Loaded) -> None:
    assert [str(problem) for problem in problems(loaded)] == []


def test_the_guides_matrix_is_complete(loaded: Loaded) -> None:
    rows = sorted((it.guide_row.place, it) for it in loaded.licences.values() if it.guide_row)
    assert [place for place, _ in rows] == list(range(1, 16))
    assert all(licence.terms.term(topic).guide for _, licence in rows for topic in MATRIX_TOPICS)


def test_every_topic_has_a_text_reading_with_clause(loaded: Loaded) -> None:
    for licence in loaded.licences.values():
        assert all(licence.terms.term(topic).text.clause for topic in TOPICS), licence.id


def test_the_guides_models_carry_what_the_texts_say(loaded: Loaded) -> None:
    pairs = {
        "deepseek-v3": ("deepseek-license-1.0", "deepseek-mit"),
        "qwen3-235b": ("Apache-2.0", "qwen-license-2024"),
        "qwen2.5-vl-7b": ("Apache-2.0", "qwen-license-2024"),
        "yi-34b": ("yi-apache", "yi-community-2.1"),
        "sdxl-1.0": ("openrail++-m", "creativeml-openrail-m"),
        "llama-4-maverick": ("llama-4-community", "llama-4-community"),
    }
    for model_id, (text, guide) in pairs.items():
        term = loaded.models[model_id].weights_licence
        assert (term.text.value, term.guide and term.guide.value) == (text, guide), model_id


def test_a_licence_that_nobody_could_verify_is_marked_so(loaded: Loaded) -> None:
    unread = [it.id for it in loaded.models.values() if it.weights_licence.text.confidence == "knowledge"]
    expected = ["deepseek-r1-0528-qwen3-8b", "jamba-1.5-mini", "jamba-reasoning-3b", "mt5-xxl", "qwen2.5-vl-3b"]
    assert unread == expected


def test_every_compute_figure_names_its_origin(loaded: Loaded) -> None:
    figures = [model.compute for model in loaded.models.values() if model.compute]
    assert figures
    for figure in figures:
        assert figure.basis != "epoch-estimate" or "Epoch AI" in figure.source
