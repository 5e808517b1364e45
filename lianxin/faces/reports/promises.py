"""The promise board (承诺台账): which promises, in which order."""

from datetime import date

from django import forms
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Promise, PromiseReport
from lianxin.ui.paging import Key, Order

State = Promise.State
STATES = [
    ("", _("全部")),
    ("overdue", _("到期未兑现")),
    ("open", _("兑现中")),
    ("carried", _("跨年结转")),
    ("kept", _("已兑现，待代表再评价")),
    ("confirmed", _("已兑现，代表认可")),
    ("explained", _("未能兑现，已说明")),
]
BY_DAY = Order((Key("due_on", read=date.fromisoformat), Key("pk")))


class PromiseForm(forms.Form):
    """Narrows the board."""

    state = forms.ChoiceField(label=_("兑现情况"), required=False, choices=STATES)
    q = forms.CharField(label=_("承诺事项含有"), required=False, max_length=60)

    def __init__(self, data):
        super().__init__(data)
        self.full_clean()

    def apply(self, promises, today: date):
        state = self.cleaned_data.get("state")
        if state == "overdue":
            promises = promises.filter(state=State.OPEN, due_on__lt=today)
        elif state == "carried":
            promises = promises.filter(state=State.OPEN, promised_on__lt=date(today.year, 1, 1))
        elif state:
            promises = promises.filter(state=state)
        if word := self.cleaned_data.get("q"):
            promises = promises.filter(Q(text__icontains=word))
        return promises


def promise_rows():
    """What one row of the board shows, in a fixed number of queries."""
    return Promise.objects.select_related(
        "reply__assignment__office", "reply__assignment__matter__body"
    ).prefetch_related(Prefetch("reports", PromiseReport.objects.order_by("-reported_on", "-pk")))
