"""Uploading a template, choosing the paper to preview it on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.papers.models import Paper


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Word 文件"),
        help_text=_("docx 格式，不带宏。在要填的地方写 {{ 字段名 }}，字段名照下面的表。"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        allow_empty_file=True,
    )
    valid_from = forms.DateField(
        label=_("启用日期"), help_text=_("从这一天起印发的公文按这一版生成。")
    )
    note = forms.CharField(label=_("改了什么"), max_length=200, required=False)


class PreviewForm(forms.Form):
    """paper: one of those offered; nothing chosen shows the samples."""

    paper = forms.ModelChoiceField(
        label=_("用哪一件预览"),
        queryset=Paper.objects.none(),
        required=False,
        empty_label=_("示例内容"),
    )

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers
