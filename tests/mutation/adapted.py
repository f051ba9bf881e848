"""What mutmut does otherwise here: which changes it makes, to which functions, and in what order the tests run."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import libcst
import yaml
from mutmut import __main__ as tool
from mutmut.mutation import file_mutation, mutators
from mutmut.runners.harness import PytestRunner
from mutmut.state import state

from tests.mutation.sample import drawn

CASES = (Path("tests/cases/engine"), Path("tests/cases/law"))
SUBJECTS = {
    "passing_on": "duties",
    "counting": "scale",
    "growth": "scale",
    "agreements": "settled",
    "general": "unread",
    "ranking": "recommend",
    "advice": "traps",
    "stakes": "questions",
}
PLAIN = ("property", "cached_property", "cache", "lru_cache")


def changed_word(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
    """Another word in place of a word; nothing in place of a sentence or of an empty text."""
    if isinstance(node, libcst.SimpleString) and node.raw_value and " " not in node.raw_value:
        yield node.with_changes(value=f"{node.prefix}{node.quote}XX{node.raw_value}XX{node.quote}")


def _decorated_plainly(node: libcst.CSTNode) -> bool:
    """Whether a function is a property or keeps what it found: what is inside can be changed like any other."""
    if not isinstance(node, libcst.FunctionDef) or len(node.decorators) != 1:
        return False
    name = node.decorators[0].decorator
    name = name.func if isinstance(name, libcst.Call) else name
    return isinstance(name, libcst.Name) and name.value in PLAIN


def _with_decorated(skips: Any) -> Any:
    """Wrap the question which parts of a file are left alone."""

    def ask(visitor: Any, node: libcst.CSTNode) -> bool:
        bare = cast("libcst.FunctionDef", node).with_changes(decorators=[]) if _decorated_plainly(node) else node
        return cast("bool", skips(visitor, bare))

    return ask


def _undressed(arrange: Any) -> Any:
    """Wrap the making of a function's mutants: its decorator stands on what chooses among them, not on each."""

    def make(function: libcst.FunctionDef, *args: Any, **named: Any) -> tuple[Sequence[Any], ...]:
        if not _decorated_plainly(function):
            return cast("tuple[Sequence[Any], ...]", arrange(function, *args, **named))
        declared, (choice, *copies), assigned, names = arrange(function.with_changes(decorators=[]), *args, **named)
        dressed = choice.with_changes(decorators=[*function.decorators, *choice.decorators])
        return declared, [dressed, *copies], assigned, names

    return make


class NearestFirst:
    """Puts tests in order. `cases` holds the file of each case by its name."""

    def __init__(self) -> None:
        text = {path.stem: path.read_text(encoding="utf-8") for folder in CASES for path in folder.glob("*.yaml")}
        self.cases = {case["name"]: stem for stem, cases in text.items() for case in yaml.safe_load(cases)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Of a published case the subject is its file, of another test the file that it stands in; then the quick."""
        changed = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")[0].rpartition(".")[2]
        subject = SUBJECTS.get(changed, changed)

        def place(item: Any) -> tuple[bool, float]:
            subjects = (self.cases.get(_parameter(item)), item.path.stem[len("test_") :])
            return subject not in subjects, state().duration_by_test.get(item.nodeid, 0)

        if changed:
            items.sort(key=place)

    def pytest_collection_finish(self) -> None:
        """Forget what was found while the tests were read, without a change.

        What translators get is read in the code itself, once: not in its copy full of changes, which lies in a folder.
        """
        _forget()
        if languages := cast("Any", sys.modules.get("tests.support.languages")):
            languages.ROOT = Path.cwd().parent
            languages.known_messages()

    def pytest_runtest_setup(self) -> None:
        """While it is noted which test reaches what, a test must not rest on what another has found."""
        if os.environ.get("MUTANT_UNDER_TEST") == "stats":
            _forget()


def _parameter(item: Any) -> str:
    return str(item.name).partition("[")[2].removesuffix("]")


def _forget() -> None:
    """Empty every memory of the engine that outlives a test."""
    for module in [it for name, it in sys.modules.items() if name.startswith("catalog.engine")]:
        for found in vars(module).values():
            if hasattr(found, "cache_clear"):
                found.cache_clear()


def _in_order(run: Any, order: NearestFirst) -> Any:
    """Wrap the call of pytest so that it puts its tests in order."""

    def execute(runner: PytestRunner, params: list[str], plugins: Iterable[Any] = ()) -> int:
        return cast("int", run(runner, params, plugins=[*plugins, order]))

    return execute


def _sampled(collect: Any, size: int) -> Any:
    """Wrap the listing of the mutants to try."""

    def few(**named: Any) -> tuple[list[Any], dict[str, Any]]:
        mutants, files = collect(**named)
        chosen = drawn({path: data.exit_code_by_key for path, data in files.items()}, size)
        return [each for each in mutants if each[1] in chosen], files

    return few


def adapt(size: int | None) -> None:
    """Change mutmut in this process, and let it try a sample of `size` mutants if one is asked for."""
    operators = cast("list[Any]", mutators.mutation_operators)
    operators[:] = [(kind, changed_word if it is mutators.operator_string else it) for kind, it in operators]
    visitor, arranging, running, main = (cast("Any", it) for it in (
        file_mutation.MutationVisitor, file_mutation, PytestRunner, tool
    ))  # fmt: skip
    visitor._skip_node_and_children = _with_decorated(visitor._skip_node_and_children)
    arranging.function_trampoline_arrangement = _undressed(arranging.function_trampoline_arrangement)
    running.execute_pytest = _in_order(running.execute_pytest, NearestFirst())
    if size:
        main.collect_source_file_mutation_data = _sampled(main.collect_source_file_mutation_data, size)
