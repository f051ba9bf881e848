from __future__ import annotations

import io
import zipfile

import pytest

from catalog.ambient import current_catalog
from wizard.interchange.notices import escaped
from wizard.interchange.owed import papers
from wizard.interchange.package import checklist, contents, package, restrictions

LICENCES = sorted(current_catalog().licences)
FILES = ["CHECKLIST.md", "LICENSES.md", "MODEL-CARD.md", "NOTICE.txt", "RESTRICTIONS.md"]


def under(licence):
    catalogue = current_catalog()
    return papers(catalogue.models["qwen3-32b"], [licence], catalogue, {})


def test_a_package_holds_its_files_in_one_folder_and_opens_everywhere(papers_of):
    archive = zipfile.ZipFile(io.BytesIO(package(papers_of("llama-4-maverick"), "Llama-Shop")))
    assert archive.testzip() is None
    assert archive.namelist() == [f"llama-4-maverick-notices/{file}" for file in FILES]
    assert archive.read("llama-4-maverick-notices/NOTICE.txt").decode().startswith("NOTICE\n")


@pytest.mark.parametrize("licence", LICENCES)
def test_equal_papers_give_equal_bytes(licence):
    assert package(under(licence), "Acme-7B") == package(under(licence), "Acme-7B")


@pytest.mark.parametrize("licence", LICENCES)
def test_every_restriction_is_in_the_summary_with_its_number(licence):
    text = restrictions(under(licence))
    items = current_catalog().licences[licence].terms.use_restrictions.text.value.items
    assert all(escaped(item.says) in text and f"({escaped(item.item)})" in text for item in items)
    assert items or "propagation" in str(under(licence)) or "No use is restricted." in text


@pytest.mark.parametrize("licence", LICENCES)
def test_everything_a_licence_asks_for_is_on_the_list_to_tick(licence):
    made = under(licence)
    text = checklist(made, "Acme-7B")
    for due in made.bound[0].dues:
        assert due.topic == "output-naming" or escaped(due.says) in text
        assert escaped(due.label) in text


def test_the_list_proposes_a_name_where_the_chosen_one_does_not_fit(papers_of):
    made = papers_of("llama-4-maverick")
    assert "“Acme-7B” does not; “Llama-Acme-7B” would." in checklist(made, "Acme-7B")
    assert "“Llama-Shop” does." in checklist(made, "Llama-Shop")
    assert "No name is chosen yet" in checklist(made, None)


def test_a_permissive_licence_leaves_a_short_list():
    files = contents(under("MIT"), "Acme-7B")
    assert "No use is restricted." in files["RESTRICTIONS.md"]
    assert files["CHECKLIST.md"].count("- [ ]") == 2
