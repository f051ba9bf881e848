"""The typefaces of the report. They are embedded in it, so that it looks the same in ten years."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from catalog.presenters.language import gettext as _
from wizard.report.problems import RenderProblem

_FILES = {
    "sans": ("NotoSans-Regular.ttf", "fonts-noto-core"),
    "sans_bold": ("NotoSans-Bold.ttf", "fonts-noto-core"),
    "sans_italic": ("NotoSans-Italic.ttf", "fonts-noto-core"),
    "serif": ("NotoSerif-Regular.ttf", "fonts-noto-core"),
    "serif_bold": ("NotoSerif-Bold.ttf", "fonts-noto-core"),
    "mono": ("NotoSansMono-Regular.ttf", "fonts-noto-mono"),
    "wide": ("DroidSansFallback.ttf", "fonts-droid-fallback"),
}


@dataclass(frozen=True)
class Fonts:
    """One TrueType file per role. `wide` holds Chinese, Japanese and Korean."""

    sans: Path
    sans_bold: Path
    sans_italic: Path
    serif: Path
    serif_bold: Path
    mono: Path
    wide: Path

    def coverage(self) -> frozenset[int]:
        """Return every code point that the report can show: one of the fonts that any text falls back to has it."""
        return frozenset().union(*(_code_points(path) for path in (self.sans, self.mono, self.wide)))


def find(folders: Iterable[Path]) -> Fonts:
    """Find the files below `folders`. Raises `RenderProblem` naming the system package that brings a missing one."""
    known = {path.name: path for folder in folders for path in sorted(folder.rglob("*.ttf"))}
    for name, package in _FILES.values():
        if name not in known:
            words = _("The font %(name)s is missing; install the package %(package)s, or run ./dev setup.")
            raise RenderProblem(words % {"name": name, "package": package})
    return Fonts(**{field.name: known[_FILES[field.name][0]] for field in fields(Fonts)})


@cache
def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
