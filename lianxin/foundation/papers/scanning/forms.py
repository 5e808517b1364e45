"""Uploading scans; checking one against the paper."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; a list."""

    widget = SeveralFiles(attrs={"accept": ".jpg,.jpeg,.png,.pdf,image/jpeg,image/png"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files or [None]]


class TakeInForm(forms.Form):
    uploads = FilesField(
        label=_("扫描件或者照片"),
        help_text=_(
            "JPG、PNG 或者 PDF，可以一次选几个；一个 PDF 里可以有几份表，按二维码自动分开。"
        ),
        allow_empty_file=True,
    )


class SearchForm(forms.Form):
    q = forms.CharField(label=_("按编号或者标题查找"), max_length=60, required=False)


class ConfirmForm(forms.Form):
    """records: (key, words) of those that may be chosen."""

    record = forms.ChoiceField(label=_("归入哪一件"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("材料名称"), max_length=120)
    dated_on = forms.DateField(label=_("纸面上的日期"))
    number = forms.CharField(
        label=_("纸面上的编号"),
        max_length=60,
        required=False,
        help_text=_("照纸面填写；纸面没有编号的留空。"),
    )
    is_other_number = forms.BooleanField(label=_("编号不一致，仍然归入"), required=False)
    is_checked = forms.BooleanField(
        label=_("我已对照纸面，核对了记录、日期和编号"),
        error_messages={"required": _("请对照纸面核对后打勾。")},
    )

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record"].choices = records


class DiscardForm(forms.Form):
    reason = forms.CharField(label=_("不归入的原因"), max_length=200)
