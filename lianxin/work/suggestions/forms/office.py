"""What a handling office types: receipts, returns, contacts, answers, promises."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Assignment, Contact, ReplyItem
from lianxin.engines.matters.results import result_choices

MOST_ROWS = 30


class LongText(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=5, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class InboxFilterForm(forms.Form):
    """Which of the office's assignments are shown."""

    STAGES = [
        ("", _("全部待办")),
        ("receive", _("待签收")),
        ("lead", _("待答复")),
        ("assist", _("待出协办意见")),
        ("redo", _("重新办理")),
        ("return", _("已申请退办")),
    ]
    stage = forms.ChoiceField(label=_("环节"), required=False, choices=STAGES)
    late = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[("", _("不限")), ("late", _("已超期")), ("soon", _("将到期"))],
    )
    q = forms.CharField(label=_("标题或编号"), required=False, max_length=60)

    def apply(self, assignments, *, today, soon_until):
        """Narrow `assignments`; a value that makes no sense is ignored.

        soon_until: last day that still counts as 将到期.
        """
        self.full_clean()
        wanted = self.cleaned_data
        match wanted.get("stage"):
            case "receive":
                assignments = assignments.filter(status=Assignment.Status.ASSIGNED)
            case "assist":
                assignments = assignments.filter(role=Assignment.Role.ASSIST)
            case "lead":
                assignments = assignments.exclude(role=Assignment.Role.ASSIST).exclude(
                    status=Assignment.Status.RETURN_ASKED
                )
            case "redo":
                assignments = assignments.filter(round__gt=1)
            case "return":
                assignments = assignments.filter(status=Assignment.Status.RETURN_ASKED)
        match wanted.get("late"):
            case "late":
                assignments = assignments.filter(due_on__lt=today)
            case "soon":
                assignments = assignments.filter(due_on__gte=today, due_on__lte=soon_until)
        if words := wanted.get("q"):
            assignments = assignments.filter(matter__title__icontains=words) | assignments.filter(
                matter__number=words
            )
        return assignments


class PeopleForm(forms.Form):
    """Who handles the matter in the office."""

    handler = forms.CharField(label=_("经办人"), max_length=60)
    handler_phone = forms.CharField(label=_("经办人电话"), max_length=40, required=False)
    leader = forms.CharField(label=_("分管领导"), max_length=60, required=False)


class ReceiveForm(PeopleForm):
    """签收."""


class PlanForm(PeopleForm):
    """办理计划; the people may change with it."""

    text = LongText(
        label=_("办理计划"),
        max_length=5000,
        help_text=_("写明办什么、怎么办、谁来办、什么时候办完。代表和人大办可以看到。"),
    )
    field_order = ["text", "handler", "handler_phone", "leader"]


class ReturnForm(forms.Form):
    """退办申请."""

    reason = LongText(
        label=_("退办理由"),
        max_length=2000,
        help_text=_("写明为什么不属于本单位职责，依据是什么。不得自行转给其他单位。"),
    )
    suggested_office = forms.CharField(
        label=_("建议承办单位"), max_length=80, required=False, help_text=_("知道的话请写上。")
    )
    signed_by = forms.CharField(
        label=_("签批的单位主要领导"), max_length=60, help_text=_("退办应当经单位主要领导签批。")
    )


class ContactForm(forms.Form):
    """联系与面商记录."""

    contacted_on = forms.DateField(label=_("日期"), widget=forms.DateInput)
    way = forms.ChoiceField(label=_("方式"), choices=Contact.Way.choices, widget=forms.RadioSelect)
    is_meeting = forms.BooleanField(
        label=_("这次是面商（当面或者视频，逐条听取代表意见）"), required=False
    )
    points = LongText(label=_("沟通要点"), max_length=5000, required=False)
    deputy_opinion = LongText(
        label=_("代表意见"), rows=3, max_length=2000, required=False, help_text=_("照代表原话记。")
    )
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    participants = forms.CharField(label=_("参加人"), max_length=200, required=False)
    office_person = forms.CharField(label=_("面复人及职务"), max_length=80, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_meeting") and cleaned.get("way") not in {
            Contact.Way.FACE,
            Contact.Way.ONLINE,
        }:
            self.add_error("way", _("面商应当是当面或者视频。电话、书面联系的，请不要勾选面商。"))
        return cleaned


class ExtensionForm(forms.Form):
    """延期申请."""

    asked_until = forms.DateField(label=_("申请延至"))
    reason = LongText(label=_("延期原因"), max_length=2000, help_text=_("人大办同意后会告知代表。"))


class ProgressForm(forms.Form):
    """办理进展."""

    text = LongText(label=_("进展"), max_length=5000, help_text=_("代表和人大办可以看到。"))


class ReplyForm(forms.Form):
    """The answer, or with `is_opinion` the assisting opinion; a draft may be incomplete."""

    result_class = forms.ChoiceField(label=_("办理结果"), required=False)
    text = LongText(label=_("答复内容"), rows=16, max_length=20000, required=False)
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)
    signatory = forms.CharField(
        label=_("签发人"),
        max_length=60,
        required=False,
        help_text=_("单位主要负责人的姓名；不能以内设机构名义。"),
    )
    contact = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    is_public = forms.BooleanField(
        label=_("答复可以公开"),
        required=False,
        help_text=_("涉及国家秘密、商业秘密、个人隐私的，请不要勾选。"),
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, body, on, is_opinion=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_opinion:
            for name in ("result_class", "document_no", "is_public"):
                del self.fields[name]
            self.fields["text"].label = _("协办意见")
        else:
            self.fields["result_class"].choices = [
                ("", _("请选择")),
                *result_choices(body, on),
            ]

    @property
    def kept(self) -> dict:
        """What `workflow.save_reply` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "base"}


class Rows(forms.BaseFormSet):
    """Rows of a table in a form; an empty row is as good as none, so any may be cleared."""

    def initial_form_count(self):
        return 0

    def total_form_count(self):
        if self.is_bound:
            return super().total_form_count()
        return min(len(self.initial or ()) + self.extra, MOST_ROWS)

    @property
    def filled(self) -> list[dict]:
        return [form.cleaned_data for form in self.forms if form.has_changed()]


class RowForm(forms.Form):
    """One row: its fields are needed only once something stands in one of them."""

    needed: tuple[str, ...] = ()

    def clean(self):
        cleaned = super().clean()
        for name in self.needed:
            if name not in self.errors and not cleaned.get(name):
                words = _("这一行没有填完，请填写“%s”，或者把这一行清空。")
                self.add_error(name, words % self.fields[name].label)
        return cleaned


class ItemForm(RowForm):
    """One request of the suggestion and what is done about it."""

    request = forms.CharField(label=_("建议事项"), max_length=300, required=False)
    outcome = forms.ChoiceField(
        label=_("采纳情况"),
        choices=[("", _("请选择")), *ReplyItem.Outcome.choices],
        required=False,
    )
    answer = LongText(label=_("说明"), rows=2, max_length=3000, required=False)

    needed = ("request", "outcome")


class PromiseForm(RowForm):
    """One dated promise."""

    text = forms.CharField(label=_("承诺事项"), max_length=300, required=False)
    due_on = forms.DateField(label=_("完成时限"), required=False)

    needed = ("text", "due_on")


ItemRows: Any = forms.formset_factory(
    ItemForm, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)
PromiseRows: Any = forms.formset_factory(
    PromiseForm, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def typed_rows(data, prefix: str, names) -> list[dict]:
    """Rows as they were typed, unchecked, for showing them again with one more."""
    try:
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS", 0)), MOST_ROWS)
    except ValueError:
        total = 0
    rows = [
        {name: data.get(f"{prefix}-{place}-{name}", "") for name in names} for place in range(total)
    ]
    return [row for row in rows if any(row.values())]


def fingerprint(reply) -> str:
    """What tells whether a draft was saved elsewhere since a page was opened."""
    if reply is None:
        return ""
    words = [
        reply.result_class,
        reply.text,
        reply.document_no,
        reply.signatory,
        reply.contact,
        reply.contact_phone,
        reply.is_public,
        [[item.request, item.outcome, item.answer] for item in reply.items.all()],
        [[promise.text, str(promise.due_on)] for promise in reply.promises.all()],
    ]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]


class PromiseReportForm(forms.Form):
    """A quarterly word on a promise."""

    text = LongText(label=_("进展"), max_length=3000)
    percent = forms.IntegerField(
        label=_("完成进度（%）"), min_value=0, max_value=100, required=False
    )


class KeepPromiseForm(forms.Form):
    """The office says it kept its promise."""

    text = LongText(
        label=_("落实情况"), max_length=3000, help_text=_("写明做到了什么，代表会据此再评价。")
    )


class ExplainPromiseForm(forms.Form):
    """The office says why it could not."""

    explanation = LongText(label=_("未能兑现的原因"), max_length=2000)
