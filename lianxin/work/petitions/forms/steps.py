"""One form for each step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.foundation.people.models import Office, Person
from lianxin.work.petitions.forms.fields import Day, LongText, offer_deputies, offer_offices
from lianxin.work.petitions.models import Opinion, Petition, Review, SpokespersonContact
from lianxin.work.petitions.workflow.deciding import WHERE_TO_GO

WAYS = [("", _("请选择")), *[one for one in Petition.Way.choices if one[0]]]
GROUNDS = [("", _("请选择")), *Petition.Ground.choices]


class StepForm(forms.Form):
    """A step's form may ask what the petition is."""

    def __init__(self, data=None, *, petition, **options):
        super().__init__(data, **options)
        self.petition = petition
        self.fit()

    def fit(self) -> None:
        """Offer what fits this petition."""


class NothingForm(StepForm):
    """A step that asks for nothing but the press of its button."""


class AcceptForm(StepForm):
    way = forms.ChoiceField(
        label=_("办理方式"),
        choices=WAYS,
        required=False,
        help_text=_("申诉求决类事项选一种；选第六种的，自受理起 60 日内办结并出具处理意见书。"),
    )
    told_on = Day(label=_("书面告知日期"))

    def fit(self):
        if self.petition.sort != Petition.Sort.CLAIM:
            del self.fields["way"]


class DeclineForm(StepForm):
    ground = forms.ChoiceField(label=_("不予受理的理由"), choices=GROUNDS)
    where_to_go = forms.CharField(
        label=_("告诉信访人到哪里提出"),
        max_length=200,
        required=False,
        help_text=_("不填的，按所选理由写上通常的去处。"),
    )
    words = LongText(label=_("给信访人的说明"), max_length=2000, rows=3, required=False)
    told_on = Day(label=_("书面告知日期"))

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("where_to_go") and cleaned.get("ground") in WHERE_TO_GO:
            cleaned["where_to_go"] = str(WHERE_TO_GO[cleaned["ground"]])
        return cleaned


class ReferForm(StepForm):
    office = forms.ModelChoiceField(
        label=_("承办单位"), queryset=Office.objects.none(), required=False, empty_label=_("请选择")
    )
    organ = forms.CharField(
        label=_("或者转送其他机关"),
        max_length=100,
        required=False,
        help_text=_("检举控告转纪检监察机关；涉法涉诉转政法机关。"),
    )
    responsible = forms.CharField(label=_("责任人"), max_length=60, required=False)
    responsible_phone = forms.CharField(label=_("责任人电话"), max_length=40, required=False)
    due_on = Day(label=_("办结期限"), required=False)
    request = LongText(label=_("办理要求"), max_length=2000, rows=3, required=False)

    def fit(self):
        accused = self.petition.accused.filter(office__isnull=False).values("office_id")
        offer_offices(self.fields["office"], self.petition.body, but=accused)


class ExtendForm(StepForm):
    until = Day(label=_("延长到"))
    reason = LongText(label=_("延期理由"), max_length=2000)
    approved_by = forms.CharField(label=_("批准的负责人"), max_length=60)
    told_on = Day(label=_("告知信访人日期"))


class ReplyForm(StepForm):
    request = LongText(label=_("投诉请求"), max_length=5000, rows=3)
    facts = LongText(label=_("查明的事实和理由"), max_length=10000)
    conclusion = LongText(label=_("处理意见"), max_length=10000)
    basis = LongText(label=_("法律法规依据"), max_length=3000, rows=3)
    outcome = forms.ChoiceField(
        label=_("结论"), choices=Opinion.Outcome.choices, widget=forms.RadioSelect
    )
    signed_by = forms.CharField(label=_("签发人"), max_length=60)
    delivered_on = Day(label=_("送达信访人日期"))


class GradeForm(StepForm):
    grade = forms.ChoiceField(
        label=_("信访人评价"), choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    words = LongText(label=_("信访人的话"), max_length=2000, rows=3, required=False)


class ReportForm(StepForm):
    text = LongText(label=_("办理结果"), max_length=5000)
    number = forms.CharField(label=_("报告文号"), max_length=60, required=False)
    signed_by = forms.CharField(label=_("签发人"), max_length=60)


class WordsForm(StepForm):
    words = LongText(label=_("办结情况"), max_length=3000)


class ReasonForm(StepForm):
    reason = LongText(label=_("情况和理由"), max_length=2000, rows=3)


class OldCaseForm(StepForm):
    reason = LongText(label=_("疑难、复杂在哪里"), max_length=300, rows=3)


class ArchiveForm(StepForm):
    leave_out_reason = LongText(label=_("材料不齐的原因"), max_length=500, rows=2, required=False)


class SuperviseForm(StepForm):
    pressed_on = Day(label=_("日期"))
    people = forms.CharField(label=_("参加人员"), max_length=200)
    words = LongText(label=_("督办情况"), max_length=2000)


class AppointForm(StepForm):
    leader = forms.CharField(label=_("约访领导"), max_length=60)
    meets_on = Day(label=_("约访日期"))
    place = forms.CharField(label=_("地点"), max_length=80)
    instruction = LongText(label=_("领导批示"), max_length=2000, rows=3, required=False)


class HoldForm(StepForm):
    outcome = LongText(label=_("约访结果"), max_length=3000)
    instruction = LongText(label=_("领导批示"), max_length=2000, rows=3, required=False)
    is_settled = forms.BooleanField(label=_("已化解"), required=False)


class SpokespersonForm(StepForm):
    person = forms.ModelChoiceField(
        label=_("代表"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    agrees = forms.BooleanField(
        label=_("信访人同意把联系方式告知代言人"),
        required=False,
        help_text=_("不同意的，代言人只看进度，看不到信访人信息。"),
    )

    def fit(self):
        offer_deputies(self.fields["person"], self.petition.body)


class ContactForm(StepForm):
    contacted_on = Day(label=_("日期"))
    way = forms.ChoiceField(
        label=_("方式"), choices=SpokespersonContact.Way.choices, widget=forms.RadioSelect
    )
    words = LongText(label=_("联系情况"), max_length=2000)


class AccusedForm(StepForm):
    office = forms.ModelChoiceField(
        label=_("被反映的单位"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("没有"),
    )
    name = forms.CharField(label=_("被反映的人员"), max_length=60, required=False)
    post = forms.CharField(label=_("其单位职务"), max_length=80, required=False)

    def fit(self):
        offer_offices(self.fields["office"], self.petition.body)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("office") and not cleaned.get("name"):
            raise forms.ValidationError(_("请选择单位或者写明姓名。"))
        return cleaned


class AskReviewForm(StepForm):
    organ = forms.CharField(
        label=_("上一级机关"), max_length=100, help_text=_("由它提出复查（复核）意见。")
    )
    asked_on = Day(label=_("收到请求日期"))
    reason = LongText(label=_("信访人的理由"), max_length=2000, rows=3)


class DecideReviewForm(StepForm):
    finding = forms.ChoiceField(
        label=_("结论"),
        choices=[one for one in Review.Finding.choices if one[0]],
        widget=forms.RadioSelect,
    )
    text = LongText(label=_("意见"), max_length=5000)
    delivered_on = Day(label=_("送达信访人日期"))
    hearing_days = forms.IntegerField(
        label=_("听证所用天数"), min_value=0, required=False, help_text=_("听证时间不计入期限。")
    )

    def clean_hearing_days(self):
        return self.cleaned_data["hearing_days"] or 0


class SuggestionForm(StepForm):
    person = forms.ModelChoiceField(
        label=_("提出的代表"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    title = forms.CharField(label=_("建议标题"), max_length=200)
    text = LongText(
        label=_("建议内容"),
        max_length=20000,
        rows=6,
        help_text=_("重新写，不写信访人的姓名、电话、住址；建议会交承办单位并可能公开。"),
    )

    def fit(self):
        offer_deputies(self.fields["person"], self.petition.body)


class MessageForm(StepForm):
    title = forms.CharField(label=_("留言标题"), max_length=100)
    text = LongText(
        label=_("留言内容"),
        max_length=2000,
        help_text=_("重新写，不写信访人的姓名、电话、住址；留言看的人更多。"),
    )


class UrgeForm(StepForm):
    words = LongText(label=_("催办内容"), max_length=2000, rows=2, required=False)


class ObjectForm(StepForm):
    reason = LongText(
        label=_("异议理由"),
        max_length=2000,
        help_text=_("详细说明为何不属于本单位职权范围。应当在收到之日起 5 个工作日内提出。"),
    )


class DecideObjectionForm(StepForm):
    agrees = forms.TypedChoiceField(
        label=_("核实意见"),
        choices=[("1", _("同意，收回转办")), ("0", _("不同意，继续办理"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    words = LongText(label=_("说明"), max_length=2000, rows=3, required=False)


class AnswerForm(StepForm):
    result = LongText(label=_("办理结果"), max_length=5000)


class ReadForm(StepForm):
    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=200,
        help_text=_("如“电话告知受理情况”。事由、时间和您的姓名会留痕。"),
    )
