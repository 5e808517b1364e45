"""What a deputy types: a suggestion, an invitation's answer, a judgement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.work.suggestions import mine
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.workflow.writing import FIELDS

TOPICS = [
    _("城乡建设"),
    _("交通运输"),
    _("农业农村"),
    _("教育体育"),
    _("医疗卫生"),
    _("社会保障"),
    _("生态环境"),
    _("文化旅游"),
    _("工业商贸"),
    _("财政金融"),
    _("法治治安"),
    _("其他"),
]
BETWEEN = Suggestion.Occasion.BETWEEN


class SuggestionForm(forms.Form):
    """A suggestion: title and text first, everything else optional.

    body: to which it is raised. today: decides whether a motion may be raised
    and which sessions it may be said to be raised at.
    """

    title = forms.CharField(
        label=_("标题"),
        max_length=200,
        help_text=_("一句话说明要解决什么，如“关于修复柳溪村石板桥的建议”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200}),
    )
    text = forms.CharField(
        label=_("内容"),
        max_length=20000,
        required=False,
        help_text=_(
            "先写情况和问题，再写具体建议。不方便打字的，可用手机键盘的语音输入（话筒图标）。"
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    kind = forms.ChoiceField(
        label=_("种类"),
        choices=[(one.value, one.label) for one in SUGGESTION_KINDS],
        initial=Matter.Kind.SUGGESTION,
        help_text=_("议案要有案由、案据和方案，并达到法定联名人数。拿不准的，选“建议”。"),
    )
    plan = forms.CharField(
        label=_("方案（议案必填）"),
        max_length=10000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    when = forms.ChoiceField(label=_("提出时间"))
    topic = forms.ChoiceField(label=_("类别"), required=False)
    wanted_office = forms.CharField(
        label=_("希望由谁承办"),
        max_length=80,
        required=False,
        help_text=_("不清楚的可以不填，由人大办确定。"),
        widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
    )
    wants_contact_by = forms.CharField(
        label=_("希望怎样与您联系"),
        max_length=60,
        required=False,
        help_text=_("如：打电话、当面谈、微信。"),
    )
    agrees_public = forms.BooleanField(
        label=_("同意把建议和答复向社会公开"), required=False, initial=True
    )
    is_confidential = forms.BooleanField(label=_("要求保密，只让承办人员看到"), required=False)
    invites_cosigners = forms.BooleanField(label=_("欢迎其他代表联名"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    OPTIONAL = (
        "kind",
        "plan",
        "when",
        "topic",
        "wanted_office",
        "wants_contact_by",
        "agrees_public",
        "is_confidential",
        "invites_cosigners",
    )

    def __init__(self, *args, body, today, suggestion=None, **kwargs):
        self.sessions = {str(item.pk): item for item in mine.sessions_for(body, today)}
        sitting = mine.open_session(body, today)
        kwargs["initial"] = _initial(suggestion, sitting) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        if suggestion and suggestion.session:
            self.sessions[str(suggestion.session_id)] = suggestion.session
        self.fields["when"].choices = [
            (BETWEEN, Suggestion.Occasion.BETWEEN.label),
            *[(pk, _("%s期间") % session) for pk, session in self.sessions.items()],
        ]
        topic = suggestion.topic if suggestion else ""
        known = [str(name) for name in TOPICS]
        others = [topic] if topic and topic not in known else []
        self.fields["topic"].choices = [
            ("", _("请选择")),
            *[(name, name) for name in [*known, *others]],
        ]
        is_motion = suggestion is not None and suggestion.kind == Matter.Kind.MOTION
        if not is_motion and (sitting is None or body.is_street):
            # Motions are raised while a congress sits; a street has no congress.
            del self.fields["kind"], self.fields["plan"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_confidential"):
            # Who asks for secrecy does not agree to publication, whatever box is left ticked.
            cleaned["agrees_public"] = False
        return cleaned

    @property
    def kept(self) -> dict:
        """What `workflow.draft` and `workflow.edit` take."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in FIELDS}
        session = self.sessions.get(self.cleaned_data["when"])
        typed["session"] = session
        typed["occasion"] = Suggestion.Occasion.IN_SESSION if session else BETWEEN
        return typed

    @property
    def first(self):
        return [self["title"], self["text"]]

    @property
    def rest(self):
        return [self[name] for name in self.OPTIONAL if name in self.fields]

    @property
    def rest_is_open(self) -> bool:
        """A fault must not hide in a closed panel; a motion needs its plan."""
        return "kind" in self.fields or any(field.errors for field in self.rest)


def _initial(suggestion, sitting) -> dict:
    if suggestion is None:
        return {"when": str(sitting.pk) if sitting else BETWEEN}
    initial = {name: getattr(suggestion, name) for name in FIELDS}
    in_session = suggestion.occasion == Suggestion.Occasion.IN_SESSION
    return initial | {
        "when": str(suggestion.session_id) if in_session else BETWEEN,
        "version": suggestion.version,
    }


class DeputySearchForm(forms.Form):
    """Looking for a deputy by name or pinyin."""

    q = forms.CharField(
        label=_("姓名"),
        required=False,
        max_length=30,
        help_text=_("可输入汉字、拼音或者拼音首字母，如“张”“zhang”“zs”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    order = forms.ChoiceField(
        label=_("排列"),
        required=False,
        choices=[("stroke", _("按姓氏笔画")), ("pinyin", _("按拼音"))],
    )

    def apply(self, body):
        """Deputies in office of `body` that fit."""
        self.full_clean()
        wanted = self.cleaned_data
        people = mine.deputies_in_office(body, order=wanted.get("order") or "stroke")
        return mine.look_up(people, wanted.get("q") or "")


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(
        label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SatisfactionField(forms.ChoiceField):
    """Three large buttons."""

    def __init__(self, **options):
        super().__init__(
            choices=Satisfaction.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("请选一项：满意、基本满意或者不满意。")},
            **options,
        )


class OpinionForm(forms.Form):
    """Words beside a judgement: wanted only where it is 不满意."""

    reason = forms.CharField(
        label=_("具体意见"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不满意的，请写明哪里不满意、希望怎么办。满意的可以不写。"),
    )

    axes: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean()
        is_dissatisfied = Satisfaction.DISSATISFIED in {cleaned.get(axis) for axis in self.axes}
        if is_dissatisfied and "reason" in cleaned and not cleaned["reason"].strip():
            self.add_error("reason", _("您选了“不满意”，请写明具体意见，便于重新办理。"))
        return cleaned

    @property
    def axis_fields(self):
        return [self[axis] for axis in self.axes]

    @property
    def wants_reason(self) -> bool:
        """Whether the panel of the reason stands open."""
        return bool(self["reason"].errors or self["reason"].value())


class JudgeForm(OpinionForm):
    """办理态度 and 办理结果."""

    attitude = SatisfactionField(label=_("办理态度（联系了没有、听没听意见）"))
    result = SatisfactionField(label=_("办理结果（事情办得怎样）"))

    axes = ("attitude", "result")


class JudgePromiseForm(OpinionForm):
    """Whether a promise was really kept."""

    judgement = SatisfactionField(label=_("承诺的事办得怎样"))

    axes = ("judgement",)
