"""The making of a report: by one process at a time, taken over when that one is gone, tried again when it failed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.utils import timezone

from tests.wizard import factories
from tests.wizard.actions.test_concurrency import start
from wizard.actions.approve import approve
from wizard.actions.keys import ensure_organisation_keys
from wizard.actions.making import ask_again, make
from wizard.actions.reviews import request_changes
from wizard.models import Making
from wizard.process.refusal import Refused

APPROVED = """
from tests.wizard import factories
from tests.wizard.actions.test_making import asked_for
making = asked_for(factories.legal_reviewer())
print(making.pk)
"""


def asked_for(reviewer):
    assessment = factories.in_review()
    read, until = assessment.snapshots.get().sha256, timezone.now().date() + timedelta(days=90)
    approve(assessment=assessment, actor=reviewer, read=read, conditions="", comment="", valid_until=until)
    return Making.objects.get()


@pytest.mark.django_db
def test_what_fails_says_why_is_asked_again_and_is_dropped_with_its_file(
    data_dir, settings, django_capture_on_commit_callbacks
):
    reviewer, right = factories.legal_reviewer(), settings.KEY_PASSPHRASE
    making = asked_for(reviewer)
    assessment = making.snapshot.assessment
    ensure_organisation_keys()
    settings.KEY_PASSPHRASE = "a passphrase that opens nothing"
    make(making)
    making.refresh_from_db()
    assert making.state == "failed"
    assert "signing keys do not open" in making.problem

    settings.KEY_PASSPHRASE = right
    with pytest.raises(Refused, match="Only who approved"):
        ask_again(assessment=assessment, actor=factories.legal_reviewer())
    making = ask_again(assessment=assessment, actor=reviewer)
    Making.objects.update(state="laying-out", claimed_at=timezone.now())
    make(making)  # another process is at it
    assert Making.objects.get().state == "laying-out"
    Making.objects.update(state="waiting")
    make(making)
    making.refresh_from_db()
    assert (making.state, making.problem, making.tries) == ("ready", "", 2)
    with pytest.raises(Refused, match="look again"):
        ask_again(assessment=assessment, actor=reviewer)

    assert (data_dir / making.path).exists()
    with django_capture_on_commit_callbacks(execute=True):
        request_changes(assessment=assessment, actor=reviewer, comment="Name the users.")
    assert not Making.objects.exists()
    assert not (data_dir / making.path).exists()


def test_two_processes_make_one_report_and_one_that_was_killed_is_replaced(tmp_path):
    environment = {**os.environ, "CLEARWEIGHTS_DATA_DIR": str(tmp_path)}
    manage = [sys.executable, str(project.BASE_DIR / "manage.py")]
    subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment, check=True)
    number = start(APPROVED, environment).communicate(timeout=120)[0].strip()

    def made_by(*command):
        return subprocess.Popen([*manage, *command], env=environment, stdout=subprocess.PIPE)

    with closing(sqlite3.connect(tmp_path / "clearweights.sqlite3", timeout=30)) as database:

        def state():
            return database.execute("SELECT state, tries FROM wizard_making").fetchone()

        killed = made_by("make_report", number)
        while state()[0] == "waiting":
            assert killed.poll() is None
            time.sleep(0.05)
        killed.kill()
        killed.communicate(timeout=120)
        assert state() == ("laying-out", 1)
        long_ago = (timezone.now() - timedelta(minutes=4)).replace(tzinfo=None).isoformat(" ")
        database.execute("UPDATE wizard_making SET claimed_at = ?", [long_ago])
        database.commit()
        for process in [made_by("daily"), made_by("make_report", number)]:
            process.communicate(timeout=120)
        assert state() == ("ready", 2)
    assert len(list((tmp_path / "reports").glob("*.pdf"))) == 1
