"""SMS through a gateway that takes a template and its parameters.

Gateways differ; the county's own relay takes this one signed form (as the
webhook's) and passes it on to the carrier it has a contract with:

    {"id", "phone", "template", "params": {"title", "number", "url"}}
"""

from django.conf import settings

from lianxin.foundation.notices.channels.base import Adapter, Message
from lianxin.foundation.notices.channels.webhook import send_signed

MOST_TITLE = 30
"""Characters; two SMS at most with the carrier's own words around it."""


class Sms(Adapter):
    """LIANXIN_SMS_URL, LIANXIN_SMS_SECRET, LIANXIN_SMS_TEMPLATE."""

    def is_ready(self) -> bool:
        return bool(
            settings.LIANXIN_SMS_URL
            and settings.LIANXIN_SMS_SECRET
            and settings.LIANXIN_SMS_TEMPLATE
        )

    def send(self, message: Message) -> None:
        title = message.lines[0].words if message.lines else message.subject
        send_signed(
            settings.LIANXIN_SMS_URL,
            settings.LIANXIN_SMS_SECRET,
            message,
            {
                "id": str(message.message_id),
                "phone": message.address,
                "template": settings.LIANXIN_SMS_TEMPLATE,
                "params": {
                    "title": title[:MOST_TITLE],
                    "number": len(message.lines),
                    "url": message.url,
                },
            },
        )
