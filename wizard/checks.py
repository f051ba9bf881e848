"""What `manage.py check --deploy` looks at beyond Django's own checks."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error


def certifying_key(**_options: Any) -> list[CheckMessage]:
    """Whether the key in the security module can certify: nothing is asked where none is configured."""
    from wizard.actions.security_module import module_problem  # the libraries of signatures: not for every command

    problem = module_problem()
    return [Error(problem, id="wizard.E001")] if problem else []
