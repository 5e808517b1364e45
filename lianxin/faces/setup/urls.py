"""Addresses of 设置."""

from django.urls import path

from lianxin.faces.setup.views import (
    accounts,
    bodies,
    deputies,
    groups,
    home,
    imports,
    offices,
    seats,
    terms,
)

app_name = "setup"
urlpatterns = [
    path("", home.home, name="home"),
    path("bodies/", bodies.body_list, name="bodies"),
    path("bodies/new/", bodies.body_new, name="body_new"),
    path("bodies/<int:pk>/", bodies.body_detail, name="body"),
    path("bodies/<int:pk>/edit/", bodies.body_edit, name="body_edit"),
    path("bodies/<int:pk>/close/", bodies.body_close, name="body_close"),
    path("bodies/<int:pk>/reopen/", bodies.body_reopen, name="body_reopen"),
    path("bodies/<int:pk>/profile/", bodies.profile, name="profile"),
    path("bodies/<int:pk>/terms/", terms.term_list, name="terms"),
    path("bodies/<int:pk>/terms/new/", terms.term_new, name="term_new"),
    path("terms/<int:pk>/", terms.term_edit, name="term_edit"),
    path("terms/<int:pk>/sessions/", terms.session_new, name="session_new"),
    path("sessions/<int:pk>/", terms.session_edit, name="session_edit"),
    path("terms/<int:pk>/districts/", terms.district_new, name="district_new"),
    path("districts/<int:pk>/", terms.district_edit, name="district_edit"),
    path("deputies/", deputies.roster, name="deputies"),
    path("deputies/print/", deputies.printed, name="deputies_print"),
    path("deputies/export/", deputies.export, name="deputies_export"),
    path("deputies/new/", deputies.deputy_new, name="deputy_new"),
    path("deputies/accounts/", accounts.deputy_accounts, name="deputy_accounts"),
    path("people/<int:pk>/", deputies.person, name="person"),
    path("people/<int:pk>/edit/", deputies.person_edit, name="person_edit"),
    path("people/<int:pk>/seats/", deputies.seat_new, name="seat_new"),
    *(
        path(f"seats/<int:pk>/{step}/", seats.seat_step, {"step": step}, name=f"seat_{step}")
        for step in seats.STEPS
    ),
    path("groups/", groups.group_list, name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:pk>/", groups.group_detail, name="group"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/members/", groups.group_add, name="group_add"),
    path("presidium/", groups.presidium, name="presidium"),
    path("presidium/new/", groups.presidium_join, name="presidium_join"),
    path("presidium/<int:pk>/leave/", groups.presidium_leave, name="presidium_leave"),
    path("offices/", offices.office_list, name="offices"),
    path("offices/export/", offices.export, name="offices_export"),
    path("offices/new/", offices.office_new, name="office_new"),
    path("offices/<int:pk>/", offices.office_detail, name="office"),
    path("offices/<int:pk>/edit/", offices.office_edit, name="office_edit"),
    path("offices/<int:pk>/rename/", offices.office_rename, name="office_rename"),
    path("offices/<int:pk>/merge/", offices.office_merge, name="office_merge"),
    path("offices/<int:pk>/close/", offices.office_close, name="office_close"),
    path("import/", imports.upload, name="import"),
    path("import/<uuid:batch>/", imports.batch_detail, name="import_batch"),
    path("import/<uuid:batch>/columns/", imports.columns, name="import_columns"),
    path("import/<uuid:batch>/confirm/", imports.confirm, name="import_confirm"),
    path("import/<uuid:batch>/apply/", imports.apply, name="import_apply"),
    path("import/<uuid:batch>/drop/", imports.drop, name="import_drop"),
    path("import/<uuid:batch>/refused/", imports.refused, name="import_refused"),
]
