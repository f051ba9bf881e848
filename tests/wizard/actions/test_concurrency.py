"""Several processes on one database file, as the workers of the service are."""

from __future__ import annotations

import json
import os
import subprocess
import sys

DJANGO = "import django; django.setup()\n"
MAKE = """
from tests.wizard import factories
assessment = factories.draft()
print(assessment.reference)
"""
WRITE = """
import sys
from tests.wizard import factories
from wizard.actions.answers import Conflict
from wizard.models import Assessment
for number in range(8):
    assessment = Assessment.objects.get(reference=sys.argv[1])
    try:
        factories.answer(assessment, f"item-{number}", data={"by": sys.argv[2]})
        print("saved")
    except Conflict as conflict:
        print("told" if conflict.answer.data["by"] != sys.argv[2] else "lost")
"""
READ = """
import json
from wizard.models import Answer
from wizard.queries.audit import check_log
walked = check_log()
print(json.dumps([walked.fault, walked.sound, Answer.objects.count()]))
"""


def start(code, environment, *arguments):
    command = [sys.executable, "-c", DJANGO + code, *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def test_editors_in_several_processes_lose_nothing_and_break_no_chain(tmp_path):
    environment = {**os.environ, "CLEARWEIGHTS_DATA_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=environment, check=True)
    reference = start(MAKE, environment).communicate(timeout=60)[0].strip()
    editors = [start(WRITE, environment, reference, name) for name in ("first tab", "second tab", "third tab")]
    said = [line for editor in editors for line in editor.communicate(timeout=60)[0].split("\n") if line]
    assert (said.count("saved"), said.count("told")) == (8, 16)
    fault, events, answers = json.loads(start(READ, environment).communicate(timeout=60)[0])
    assert (fault, answers) == ("", 9)
    assert events == 1 + 1 + 9  # the author, the assessment, each answer once
