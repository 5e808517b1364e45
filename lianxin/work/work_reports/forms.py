"""What people type: a report's frame, its sections, remarks, stated figures, steps."""

from datetime import date

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Session
from lianxin.work.work_reports.models import Report, Section, StatedFigure
from lianxin.work.work_reports.queries import bodies_drafted_for

FIRST_YEAR, LAST_YEAR = 1990, 2200
HALVES = [("1", _("上半年")), ("2", _("下半年"))]


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class ReportForm(forms.Form):
    """A new report: whose, which kind, which period, for which session."""

    body = forms.ModelChoiceField(label=_("机构"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(label=_("种类"), choices=Report.Kind.choices)
    year = forms.IntegerField(
        label=_("年份"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("届内报告填写最后一年。"),
    )
    half = forms.ChoiceField(label=_("上半年还是下半年（只用于半年总结）"), choices=HALVES)
    title = forms.CharField(
        label=_("标题"), max_length=120, required=False, help_text=_("不填的，按机构和时期自动写。")
    )
    session = forms.ModelChoiceField(
        label=_("提交哪次会议"),
        queryset=None,
        required=False,
        empty_label=_("不提交会议，或者还没定"),
    )
    speaker = forms.CharField(label=_("报告人"), max_length=60, required=False)
    below = forms.BooleanField(label=_("数字包括下级（县级报告写全县数字时勾选）"), required=False)

    def __init__(self, data, *, user):
        last = localdate().year - (localdate().month < 7)
        super().__init__(data, initial={"year": last, "kind": Report.Kind.YEAR, "half": "1"})
        bodies = bodies_drafted_for(user)
        self.fields["body"].queryset = bodies
        self.fields["session"].queryset = (
            Session.objects.filter(term__body__in=bodies)
            .select_related("term__body")
            .order_by("-opens_on", "-pk")
        )
        self.fields["session"].label_from_instance = lambda one: f"{one.term.body.short_name} {one}"
        if len(bodies) == 1:
            self.fields["body"].widget = forms.HiddenInput()
            self.initial["body"] = bodies[0].pk

    def clean(self):
        typed = super().clean()
        session, body = typed.get("session"), typed.get("body")
        if session and body and session.term.body_id != body.pk:
            self.add_error("session", gettext("这次会议不是所选机构的会议。请重新选择。"))
        return typed

    def report(self) -> Report:
        """The report as typed, not saved."""
        typed = self.cleaned_data
        since, until = self._days()
        report = Report(
            body=typed["body"],
            kind=typed["kind"],
            since=since,
            until=until,
            session=typed["session"],
            speaker=typed["speaker"].strip(),
            below=typed["below"],
        )
        name = typed["body"].short_name
        report.title = typed["title"].strip() or {
            Report.Kind.YEAR: gettext("%(body)s人大%(year)d年工作报告"),
            Report.Kind.HALF: gettext("%(body)s人大%(period)s工作总结"),
            Report.Kind.TERM: gettext("%(body)s人大届内工作报告"),
        }[Report.Kind(typed["kind"])] % {
            "body": name,
            "year": since.year,
            "period": report.period,
        }
        return report

    def _days(self) -> tuple[date, date]:
        typed, year = self.cleaned_data, self.cleaned_data["year"]
        if typed["kind"] == Report.Kind.HALF:
            if typed["half"] == "1":
                return date(year, 1, 1), date(year, 6, 30)
            return date(year, 7, 1), date(year, 12, 31)
        if typed["kind"] == Report.Kind.TERM:
            term = typed["body"].terms.order_by("-number").first()
            since = term.starts_on if term and term.starts_on else date(year - 4, 1, 1)
            return min(since, date(year, 1, 1)), date(year, 12, 31)
        return date(year, 1, 1), date(year, 12, 31)


class SectionForm(forms.Form):
    """A section's heading and prose; `seen` is the version it was opened at."""

    title = forms.CharField(label=_("标题"), max_length=80, required=False)
    text = Text(
        label=_("正文"),
        rows=18,
        max_length=20000,
        required=False,
        help_text=_("一行一段。数字写成〔数字:…〕，从下面的清单里选，会自动换成数目并连到记录。"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class NewSectionForm(forms.Form):
    part = forms.ChoiceField(label=_("放在哪一部分"), choices=Section.Part.choices)
    title = forms.CharField(label=_("标题"), max_length=80)


class CommentForm(forms.Form):
    text = Text(label=_("您的意见"), rows=3, max_length=2000)


class ResolveForm(forms.Form):
    resolution = forms.CharField(
        label=_("怎样处理的"), max_length=300, help_text=_("如：已按意见修改；未采纳，因为……")
    )


class SourceForm(forms.Form):
    words = forms.CharField(max_length=40, widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("来源"), max_length=200, required=False, help_text=_("如：镇宣传办台账。")
    )


class StatedForm(forms.ModelForm):
    """A figure entered by hand, its parts one to a line, its proof."""

    parts_typed = Text(
        label=_("分项"),
        rows=4,
        required=False,
        help_text=_("一行一项，先写名称，空格，再写数，如“国家级 2”。没有分项的不填。"),
    )
    upload = forms.FileField(label=_("依据文件"), required=False)

    class Meta:
        model = StatedFigure
        fields = (
            "name",
            "key",
            "value",
            "unit",
            "approx",
            "words",
            "parts_typed",
            "is_partial",
            "year",
            "source",
        )
        help_texts = {"key": _("写进正文时用，如 media_articles。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.parts:
            self.initial["parts_typed"] = "\n".join(
                f"{name} {value}" for name, value in self.instance.parts
            )

    def clean_parts_typed(self):
        found = []
        for line in self.cleaned_data["parts_typed"].splitlines():
            if not line.strip():
                continue
            name, _blank, number = line.strip().rpartition(" ")
            if not name or not number.isdecimal() or len(number) > 12:
                raise forms.ValidationError(
                    gettext("“%s”不是“名称 空格 数”。请改成如“国家级 2”。") % line.strip()[:40]
                )
            found.append([name.strip(), int(number)])
        return found

    def figure(self) -> StatedFigure:
        """The changed figure, not saved."""
        figure = self.save(commit=False)
        figure.parts = self.cleaned_data["parts_typed"]
        return figure


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=300)


class SignForm(forms.Form):
    accepts = forms.BooleanField(label=_("检查出的问题已逐条核对"), required=False)


class AdoptForm(forms.Form):
    on = forms.DateField(label=_("通过的日期"))
    words = forms.CharField(
        label=_("审议情况"), max_length=200, required=False, help_text=_("如：全票通过。")
    )


class NothingForm(forms.Form):
    """A step that asks nothing but whether it is meant."""
