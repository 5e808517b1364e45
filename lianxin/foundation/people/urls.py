"""Sign-in, one's own account, and the accounts a clerk manages.

Only those addresses of allauth that are needed, under allauth's names: there is
no registration, no e-mail and no signing in through others.
"""

from allauth.account import views as allauth_account
from allauth.mfa.base import views as allauth_mfa
from allauth.mfa.recovery_codes import views as allauth_codes
from django.urls import path

from lianxin.foundation.people.views import manage, own, slips

urlpatterns = [
    path("", own.home, name="account_home"),
    path("phone/", own.phone, name="account_phone"),
    path("login/", own.sign_in, name="account_login"),
    path("logout/", allauth_account.logout, name="account_logout"),
    path("inactive/", allauth_account.account_inactive, name="account_inactive"),
    path("confirm/", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("password/", allauth_account.password_change, name="account_change_password"),
    path("password/first/", own.first_password, name="account_set_password"),
    path("second/", allauth_mfa.index, name="mfa_index"),
    path("second/code/", own.second_step, name="mfa_authenticate"),
    path("second/confirm/", allauth_mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second/start/", own.start_second_factor, name="mfa_activate_totp"),
    path("second/stop/", own.stop_second_factor, name="mfa_deactivate_totp"),
    path("second/spare/", allauth_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second/spare/new/",
        own.new_spare_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("devices/", own.devices, name="usersessions_list"),
    path("slip/", slips.type_code, name="account_slip"),
    path("slip/<str:code>/", slips.enter, name="account_slip_enter"),
    path("manage/", manage.account_list, name="account_manage"),
    path("manage/new/", manage.open_new, name="account_open"),
    path("manage/slips/", manage.print_slips, name="account_slips"),
    path("manage/<int:pk>/", manage.detail, name="account_detail"),
    path("manage/<int:pk>/roles/", manage.give_role, name="account_give_role"),
    path("manage/<int:pk>/roles/<int:grant>/end/", manage.end_role, name="account_end_role"),
    path("manage/<int:pk>/phone/", manage.change_phone, name="account_edit_phone"),
    path("manage/<int:pk>/reset/", manage.reset, name="account_reset"),
    path("manage/<int:pk>/close/", manage.close, name="account_close"),
    path("manage/<int:pk>/reopen/", manage.reopen, name="account_reopen"),
]
