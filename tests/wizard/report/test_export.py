"""The attached evidence."""

import json

from tests.wizard.report import sample
from wizard.report.export import attachments, canonical, sha256


def test_canonical_json_depends_on_content_only() -> None:
    assert (
        canonical({"b": [1, "é"], "a": None})
        == canonical({"a": None, "b": [1, "é"]})
        == '{"a":null,"b":[1,"é"]}'.encode()
    )


def test_the_attached_account_is_what_the_hash_names() -> None:
    snapshot = sample.snapshot()
    files = {item.name: item.content for item in attachments(snapshot, sample.evaluation())}
    assert sha256(files["snapshot.json"]) == snapshot["sha256"]
    assert json.loads(files["facts.json"]) == snapshot["facts"]
    assert "taken_at" not in json.loads(files["snapshot.json"])
