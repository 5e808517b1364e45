"""What is typed about a meeting, its ballots and its reports."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.appraisals.forms.fields import Number, Text
from lianxin.work.appraisals.models import Entry, Meeting, Subject
from lianxin.work.appraisals.workflow import Line
from lianxin.work.appraisals.workflow.meetings import MOST_TICKETS


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class CodesForm(forms.Form):
    raters = forms.ChoiceField(label=_("给谁用"))
    number = forms.IntegerField(
        label=_("打印几个测评码"), min_value=1, max_value=MOST_TICKETS, initial=60
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["raters"].choices = [
            (one.raters, one.get_raters_display()) for one in meeting.turnouts.order_by("pk")
        ]


class CloseForm(forms.Form):
    """How many came, how many ballots went out; by kind of raters."""

    attended = forms.IntegerField(
        label=_("到会总人数"),
        min_value=0,
        max_value=10_000,
        help_text=_("参加测评的和旁听的都算。"),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = list(meeting.turnouts.order_by("pk"))
        for one in self.kinds:
            name = one.get_raters_display()
            self.fields[f"present-{one.raters}"] = forms.IntegerField(
                label=_("%s到会参评（人）") % name, min_value=0, max_value=10_000
            )
            self.fields[f"issued-{one.raters}"] = forms.IntegerField(
                label=_("%s发出的票（张）") % name,
                min_value=0,
                max_value=10_000,
                help_text=_("纸质票和发出的测评码一并计算。") if meeting.uses_codes else "",
            )

    def values(self) -> dict:
        typed = self.cleaned_data
        return {
            "attended": typed["attended"],
            "turnout": {
                one.raters: (typed[f"present-{one.raters}"], typed[f"issued-{one.raters}"])
                for one in self.kinds
            },
        }


class OpinionForm(forms.Form):
    text = Text(label=_("意见"), rows=4, max_length=5000, help_text=_("照原话记，一条一记。"))
    subject = forms.ModelChoiceField(
        label=_("对谁的意见"),
        queryset=Subject.objects.none(),
        required=False,
        empty_label=_("不针对哪一位"),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = meeting.subjects.for_list()


class CountForm(forms.Form):
    gap_reason = forms.CharField(
        label=_("差额说明"),
        max_length=300,
        required=False,
        help_text=_("各项加起来与有效票一致的不用填。"),
    )


class FeedbackForm(forms.Form):
    words = Text(label=_("反馈意见"), rows=5, max_length=2000)


class ReportForm(forms.Form):
    text = Text(label=_("述职报告"), rows=16, max_length=8000, required=False)


class ReviewForm(forms.Form):
    words = Text(
        label=_("审阅意见"),
        rows=3,
        max_length=500,
        required=False,
        help_text=_("退回修改的，写明改哪里。"),
    )


class EntryForm(forms.Form):
    """The paper ballots as one person reads them: one line for each object and row."""

    reason = forms.CharField(label=_("更正原因"), max_length=300, required=False)

    def __init__(self, data, *, meeting: Meeting, own: Entry | None):
        super().__init__(data)
        self.meeting = meeting
        self.kinds = list(meeting.turnouts.order_by("pk"))
        self.subjects = list(meeting.subjects.for_list())
        self.labels = [*meeting.grades, str(_("弃权"))]
        if own is None:
            del self.fields["reason"]
        known = {(one.subject_id, one.raters): one for one in own.lines.all()} if own else {}
        for kind in self.kinds:
            any_line = known.get((self.subjects[0].pk, kind.raters))
            self.fields[f"r-{kind.raters}"] = forms.IntegerField(
                label=_("%(name)s收回的纸质票（张），发出 %(issued)d 张")
                % {"name": kind.get_raters_display(), "issued": kind.issued},
                min_value=0,
                max_value=10_000,
                initial=any_line.returned if any_line else None,
            )
            for subject in self.subjects:
                line = known.get((subject.pk, kind.raters))
                self.fields[f"i-{kind.raters}-{subject.pk}"] = Number(
                    label=f"{subject.name} {_('废票')}", initial=line.invalid if line else None
                )
                for row, title in enumerate(meeting.rows):
                    for grade, label in enumerate(self.labels):
                        self.fields[f"n-{kind.raters}-{subject.pk}-{row}-{grade}"] = Number(
                            label=f"{subject.name}{title} {label}",
                            initial=line.numbers[row][grade] if line else None,
                        )

    def tables(self) -> Iterator[dict]:
        """For the page: by kind of raters, the returned box and a line for each row."""
        for kind in self.kinds:
            yield {
                "kind": kind,
                "returned": self[f"r-{kind.raters}"],
                "lines": [
                    {
                        "name": f"{subject.name}{title}",
                        "cells": [
                            (label, self[f"n-{kind.raters}-{subject.pk}-{row}-{grade}"])
                            for grade, label in enumerate(self.labels)
                        ],
                        "invalid": self[f"i-{kind.raters}-{subject.pk}"] if not row else None,
                    }
                    for subject in self.subjects
                    for row, title in enumerate(self.meeting.rows)
                ],
            }

    def lines(self) -> list[Line]:
        typed = self.cleaned_data
        return [
            Line(
                subject.pk,
                kind.raters,
                typed[f"r-{kind.raters}"],
                typed[f"i-{kind.raters}-{subject.pk}"],
                [
                    [
                        typed[f"n-{kind.raters}-{subject.pk}-{row}-{grade}"]
                        for grade in range(len(self.labels))
                    ]
                    for row in range(len(self.meeting.rows))
                ],
            )
            for kind in self.kinds
            for subject in self.subjects
        ]
