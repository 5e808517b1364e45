"""Schemes of points: where to start from, their items."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.work.duty.forms.tasks import evidence
from lianxin.work.duty.models import PointItem
from lianxin.work.duty.models.points import TENTHS
from lianxin.work.duty.shipped import point_templates


class SchemeForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=_("机构"), empty_label=None)
    template = forms.ChoiceField(label=_("从哪个样本开始"), required=False)
    name = forms.CharField(label=_("名称"), max_length=60, required=False)
    basis = forms.CharField(label=_("依据"), max_length=120, required=False)

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        body: forms.ModelChoiceField = self.fields["body"]  # type: ignore[assignment]
        body.queryset = bodies
        template: forms.ChoiceField = self.fields["template"]  # type: ignore[assignment]
        template.choices = [
            ("", _("空白，自己写")),
            *((one.key, f"{one.name}：{one.origin}") for one in point_templates().values()),
        ]


class Points(forms.DecimalField):
    """Points with at most one decimal; tenths inside."""

    def __init__(self, **kwargs):
        super().__init__(max_digits=6, decimal_places=1, **kwargs)

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return None if found is None else int(found * TENTHS)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / TENTHS if isinstance(value, int) else value


class PointItemForm(forms.Form):
    label = forms.CharField(label=_("事项"), max_length=80)
    base_number = forms.IntegerField(label=_("达到几次（件）"), min_value=1, max_value=999)
    base = Points(label=_("得几分"), help_text=_("扣分的写负数，如 -1。"))
    each = Points(label=_("每多一次（件）再加几分"), initial=0)
    each_less = Points(
        label=_("每少一次（件）减几分"),
        min_value=0,
        required=False,
        help_text=_("不填的，达不到就不得分。"),
    )
    cap = Points(label=_("最多几分"), min_value=0, required=False)
    sources = forms.MultipleChoiceField(
        label=_("凭什么记录记分"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, item: PointItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        offered = evidence()
        known = {key for _section, choices in offered for key, _label in choices}
        lost = [key for key in (item.sources if item else []) if key not in known]
        sources: forms.MultipleChoiceField = self.fields["sources"]  # type: ignore[assignment]
        sources.choices = [
            *offered,
            *([(_("暂无来源"), [(key, key) for key in lost])] if lost else []),
        ]
        if item is not None:
            for name in self.fields:
                self.initial.setdefault(name, getattr(item, name))
