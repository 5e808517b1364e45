"""What people type about bulletins, periodicals and papers of exchanges."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Office, Person, Seat
from lianxin.work.activities.fields import FilesField, YuanField
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins.kinds import choices
from lianxin.work.bulletins.models import Contribution, Receipt

# What a browser's own calendar reads and writes, whatever the language.
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DraftForm(forms.Form):
    kind = forms.ChoiceField(label=_("类别"), choices=choices)
    title = forms.CharField(
        label=_("标题"),
        max_length=100,
        required=False,
        help_text=_("不填的，用类别和时段作标题。"),
    )
    period = forms.CharField(
        label=_("所属时段"),
        max_length=40,
        required=False,
        help_text=_("如“2026年11月”。政情通报不填的，就是本月。"),
    )


class HeadForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=100)
    period = forms.CharField(label=_("所属时段"), max_length=40, required=False)


class ItemForm(forms.Form):
    heading = forms.CharField(label=_("栏目"), max_length=60)
    text = forms.CharField(
        label=_("内容"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("等单位报送的，可以先空着。"),
    )
    office = forms.ModelChoiceField(
        label=_("供稿单位"), required=False, queryset=Office.objects.none(), empty_label=_("没有")
    )
    ask_until = forms.DateField(
        label=_("请单位在这一天前报送"),
        required=False,
        widget=DATE,
        help_text=_("填了日期，单位会收到约稿，在自己的页面上报送。"),
    )

    def __init__(self, data=None, *, body, **options):
        super().__init__(data, **options)
        near = Q(body=body) | Q(body=body.parent_id)
        self.fields["office"].queryset = (
            Office.objects.current().filter(near).order_by("-body__path", "kind", "name")
        )


class SupplyForm(forms.Form):
    text = forms.CharField(
        label=_("内容"), max_length=8000, widget=forms.Textarea(attrs={"rows": 12})
    )


class FilesForm(forms.Form):
    uploads = FilesField(
        label=_("文件"),
        accept="",
        most=9,
        required=True,
        help_text=_("PDF、Word、表格、照片都可以。"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("撤回原因"), max_length=200)


class ChangeForm(forms.Form):
    change = forms.CharField(
        label=_("更正了什么"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每位代表都会看到，如“第二条的投资额应为 320 万元”。"),
    )


class Receipts(forms.ModelMultipleChoiceField):
    def label_from_instance(self, receipt):
        group = receipt.seat.group
        return f"{receipt.person.name}（{group.name}）" if group else receipt.person.name


class PaperForm(forms.Form):
    """Deputies who were given the bulletin on paper, many at once."""

    on = forms.DateField(label=_("送达日期"), widget=DATE)
    receipts = Receipts(
        label=_("已经送到的代表"),
        queryset=Receipt.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, bulletin, **options):
        super().__init__(data, **options)
        self.fields["receipts"].queryset = (
            bulletin.receipts.counted()
            .unread()
            .select_related("person", "seat__group")
            .order_by("person__stroke_key", "pk")
        )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("您的问题或者意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5})
    )


class SubscriptionForm(forms.Form):
    title = forms.CharField(label=_("报刊名称"), max_length=60)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=100000)
    price = YuanField(label=_("全年每份价格（元）"), max_value=1000000, help_text=_("赠阅的填 0。"))
    issues = forms.IntegerField(
        label=_("全年期数"),
        min_value=1,
        max_value=400,
        required=False,
        help_text=_("不清楚的可以不填。"),
    )
    recipients = forms.CharField(
        label=_("送给谁"), max_length=200, help_text=_("如“全体代表”“各代表小组长”。")
    )


class DeliveryForm(forms.Form):
    issue = forms.CharField(label=_("期号"), max_length=40, help_text=_("如“第3期”。"))
    delivered_on = forms.DateField(label=_("送达日期"), widget=DATE)
    copies = forms.IntegerField(label=_("送达份数"), min_value=1, max_value=100000)
    note = forms.CharField(
        label=_("备注"), max_length=120, required=False, help_text=_("如“缺 2 份，已联系邮局”。")
    )


class ContributionForm(forms.Form):
    activity = forms.ModelChoiceField(label=_("交流活动"), queryset=Activity.objects.none())
    title = forms.CharField(label=_("题目"), max_length=100)
    person = forms.ModelChoiceField(
        label=_("作者代表"),
        required=False,
        queryset=Person.objects.none(),
        empty_label=_("不是代表个人"),
    )
    author = forms.CharField(
        label=_("作者或者单位"),
        max_length=60,
        required=False,
        help_text=_("代表小组、单位的材料写名称；选了作者代表的可以不填。"),
    )
    way = forms.ChoiceField(label=_("交流方式"), choices=Contribution.Way.choices)
    text = forms.CharField(
        label=_("内容摘要"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("几句话，便于查找。"),
    )
    upload = forms.FileField(label=_("材料文件"), required=False)

    def __init__(self, data=None, files=None, *, body, since, **options):
        super().__init__(data, files, **options)
        self.fields["activity"].queryset = (
            Activity.objects.filter(body=body, on__gte=since)
            .exclude(state__in=(Activity.State.CANCELLED, Activity.State.REFUSED))
            .order_by("-on", "-pk")
        )
        self.fields["activity"].label_from_instance = lambda one: f"{one.on:%Y-%m-%d} {one.title}"
        seats = Seat.objects.in_office().filter(Q(body=body) | Q(group__body=body))
        self.fields["person"].queryset = Person.objects.filter(
            pk__in=seats.values("person")
        ).order_by("stroke_key", "pk")


class CallForm(forms.Form):
    activity = forms.ModelChoiceField(label=_("交流活动"), queryset=Activity.objects.none())
    until = forms.DateField(
        label=_("请代表在这一天前交"), widget=DATE, help_text=_("不晚于活动当天。")
    )
    words = forms.CharField(
        label=_("要求"),
        max_length=200,
        required=False,
        help_text=_("如“谈走访选民的做法，一千五百字以内”。"),
    )

    def __init__(self, data=None, *, body, today, **options):
        super().__init__(data, **options)
        self.fields["activity"].queryset = (
            Activity.objects.open().filter(body=body, on__gte=today).order_by("on", "pk")
        )
        self.fields["activity"].label_from_instance = lambda one: f"{one.on:%Y-%m-%d} {one.title}"


class OfferForm(forms.Form):
    title = forms.CharField(label=_("题目"), max_length=100)
    upload = forms.FileField(
        label=_("材料文件"),
        required=False,
        help_text=_("Word、PDF 或者手写稿的照片。没有文件的，把内容写在下面。"),
    )
    text = forms.CharField(
        label=_("内容"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("交了文件的，写几句摘要便于查找，也可以不写。"),
    )
    way = forms.ChoiceField(
        label=_("交流方式"),
        choices=Contribution.Way.choices,
        initial=Contribution.Way.WRITTEN,
        help_text=_("想在会上发言的选“大会发言”，由组织者安排。"),
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("退回原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清要改什么，代表改好可以再交。"),
    )


class LibraryForm(forms.Form):
    """Narrows the library; a value that makes no sense is ignored."""

    q = forms.CharField(label=_("题目、作者、摘要"), required=False)
    way = forms.ChoiceField(
        label=_("方式"), required=False, choices=[("", _("全部")), *Contribution.Way.choices]
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)

    def apply(self, found):
        self.full_clean()
        if words := self.cleaned_data.get("q"):
            found = found.filter(
                Q(title__icontains=words) | Q(author__icontains=words) | Q(text__icontains=words)
            )
        if way := self.cleaned_data.get("way"):
            found = found.filter(way=way)
        if year := self.cleaned_data.get("year"):
            found = found.filter(activity__on__year=year)
        return found
