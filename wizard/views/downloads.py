"""Files that are made from the answers and handed out: the papers of a candidate, and the calendar of reviews."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from wizard.models import Assessment
from wizard.presenters.papers import File, paper_file
from wizard.presenters.reviews import review_calendar
from wizard.presenters.standing import Standing, standing
from wizard.presenters.tools.training import summary_file
from wizard.queries.assessments import answers_of
from wizard.views.access import Request, seen, signed_in


@require_safe
@signed_in
def paper(request: Request, reference: str, model_id: str, paper_kind: str) -> HttpResponse:
    """A notice, a model-card section, a list of licences, or all of them in a package, for one candidate."""
    _, stand = _found(request, reference)
    file = paper_file(stand, model_id, paper_kind)
    if file is None:
        raise Http404(paper_kind)
    return handed_out(file)


@require_safe
@signed_in
def training_summary(request: Request, reference: str, model_id: str) -> HttpResponse:
    """The summary of training content, where the AI Act asks for one."""
    _, stand = _found(request, reference)
    file = summary_file(stand, model_id)
    if file is None:
        raise Http404(model_id)
    return handed_out(file)


@require_safe
@signed_in
def review_dates(request: Request, reference: str) -> HttpResponse:
    """The days on which somebody looks again, as a calendar file."""
    assessment, stand = _found(request, reference)
    return handed_out(review_calendar(assessment, stand, request.build_absolute_uri, timezone.now()))


def _found(request: Request, reference: str) -> tuple[Assessment, Standing]:
    assessment = seen(request, reference)
    return assessment, standing(assessment, answers_of(assessment))


def handed_out(file: File) -> HttpResponse:
    """A file as a download under its own name."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    return response
