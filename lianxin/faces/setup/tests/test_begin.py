"""From an empty database to the first sign-in."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.people.models import Account, Body

pytestmark = pytest.mark.django_db
ASKED = {
    "code": "yunwang",
    "name": "云望县人大常委会",
    "short_name": "云望县",
    "clerk": "lin=林知夏",
    "admin": "guan=管一一",
}


def begin(**changed):
    out = StringIO()
    call_command("begin", **{**ASKED, **changed}, stdout=out)
    return out.getvalue()


def test_a_new_county_signs_in_with_the_printed_slip(client):
    printed = begin(profile="henan")

    code = re.search(r"用户名 lin）的登录条：([A-Z0-9-]+)", printed).group(1)
    page = client.post(reverse("account_slip_enter", args=[code]), follow=True)

    assert page.redirect_chain[-1][0] == reverse("account_set_password")
    assert Body.objects.get().profile == "henan"
    assert Account.objects.get(username="lin").has_role("county_clerk", body=Body.objects.get())
    assert verify()[1] == []


def test_beginning_twice_is_refused_and_changes_nothing():
    begin()

    with pytest.raises(CommandError, match="已经建立"):
        begin(clerk="wang=王一")

    assert Account.objects.count() == 2


def test_an_account_without_a_name_is_refused_and_nothing_is_left():
    with pytest.raises(CommandError, match="用户名=姓名"):
        begin(clerk="lin")

    assert not Body.objects.exists()
