"""What people type about bodies, terms, sessions and districts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.people.workflow.bodies import BELOW_COUNTY
from lianxin.foundation.rulebook.shipped import profile_names, title_of


class ChangeBodyForm(forms.Form):
    name = forms.CharField(
        label=_("全称"),
        max_length=100,
        help_text=_("公文落款用的名称，例如“柳溪镇人民代表大会主席团”。"),
    )
    short_name = forms.CharField(
        label=_("简称"), max_length=30, help_text=_("名单和选择框里用，例如“柳溪镇”。")
    )
    division_code = forms.CharField(
        label=_("行政区划代码"),
        required=False,
        max_length=12,
        help_text=_("6、9 或者 12 位数字。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    document_prefix = forms.CharField(
        label=_("机关代字"),
        required=False,
        max_length=20,
        help_text=_("发文字号里的代字，例如“柳人发”。"),
    )
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=40)


class OpenBodyForm(ChangeBodyForm):
    field_order = ["parent", "kind", "name", "short_name", "code"]

    parent = forms.ModelChoiceField(label=_("上级"), queryset=Body.objects.none(), empty_label=None)
    kind = forms.ChoiceField(
        label=_("类型"),
        choices=[(kind.value, kind.label) for kind in BELOW_COUNTY],
        help_text=_("乡镇有人民代表大会和主席团；街道是县级人大派出的工委。以后不能改。"),
    )
    code = forms.SlugField(
        label=_("代码"),
        max_length=40,
        help_text=_("小写字母、数字和横线，例如 hewang-liuxi。导入导出命令用它，以后不能改。"),
    )

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("例如批准撤并的文件名称和文号。")
    )


class ProfileForm(forms.Form):
    """Which profile to compare with; the same field is sent on to choose it."""

    profile = forms.ChoiceField(label=_("改用哪一套"), required=False)

    def __init__(self, *args, inherited: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["profile"].choices = [
            ("", _("随上级（现为：%(title)s）") % {"title": title_of(inherited)}),
            *((name, title_of(name)) for name in profile_names()),
        ]


class TermForm(forms.Form):
    number = forms.IntegerField(
        label=_("第几届"), min_value=1, max_value=99, help_text=_("只填数字，例如 18。")
    )
    starts_on = forms.DateField(
        label=_("首次会议开幕日"),
        required=False,
        help_text=_("代表任期从这一天开始，到下一届首次会议开幕为止（代表法第二条）。"),
    )


class SessionForm(forms.Form):
    number = forms.IntegerField(
        label=_("第几次会议"), min_value=1, max_value=99, help_text=_("只填数字，例如 3。")
    )
    opens_on = forms.DateField(label=_("开幕日"), required=False)
    closes_on = forms.DateField(label=_("闭幕日"), required=False)


class DistrictForm(forms.Form):
    name = forms.CharField(label=_("选区名称"), max_length=80)
    number = forms.CharField(label=_("选区号"), max_length=20, required=False)
    seats = forms.IntegerField(
        label=_("应选名额"),
        min_value=1,
        max_value=3,
        initial=1,
        help_text=_("每一选区选一名至三名代表（选举法第二十五条）。"),
    )
