"""What the tests of an office's pages share: opening one, sending one, a typed reply."""

from django.urls import reverse

from lianxin.engines.matters.models import Reply

RARE = "𠮷㛃代表的建议👍"


def page(client, account, name, pk, **query):
    client.force_login(account)
    return client.get(reverse(f"suggestions:{name}", args=[pk], query=query))


def send(client, account, name, pk, **data):
    client.force_login(account)
    return client.post(reverse(f"suggestions:{name}", args=[pk]), data)


def typed(**fields) -> dict:
    """A reply as the editor sends it, without rows."""
    return {
        "text": "桥墩已加固，护栏已更换。",
        "result_class": "solved",
        "document_no": "禾交函〔2026〕1号",
        "signatory": "何局长",
        "contact": "周经办",
        "contact_phone": "0000-0000",
        "is_public": "on",
        "base": "",
        "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0",
        "promises-TOTAL_FORMS": "0",
        "promises-INITIAL_FORMS": "0",
        "save": "1",
    } | fields


def draft_of(story) -> Reply:
    return Reply.objects.get(assignment=story.assignment)
