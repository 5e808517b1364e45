"""What people choose about being told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.notices.channels import ready_channels
from lianxin.foundation.notices.kinds import KINDS
from lianxin.foundation.notices.models import Channel, Delivery, Pace, Preference

HELP = {
    Channel.EMAIL: _("急件（如新交办、超期）不等汇总，随时发。"),
    Channel.SMS: _("发到您的登录手机号。"),
    Channel.WECOM: _("发到本单位的工作群，提到您的手机号；群里的人都看得到标题。"),
    Channel.DINGTALK: _("发到本单位的工作群，提到您的手机号；群里的人都看得到标题。"),
    Channel.WEBHOOK: _("发到本单位的办公系统。"),
}


class SettingsForm(forms.Form):
    """Paces of the channels that are set up, kinds, hours of rest, digests."""

    kinds = forms.MultipleChoiceField(
        label=_("哪些事要在站外通知"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾选的，只在本站的通知页里看。"),
    )
    quiet_from = forms.TimeField(label=_("免打扰开始"))
    quiet_until = forms.TimeField(
        label=_("免打扰结束"),
        help_text=_("这段时间里的通知，结束后合成一条发出。两个时间相同，表示不设免打扰。"),
    )
    gathered_at = forms.TimeField(label=_("汇总发送时间"))
    weekday = forms.TypedChoiceField(
        label=_("每周汇总在"), choices=Preference.Weekday.choices, coerce=int
    )

    def __init__(self, data=None, *, preference: Preference):
        initial = {
            "kinds": [key for key in KINDS if key not in preference.muted],
            "quiet_from": preference.quiet_from,
            "quiet_until": preference.quiet_until,
            "gathered_at": preference.gathered_at,
            "weekday": preference.weekday,
        }
        super().__init__(data, initial=initial)
        self.fields["kinds"].choices = [(kind.key, kind.name) for kind in KINDS.values()]
        self._channels = ready_channels()
        for channel in self._channels:
            usual = Pace.DAILY if channel == Channel.EMAIL else Pace.OFF
            self.fields[f"pace_{channel}"] = forms.ChoiceField(
                label=channel.label,
                choices=Pace.choices,
                initial=preference.paces.get(channel, usual),
                help_text=HELP[channel],
            )
        self.order_fields([f"pace_{channel}" for channel in self._channels])
        self._paces = dict(preference.paces)

    def chosen(self) -> dict:
        """What `workflow.choose` keeps; a channel not set up now keeps what was chosen."""
        data = self.cleaned_data
        paces = self._paces | {str(channel): data[f"pace_{channel}"] for channel in self._channels}
        return {
            "paces": paces,
            "muted": [key for key in KINDS if key not in data["kinds"]],
            **{
                name: data[name] for name in ("quiet_from", "quiet_until", "gathered_at", "weekday")
            },
        }


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("接收通知的邮箱"),
        max_length=200,
        help_text=_("我们先发一封确认邮件；打开里面的地址并确认后，才开始使用。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class LogFilter(forms.Form):
    """What the delivery log shows."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *Delivery.State.choices]
    )
    channel = forms.ChoiceField(
        label=_("渠道"), required=False, choices=[("", _("全部")), *Channel.choices]
    )

    def apply(self, found):
        """`found` narrowed; a choice that makes no sense narrows nothing."""
        if self.is_valid():
            for name in ("state", "channel"):
                if value := self.cleaned_data[name]:
                    found = found.filter(**{name: value})
        return found
