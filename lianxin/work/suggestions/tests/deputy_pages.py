"""What the tests of a deputy's pages share: writing, opening a page, sending one."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.people.models import Session

TITLE = "关于在𠮷水桥加装护栏的建议👍"
TEXT = "桥面没有护栏，学生上学危险。建议汛期前加装护栏。🙏"


def typed(**fields) -> dict:
    return {"title": TITLE, "text": TEXT, "when": "between", "agrees_public": "on"} | fields


def write(client, account, *, query=None, **fields):
    client.force_login(account)
    return client.post(reverse("suggestions:write", query=query), typed(**fields))


def page(client, account, name, *args, **query):
    client.force_login(account)
    return client.get(reverse(f"suggestions:{name}", args=args, query=query))


def send(client, account, name, *args, **data):
    client.force_login(account)
    return client.post(reverse(f"suggestions:{name}", args=args), data, follow=True)


def sitting(county) -> Session:
    """Let the county's congress sit today."""
    session = Session.objects.get(term__body=county)
    session.opens_on, session.closes_on = localdate(), localdate() + timedelta(days=2)
    session.save()
    return session
