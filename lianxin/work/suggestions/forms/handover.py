"""What the clerk types when handing over: offices, meetings, decisions on returns and delays."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import HandoverMeeting
from lianxin.foundation.people.models import Office
from lianxin.work.suggestions.forms.review import LongText, ask_for

LEAD, SEPARATE = "lead", "separate"
MEETINGS_OFFERED = 12


class OfficesForm(forms.Form):
    """Who handles one matter: a lead with assisting offices, or separate ones."""

    how = forms.ChoiceField(
        label=_("承办方式"),
        widget=forms.RadioSelect,
        choices=[
            (LEAD, _("主办：一个单位牵头，需要时加协办")),
            (SEPARATE, _("分办：两个以上单位各自办理、各自答复")),
        ],
        initial=LEAD,
    )
    lead = forms.TypedChoiceField(label=_("主办单位"), required=False, empty_value=None)
    others = forms.TypedMultipleChoiceField(
        label=_("协办单位（分办时勾选各分办单位）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_lead = _("请选择")

    def __init__(self, *args, offices, **kwargs):
        """offices: those to choose from, read once for all rows of a table."""
        super().__init__(*args, **kwargs)
        by_pk = {str(office.pk): office for office in offices}
        choices = [(pk, office.name) for pk, office in by_pk.items()]
        self.fields["lead"].choices = [("", self.no_lead), *choices]
        self.fields["others"].choices = choices
        for name in ("lead", "others"):
            self.fields[name].coerce = by_pk.__getitem__

    @property
    def plan(self) -> dict:
        """Arguments of `workflow.assign` that say who handles."""
        wanted = self.cleaned_data
        lead, others = wanted.get("lead"), list(wanted.get("others") or ())
        if wanted.get("how") == SEPARATE:
            together = [lead, *others] if lead and lead not in others else others
            return {"separate": together}
        return {"lead": lead, "assisting": [office for office in others if office != lead]}


class HandOverForm(OfficesForm):
    """交办 of one suggestion, with whatever is still missing before it."""

    is_complex = forms.BooleanField(
        label=_("涉及面广、处理难度大（用较长的答复期限）"), required=False
    )
    number = forms.CharField(
        label=_("编号"),
        max_length=30,
        required=False,
        help_text=_("还没有编号。照纸面填写，或者留空由系统接着编。"),
    )
    call_back_note = LongText(
        label=_("回访记录"),
        max_length=2000,
        help_text=_("交办前应当逐条回访提出人，了解真实意图。请记下代表的意思。"),
    )
    meeting = forms.ModelChoiceField(
        label=_("在哪次交办会上交办"),
        queryset=None,
        required=False,
        empty_label=_("不是在交办会上"),
    )

    def __init__(self, *args, suggestion, offices, meetings, **kwargs):
        super().__init__(*args, offices=offices, **kwargs)
        self.fields["meeting"].queryset = meetings
        if suggestion.number or suggestion.is_historical:
            del self.fields["number"]
        if suggestion.called_back_on or suggestion.is_historical:
            del self.fields["call_back_note"]

    def clean(self):
        wanted = super().clean()
        check_offices(self, wanted)
        return wanted


def check_offices(form, wanted) -> None:
    """Say beside the field which office is missing; the workflow refuses all the rest."""
    if wanted.get("how") == SEPARATE:
        chosen = {wanted.get("lead"), *(wanted.get("others") or ())} - {None}
        if len(chosen) < 2:
            ask_for(form, "others", _("分办应当勾选两个以上单位；只有一个单位的，请改选主办。"))
    elif not wanted.get("lead"):
        ask_for(form, "lead", _("请选择主办单位。"))


class RowForm(OfficesForm):
    """One row of the table in which many suggestions are handed over."""

    how = forms.ChoiceField(
        label=_("承办方式"), choices=[(LEAD, _("主办")), (SEPARATE, _("分办"))], initial=LEAD
    )
    is_complex = forms.BooleanField(label=_("难度大"), required=False)
    no_lead = _("这次不交办")

    @property
    def is_left_out(self) -> bool:
        """Nothing chosen: the suggestion stays where it is."""
        wanted = self.cleaned_data
        return not wanted.get("lead") and not wanted.get("others")

    def clean(self):
        wanted = super().clean()
        if wanted.get("lead") or wanted.get("others"):
            check_offices(self, wanted)
        return wanted


class MeetingForm(forms.ModelForm):
    """交办会."""

    class Meta:
        model = HandoverMeeting
        fields = ["held_on", "place", "host", "attendees", "minutes"]
        widgets = {
            "attendees": forms.Textarea(attrs={"rows": 3}),
            "minutes": forms.Textarea(attrs={"rows": 6}),
        }


class ManyForm(forms.Form):
    """What holds for all suggestions handed over together."""

    NONE, NEW = "", "new"

    meeting = forms.ChoiceField(label=_("交办会"), required=False)
    held_on = forms.DateField(label=_("新交办会的日期"), required=False)
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    host = forms.CharField(label=_("主持人"), max_length=60, required=False)
    attendees = LongText(label=_("参加单位和人员"), rows=2, max_length=2000, required=False)
    is_called_back = forms.BooleanField(
        label=_("这些建议均已回访提出人"),
        required=False,
        help_text=_("交办前应当逐条回访。没有回访记录、也没有勾选这一项的，不能交办。"),
    )
    call_back_note = LongText(label=_("回访记录"), rows=2, max_length=2000, required=False)

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        self.fields["meeting"].choices = [
            (self.NONE, _("不是在交办会上")),
            (self.NEW, _("登记一次新的交办会（填写下面几项）")),
            *((pk, str(meeting)) for pk, meeting in self.meetings.items()),
        ]

    def clean(self):
        wanted = super().clean()
        if wanted.get("meeting") == self.NEW and not wanted.get("held_on"):
            ask_for(self, "held_on", _("请填写交办会的日期。"))
        if wanted.get("is_called_back") and not wanted.get("call_back_note"):
            ask_for(self, "call_back_note", _("请写明怎么回访的，如“已逐件电话回访”。"))
        return wanted


class AssistingForm(forms.Form):
    """增加协办单位, or 分办单位 where no office leads."""

    offices = forms.ModelMultipleChoiceField(
        label=_("增加哪些单位"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offices"].queryset = offices


class TakeBackForm(forms.Form):
    """改派."""

    reason = LongText(label=_("改派理由"), max_length=2000)


class DecisionForm(forms.Form):
    """Consent or refusal."""

    agree = forms.TypedChoiceField(
        label=_("审核意见"), widget=forms.RadioSelect, coerce=lambda value: value == "yes"
    )
    note_text = LongText(
        label=_("说明"), max_length=2000, required=False, help_text=_("不同意的，必须说明理由。")
    )

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agree"].choices = [("yes", words[0]), ("no", words[1])]

    def clean(self):
        wanted = super().clean()
        if wanted.get("agree") is False and not wanted.get("note_text", "").strip():
            ask_for(self, "note_text", _("不同意的，请说明理由，让承办单位明白。"))
        return wanted


class ExtensionDecisionForm(DecisionForm):
    """延期审批."""

    deputy_told_on = forms.DateField(
        label=_("告知代表的日期"), required=False, help_text=_("同意延期的，应当告知代表。")
    )

    def clean(self):
        wanted = super().clean()
        if wanted.get("agree") and not wanted.get("deputy_told_on"):
            ask_for(self, "deputy_told_on", _("同意延期的，应当告知代表。请填写告知日期。"))
        return wanted


def offices_of(body):
    """Offices that can be handed something by `body`."""
    return Office.objects.filter(body=body).current().order_by("kind", "name")


def meetings_of(body):
    """The body's latest hand-over meetings, to choose from."""
    latest = HandoverMeeting.objects.filter(body=body).order_by("-held_on", "-pk")
    return HandoverMeeting.objects.filter(
        pk__in=list(latest.values_list("pk", flat=True)[:MEETINGS_OFFERED])
    )
