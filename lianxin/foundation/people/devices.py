"""Which device a session is on, in words a deputy recognises."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first mark found wins: WeChat's browser also calls itself Chrome and Safari.
BROWSERS = [
    ("MicroMessenger", gettext_lazy("微信")),
    ("DingTalk", gettext_lazy("钉钉")),
    ("QQBrowser", gettext_lazy("QQ 浏览器")),
    ("HuaweiBrowser", gettext_lazy("华为浏览器")),
    ("MiuiBrowser", gettext_lazy("小米浏览器")),
    ("UCBrowser", gettext_lazy("UC 浏览器")),
    ("Edg", gettext_lazy("Edge 浏览器")),
    ("Firefox", gettext_lazy("火狐浏览器")),
    ("Chrome", gettext_lazy("谷歌类浏览器")),
    ("Safari", gettext_lazy("Safari 浏览器")),
]
MACHINES = [
    ("HarmonyOS", gettext_lazy("鸿蒙手机")),
    ("iPhone", gettext_lazy("苹果手机")),
    ("iPad", gettext_lazy("苹果平板")),
    ("Android", gettext_lazy("安卓手机")),
    ("Windows", gettext_lazy("Windows 电脑")),
    ("Macintosh", gettext_lazy("苹果电脑")),
    ("Linux", gettext_lazy("Linux 电脑")),
]


def device_in_words(user_agent: str) -> str:
    """「安卓手机，微信」; a device nobody knows is called so."""
    found = [
        str(next((words for mark, words in table if mark in user_agent), ""))
        for table in (MACHINES, BROWSERS)
    ]
    return "，".join(filter(None, found)) or _("未知设备")
