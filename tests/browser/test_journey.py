"""The main job with three people: one answers and hands over, two approve and sign, and a stranger verifies."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from tests.browser.conftest import Opener, Service, sign_in
from tests.browser.faults import faults_on_every_screen
from tests.browser.typing import told, type_item
from wizard.phases import story

pytestmark = pytest.mark.browser

PASSPHRASE = "a passphrase of the journey"
SECOND_REVIEWER = """
from wizard.models import Seat, Snapshot, User
if not User.objects.filter(email="second@demo.example").exists():
    User.objects.create_user("second@demo.example", "Jo Weber", "legal-reviewer", "clearweights-demo", is_demo=True)
snapshot = Snapshot.objects.latest("taken_at")
Seat.objects.get_or_create(snapshot=snapshot, position=2, defaults={"due": snapshot.taken_at.date()})
"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_first_answer_to_a_report_that_a_stranger_can_verify(
    visit: Opener, service: Service, tmp_path: Path, scripts: bool
) -> None:
    author = visit(scripts=scripts)
    reference = _answer_everything(author)
    _hand_over(author, reference)

    done = service.manage("shell", "--no-imports", "-c", SECOND_REVIEWER)
    assert done.returncode == 0, done.stderr
    first, second = visit(scripts=scripts), visit(scripts=scripts)
    _approve(first, "legal@demo.example", reference)
    expect(first.get_by_role("main")).to_contain_text("Approved")
    _approve(second, "second@demo.example", reference)
    _wait_until_made(second, scripts=scripts)
    assert not scripts or faults_on_every_screen(second) == {}
    _sign(first, reference)
    expect(first.get_by_role("main")).to_contain_text("Jo Weber: approved")
    report = _sign(second, reference, tmp_path)

    authority = service.data / "keys" / "ca.pem"
    with ThreadPoolExecutor(1) as apart:  # pyHanko starts an event loop of its own, and the browser's is running here
        apart.submit(_verify_with_pyhanko, report, authority).result()
    _verify_with_poppler(report)
    _verify_as_a_stranger(visit(scripts=scripts), report, tmp_path, scripts=scripts)
    done = service.manage("verify_report", str(report))
    assert done.returncode == 0, done.stderr
    assert service.manage("verify_audit").returncode == 0


def _answer_everything(page: Page) -> str:
    sign_in(page, "pm@demo.example")
    page.get_by_role("link", name="Start an assessment").click()
    page.get_by_label("Name of the product").fill(story.NAME)
    page.get_by_label("What does it do?").fill(story.DESCRIPTION)
    for model in story.CANDIDATES:
        page.locator(f"input[name=candidates][value='{model}']").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/assessments/CW-*/**")
    reference = page.url.split("/assessments/")[1].split("/")[0]
    for item, typed in told():
        page.goto(f"/assessments/{reference}/items/{item}/")
        if page.locator("#item-form").count():
            type_item(page, typed)
    return reference


def _hand_over(page: Page, reference: str) -> None:
    page.goto(f"/assessments/{reference}/check/")
    expect(page.get_by_text("5,150,000 users a month")).to_be_visible()
    page.get_by_role("link", name="See the decision").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not Llama 4 Maverick")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Llama 4 Maverick").first).to_contain_text("Blocked")
    expect(rows.filter(has_text="Qwen3-32B").first).to_contain_text("Clear")
    page.get_by_role("button", name="Send to legal review").click()
    expect(page.get_by_text("In review").first).to_be_visible()


def _approve(page: Page, email: str, reference: str) -> None:
    sign_in(page, email)
    page.goto("/account/signing-key/")
    _confirm_password(page)
    page.locator("input[type=password]").nth(0).fill(PASSPHRASE)
    page.locator("input[type=password]").nth(1).fill(PASSPHRASE)
    with page.expect_navigation():
        page.get_by_role("button", name="Make the key").click()
    page.goto(f"/reviews/{reference}/")
    page.get_by_role("link", name="Approve", exact=True).click()
    page.get_by_label("Conditions").fill(story.CONDITIONS)
    with page.expect_navigation():
        page.get_by_role("button", name="Approve").click()


def _wait_until_made(page: Page, *, scripts: bool) -> None:
    """The page looks again by itself; without JavaScript its reader does."""
    ready = page.get_by_role("heading", name="The report is ready to be signed")
    for _ in range(0 if scripts else 60):
        if ready.is_visible():
            break
        page.wait_for_timeout(1000)
        page.get_by_role("link", name="Look again").click()
    expect(ready).to_be_visible(timeout=60_000)


def _sign(page: Page, reference: str, folder: Path | None = None) -> Path:
    """Sign, and keep the report in the folder, if this was the last signature."""
    page.goto(f"/reviews/{reference}/making/")
    page.get_by_role("link", name="Sign the report").click()
    _confirm_password(page)
    page.get_by_label("passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign the report").click(timeout=60_000)
    expect(page.get_by_text("You have signed the report")).to_be_visible(timeout=60_000)
    if folder is None:
        return Path()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report").click(timeout=60_000)
    path = folder / "report.pdf"
    download.value.save_as(path)
    return path


def _confirm_password(page: Page) -> None:
    """Signing asks for a fresh login when the last one is a while ago."""
    page.wait_for_load_state()
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password").fill("clearweights-demo")
        with page.expect_navigation():
            page.get_by_role("button").last.click()


def _verify_with_pyhanko(report: Path, authority: Path) -> None:
    root = load_cert_from_pemder(str(authority))
    reader = PdfFileReader(BytesIO(report.read_bytes()))
    certified, first, signed = reader.embedded_signatures
    for signature in (certified, first, signed):
        trust = ValidationContext(trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail")
        status = validate_pdf_signature(signature, signer_validation_context=trust)
        assert status.intact
        assert status.valid
        assert status.trusted
        assert status.docmdp_ok
        assert status.modification_level in (ModificationLevel.NONE, ModificationLevel.FORM_FILLING)
    assert certified.field_name == "ServiceSignature"
    assert signed.coverage == SignatureCoverageLevel.ENTIRE_FILE
    signers = [one.signer_cert.subject.native["common_name"] for one in (first, signed)]
    assert signers == ["Adaeze Okafor", "Jo Weber"]


def _verify_with_poppler(report: Path) -> None:
    """Debian's pdfsig, which knows nothing of us: all signatures valid, the last over the whole document."""
    done = subprocess.run(["pdfsig", str(report)], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.count("Signature Validation: Signature is Valid.") == 3
    assert "Total document signed" in done.stdout.split("Signature #3:")[1]


def _verify_as_a_stranger(page: Page, report: Path, folder: Path, *, scripts: bool) -> None:
    page.goto("/verify/")
    page.get_by_label("The report").set_input_files(report)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", name="This report is genuine")).to_be_visible(timeout=30_000)
    assert not scripts or faults_on_every_screen(page) == {}
    altered = bytearray(report.read_bytes())
    altered[len(altered) // 2] ^= 1
    (folder / "altered.pdf").write_bytes(altered)
    page.goto("/verify/")
    page.get_by_label("The report").set_input_files(folder / "altered.pdf")
    page.get_by_role("button", name="Verify").click()
    expect(page.locator("#verdict")).to_contain_text("not", timeout=30_000)
    expect(page.get_by_role("main")).not_to_contain_text("This report is genuine")
    assert not scripts or faults_on_every_screen(page) == {}
