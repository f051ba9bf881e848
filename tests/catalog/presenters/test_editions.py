from dataclasses import replace

from catalog.knowledge.index import Catalogue
from catalog.presenters.editions import comparison, edition_list


def renamed(catalogue: Catalogue, **changes: object) -> Catalogue:
    """The same edition with one licence changed, under another hash."""
    licence = catalogue.licences["gemma-terms"].model_copy(update=changes)
    return replace(catalogue, licences={**catalogue.licences, "gemma-terms": licence}, sha256="f" * 64)


def test_editions_stand_with_their_hash_the_newest_first(catalogue: Catalogue) -> None:
    here = catalogue.edition.version
    listed = edition_list(catalogue, {"2025.1.1": "a" * 64})
    assert [it.version for it in listed] == [here, "2025.1.1"]
    assert listed[0].sha256 == catalogue.sha256
    assert listed[0].state == "In use here, not released yet"
    assert listed[1].state == "Released"
    assert edition_list(catalogue, {here: catalogue.sha256})[0].state == "Released, in use here"


def test_the_same_edition_shows_no_change(catalogue: Catalogue) -> None:
    found = comparison(catalogue, catalogue, wording=True)
    assert found.count == "No change on which a verdict could depend."
    assert (found.matters, found.wording, found.hidden) == ((), (), "")


def test_what_matters_stands_first_and_wording_only_on_demand(catalogue: Catalogue) -> None:
    new = renamed(catalogue, family="custom" if catalogue.licences["gemma-terms"].family != "custom" else "community")
    found = comparison(catalogue, new, wording=False)
    assert [(group.title, group.entries[0][0]) for group in found.matters] == [
        ("Licences", catalogue.licences["gemma-terms"].short)
    ]
    words = renamed(catalogue, steward="Somebody else")
    hidden = comparison(catalogue, words, wording=False)
    assert (hidden.matters, hidden.wording) == ((), ())
    assert hidden.hidden == "1 change of wording, sources and days of reading"
    shown = comparison(catalogue, words, wording=True)
    assert "Somebody else" in shown.wording[0].entries[0][1][0].says


def test_what_came_and_what_went_is_listed_by_name(catalogue: Catalogue) -> None:
    fewer = replace(
        catalogue,
        models={name: it for name, it in catalogue.models.items() if name != "qwen3-32b"},
        sha256="d" * 64,
    )
    name = catalogue.models["qwen3-32b"].name
    gone, back = comparison(catalogue, fewer, wording=False), comparison(fewer, catalogue, wording=False)
    assert [(group.title, group.removed, group.entries) for group in gone.matters] == [("Models", (name,), ())]
    assert [(group.title, group.added, group.entries) for group in back.matters] == [("Models", (name,), ())]
