from catalog.knowledge.guidance import About
from catalog.knowledge.index import Catalogue
from catalog.presenters import guide, guide_families
from catalog.presenters.readings import Shelf


def test_guide_and_ruling_stand_side_by_side_each_with_its_source(catalogue: Catalogue, shelf: Shelf) -> None:
    ruled = [it.ruled for it in guide.trap_list(catalogue, shelf)]
    ruled += [it.ruled for it in guide.answer_list(catalogue, shelf)]
    ruled += guide.practice_list(catalogue, shelf)
    assert len(ruled) == 15
    for point in ruled:
        theirs, ours = point.readings
        assert (theirs.title, theirs.applies) == ("The guide", "")
        assert (ours.title, ours.applies) == ("Our ruling", "Applies")
        assert all((theirs.says, theirs.clause, theirs.url, ours.says, ours.clause, ours.url))
        assert point.accord in guide.ACCORD.values()


def test_a_statement_from_the_law_cites_an_article_and_one_from_a_licence_a_section(
    catalogue: Catalogue, shelf: Shelf
) -> None:
    act = guide.said_view("", catalogue.disagreements["act-and-osi"].ruling, shelf)
    assert act.clause == "paragraphs 78 to 86"
    assert guide.said_view("", catalogue.faq["eu-high-risk"].ruling, shelf).clause.startswith("Articles 6(2), 8 to 22")
    assert guide.said_view("", catalogue.traps["affiliate-aggregation"].ruling, shelf).clause == "section 2"


def test_an_article_is_cited_by_its_kind() -> None:
    assert guide.article("53(2)") == "Article 53(2)"
    assert guide.article("8 to 22") == "Articles 8 to 22"
    assert guide.article("Annex III") == "Annex III"


def test_what_a_statement_concerns_is_linked_at_its_topic(catalogue: Catalogue) -> None:
    about = About(licences=("gemma-terms",), models=("qwen3-32b",), topics=("use-restrictions",), articles=("53(2)",))
    assert [link.href for link in guide.about_links(about, catalogue)] == [
        "/licences/gemma-terms/#use-restrictions",
        "/models/qwen3-32b/",
        "/ai-act/",
    ]


def test_the_checklist_counts_twenty_items_through_four_phases(catalogue: Catalogue, shelf: Shelf) -> None:
    phases = guide.checklist(catalogue, shelf)
    assert [len(phase.tasks) for phase in phases] == [5, 5, 5, 5]
    assert [task.number for phase in phases for task in phase.tasks] == list(range(1, 21))
    assert phases[0].tasks[0].ruled.id == "licence-text"


def test_a_families_licences_are_counted_and_linked(catalogue: Catalogue, shelf: Shelf) -> None:
    families = guide_families.family_list(catalogue, shelf)
    assert [family.ruled.id for family in families][:3] == ["permissive", "copyleft", "community"]
    number = sum(licence.family == "community" for licence in catalogue.licences.values())
    assert families[2].licences.label.startswith(f"{number} licences")
    assert families[2].licences.href == "/licences/?family=community"


def test_who_forbids_what_follows_from_each_texts_own_list(catalogue: Catalogue, shelf: Shelf) -> None:
    rows = {row.licence.label: row for row in guide_families.rail_view(catalogue, shelf).licences}
    deepseek = {effect.category: effect for effect in rows["DeepSeek License 1.0"].effects}
    military = next(it.title for it in catalogue.rail.categories if it.id == "military-weapons")
    assert (deepseek[military].word, deepseek[military].items) == ("Prohibited", "2")
    bigscience = {effect.category: effect for effect in rows["BigScience RAIL 1.0"].effects}
    assert (bigscience[military].word, bigscience[military].items) == ("Absent", "")
    bigcode = {effect.category: effect.word for effect in rows["BigCode OpenRAIL-M"].effects}
    assert bigcode["Discrimination"] == "Limited"
    assert "MIT" not in rows


def test_only_texts_with_a_list_are_in_the_table_and_the_rest_are_counted(catalogue: Catalogue, shelf: Shelf) -> None:
    view = guide_families.rail_view(catalogue, shelf)
    without = sum(not it.terms.use_restrictions.text.value.items for it in catalogue.licences.values())
    assert len(view.licences) + without == len(catalogue.licences)
    assert f"The other {without} licences" in view.without


def test_enforcement_says_what_could_be_verified(catalogue: Catalogue, shelf: Shelf) -> None:
    cases = guide_families.case_list(catalogue, shelf)
    assert [case.ruled.id for case in cases] == ["stable-diffusion", "starcoder-malware"]
    for case in cases:
        assert [it.title for it in case.readings] == ["The guide", "Our ruling", "What could be verified"]


def test_growth_after_the_release_counts_for_the_guide_alone(catalogue: Catalogue, shelf: Shelf) -> None:
    lines = {line.ruled.id: line for line in guide_families.counting_list(catalogue, shelf)}
    assert (lines["later-growth"].guide, lines["later-growth"].text) == ("Counts", "Does not count")
    assert lines["own-staff"].text == "Not stated"
    assert lines["all-products"].same
    links = guide_families.counting_licences(catalogue)
    assert all(link.href.endswith("/#threshold") for link in links)


def test_the_qwen_table_shows_the_licence_of_each_models_text(catalogue: Catalogue, shelf: Shelf) -> None:
    row = next(it for it in guide_families.qwen_list(catalogue, shelf) if it.ruled.title == "Qwen3-235B")
    assert (row.guide.href, row.limit) == ("/licences/qwen-license-2024/", "100 million monthly users")
    assert [licence.label for _, licence in row.models] == ["Apache 2.0"]
