"""A copy of the real catalogue that a test may break, and what the real one says of itself."""

import marshal
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.knowledge import loading
from catalog.knowledge.integrity import problems
from catalog.knowledge.loading import Loaded, Problem, load
from tests.support.languages import assert_translatable

DATA = Path(__file__).parents[3] / "catalog" / "data"

Change = Callable[[dict[str, Any]], None]


class Copy:
    """A private copy of `catalog/data`; `edit` rewrites one file through a change to its parsed content."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def edit(self, file: str, change: Change) -> None:
        """Change the parsed content of a file and write it back."""
        path = self.root / file
        content = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        change(content)
        self.write(file, yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True))

    def write(self, file: str, text: str) -> None:
        """Replace a file."""
        (self.root / file).write_text(text, encoding="utf-8")

    def found(self) -> list[Problem]:
        """Return what loading and integrity refuse now, each in words that a translator can reach."""
        loaded = load(self.root)
        found = loaded.problems or problems(loaded)
        assert_translatable(found)
        return found


_PARSED: dict[str, bytes] = {}


@pytest.fixture(autouse=True, scope="module")
def each_file_is_parsed_once() -> Iterator[None]:
    """Parse only what a test has changed: of the hundreds of files in its copy, all but one are as they were."""
    parse = yaml.load

    def once(text: Any, *kind: Any, **named: Any) -> Any:
        if kind != (loading._Strict,):
            return parse(text, *kind, **named)
        if text not in _PARSED:
            _PARSED[text] = marshal.dumps(parse(text, *kind))
        return marshal.loads(_PARSED[text])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "load", once)
        yield


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Return a fresh copy of the real data."""
    return Copy(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """Return the real catalogue as it was loaded, for reading only."""
    return load(DATA)
