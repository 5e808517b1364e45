"""A short message to a voter who asked for one: that there is an answer, not what it says."""

from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.notices.channels.base import Line, Message, NotSent
from lianxin.foundation.notices.channels.sms import Sms
from lianxin.foundation.notices.delivering import absolute
from lianxin.foundation.refusals import Refused
from lianxin.foundation.tasks import background, enqueue
from lianxin.work.voices.models import Answer


def tell(answer: Answer) -> None:
    """Queue the short message, in the transaction of the answer; nothing where none is wanted."""
    contact = getattr(answer.message, "contact", None)
    if contact is None or not contact.wants_sms or not contact.phone or not Sms().is_ready():
        return
    enqueue(text_voter, body=answer.message.body, unique=f"sms:{answer.pk}", answer=answer.pk)


@background(title=gettext_lazy("短信告知选民有答复"), retries=4)
def text_voter(job, *, answer: int):
    """Sent again under the same id after a failure, by which the gateway knows a repeat."""
    found = Answer.objects.select_related("message__contact", "message__body").get(pk=answer)
    words = _("您的留言 %s 有了答复，请凭查询码查看并评价") % found.message.number
    url = absolute(reverse("portal:ask"))
    message = Message(
        message_id=uuid5(NAMESPACE_URL, f"voices/answer/{found.pk}"),
        account="",
        address=found.message.contact.phone,
        subject=words,
        text=words,
        lines=(Line("message.answered", words, "", url),),
    )
    try:
        Sms().send(message)
    except NotSent as error:
        raise Refused(str(error)) from error
    return {"words": _("已发送")}
