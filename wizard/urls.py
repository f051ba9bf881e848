"""The addresses of the wizard."""

from django.urls import path

from wizard.api import page as api
from wizard.views import (
    assessments,
    evidence,
    home,
    items,
    keep,
    knowledge,
    knowledge_entries,
    people,
    reports,
    reviews,
    start,
    texts,
    tokens,
)

app_name = "wizard"

urlpatterns = [
    path("", home.home, name="home"),
    path("assessments/", home.assessments, name="assessments"),
    path("assessments/new/", start.assessment_new, name="assessment_new"),
    path("assessments/<str:reference>/", assessments.assessment, name="assessment"),
    path("assessments/<str:reference>/models/", start.candidates, name="candidates"),
    path("assessments/<str:reference>/proposals/", start.proposals, name="proposals"),
    path("assessments/<str:reference>/suggestions/", start.suggestions, name="suggestions"),
    path("assessments/<str:reference>/items/<str:item_id>/", items.item, name="item"),
    path("assessments/<str:reference>/items/<str:item_id>/evidence/", evidence.evidence_add, name="evidence_add"),
    path(
        "assessments/<str:reference>/items/<str:item_id>/remove-evidence/",
        evidence.evidence_remove,
        name="evidence_remove",
    ),
    path("assessments/<str:reference>/evidence/<int:evidence_id>/", evidence.evidence, name="evidence"),
    path("assessments/<str:reference>/check/", assessments.check, name="check"),
    path("assessments/<str:reference>/result/", assessments.decision, name="result"),
    path("assessments/<str:reference>/submit/", assessments.submit, name="submit"),
    path("reviews/<str:reference>/", reviews.review, name="review"),
    path("reviews/<str:reference>/approve/", reviews.approve, name="approve"),
    path("reviews/<str:reference>/changes/", reviews.request_changes, name="request_changes"),
    path("reviews/<str:reference>/reject/", reviews.reject, name="reject"),
    path("reports/<str:reference>/", reports.report, name="report"),
    path("reports/<str:reference>/file/", reports.report_file, name="report_file"),
    path("reports/<str:reference>/withdraw/", reports.withdraw, name="withdraw"),
    path("check/keep/", keep.keep, name="keep"),
    path("verify/", reports.verify, name="verify"),
    path("knowledge/", knowledge.knowledge, name="knowledge"),
    path("knowledge/texts/", texts.texts, name="kept_texts"),
    path("knowledge/texts/<int:text_id>/", texts.text, name="kept_text"),
    path("knowledge/model/new/", knowledge_entries.own_new, {"entry_kind": "model"}, name="own_model_new"),
    path("knowledge/<str:entry_kind>/new/", knowledge_entries.own_new, name="own_new"),
    path("knowledge/<str:entry_kind>/<str:entry_key>/", knowledge.own_entry, name="own_entry"),
    path("knowledge/<str:entry_kind>/<str:entry_key>/edit/", knowledge_entries.own_edit, name="own_edit"),
    path("knowledge/<str:entry_kind>/<str:entry_key>/retire/", knowledge.own_retire, name="own_retire"),
    path("people/", people.people, name="people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("account/signing-key/", people.signing_key, name="signing_key"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/new/", tokens.token_new, name="token_new"),
    path("account/tokens/<int:token_id>/", tokens.token_revoke, name="token_revoke"),
    path("api/", api.page, name="api"),
]
