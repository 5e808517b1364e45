"""E-mail, by Django's SMTP backend."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError
from django.utils.translation import gettext as _

from lianxin.foundation.notices.channels.base import Adapter, Message, NotSent, TryLater

# Answers that blame our own settings, not the message.
OUR_FAULT = {530, 534, 535, 538}


class Mail(Adapter):
    """LIANXIN_SMTP_HOST and its fellows. The Message-ID stays the same over repeats."""

    def is_ready(self) -> bool:
        return bool(settings.LIANXIN_MAIL_FROM)

    def send(self, message: Message) -> None:
        domain = settings.LIANXIN_MAIL_FROM.rpartition("@")[2].rstrip(">") or "lianxin"
        mail = EmailMessage(
            subject=" ".join(message.subject.split()),
            body=message.text,
            from_email=settings.LIANXIN_MAIL_FROM,
            to=[message.address],
            headers={
                "Message-ID": f"<{message.message_id}@{domain}>",
                # Holiday answers are not sent to a machine.
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            if code >= 500:
                raise NotSent(_("邮件服务器拒收该收件地址（%s）。") % code) from error
            raise TryLater(_("邮件服务器暂时不收（%s）。") % code) from error
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500 and error.smtp_code not in OUR_FAULT:
                raise NotSent(_("邮件服务器拒收（%s）。") % error.smtp_code) from error
            raise TryLater(_("邮件服务器暂时不收（%s）。") % error.smtp_code) from error
        except BadHeaderError as error:
            raise NotSent(_("邮件标题或者地址有换行，没有发送。")) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(_("连接邮件服务器失败（%s）。") % type(error).__name__) from error
