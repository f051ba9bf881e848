"""Reports against bare WeasyPrint, and many of them in a row.

Bare WeasyPrint lays out the same HTML with the same style sheet and fonts and writes a plain PDF. Ours makes of it an
archive file: PDF/A-3a and PDF/UA-1, tagged, with attachments and signature fields, saved again for quick verification.
What stands around that is told apart: the HTML and the bills made from the frozen account, the product's own check, and
the signature.

Memory is that of one long-lived process which has report after report made as the product does: laid out in a process
of its own, checked, certified. Processor times, so that other work on the machine counts for neither side.
"""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from django.conf import settings
from django.core.management import call_command

from tests.bench.timing import in_turns, say
from wizard.actions.keys import ensure_organisation_keys, opened
from wizard.actions.layout import request_of, stamp_font
from wizard.models import Report
from wizard.queries.decisions import sign_off_of
from wizard.report import pdf
from wizard.report.pdf import RenderRequest, render, render_isolated
from wizard.report.selfcheck import problems
from wizard.signing.identity import Unlocked
from wizard.signing.signer import Statement, certify

MOST_TIMES = 1.15
MOST_GROWTH = 0.10
IN_A_ROW = 200
SETTLED = 10
"""After so many reports everything that is loaded once has been loaded."""


def measure_reports() -> bool:
    """Print how long reports take and what they keep of the memory; True where both targets are met."""
    call_command("demo", verbosity=0)
    report = Report.objects.select_related("snapshot__assessment").order_by("id")[0]
    service = opened(ensure_organisation_keys().service)
    return all([_times(report, service), _memory(report, service)])


def _request(report: Report) -> RenderRequest:
    snapshot = report.snapshot
    return request_of(snapshot, sign_off_of(snapshot), at=report.issued_at, head=report.audit_head)


def _times(report: Report, service: Unlocked) -> bool:
    request = _request(report)
    finished = render(request)
    bare, ours, made, checked, certified = in_turns(
        lambda: _bare(request),
        lambda: render(request),
        lambda: _request(report),
        lambda: problems(finished),
        lambda: _certified(finished, report, service),
        rounds=9,
        clock=process_time,
    )
    met = ours / bare <= MOST_TIMES
    say(
        f"The report of the worked example{'' if met else ': TARGET MISSED'}",
        f"  {bare:8.0f} ms  bare WeasyPrint, the same HTML",
        f"  {ours:8.0f} ms  ours, the archive file: {ours / bare:.2f} times",
        f"  {made:8.0f} ms  the HTML and the bills, from the frozen account",
        f"  {checked:8.0f} ms  its check before it is signed",
        f"  {certified:8.0f} ms  its certification",
    )
    return met


def _bare(request: RenderRequest) -> bytes:
    """What a program of a few lines does: the same pages, and nothing that makes them an archive file."""
    weasyprint: Any = pdf._weasyprint()
    fonts = pdf._font_files(request.fonts)
    config = weasyprint.text.fonts.FontConfiguration()
    fetcher = pdf._fetcher(weasyprint, fonts)
    sheet = weasyprint.CSS(string=pdf._font_faces() + request.css, font_config=config, url_fetcher=fetcher)
    written: bytes = weasyprint.HTML(string=request.html).write_pdf(stylesheets=[sheet], font_config=config)
    return written


def _certified(file: bytes, report: Report, service: Unlocked) -> bytes:
    statement = Statement(settings.ORGANISATION, "Certifies that this report was issued unaltered", report.issued_at)
    return certify(file, identity=service, statement=statement, font=stamp_font())


def _memory(report: Report, service: Unlocked) -> bool:
    settled = 0.0
    for number in range(1, IN_A_ROW + 1):
        request = replace(_request(report), identifier=number.to_bytes(16))
        file = render_isolated(request)
        assert problems(file) == []
        _certified(file, report, service)
        if number == SETTLED:
            settled = _resident()
    last = _resident()
    met = last / settled - 1 <= MOST_GROWTH
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say(
        f"{IN_A_ROW} reports in a row{'' if met else ': TARGET MISSED'}",
        f"  {settled:8.0f} MB  resident after {SETTLED} of them",
        f"  {last:8.0f} MB  resident after the last: {last / settled - 1:+.1%}",
        f"  {child:8.0f} MB  the most that laying one out took, in a process of its own",
    )
    return met


def _resident() -> float:
    """The memory of this process that is in use, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
