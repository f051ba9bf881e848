from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.knowledge.recognition import recognise
from catalog.knowledge.sketches import open_sketches
from catalog.management.commands import sketch

TEXT = (
    "Whoever borrows a lamp brings it back before the oil is spent, and says to the next reader how long it burned. "
    * 3
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, so that the command writes nothing into the real one."""
    monkeypatch.setattr(sketch, "DATA", tmp_path)
    return tmp_path


def add(folder: Path, text: bytes, variant: str = "first") -> None:
    (folder / "text").write_bytes(text)
    given = {"licence": "lamp", "variant": variant, "url": "https://example.org/lamp"}
    call_command("sketch", str(folder / "text"), **given)


def test_a_text_is_recognised_after_its_sketch_was_added(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(data, TEXT.encode())
    assert "lamp.yaml: 66 words of licence, first." in capsys.readouterr().out
    assert "borrows" not in (data / "sketches" / "lamp.yaml").read_text(encoding="utf-8")
    assert recognise(TEXT.upper(), open_sketches(data / "sketches")).licences == ("lamp",)


def test_a_variant_is_replaced_and_another_one_kept(data: Path) -> None:
    add(data, TEXT.encode())
    add(data, TEXT.replace("oil", "wax").encode(), "second")
    add(data, TEXT.replace("oil", "gas").encode(), "second")
    index = open_sketches(data / "sketches")
    known = [recognise(TEXT.replace("oil", fuel), index).kind == "known" for fuel in ("oil", "wax", "gas")]
    assert known == [True, False, True]


@pytest.mark.parametrize(("text", "told"), [(b"\xff\xfe", "cannot be read as UTF-8 text"), (b"a b", "hardly a word")])
def test_a_file_that_holds_no_text_is_refused(data: Path, text: bytes, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        add(data, text)
    assert not (data / "sketches").exists()
