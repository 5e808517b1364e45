"""Ways out of the house, one adapter each; what is not set up is offered to nobody."""

from lianxin.foundation.notices.channels.base import Adapter, Line, Message, NotSent, TryLater
from lianxin.foundation.notices.channels.mail import Mail
from lianxin.foundation.notices.channels.robots import DingTalk, WeCom
from lianxin.foundation.notices.channels.sms import Sms
from lianxin.foundation.notices.channels.webhook import Webhook
from lianxin.foundation.notices.models import Channel

ADAPTERS: dict[str, Adapter] = {
    Channel.EMAIL: Mail(),
    Channel.SMS: Sms(),
    Channel.WECOM: WeCom(),
    Channel.DINGTALK: DingTalk(),
    Channel.WEBHOOK: Webhook(),
}


def ready_channels() -> list[Channel]:
    """Channels this installation has set up, in the order of the settings page."""
    return [channel for channel in Channel if ADAPTERS[channel].is_ready()]


__all__ = ["ADAPTERS", "Adapter", "Line", "Message", "NotSent", "TryLater", "ready_channels"]
