from catalog.ambient import current_law
from catalog.knowledge.index import Catalogue
from catalog.presenters.models_compare import POINTS, Comparison, comparison


def compared(catalogue: Catalogue, *names: str, differences_only: bool = False) -> Comparison:
    return comparison(names, catalogue, current_law().compute, differences_only=differences_only)


def test_models_stand_side_by_side_in_the_order_asked_for(catalogue: Catalogue) -> None:
    page = compared(catalogue, "mistral-large-2", "deepseek-v3")
    assert [each.id for each in page.picked] == ["mistral-large-2", "deepseek-v3"]
    assert [row.label for row in page.rows] == [label for label, _ in POINTS]
    assert page.trouble == ()
    risk = next(row for row in page.rows if row.label == "Systemic risk")
    assert [cell.says[0].label for cell in risk.cells] == ["Presumed", "Not presumed"]
    assert risk.differ


def test_only_differences_leave_out_what_is_the_same_and_count_it(catalogue: Catalogue) -> None:
    everything = compared(catalogue, "qwen3-8b", "qwen3-32b")
    page = compared(catalogue, "qwen3-8b", "qwen3-32b", differences_only=True)
    assert page.rows == tuple(row for row in everything.rows if row.differ)
    assert page.left_out.startswith(f"{len(everything.rows) - len(page.rows)} points on which they agree")


def test_licences_in_force_lead_to_their_own_comparison(catalogue: Catalogue) -> None:
    page = compared(catalogue, "deepseek-r1-distill-llama-70b", "qwen3-8b")
    assert page.licences == "/licences/compare/?id=MIT&id=llama-3.3-community&id=Apache-2.0"
    assert compared(catalogue, "qwen3-8b", "qwen3-32b").licences == ""


def test_any_name_of_a_model_will_do_and_counts_once(catalogue: Catalogue) -> None:
    page = compared(catalogue, "Qwen/Qwen3-8B", "qwen3-8b", "deepseek-v3")
    assert [each.id for each in page.picked] == ["qwen3-8b", "deepseek-v3"]


def test_what_is_unknown_or_too_much_is_told(catalogue: Catalogue) -> None:
    page = compared(catalogue, "zzz", "qwen3-8b")
    assert page.rows == ()
    assert page.trouble[0] == "This catalogue has no model “zzz”."
    assert page.trouble[1].startswith("Choose at least two models")
    five = ["qwen3-8b", "qwen3-32b", "deepseek-v3", "deepseek-r1", "mistral-7b"]
    full = compared(catalogue, *five)
    assert (len(full.picked), full.full) == (4, True)
    left_out = catalogue.models["mistral-7b"].name
    assert full.trouble == (f"At most 4 models fit side by side: {left_out} and what came after it is left out.",)
