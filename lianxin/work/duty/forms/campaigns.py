"""Campaigns and pledges."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.tenure import duties_at
from lianxin.foundation.people.models import Body, Group, Seat
from lianxin.work.activities.models import Activity
from lianxin.work.duty.models import Campaign
from lianxin.work.duty.workflow.campaigns import LINKABLE, takes_part


class CampaignForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = ("title", "basis", "since", "until", "actions", "target", "groups", "is_paired")
        widgets = {
            "actions": forms.Textarea(attrs={"rows": 4}),
            "groups": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, body: Body, **kwargs):
        super().__init__(*args, **kwargs)
        groups: forms.ModelMultipleChoiceField = self.fields["groups"]  # type: ignore[assignment]
        groups.queryset = Group.objects.filter(body=body)

    def _post_clean(self):
        """Constraints are the workflow's to check, with the rest of the rules."""


class LinkForm(forms.Form):
    activity = forms.ModelChoiceField(Activity.objects.none(), label=_("活动"))

    def __init__(self, *args, campaign: Campaign, **kwargs):
        super().__init__(*args, **kwargs)
        activity: forms.ModelChoiceField = self.fields["activity"]  # type: ignore[assignment]
        activity.queryset = Activity.objects.filter(
            body=campaign.body,
            state__in=LINKABLE,
            on__gte=campaign.since,
            on__lte=campaign.until,
            campaign_link=None,
        ).order_by("on", "pk")


class PledgeForm(forms.Form):
    """seat: chosen by the office; a deputy pledges for himself. Of a pair the branch comes first."""

    seat = forms.ModelChoiceField(Seat.objects.none(), label=_("代表"))
    text = forms.CharField(label=_("承诺"), max_length=200, help_text=_("做什么，做到什么程度。"))
    due_on = forms.DateField(label=_("完成时限"))
    branch = forms.CharField(label=_("结对网格支部"), max_length=60, required=False)
    project = forms.CharField(
        label=_("民生项目"), max_length=80, required=False, help_text=_("可以以后再选。")
    )

    def __init__(self, *args, campaign: Campaign, own: Seat | None, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        if own is not None:
            del self.fields["seat"]
        else:
            seats = [
                duty.seat.pk
                for duty in duties_at(campaign.body, today, today)
                if takes_part(campaign, duty.seat)
            ]
            seat: forms.ModelChoiceField = self.fields["seat"]  # type: ignore[assignment]
            seat.queryset = Seat.objects.filter(pk__in=seats).select_related(
                "person", "body", "term"
            )
            seat.label_from_instance = lambda one: one.person.name  # type: ignore[assignment,method-assign]
        if campaign.is_paired:
            self.fields["text"].required = False
            self.fields["text"].help_text = _("可以不填；不填的按项目登记。")
            self.fields["branch"].required = True
            self.order_fields(["seat", "branch", "project", "text", "due_on"])
        else:
            del self.fields["branch"], self.fields["project"]
        self.initial.setdefault("due_on", campaign.until)


class ProgressForm(forms.Form):
    on = forms.DateField(label=_("日期"))
    words = forms.CharField(
        label=_("进展"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    picture = forms.FileField(
        label=_("照片"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        help_text=_("可以不传。"),
    )
    project = forms.CharField(label=_("选定的民生项目"), max_length=80, required=False)
    field_order = ("project", "words", "picture", "on")

    def __init__(self, *args, needs_project: bool, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today)
        if not needs_project:
            del self.fields["project"]


class SettleForm(forms.Form):
    is_kept = forms.TypedChoiceField(
        label=_("结果"),
        choices=[("yes", _("已兑现")), ("no", _("未能兑现，说明原因"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("情况"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    persons = forms.IntegerField(
        label=_("受益人数"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("项目完成的必填。"),
    )

    def __init__(self, *args, is_pair: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_pair:
            del self.fields["persons"]


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("总结"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("草稿按记录生成，可以修改；数字在公文里另列表，不随文字改动。"),
    )
