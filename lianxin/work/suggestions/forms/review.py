"""What the clerk types while reviewing: numbers, reasons, where to merge, how to split."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.suggestions.workflow.reviewing import GROUNDS

MOST_PARTS = 8


class LongText(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


def ask_for(form, name: str, words) -> None:
    """Say beside a field what is wanted there, unless something is said already."""
    if name not in form.errors:
        form.add_error(name, words)


class AcceptForm(forms.Form):
    """受理: in one go with the number and the call-back."""

    AUTO, PRINTED, LATER = "auto", "printed", "later"

    numbering = forms.ChoiceField(
        label=_("编号"),
        widget=forms.RadioSelect,
        choices=[
            (AUTO, _("由系统接着编")),
            (PRINTED, _("照纸面上的编号")),
            (LATER, _("先受理，以后再编号")),
        ],
        initial=AUTO,
    )
    number = forms.CharField(
        label=_("纸面上的编号"),
        max_length=30,
        required=False,
        help_text=_("纸面上已有编号的，照原样填写，如 0038、Y19。"),
    )
    call_back_note = LongText(
        label=_("回访记录"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_(
            "交办前应当逐条回访提出人。已经联系过的，把代表的意思记在这里；还没有联系的留空。"
        ),
    )

    def __init__(self, *args, next_number="", **kwargs):
        super().__init__(*args, **kwargs)
        if next_number:
            words = _("由系统接着编（下一个是 %s 号）") % next_number
            self.fields["numbering"].choices = [
                (self.AUTO, words),
                *self.fields["numbering"].choices[1:],
            ]

    def clean(self):
        wanted = super().clean()
        if wanted.get("number") and wanted.get("numbering") == self.AUTO:
            # Whoever typed a number means it, whichever circle is filled.
            wanted["numbering"] = self.PRINTED
        if wanted.get("numbering") == self.PRINTED and not wanted.get("number"):
            ask_for(self, "number", _("请填写纸面上的编号，或者改选“由系统接着编”。"))
        return wanted


class ReturnForCorrectionForm(forms.Form):
    """退回修改."""

    reason = LongText(
        label=_("退回理由"),
        max_length=2000,
        help_text=_("写明要改什么，代表会原文看到。"),
    )


class RefuseForm(forms.Form):
    """不作为建议."""

    ground = forms.ChoiceField(
        label=_("法定情形"), widget=forms.RadioSelect, choices=list(GROUNDS.items())
    )
    reason = LongText(
        label=_("具体说明"), max_length=1500, required=False, help_text=_("代表会原文看到。")
    )


class MergeForm(forms.Form):
    """并案: into which other suggestion."""

    into = forms.ModelChoiceField(
        label=_("并入哪一件"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, candidates, reasons=None, **kwargs):
        """reasons: id → words that say why it may be the same matter."""
        super().__init__(*args, **kwargs)
        self.reasons = reasons or {}
        field = self.fields["into"]
        field.queryset = candidates
        field.label_from_instance = self._named
        field.error_messages["invalid_choice"] = _(
            "选中的那一件现在不能并入。请从下面的名单里另选。"
        )

    def _named(self, matter) -> str:
        words = _("第 %(number)s 号 %(title)s（%(status)s）") % {
            "number": matter.display_number,
            "title": matter.title,
            "status": matter.get_status_display(),
        }
        reason = self.reasons.get(matter.pk)
        return f"{words} {reason}" if reason else words


class PartForm(forms.Form):
    """One of the parts a suggestion is split into."""

    title = forms.CharField(label=_("标题"), max_length=200)
    text = LongText(label=_("内容"), rows=8, max_length=20000)


class NumberForm(forms.Form):
    """编号."""

    number = forms.CharField(
        label=_("编号"),
        max_length=30,
        required=False,
        help_text=_("照纸面原样填写，如 0038、Y19；留空由系统接着编。"),
    )


class CallBackForm(forms.Form):
    """回访提出人."""

    note_text = LongText(
        label=_("回访记录"), max_length=2000, help_text=_("代表真正想解决什么，希望怎么解决。")
    )


class AgendaForm(forms.Form):
    """主席团决定列入大会议程."""

    decided_on = forms.DateField(label=_("主席团决定日期"))
    note_text = LongText(label=_("说明"), rows=3, max_length=2000, required=False)


class ConvertForm(forms.Form):
    """主席团决定转为建议."""

    decided_on = forms.DateField(label=_("主席团决定日期"))
    reason = LongText(label=_("不列入议程、转为建议的理由"), max_length=2000)


class CosignerForm(forms.Form):
    """The answer of a co-signer, from a signed paper."""

    agrees = forms.TypedChoiceField(
        label=_("纸面上的答复"),
        widget=forms.RadioSelect,
        choices=[("yes", _("已签名，同意联名")), ("no", _("不同意联名"))],
        coerce=lambda value: value == "yes",
    )
