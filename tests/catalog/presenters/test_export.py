import csv
import io
import json
import zipfile
from datetime import date

from catalog.knowledge.guidance import Edition
from catalog.presenters.export import Sheet, csv_bytes, file_name, json_bytes, xlsx_bytes

SHEET = Sheet(
    name="licences",
    title="Licences",
    columns=("Licence", "Limit", "Note"),
    rows=(("Llama 4, “Community”", 700_000_000, None), ("=1+1", 2.5, '@SUM("A1")'), ("-1", 0, "a\nb")),
    edition=Edition(version="2026.11.1", state_of=date(2026, 11, 23)),
)


def test_a_file_is_named_by_its_edition() -> None:
    assert file_name(SHEET, "csv") == "clearweights-licences-2026.11.1.csv"


def test_csv_comes_back_as_it_went_but_for_what_would_be_calculated() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(SHEET).decode("utf-8-sig"), newline="")))
    assert rows[0] == list(SHEET.columns)
    assert rows[1] == ["Llama 4, “Community”", "700000000", ""]
    assert rows[2] == ["'=1+1", "2.5", '\'@SUM("A1")']
    assert rows[3] == ["'-1", "0", "a\nb"]


def test_a_spreadsheet_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(SHEET))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert ">=1+1</t>" in strings
    assert "<v>700000000</v>" in page
    assert 'state="frozen"' in page


def test_the_same_table_is_the_same_spreadsheet() -> None:
    assert xlsx_bytes(SHEET) == xlsx_bytes(SHEET)


def test_json_carries_the_edition_and_the_entries() -> None:
    found = json.loads(json_bytes(SHEET, [{"id": "=1+1"}]))
    assert found["edition"] == {"version": "2026.11.1", "state_of": "2026-11-23"}
    assert found["licences"] == [{"id": "=1+1"}]


def test_a_table_without_rows_is_still_a_file() -> None:
    empty = Sheet(SHEET.name, SHEET.title, SHEET.columns, (), SHEET.edition)
    assert csv_bytes(empty).decode("utf-8-sig").strip() == "Licence,Limit,Note"
    assert xlsx_bytes(empty).startswith(b"PK")
