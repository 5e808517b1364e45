"""What people type about papers: the filter, the draft's head, a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.papers.kinds import choices
from lianxin.foundation.papers.models import Paper

FIRST_YEAR = 2000
LARGEST = 2**31 - 1


class FilterForm(forms.Form):
    """Narrows the list; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("标题或文号含有"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("文种"), required=False)
    year = forms.IntegerField(label=_("年份"), required=False, min_value=FIRST_YEAR, max_value=2100)
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *Paper.Status.choices]
    )

    def __init__(self, data):
        super().__init__(data)
        self.fields["kind"].choices = [("", _("全部")), *choices()]
        self.full_clean()

    def apply(self, papers):
        wanted = self.cleaned_data
        if words := wanted.get("q"):
            papers = papers.with_words(words)
        for name in ("kind", "year", "status"):
            if value := wanted.get(name):
                papers = papers.filter(**{name: value})
        return papers

    @property
    def is_used(self) -> bool:
        return any(self.cleaned_data.values())


class CreateForm(forms.Form):
    """Which paper is wanted, from which record."""

    kind = forms.ChoiceField()
    source = forms.IntegerField(min_value=1, max_value=LARGEST)
    year = forms.IntegerField(required=False, min_value=FIRST_YEAR, max_value=2100)

    def __init__(self, data):
        super().__init__(data)
        self.fields["kind"].choices = list(choices())


class HeadForm(forms.Form):
    """What a drafter may put right himself."""

    title = forms.CharField(
        label=_("标题"), max_length=300, help_text=_("用竖线 | 标出可以换行的地方。")
    )
    addressee = forms.CharField(label=_("主送"), max_length=300, required=False)
    copies = forms.CharField(label=_("抄送"), max_length=300, required=False)
    remarks = forms.CharField(
        label=_("补充内容"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "印在正文末尾，每行一段。其他内容来自办理记录，要改请改记录后点“按最新记录更新”。"
        ),
    )


class StepForm(forms.Form):
    """What goes with a step."""

    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signatory = forms.CharField(label=_("签发人"), required=False, max_length=60)
    archive = forms.ChoiceField(
        label=_("保管期限"), required=False, choices=Paper.ArchiveClass.choices
    )
