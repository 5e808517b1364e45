"""What people type about cases and visits; sums in 元, kept in 分."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.tenure import duties_at
from lianxin.foundation.people.models import CLERKS, Account, Body, Grant, Person, Seat
from lianxin.foundation.people.queries import presidium_of
from lianxin.work.activities.fields import SeatField, Text, YuanField
from lianxin.work.care.kinds import KINDS, LIBERTY
from lianxin.work.care.models import CaseContact, LibertyRequest, RightsCase, Visit
from lianxin.work.funds.models import Claim

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def seats_at(body: Body):
    """Deputies whose case this body may keep: its own, its groups', those of bodies below."""
    below = Q(body__path__startswith=body.path) | Q(group__body=body)
    return (
        Seat.objects.filter(below, state__in=(Seat.State.IN_OFFICE, Seat.State.SUSPENDED))
        .select_related("person", "body", "group__body")
        .order_by("body__path", "person__stroke_key", "pk")
    )


class DeputyField(SeatField):
    """One deputy, with the body where several bodies' stand in one list."""

    def label_from_instance(self, seat):
        return f"{seat.person.name}（{seat.body.short_name}）"


class CaseForm(forms.Form):
    """By the office; `HelpForm` is what the deputy himself fills in."""

    seat = DeputyField(label=_("代表"), queryset=None)
    kind = forms.ChoiceField(label=_("类别"))
    text = Text(
        label=_("发生了什么"),
        max_length=4000,
        rows=6,
        help_text=_("时间、地点、谁、做了什么。只有办理人和代表本人看得到，查看会留痕。"),
    )
    wish = forms.CharField(label=_("希望怎么帮助"), max_length=300, required=False)
    happened_on = forms.DateField(label=_("发生日期"), required=False, widget=DAY)

    def __init__(self, data=None, *, body: Body, **options):
        super().__init__(data, **options)
        self.fields["seat"].queryset = seats_at(body)
        self.fields["kind"].choices = [
            (key, kind.name) for key, kind in KINDS.items() if key != LIBERTY
        ]


class HelpForm(CaseForm):
    """bodies: who may be asked: the own body, and the county's above it."""

    body = forms.ModelChoiceField(
        label=_("请谁办理"),
        queryset=None,
        empty_label=None,
        help_text=_("和本级领导有关的，请选上级人大。"),
    )
    field_order = ("kind", "text", "wish", "happened_on", "body")

    def __init__(self, data=None, *, seat: Seat, bodies: list[Body], **options):
        super().__init__(data, body=bodies[0], **options)
        del self.fields["seat"]
        found: forms.ModelChoiceField = self.fields["body"]  # type: ignore[assignment]
        found.queryset = Body.objects.filter(pk__in=[one.pk for one in bodies]).order_by("-path")


class ContactForm(forms.Form):
    on = forms.DateField(label=_("日期"), widget=DAY)
    whom = forms.ChoiceField(label=_("和谁协调"), choices=CaseContact.Whom.choices)
    organ = forms.CharField(
        label=_("单位和人员"), max_length=80, required=False, help_text=_("如：县公安局法制大队。")
    )
    way = forms.ChoiceField(label=_("方式"), choices=CaseContact.Way.choices)
    words = Text(label=_("说了什么，结果怎样"), max_length=500, rows=3)


class CloseForm(forms.Form):
    """is_liberty: the result follows from what was decided or reported."""

    result = forms.ChoiceField(
        label=_("结果"),
        choices=[
            (key, name)
            for key, name in RightsCase.Result.choices
            if key not in ("", "decided", "reported")
        ],
    )
    outcome = Text(
        label=_("办理结果说明"),
        max_length=1000,
        help_text=_("代表本人会看到，请写清楚怎么解决的，没有解决的原因。"),
    )

    def __init__(self, data=None, *, is_liberty: bool = False, **options):
        super().__init__(data, **options)
        if is_liberty:
            del self.fields["result"]


class JudgeForm(forms.Form):
    content = forms.ChoiceField(
        label=_("对办理结果"),
        choices=[one for one in RightsCase.Content.choices if one[0]],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        help_text=_("不满意的，请写明哪里没有解决。"),
    )


class ReadForm(forms.Form):
    reason = forms.CharField(
        label=_("查看事由"),
        max_length=100,
        help_text=_("如“商县公安局前核对情况”。查看的人、时间和事由会留痕，代表本人看得到。"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class LibertyForm(forms.Form):
    seat = DeputyField(label=_("代表"), queryset=None)
    measure = forms.ChoiceField(label=_("措施"), choices=LibertyRequest.Measure.choices)
    measure_words = forms.CharField(
        label=_("其他措施的名称"),
        max_length=60,
        required=False,
        help_text=_("如：行政拘留、监视居住。"),
    )
    organ = forms.CharField(label=_("提请或者报告的机关"), max_length=80)
    letter = forms.CharField(label=_("来文字号"), max_length=60, required=False)
    received_on = forms.DateField(label=_("收到日期"), widget=DAY)
    taken_on = forms.DateField(
        label=_("采取措施日期"),
        required=False,
        widget=DAY,
        help_text=_("执行机关报告的必填；提请许可的，还没有采取措施就不填。"),
    )
    text = Text(label=_("来文说了什么"), max_length=4000)

    def __init__(self, data=None, *, body: Body, **options):
        super().__init__(data, **options)
        self.fields["seat"].queryset = seats_at(body).filter(body=body)


class SubmitForm(forms.Form):
    before = forms.ChoiceField(
        label=_("提交给"), choices=LibertyRequest.Before.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=_("提交日期"), widget=DAY)


YES_NO = [("yes", _("是")), ("no", _("不是"))]


class DecideForm(forms.Form):
    """Both examined questions are asked one by one, neither has an answer beforehand."""

    for_speech = forms.TypedChoiceField(
        label=_("是否因会议发言、表决被追究"),
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    for_duty = forms.TypedChoiceField(
        label=_("是否因提出建议、批评和意见等执行职务行为被打击报复"),
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=[one for one in LibertyRequest.Decision.choices if one[0]],
        widget=forms.RadioSelect,
    )
    meeting = forms.CharField(label=_("哪次会议决定的"), max_length=80, required=False)
    on = forms.DateField(label=_("决定日期"), widget=DAY)
    reason = forms.CharField(
        label=_("理由"), max_length=300, required=False, help_text=_("不许可的必须写明。")
    )


class AnswerForm(forms.Form):
    on = forms.DateField(label=_("答复日期"), widget=DAY)
    letter = forms.CharField(label=_("答复文号"), max_length=60, required=False)


class VisitForm(forms.Form):
    seat = DeputyField(label=_("看望哪位代表"), queryset=None)
    on = forms.DateField(label=_("日期"), widget=DAY)
    reason = forms.ChoiceField(label=_("事由"), choices=Visit.Reason.choices)
    way = forms.ChoiceField(label=_("方式"), choices=Visit.Way.choices)
    people = forms.ModelMultipleChoiceField(
        label=_("看望人"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("其他看望人"), max_length=120, required=False, help_text=_("名单里没有的，写姓名。")
    )
    words = Text(label=_("情况"), max_length=500, rows=3, required=False)
    money = YuanField(label=_("慰问金（元）"), required=False)
    goods = forms.CharField(label=_("慰问品"), max_length=80, required=False)
    goods_value = YuanField(label=_("慰问品价值（元）"), required=False)
    source = forms.ChoiceField(label=_("钱物来源"), choices=Visit.Source.choices, required=False)
    claim = forms.ModelChoiceField(
        label=_("经费报销"),
        queryset=None,
        required=False,
        empty_label=_("没有报销"),
        help_text=_("来自代表活动经费的，选已经审批的那一笔。"),
    )
    case = forms.ModelChoiceField(
        label=_("属于哪件权益保障事项"), queryset=None, required=False, empty_label=_("不属于")
    )

    def __init__(self, data=None, *, body: Body, today, **options):
        super().__init__(data, **options)
        self.fields["seat"].queryset = seats_at(body)
        members = presidium_of(body, today).order_by().values("person")
        seated = [one.seat.person_id for one in duties_at(body, today, today)]
        self.fields["people"].queryset = Person.objects.filter(
            Q(pk__in=members) | Q(pk__in=seated)
        ).order_by("stroke_key", "pk")
        self.fields["claim"].queryset = Claim.objects.filter(
            budget__body=body, state=Claim.State.APPROVED
        ).order_by("-spent_on", "-pk")
        self.fields["case"].queryset = RightsCase.objects.open().filter(body=body)

    def clean(self):
        typed = super().clean()
        for name in ("money", "goods_value"):
            typed[name] = typed.get(name) or 0
        return typed


class OfficerForm(forms.Form):
    account = forms.ModelChoiceField(label=_("工作人员"), queryset=None)

    def __init__(self, data=None, *, body: Body, **options):
        super().__init__(data, **options)
        clerks = Grant.objects.in_force().filter(body=body, role__in=CLERKS)
        self.fields["account"].queryset = Account.objects.filter(
            pk__in=clerks.values("account"), is_active=True
        ).order_by("name", "pk")
        self.fields["account"].label_from_instance = lambda one: one.name


class CaseFilterForm(forms.Form):
    """Which cases; a value that makes no sense is ignored."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("open", _("没有办结的")), *RightsCase.State.choices],
    )
    kind = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[("", _("全部")), *((key, kind.name) for key, kind in KINDS.items())],
    )

    def apply(self, cases):
        self.full_clean()
        if state := self.cleaned_data.get("state"):
            cases = cases.open() if state == "open" else cases.filter(state=state)
        if kind := self.cleaned_data.get("kind"):
            cases = cases.filter(kind=kind)
        return cases
