"""Addresses of insights."""

from django.urls import path

from closeknit.house.features.insights.views import people, pulse, uploading, uploads

community_patterns = [
    path("", pulse.pulse, name="pulse"),
    path("report/", pulse.report, name="report"),
    path("report/<int:year>-<int:month>/", pulse.report, name="month"),
    path("report/language/", pulse.say, name="say"),
    path("months/", pulse.months, name="months"),
    path("remedies/<int:report_id>/<slug:slug_>/", pulse.take, name="take"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/new/", uploading.bring, name="bring"),
    path("uploads/begin/", uploading.begin, name="begin"),
    path("uploads/remove-all/", uploads.remove_all, name="remove-all"),
    path("uploads/<int:upload_id>/", uploads.upload, name="upload"),
    path("uploads/<int:upload_id>/files/<int:file_id>/", uploading.piece, name="piece"),
    path("uploads/<int:upload_id>/finish/", uploading.finish, name="finish"),
    path("uploads/<int:upload_id>/answer/", uploads.answer, name="answer"),
    path("uploads/<int:upload_id>/again/", uploads.again, name="again"),
    path("uploads/<int:upload_id>/remove/", uploads.remove, name="remove"),
    path("in-charge/", people.in_charge, name="in-charge"),
    path("people/", people.people, name="people"),
    path("people/<int:seen_id>/forget/", people.forget, name="forget"),
]
