"""Batches and meetings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Office, Seat
from lianxin.work.appraisals import scales
from lianxin.work.appraisals.models import Meeting, OwnScale, Subject
from lianxin.work.appraisals.models.meetings import Raters
from lianxin.work.appraisals.queries import coverage_of


class SeatsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, seat):
        district = f"（{seat.district}）" if seat.district_id else ""
        return f"{seat.person.name}{district}"


class SubjectsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, subject):
        return f"{subject.name}（{subject.batch}）"


class SeatsForm(forms.Form):
    """Deputies to put into a batch: those who have not reported within the term."""

    seats = SeatsField(
        label=_("列入哪些代表"),
        queryset=Seat.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列出本届还没有述职、今年也没有安排的在任代表，按姓氏笔画排列。"),
    )

    def __init__(self, *args, body, year, today, **kwargs):
        super().__init__(*args, **kwargs)
        planned = Subject.objects.filter(
            batch__body=body, batch__year=year, seat__isnull=False
        ).values_list("seat_id", flat=True)
        free = {one.pk for one in coverage_of(body, today).waiting} - set(planned)
        self.fields["seats"].queryset = (
            Seat.objects.filter(pk__in=free)
            .select_related("person", "district", "body")
            .order_by("person__stroke_key", "pk")
        )


class BatchForm(SeatsForm):
    name = forms.CharField(
        label=_("批次"), max_length=40, help_text=_("如：第一批、上半年、柳溪片。")
    )
    due_on = forms.DateField(label=_("在此之前述职"))
    field_order = ("name", "due_on", "seats")


class MeetingForm(forms.Form):
    title = forms.CharField(label=_("会议名称"), max_length=80)
    on = forms.DateField(label=_("日期"))
    from_time = forms.TimeField(label=_("开始时间"))
    place = forms.CharField(label=_("地点"), max_length=120)
    subjects = SubjectsField(
        label=_("述职的代表"),
        queryset=Subject.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("列入批次、还没有安排会议的代表。一次会议可以有几位。"),
    )
    offices = forms.ModelMultipleChoiceField(
        label=_("述职的站所、村（社区）"),
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scale = forms.ChoiceField(
        label=_("测评等次"),
        help_text=_("本级和上级自定的列在前面。安排以后等次不再变，以后改了等次也不影响这次会议。"),
    )
    raters = forms.MultipleChoiceField(
        label=_("由谁测评"),
        choices=Raters.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("选两类以上的，票分开发、分开计。"),
    )
    base = forms.ChoiceField(
        label=_("比例按什么算"), choices=Meeting.Base.choices, initial=Meeting.Base.PRESENT
    )
    members = forms.IntegerField(
        label=_("全体组成人员（人）"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("按全体组成人员算比例的才要填。"),
    )
    uses_codes = forms.BooleanField(
        label=_("可以用手机测评"),
        required=False,
        help_text=_("勾选后打印一次性测评码，一码一票，与纸质票一并计数。"),
    )

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        own = [(one.key, f"{one.name}（{one.source}）") for one in OwnScale.objects.in_use(body)]
        self.fields["scale"].choices = [*own, *scales.choices()]
        self.fields["subjects"].queryset = (
            Subject.objects.filter(body=body, meeting=None, seat__isnull=False)
            .for_list()
            .order_by("batch__due_on", "seat__person__stroke_key", "pk")
        )
        self.fields["offices"].queryset = (
            Office.objects.current()
            .filter(body=body, kind__in=[Office.Kind.STATION, Office.Kind.VILLAGE])
            .order_by("kind", "name", "pk")
        )

    def values(self) -> dict:
        typed = dict(self.cleaned_data)
        return typed | {
            "subjects": list(typed["subjects"]),
            "offices": list(typed["offices"]),
        }
