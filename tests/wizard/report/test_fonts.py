"""Finding the typefaces."""

from pathlib import Path

import pytest

from tests.wizard.report import sample
from wizard.report.fonts import find
from wizard.report.problems import RenderProblem


@pytest.mark.parametrize(
    ("missing", "package"),
    [
        ("NotoSerif-Bold.ttf", "fonts-noto-core"),
        ("NotoSansMono-Regular.ttf", "fonts-noto-mono"),
        ("DroidSansFallback.ttf", "fonts-droid-fallback"),
    ],
)
def test_a_missing_font_is_named_with_its_package(tmp_path: Path, missing: str, package: str) -> None:
    for folder in sample.FONT_FOLDERS:
        for font in folder.rglob("*.ttf"):
            if font.name != missing:
                (tmp_path / font.name).symlink_to(font)
    with pytest.raises(RenderProblem, match=rf"The font {missing} is missing; install the package {package}"):
        find([tmp_path])


def test_a_folder_that_is_not_there_has_no_fonts(tmp_path: Path) -> None:
    with pytest.raises(RenderProblem, match="is missing"):
        find([tmp_path / "nothing"])
