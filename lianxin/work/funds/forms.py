"""What people type about funds; sums in 元, kept in 分."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Group
from lianxin.work.activities.fields import FilesField, YuanField
from lianxin.work.activities.models import Activity
from lianxin.work.funds.models import Claim, Facility
from lianxin.work.stations.models import Station

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BudgetForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    counted_on = forms.DateField(
        label=_("按哪天的代表人数和标准"),
        required=False,
        widget=DAY,
        help_text=_("不填的，按 1 月 1 日。"),
    )


class CountForm(forms.Form):
    counted_on = forms.DateField(label=_("按哪天的代表人数和标准"), widget=DAY)


class AllocationForm(forms.Form):
    amount = YuanField(label=_("金额（元）"))
    on = forms.DateField(label=_("到账日期"), widget=DAY)
    source = forms.CharField(
        label=_("来源"), max_length=80, required=False, help_text=_("如：镇财政、县人大下达。")
    )


class ClaimForm(forms.Form):
    """A claim; a group's leader claims for his groups' activities only."""

    purpose = forms.ChoiceField(label=_("用途"), choices=Claim.Purpose.choices)
    activity = forms.ModelChoiceField(
        label=_("哪次活动"), queryset=None, required=False, empty_label=_("与活动无关")
    )
    group = forms.ModelChoiceField(
        label=_("代表小组"),
        queryset=None,
        required=False,
        empty_label=_("本级"),
        help_text=_("选了活动的，按活动的小组。"),
    )
    what = forms.CharField(label=_("事由"), max_length=120)
    amount = YuanField(label=_("金额（元）"))
    spent_on = forms.DateField(label=_("发生日期"), widget=DAY)
    receipts = FilesField(label=_("票据（照片或 PDF）"), most=10, accept="image/*,application/pdf")

    def __init__(self, data=None, files=None, *, budget, groups=None, **options):
        """groups: ids of those whose leader types; None for the clerk, who claims for all."""
        super().__init__(data, files, **options)
        activities = Activity.objects.filter(
            body=budget.body_id,
            on__range=(date(budget.year, 1, 1), date(budget.year, 12, 31)),
        ).exclude(state__in=("cancelled", "refused", "told"))
        known = Group.objects.filter(body=budget.body_id)
        if groups is not None:
            activities, known = activities.filter(group__in=groups), known.filter(pk__in=groups)
            self.fields["group"].required = True
            self.fields["group"].empty_label = None
        self.fields["group"].queryset = known
        self.fields["activity"].queryset = activities.order_by("-on")
        self.fields["activity"].label_from_instance = lambda one: f"{one.on} {one.title}"


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class ReceiptForm(forms.Form):
    receipts = FilesField(
        label=_("票据（照片或 PDF）"), most=10, accept="image/*,application/pdf", required=True
    )


class FacilityForm(forms.ModelForm):
    cost = YuanField(label=_("总金额（元）"), required=False)

    class Meta:
        model = Facility
        fields = (
            "name",
            "kind",
            "number",
            "cost",
            "state",
            "bought_on",
            "station",
            "group",
            "place",
            "note",
        )
        widgets = {"bought_on": DAY}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        body = self.instance.body_id
        self.fields["station"].queryset = Station.objects.filter(body=body).open()
        self.fields["group"].queryset = Group.objects.filter(body=body)

    def clean_cost(self):
        return self.cleaned_data["cost"] or 0
