"""Mutation testing of the engine: change one thing, and see whether a test notices. `./dev mutate [FILE...]`.

Sentences are left alone: their wording is judged by readers, and that each finding has its sentences is a test of its
own. A word without a space is a code, a key or a place, and is changed once.

Of all tests that reach a mutant, those on its own subject come first: they notice most, and the first notice is enough.

Paths among the arguments narrow everything to these files. `score` counts what became of their mutants, and sets those
that survive apart from those of which `equivalent.yaml` says why nobody could see them.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import click
import libcst
import yaml
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation import mutators
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.runners.harness import PytestRunner
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

CASES = Path("tests/cases/engine")
SUBJECTS = {
    "passing_on": "duties",
    "counting": "scale",
    "growth": "scale",
    "agreements": "settled",
    "general": "unread",
}
JUDGED = Path(__file__).with_name("equivalent.yaml")


def changed_word(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
    """Another word in place of a word; nothing in place of a sentence or of an empty text."""
    if isinstance(node, libcst.SimpleString) and node.raw_value and " " not in node.raw_value:
        yield node.with_changes(value=f"{node.prefix}{node.quote}XX{node.raw_value}XX{node.quote}")


def changed_line(mutant: str, path: Path) -> str:
    """What a mutant says instead: its new lines, in one."""
    lines = get_diff_for_mutant(mutant, path=path).splitlines()[2:]
    return " ".join(line[1:].strip() for line in lines if line.startswith("+"))


def judged() -> set[tuple[str, str]]:
    """The file and the new line of every mutant that was judged to change nothing that anybody can see."""
    reasons = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    return {(path, line) for path, entries in reasons.items() for entry in entries for line in entry["lines"]}


@cli.command()
def score() -> None:
    """Count what became of the mutants, and show those that survived without a reason."""
    equivalent, whole = judged(), Counter[str]()
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found = Counter(status_by_exit_code[code] for code in data.exit_code_by_key.values())
        for mutant, code in data.exit_code_by_key.items():
            if status_by_exit_code[code] == "survived":
                line = changed_line(mutant, path)
                known = (str(path), line) in equivalent
                found["judged equivalent"] += known
                if not known:
                    click.echo(f"  {mutant}\n    {line}")
        whole += found
        click.echo(f"{path}: {dict(found)}")
    click.echo(f"In all {sum(whole.values()) - whole['judged equivalent']} mutants: {dict(whole)}")


class NearestFirst:
    """Puts tests in order. `cases` holds the file of each case by its name."""

    def __init__(self) -> None:
        text = {path.stem: path.read_text(encoding="utf-8") for path in CASES.glob("*.yaml")}
        self.cases = {case["name"]: stem for stem, cases in text.items() for case in yaml.safe_load(cases)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Of a published case the subject is its file, of another test the file that it stands in."""
        changed = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")[0].rpartition(".")[2]
        subject = SUBJECTS.get(changed, changed)
        items.sort(key=lambda item: subject not in (self.cases.get(_parameter(item)), item.path.stem[len("test_") :]))


def _parameter(item: Any) -> str:
    return str(item.name).partition("[")[2].removesuffix("]")


def in_order(run: Any, order: NearestFirst) -> Any:
    """Wrap the call of pytest so that it puts its tests in order."""

    def execute(runner: PytestRunner, params: list[str], plugins: Iterable[Any] = ()) -> int:
        return cast("int", run(runner, params, plugins=[*plugins, order]))

    return execute


cast("Any", PytestRunner).execute_pytest = in_order(PytestRunner.execute_pytest, NearestFirst())
operators = cast("list[Any]", mutators.mutation_operators)
operators[:] = [(kind, changed_word if it is mutators.operator_string else it) for kind, it in operators]
if files := [each for each in sys.argv[1:] if each.endswith(".py")]:
    config().only_mutate = files
    sys.argv = [each for each in sys.argv if each not in files]
cli()
