"""The pages of the product, each with who reads it: what `test_languages` goes through.

A new address needs its line in `PAGES` or in `NO_PAGES`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.support.addresses import PUBLIC


@dataclass(frozen=True)
class Page:
    """A page, who reads it, and what is posted to it, if anything; `/x/{draft}/` is filled in from `house`."""

    path: str
    who: str = ""
    posted: dict[str, Any] | None = field(default=None, hash=False)

    def __str__(self) -> str:
        return f"{'POST ' if self.posted is not None else ''}{self.path}{' as ' if self.who else ''}{self.who}"


MODEL_CARD = """---
license: apache-2.0
library_name: [vendor/library, 4]
base_model: meta-llama/Llama-3.1-8B-4bit
---
"""
BILL = """models:
  - {id: llama-4-maverick, license: MIT, source: "", commercial_use: true, restrictions: none,
     mau_threshold: null, last_reviewed: 2026-01-01, deployed_in: [Kiosk]}
  - {id: in-house-7b, license: MIT, source: "", commercial_use: true, restrictions: none,
     mau_threshold: null, last_reviewed: 2026-01-01, deployed_in: [Kiosk, Lobby]}
"""
PAGES = [
    *map(
        Page,
        [
            *PUBLIC,
            "/licences/?q=nothing-of-the-kind&columns=patent",
            "/licences/?users=many",
            "/licences/openrail++-m/",
            "/licences/stability-ai-community-2024/",
            "/licences/unreleased/",
            "/models/none-1/",
            "/models/yi-34b/",
            "/ai-act/?as-of=never",
            "/editions/?from=2026.11.2&to=2026.11.1&wording=1",
            "/editions/?from=never",
            "/api/",
            "/accounts/inactive/",
            "/accounts/password/reset/done/",
            "/accounts/password/reset/key/1-none/",
            "/accounts/password/reset/key/done/",
            "/no-such-page/",
            "/assessments/example/copy/",
        ],
    ),
    Page("/accounts/login/", posted={"login": "", "password": ""}),
    Page("/accounts/login/?wrong", posted={"login": "x@example.org", "password": "wrong"}),
    Page("/licences/recognise/", posted={"licence": "", "card": ""}),
    Page("/licences/recognise/?told", posted={"licence": "Use it as you like, and ask nobody.", "card": MODEL_CARD}),
    Page(
        "/licences/recognise/?refused",
        posted={"licence": "", "card": "---\nlicense_name: mit\nlicense_name: mit\n---\n"},
    ),
    Page("/verify/", posted={}),
    *(
        Page(path, "author")
        for path in [
            "/accounts/logout/",
            "/account/tokens/",
            "/notices/",
            "/watch/",
            "/watch/{watched}/",
            "/account/notices/",
            "/account/tokens/new/",
            "/assessments/",
            "/assessments/?q=nothing-of-the-kind",
            "/assessments/new/",
            "/assessments/import/",
            "/check/keep/?model=llama-4-maverick&seat=DE&users=2000000",
            "/assessments/{draft}/",
            "/assessments/{draft}/copy/",
            "/assessments/{draft}/models/",
            "/assessments/{draft}/proposals/",
            "/assessments/{draft}/suggestions/",
            "/assessments/{draft}/check/",
            "/assessments/{draft}/result/",
            "/assessments/{told}/",
            "/assessments/{told}/check/",
            "/assessments/{told}/result/",
            "/assessments/{told}/what-if/",
            "/assessments/{told}/people/",
            "/assessments/{told}/items/licence-text/ask/",
            "/assessments/{approved}/",
            "/assessments/{approved}/result/",
            "/reviews/{approved}/",
            "/reports/{approved}/",
            "/assessments/{approved}/revise/",
            "/numbers/",
            "/numbers/new/",
            "/numbers/table/",
            "/numbers/history/?metric=mau&company=&product=Shop",
            "/numbers/{limited}/",
            "/audit/",
            "/assessments/{draft}/as-known-on/",
            "/assessments/{approved}/as-known-on/",
            "/assessments/{approved}/as-known-on/{today}/",
            "/assessments/{approved}/as-known-on/2020-02-30/",
            "/people/",
            "/register/bill/",
            "/register/",
            "/register/?standing=retired",
            "/register/{entry}/",
            "/register/{entry}/review/",
            "/account/calendar/",
        ]
    ),
    Page("/register/bill/?read", "author", posted={"text": BILL}),
    *(
        Page(path, "reviewer")
        for path in [
            "/accounts/password/set/",
            "/assessments/",
            "/reviews/{submitted}/",
            "/reviews/{submitted}/approve/",
            "/reviews/{made}/making/",
            "/reviews/{made}/sign/",
            "/reviews/{made}/sign/otherwise/",
            "/account/absence/",
            "/account/signing-key/",
            "/knowledge/",
            "/knowledge/position/new/",
            "/knowledge/agreement/new/",
            "/knowledge/model/new/?from=llama-4-maverick",
            "/knowledge/licence/new/",
            "/law/ahead/",
            "/law/ahead/2027-12-02/",
            "/law/ahead/edition/",
            "/policy/",
            "/policy/?words=llama&standing=none",
            "/policy/?standing=due",
            "/policy/licences/llama-4-community/",
            "/policy/licences/llama-4-community/waiver/",
            "/knowledge/texts/",
            "/knowledge/texts/{text}/",
            "/knowledge/{own}/",
            "/knowledge/{own}/edit/",
            "/knowledge/{own}/retire/",
        ]
    ),
    Page("/reviews/{made}/sign/", "reviewer", posted={}),
    Page("/reviews/{made}/sign/otherwise/?own", "reviewer", posted={"way": "own-key"}),
    Page("/reviews/{made}/sign/otherwise/?tool", "reviewer", posted={"way": "elsewhere"}),
    Page("/reviews/{made}/sign/otherwise/?kept", "reviewer", posted={"way": "keep"}),
    Page("/watch/", "reviewer"),
    Page("/watch/", "administrator", posted={"subject": "x", "document": "licence", "url": "ftp://x"}),
    Page("/watch/{watched}/", "reviewer"),
    Page("/watch/{failed}/", "reviewer"),
    Page("/watch/{watched}/?upload", "reviewer", posted={"do": "upload"}),
    Page("/watch/{watched}/?decide", "reviewer", posted={"do": "decide"}),
    Page("/knowledge/licence/new/", "reviewer", posted={"key": "acme-1", "text": "osi_approved: 1\nosi_approved: 2"}),
    Page("/numbers/new/", "reviewer", posted={"metric": "revenue", "product": "Shop", "value": "5"}),
    Page("/numbers/table/", "reviewer", posted={"table": "Shop;5"}),
    Page("/accounts/password/change/", "administrator"),
    Page("/accounts/reauthenticate/", "administrator"),
    Page("/law/ahead/edition/", "administrator", posted={}),
    Page("/law/ahead/", "author"),
    Page("/audit/?check=1", "administrator"),
    Page("/audit/?who=nobody&first=never", "administrator"),
    Page("/people/", "administrator"),
    Page("/policy/", "administrator"),
    Page("/notices/", "administrator"),
    Page("/webhook/", "administrator"),
    Page("/webhook/set/", "administrator"),
    Page("/webhook/set/", "administrator", posted={"address": "https://127.0.0.1/"}),
    Page("/people/", "administrator", posted={"email": "", "role": ""}),
]
ITEMS = (
    "licence-text licence-family restrictions osi-status weights-code-outputs behavioural-restrictions "
    "organisation-users outputs-training eu-high-risk systemic-risk attribution user-monitoring propagation "
    "fine-tuning-data content-safety licence-review user-growth regulatory-updates audit-trail upstream-changes"
).split()
PAGES += [Page(f"/assessments/{{told}}/items/{item}/", "author") for item in ITEMS]
PAGES += [Page(f"/assessments/{{draft}}/items/{item}/", "author") for item in ("organisation-users", "eu-high-risk")]

# Addresses that answer with a file, with data for programs, or by leading on.
NO_PAGES = {
    "catalog:licence_row",
    "catalog:licences_export",
    "catalog:models_export",
    "wizard:asked",
    "wizard:comments",
    "wizard:evidence",
    "wizard:audit_export",
    "wizard:audit_stamps",
    "wizard:bill_file",
    "wizard:register_export",
    "wizard:calendar_feed",
    "wizard:export",
    "wizard:paper",
    "wizard:report_file",
    "wizard:report_json",
    "wizard:report_markdown",
    "wizard:report_redacted",
    "wizard:review_calendar",
    "wizard:sign_file",
    "wizard:todo",
    "wizard:todo_file",
    "wizard:training_summary",
    "wizard:verify_offline",
    "wizard:present_revocations",
    "wizard:revocations",
}
