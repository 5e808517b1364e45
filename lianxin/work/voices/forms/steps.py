"""Forms of the steps on one message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.foundation.people.models import Body, Office, Person, Seat
from lianxin.work.voices.grounds import GROUNDS, HIDING
from lianxin.work.voices.models import VoterMessage

# Ready words for a telephone: one tap, and a sentence of one's own if wanted.
READY = [
    ("", _("自己写")),
    (
        _("您好，您反映的情况我已经收到，我会到现场看一看，三天内再答复您。"),
        _("收到，到现场看后再答复"),
    ),
    (
        _("您好，您反映的事我已经联系了有关单位，办好后会告诉您。"),
        _("已联系有关单位"),
    ),
    (_("您好，您反映的事已经办好。谢谢您告诉我们。"), _("已经办好")),
    (_("您好，您说的建议很好，我会在代表活动中反映。"), _("会在代表活动中反映")),
]
LINES = forms.Textarea(attrs={"rows": 5})


class AnswerForm(forms.Form):
    """An answer in plain words."""

    ready = forms.ChoiceField(
        label=_("常用答复"), required=False, choices=READY, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("答复内容"),
        required=False,
        max_length=5000,
        widget=LINES,
        help_text=_("用选民听得懂的话写。不写也可以，发出上面选的那一句。"),
    )
    signed = forms.CharField(
        label=_("署名"),
        required=False,
        max_length=80,
        help_text=_("不填的，署您的代表身份或者站名。"),
    )

    def clean(self):
        cleaned = super().clean()
        words = [cleaned.pop("ready", ""), cleaned.get("text", "").strip()]
        cleaned["text"] = "\n".join(filter(None, words))
        if not cleaned["text"]:
            self.add_error("text", _("请写下答复，或者选一句常用的。"))
        return cleaned


class OfficeForm(forms.Form):
    """Which office, with which others."""

    office = forms.ModelChoiceField(
        label=_("承办单位"), queryset=Office.objects.none(), empty_label=_("请选择")
    )
    assist = forms.ModelMultipleChoiceField(
        label=_("协办单位"), queryset=Office.objects.none(), required=False
    )

    def __init__(self, data, *, message):
        super().__init__(data)
        offices = (
            Office.objects.current()
            .filter(body__in=_bodies(message))
            .exclude(kind=Office.Kind.VILLAGE)
            .select_related("body")
        )
        self.fields["office"].queryset = self.fields["assist"].queryset = offices


class VillageForm(forms.Form):
    village = forms.ModelChoiceField(
        label=_("村（社区）"), queryset=Office.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, data, *, message):
        super().__init__(data, initial={"village": message.village_id})
        villages = Office.objects.current().filter(kind=Office.Kind.VILLAGE)
        self.fields["village"].queryset = villages.filter(
            body__in=Body.objects.within(message.body)
        )


def _bodies(message) -> list[int]:
    """The message's own body and the county's: whose offices may be asked."""
    return [message.body_id, message.county_id]


class TurnForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("由哪位代表提出"),
        queryset=Person.objects.none(),
        empty_label=_("请选择"),
        help_text=_("生成一份草稿，由代表修改后提交。选民的姓名电话不写进建议。"),
    )

    def __init__(self, data, *, message, user):
        super().__init__(data, initial={"person": user.person_id or message.deputy_id})
        bodies = [message.body_id]
        if message.body.is_street:
            bodies.append(message.body.parent_id)
        seats = Seat.objects.filter(body__in=bodies, state=Seat.State.IN_OFFICE)
        people = Person.objects.filter(pk__in=seats.values("person"))
        if user.person_id and people.filter(pk=user.person_id).exists():
            people = people.filter(pk=user.person_id)
        self.fields["person"].queryset = people.order_by("stroke_key", "pk")


class PassUpForm(forms.Form):
    body = forms.ModelChoiceField(
        label=_("请哪一级代表反映"), queryset=Body.objects.none(), empty_label=None
    )

    def __init__(self, data, *, message):
        super().__init__(data, initial={"body": message.body.parent_id})
        self.fields["body"].queryset = Body.objects.filter(pk=message.body.parent_id)


class RefuseForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("情形"),
        choices=[(code, one.label) for code, one in GROUNDS.items()],
        widget=forms.RadioSelect,
        help_text=_("会把可以去哪里解决一并告诉选民。"),
    )
    note = forms.CharField(
        label=_("再说一句（可不填）"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("并入哪一条"),
        queryset=VoterMessage.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("请选择并入哪一条。")},
    )

    def __init__(self, data, *, found):
        super().__init__(data)
        self.fields["into"].queryset = VoterMessage.objects.filter(
            pk__in=[one.pk for one, _why in found]
        )
        whys = {one.pk: why for one, why in found}
        self.fields["into"].label_from_instance = lambda one: (
            f"{one.number} {one.title}（{whys.get(one.pk, '')}）"
        )


class HideForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("理由"),
        choices=list(HIDING.items()),
        widget=forms.RadioSelect,
        help_text=_("只能按列出的理由屏蔽。选民能在查询页看到理由；批评意见不是屏蔽的理由。"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class EmptyForm(forms.Form):
    """A step that needs only to be confirmed."""


class TopicForm(forms.Form):
    topic = forms.CharField(label=_("类别"), max_length=30)

    def __init__(self, data, *, message, known):
        super().__init__(data, initial={"topic": message.topic})
        self.known = known
        if known:
            self.fields["topic"].help_text = _("已有的类别：%s") % "、".join(known)


class DecideReturnForm(forms.Form):
    agree = forms.TypedChoiceField(
        label=_("意见"),
        choices=[("1", _("同意退回，另行办理")), ("0", _("不同意，请继续办理"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note_text = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class GradeForm(forms.Form):
    grade = forms.ChoiceField(label=_("选民怎么说"), choices=Satisfaction, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("选民的话"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConciliateForm(forms.Form):
    redo = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("0", _("把协调结果告诉选民，办结")), ("1", _("再办一次"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    result = forms.CharField(label=_("协调情况和结果"), max_length=5000, widget=LINES)


class OfficeReplyForm(forms.Form):
    """An office's short answer to a voter: no letter, no number."""

    result_class = forms.ChoiceField(
        label=_("办理结果"), choices=[("", _("请选择")), *ResultClass.choices]
    )
    text = forms.CharField(
        label=_("给选民的答复"),
        max_length=5000,
        widget=LINES,
        help_text=_("会原样告诉选民。写清怎么办的、什么时候办好，不写公文套话。"),
    )


class OfficeReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("退回理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    suggested_office = forms.CharField(label=_("应当由哪个单位办"), required=False, max_length=80)
