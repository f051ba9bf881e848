import re
from dataclasses import replace
from itertools import combinations

import pytest

from catalog.knowledge.index import Catalogue
from catalog.presenters.lineage import ROW, Tree, descendants, hidden, tree
from tests.support.many_models import made_up


def drawn(catalogue: Catalogue, model: str) -> Tree:
    found = tree(catalogue.models[model], catalogue)
    assert found is not None
    return found


@pytest.fixture
def tangled(catalogue: Catalogue) -> Catalogue:
    """Five made-up models with crossing lines: each is built on several of those before it."""
    bases = {0: (), 1: (0,), 2: (0, 1), 3: (0,), 4: (0, 1, 2, 3)}
    made = made_up(catalogue, 5)
    ids = list(made)
    models = {
        ids[number]: made[ids[number]].model_copy(update={"base_models": tuple(ids[base] for base in on)})
        for number, on in bases.items()
    }
    return replace(catalogue, models={**catalogue.models, **models})


def all_trees(catalogue: Catalogue) -> list[tuple[str, Tree]]:
    found = ((model.id, tree(model, catalogue)) for model in catalogue.models.values())
    return [(name, each) for name, each in found if each is not None]


def lineage(catalogue: Catalogue, model: str) -> set[str]:
    return {model}.union(*(lineage(catalogue, base) for base in catalogue.models[model].base_models))


def test_every_model_of_a_lineage_is_drawn_once_and_itself_last(tangled: Catalogue) -> None:
    trees = all_trees(tangled)
    assert len(trees) > 5
    for model, found in trees:
        ids = [node.id for node in found.nodes]
        assert len(ids) == len(set(ids))
        assert set(ids) == lineage(tangled, model)
        assert ids[-1] == model


def test_a_base_stands_above_what_was_built_on_it(tangled: Catalogue) -> None:
    for _, found in all_trees(tangled):
        heights = {node.id: node.y for node in found.nodes}
        assert {(edge.base, edge.child) for edge in found.edges} == {
            (base, child) for child in heights for base in tangled.models[child].base_models
        }
        assert all(heights[edge.base] < heights[edge.child] for edge in found.edges)


def test_rows_do_not_touch_and_nothing_leaves_the_drawing(tangled: Catalogue) -> None:
    for _, found in all_trees(tangled):
        for above, below in combinations(found.nodes, 2):
            assert below.y - above.y >= ROW
        assert all(node.left >= 0 and node.text + 7.8 * len(node.name) <= found.width + 8 for node in found.nodes)
        assert found.nodes[-1].y + 46 <= found.height
        assert all(int(x) >= 0 for edge in found.edges for x in re.findall(r"[MQV ](-?\d+)", edge.path))


def test_lines_side_by_side_have_lanes_of_their_own(tangled: Catalogue) -> None:
    found = drawn(tangled, "made-up-00004")
    rows = {node.id: row for row, node in enumerate(found.nodes)}
    lanes = [
        (rows[edge.base], rows[edge.child], edge.path.split("Q")[1].split()[0])
        for edge in found.edges
        if "Q" in edge.path
    ]
    assert len(lanes) > 2
    for (start, end, lane), (other_start, other_end, other) in combinations(lanes, 2):
        if start < other_end and other_start < end:
            assert lane != other


def test_the_drawing_says_in_words_what_it_shows(catalogue: Catalogue) -> None:
    found = drawn(catalogue, "deepseek-r1-distill-llama-70b")
    assert found.title == "What DeepSeek-R1-Distill-Llama-70B was built on"
    for node in found.nodes:
        assert node.model.label in found.desc
    assert "Llama 3.3 70B Instruct: Llama 3.3 Community (its licence binds here)" in found.desc


def test_each_node_names_what_is_in_force_there_and_whether_it_binds_here(catalogue: Catalogue) -> None:
    nodes = {node.id: node for node in drawn(catalogue, "deepseek-r1-distill-llama-70b").nodes}
    assert [link.label for link in nodes["deepseek-r1-distill-llama-70b"].in_force] == ["MIT", "Llama 3.3 Community"]
    assert nodes["llama-3.3-70b"].state == "binds"
    assert nodes["llama-3.1-70b"].state == "free"
    assert nodes["llama-3.1-70b"].why.startswith("Does not bind")


def test_without_a_base_nothing_is_drawn(catalogue: Catalogue) -> None:
    assert tree(catalogue.models["mistral-7b"], catalogue) is None


def test_what_was_built_on_a_model_says_where_its_licence_binds(catalogue: Catalogue) -> None:
    found = {link.href: link.note for link in descendants(catalogue.models["llama-3.1-8b"], catalogue)}
    assert found["/models/deepseek-r1-distill-llama-8b/"] == "this licence binds there too"
    assert found["/models/llama-3.2-1b/"] == ""


def test_what_the_label_hides_is_said_once_with_what_to_do(catalogue: Catalogue) -> None:
    found = hidden(catalogue.models["deepseek-r1-distill-llama-70b"], catalogue)
    assert [it.kind for it in found] == ["stripped", "name-prefix"]
    assert found[0].says == (
        "The label says MIT, but Llama 3.3 70B Instruct of Meta is under Llama 3.3 Community, which still binds."
    )
    assert all(it.remedy for it in found)
