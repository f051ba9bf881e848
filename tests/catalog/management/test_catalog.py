"""`manage.py catalog` tells editions and their differences, and releases an edition once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog import ambient


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("catalog", *arguments, stdout=out)
    return out.getvalue()


def test_editions_are_listed_with_their_hashes() -> None:
    assert f"2026.11.1  {ambient.published()['2026.11.1']}" in said("editions")
    assert ambient.edition().edition.version in said("editions")


def test_the_difference_is_told_by_kind() -> None:
    told = said("diff", "2026.11.1")
    assert "Guidance\n  " in told
    assert "\nSources\n  " in told


def test_an_edition_does_not_differ_from_itself() -> None:
    assert said("diff", "2026.11.1", "2026.11.1") == "Nothing changed that a verdict could depend on.\n"


def test_an_unknown_edition_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(CommandError, match=r"“2020.1.1” is not known. Use one of: 2026.11.1, 2026.11.2\.$"):
        said("diff", "2020.1.1")
