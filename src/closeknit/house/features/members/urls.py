"""Addresses of members."""

from django.urls import path

from closeknit.house.features.members.views import bringing, directory, keeping, own, writing

urlpatterns = [
    path("claim/<str:token>/", own.claim, name="claim"),
    path("removed/", own.removed, name="removed"),
    path("waiting/", own.waiting, name="waiting"),
    path("waiting/<int:profile_id>/", own.claim_by_mail, name="claim-by-mail"),
    path("forget/", own.forget_everywhere, name="forget-everywhere"),
]
community_patterns = [
    path("", directory.people, name="directory"),
    path("new/", writing.make, name="make"),
    path("import/", bringing.listed, name="imports"),
    path("import/<int:import_id>/", bringing.one, name="import"),
    path("import/<int:import_id>/drop/", bringing.drop, name="drop-import"),
    path("import/<int:import_id>/undo/", bringing.undo, name="undo-import"),
    path("export/", bringing.export, name="export"),
    path("export/members.csv", bringing.export_csv, name="export-csv"),
    path("export/members.jsonl", bringing.export_lines, name="export-lines"),
    path("chapters/", keeping.chapter_list, name="chapters"),
    path("chapters/<int:chapter_id>/", keeping.chapter, name="chapter"),
    path("chapters/<int:chapter_id>/close/", keeping.close_chapter, name="close-chapter"),
    path("data/", own.data, name="data"),
    path("data/file/", own.data_file, name="data-file"),
    path("leave/", own.leave, name="leave"),
    path("forget/", own.forget, name="forget"),
    path("accept/<int:version>/", own.accept, name="accept"),
    path("faces/<int:face_id>/confirm/", directory.confirm_face, name="confirm-face"),
    path("faces/<int:face_id>/drop/", directory.drop_face, name="drop-face"),
    path("<int:person_id>/", directory.one, name="one"),
    path("<int:person_id>/edit/", writing.edit, name="edit"),
    path("<int:person_id>/face/", writing.face, name="face"),
    path("<int:person_id>/away/", writing.away, name="away"),
    path("<int:person_id>/back/", writing.come_back, name="come-back"),
    path("<int:person_id>/keep/", keeping.keep, name="keep"),
    path("<int:person_id>/link/", keeping.link, name="link"),
    path("<int:person_id>/remove/", keeping.forget, name="remove"),
]
