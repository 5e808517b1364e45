"""What the congress office types around the handling: urging, pressing, judging for, closing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Evaluation, Matter, Supervision
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.work.suggestions.forms.review import LongText, ask_for

FOR_A_DEPUTY = [
    (Evaluation.Channel.PHONE, _("电话")),
    (Evaluation.Channel.PAPER, _("纸质征询意见表")),
]


class RemindForm(forms.Form):
    """催办."""

    offices = forms.ModelMultipleChoiceField(
        label=_("催办哪些单位"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("催办内容"),
        max_length=300,
        required=False,
        help_text=_("如：请于本月底前答复代表。可不填。"),
    )

    def __init__(self, *args, assignments, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["offices"]
        field.queryset = assignments
        field.label_from_instance = str


class WordsForm(forms.Form):
    """A few words that go with a reminder."""

    words = forms.CharField(label=_("提醒内容"), max_length=300, required=False)


class SuperviseForm(forms.Form):
    """督办记录."""

    method = forms.ChoiceField(
        label=_("督办方式"), widget=forms.RadioSelect, choices=Supervision.Method.choices
    )
    pressed_on = forms.DateField(label=_("日期"))
    people = forms.CharField(label=_("参加人员"), max_length=200)
    result = LongText(label=_("督办结果"), max_length=3000)


class KeyForm(forms.Form):
    """重点督办."""

    leader = forms.CharField(
        label=_("领衔督办人"), max_length=60, help_text=_("姓名和职务。没有领衔人的不能启动。")
    )
    basis = forms.CharField(
        label=_("确定依据"),
        max_length=200,
        required=False,
        help_text=_("如：主任会议 2026 年第 5 次会议确定。"),
    )


class ConciliateForm(forms.Form):
    """协调评估."""

    redo = forms.TypedChoiceField(
        label=_("结论"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("再次重新办理")),
            ("no", _("不再重办，如实记录代表评价")),
        ],
        coerce=lambda value: value == "yes",
    )
    people = forms.CharField(label=_("参加人员"), max_length=200, required=False)
    result = LongText(label=_("协调评估的情况"), max_length=3000)


class NoteForm(forms.Form):
    """A remark that goes with the step."""

    note_text = LongText(label=_("说明"), rows=3, max_length=2000, required=False)


class ArchiveForm(forms.Form):
    """归档."""

    leave_out_reason = LongText(label=_("材料不齐的原因"), rows=3, max_length=2000, required=False)


class PublicityForm(forms.Form):
    """公开或者不公开."""

    publicity = forms.ChoiceField(
        label=_("是否公开"),
        widget=forms.RadioSelect,
        choices=[
            (Matter.Publicity.PUBLIC, _("公开")),
            (Matter.Publicity.WITHHELD, _("不公开")),
        ],
    )
    reason = forms.CharField(
        label=_("不公开的理由"),
        max_length=200,
        required=False,
        help_text=_("如涉及国家秘密、商业秘密、个人隐私。"),
    )

    def clean(self):
        wanted = super().clean()
        if wanted.get("publicity") == Matter.Publicity.WITHHELD and not wanted.get("reason"):
            ask_for(self, "reason", _("不公开应当写明理由，如涉及个人隐私。"))
        return wanted


class DrawForm(forms.Form):
    """抽取回头看."""

    body = forms.ModelChoiceField(label=_("哪级人大"), queryset=None, empty_label=None)
    year = forms.IntegerField(label=_("哪一年的建议"), min_value=1954, max_value=2200)
    count = forms.IntegerField(label=_("抽取几件"), min_value=1, max_value=100, initial=5)
    seed = forms.IntegerField(
        label=_("抽取号"),
        required=False,
        min_value=0,
        max_value=10**9,
        help_text=_("当众抽取时，由见证人说一个数字；用同一个数字可以重复验证。可不填。"),
    )

    def __init__(self, *args, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies
        if len(bodies) == 1:
            self.fields["body"].widget = forms.HiddenInput()


class FindingForm(forms.Form):
    """回头看结果."""

    is_real = forms.TypedChoiceField(
        label=_("答复的事做到了吗"),
        widget=forms.RadioSelect,
        choices=[("yes", _("属实，做到了")), ("no", _("不属实，重新办理"))],
        coerce=lambda value: value == "yes",
    )
    visited_on = forms.DateField(label=_("回访日期"))
    visitors = forms.CharField(label=_("回访人员"), max_length=200)
    text = LongText(
        label=_("看到的情况"), max_length=3000, required=False, help_text=_("不属实的必须写明。")
    )

    def clean(self):
        wanted = super().clean()
        if wanted.get("is_real") is False and not wanted.get("text"):
            ask_for(self, "text", _("重新办理的，请写明回访发现的情况。"))
        return wanted


class _ForADeputy(forms.Form):
    """Whose word it is, and how it came."""

    person = forms.ModelChoiceField(
        label=_("哪位代表"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    channel = forms.ChoiceField(label=_("怎么来的"), widget=forms.RadioSelect, choices=FOR_A_DEPUTY)
    reason = LongText(
        label=_("具体意见"),
        max_length=2000,
        required=False,
        help_text=_("照代表原话记。不满意的必须填写。"),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        if len(people) == 1:
            self.fields["person"].initial = people[0]

    def _need_reason(self, wanted, *names):
        is_unhappy = any(wanted.get(name) == Satisfaction.DISSATISFIED for name in names)
        if is_unhappy and not wanted.get("reason", "").strip():
            ask_for(self, "reason", _("不满意的，请写明代表的具体意见，便于重新办理。"))


class JudgeForForm(_ForADeputy):
    """代录评价."""

    reply = forms.ModelChoiceField(
        label=_("评价哪份答复"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    attitude = forms.ChoiceField(
        label=_("办理态度"), widget=forms.RadioSelect, choices=Satisfaction.choices
    )
    result = forms.ChoiceField(
        label=_("办理结果"), widget=forms.RadioSelect, choices=Satisfaction.choices
    )
    field_order = ["person", "reply", "channel", "attitude", "result", "reason"]

    def __init__(self, *args, replies, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["reply"]
        field.queryset = replies
        field.label_from_instance = lambda reply: f"{reply.assignment.office} {reply.document_no}"
        if len(replies) == 1:
            field.initial = replies[0]

    def clean(self):
        wanted = super().clean()
        self._need_reason(wanted, "attitude", "result")
        return wanted


class JudgePromiseForForm(_ForADeputy):
    """代录承诺再评价."""

    promise = forms.ModelChoiceField(
        label=_("评价哪项承诺"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    judgement = forms.ChoiceField(
        label=_("代表再评价"), widget=forms.RadioSelect, choices=Satisfaction.choices
    )
    field_order = ["person", "promise", "channel", "judgement", "reason"]

    def __init__(self, *args, promises, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["promise"]
        field.queryset = promises
        if len(promises) == 1:
            field.initial = promises[0]

    def clean(self):
        wanted = super().clean()
        self._need_reason(wanted, "judgement")
        return wanted


class ManyForm(forms.Form):
    """What holds for all that were chosen."""

    words = forms.CharField(label=_("催办内容"), max_length=300, required=False)
