"""What people type about schemes, items and marks."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Scope
from lianxin.foundation.files.storing import prepare
from lianxin.work.assessments.conditions import QUARTER, asked, kind_of
from lianxin.work.assessments.models import Item, Mark, Round, Scheme
from lianxin.work.assessments.shipped import schemes

PLACES = 2
"""Conditions an item may have; what asks for more are two items."""


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=3, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class NewSchemeForm(forms.Form):
    key = forms.ChoiceField(label=_("从哪个办法开始"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [
            (key, f"{one['name']}（{one['source']}）") for key, one in schemes().items()
        ]


class SchemeForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    total = forms.IntegerField(label=_("总分"), min_value=1, max_value=10_000)
    grades = Text(
        label=_("等次"),
        rows=4,
        max_length=200,
        help_text=_("每行一等，写名称和从百分之几起，如：优秀 90。从高到低，最后一等从 0 起。"),
    )

    bonus = Text(
        label=_("加分"),
        rows=3,
        max_length=200,
        required=False,
        help_text=_("每行一个方面，写名称和最多加几分，如：宣传工作 5。没有加分的不填。"),
    )
    criticism = forms.IntegerField(
        label=_("受通报批评一次最多扣几分"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("不因通报批评扣分的不填。"),
    )

    def __init__(self, data, *, scheme: Scheme):
        lines = "\n".join(f"{name} {mark}" for name, mark in scheme.grades)
        bonus = "\n".join(f"{area} {'' if most is None else most}" for area, most in scheme.bonus)
        super().__init__(
            data,
            initial={
                "name": scheme.name,
                "total": scheme.total,
                "grades": lines,
                "bonus": bonus,
                "criticism": scheme.criticism,
            },
        )

    def clean_grades(self):
        return _named_numbers(self.cleaned_data["grades"], _("优秀 90"))

    def clean_bonus(self):
        return _named_numbers(self.cleaned_data["bonus"], _("宣传工作 5"))


def _named_numbers(text: str, example: Any) -> list[list]:
    """Lines of a name and a number; an error that shows how a line should look."""
    found: list[list] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _space, mark = line.strip().rpartition(" ")
        if not name.strip() or not mark.isdecimal():
            raise forms.ValidationError(
                _("“%(line)s”看不懂。请写成“%(example)s”的样子，中间空一格。"),
                params={"line": line.strip(), "example": example},
            )
        found.append([name.strip()[:20], int(mark)])
    return found


class ItemForm(forms.Form):
    area = forms.CharField(label=_("方面"), max_length=20)
    name = forms.CharField(label=_("考评内容"), max_length=120)
    points = forms.IntegerField(
        label=_("分值"),
        min_value=0,
        max_value=1000,
        required=False,
        help_text=_("没有写不等于 0 分：启用以前都要写上。"),
    )
    omitted_by_streets = forms.BooleanField(label=_("街道不考"), required=False)

    def __init__(self, data, *, item: Item):
        super().__init__(data, initial=_initial_of(item))
        self.old = item.conditions
        figures = _figure_choices(item)
        for place in range(1, PLACES + 1):
            self.fields[f"figure-{place}"] = forms.ChoiceField(
                label=_("条件 %d：由系统计算的指标") % place, choices=figures, required=False
            )
            self.fields[f"typed-{place}"] = forms.CharField(
                label=_("或者：由单位填写的数"),
                max_length=40,
                required=False,
                help_text=_("如：市以上媒体采用。系统里还没有记录的才用，填写时要写凭据。"),
            )
            self.fields[f"proof-{place}"] = forms.CharField(
                label=_("或者：只凭记录"),
                max_length=80,
                required=False,
                help_text=_("如：会议室的照片、制度汇编。"),
            )
            self.fields[f"least-{place}"] = forms.IntegerField(
                label=_("不少于（率写百分数）"), min_value=0, max_value=100_000, required=False
            )
            self.fields[f"quarter-{place}"] = forms.BooleanField(
                label=_("每季度都要达到"), required=False
            )

    def clean(self):
        given = super().clean()
        conditions = [one for place in range(1, PLACES + 1) if (one := self._condition(place))]
        self.conditions = conditions
        return given

    def _condition(self, place: int) -> dict[str, Any] | None:
        """The condition typed at a place; an error where it says two things or half of one."""
        given = self.cleaned_data
        kinds = [kind for kind in ("figure", "typed", "proof") if given.get(f"{kind}-{place}", "")]
        if not kinds:
            return None
        if len(kinds) > 1:
            self.add_error(f"figure-{place}", _("三种只能用一种，请留一种，清空别的。"))
            return None
        kind, least = kinds[0], given.get(f"least-{place}")
        if kind == "proof":
            return {"proof": given[f"proof-{place}"]}
        if least is None:
            self.add_error(f"least-{place}", _("请写不少于多少。"))
            return None
        if kind == "typed":
            old = self.old[place - 1] if len(self.old) >= place else {}
            unit = old.get("unit", "") if old.get("typed") == given[f"typed-{place}"] else ""
            return {"typed": given[f"typed-{place}"], "unit": unit, "at_least": least}
        key, _mark, part = given[f"figure-{place}"].partition("?")
        condition: dict[str, Any] = {"figure": key}
        if part:
            name, _equals, value = part.partition("=")
            condition["part"] = {name: value}
        if catalogue.figure(key).is_rate:
            return condition | {"percent": least}
        every = {"every": QUARTER} if given.get(f"quarter-{place}") else {}
        return condition | {"at_least": least} | every

    def values(self) -> dict[str, Any]:
        keys = ("area", "name", "points", "omitted_by_streets")
        return {key: self.cleaned_data[key] for key in keys} | {"conditions": self.conditions}


def _named(condition) -> str:
    """A figure with its part, as the choice's value."""
    part = "".join(f"?{name}={value}" for name, value in condition.get("part", {}).items())
    return f"{condition['figure']}{part}"


def _initial_of(item: Item) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "area": item.area,
        "name": item.name,
        "points": item.points,
        "omitted_by_streets": item.omitted_by_streets,
    }
    for place, one in enumerate(item.conditions[:PLACES], start=1):
        kind = kind_of(one)
        initial[f"{kind}-{place}"] = _named(one) if kind == "figure" else one.get(kind, "")
        initial[f"least-{place}"] = one.get("percent", one.get("at_least"))
        initial[f"quarter-{place}"] = one.get("every") == QUARTER
    return initial


def _figure_choices(item: Item) -> list[tuple[str, Any]]:
    """The catalogue by room; a part the item already names stays to be chosen."""
    by_room: dict[str, list[tuple[str, str]]] = {}
    for one in catalogue.figures():
        if not one.is_money:
            by_room.setdefault(str(one.room), []).append((one.key, f"{one.name}（{one.unit}）"))
    day = localdate()
    scope = Scope(item.scheme.body, day, day)
    own = [
        (_named(one), asked(one, scope))
        for one in item.conditions
        if kind_of(one) == "figure" and one.get("part")
    ]
    return [("", _("不用指标")), *own, *by_room.items()]


class RoundForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200)
    self_by = forms.DateField(label=_("自评截止"))
    until = forms.DateField(
        label=_("考评期截至"), required=False, help_text=_("不填的，到当年 12 月 31 日。")
    )


class TellForm(forms.Form):
    dispute_until = forms.DateField(
        label=_("异议截止"), required=False, help_text=_("不填的，告知后 7 天。")
    )


class CheckForm(forms.Form):
    """The body's own word: numbers where numbers are asked, proof for what is not computed."""

    def __init__(self, data, files=None, *, mark: Mark):
        conditions = mark.item.conditions
        initial: dict[str, Any] = {"proof": mark.proof}
        if mark.is_met is not None:
            initial["is_met"] = "1" if mark.is_met else "0"
        super().__init__(data, files, initial=initial)
        self.typed = [place for place, one in enumerate(conditions) if kind_of(one) == "typed"]
        for place in self.typed:
            self.fields[f"typed-{place}"] = forms.IntegerField(
                label=asked(conditions[place]),
                min_value=0,
                max_value=100_000,
                initial=mark.typed.get(str(place)),
            )
        self.asks_met = any(kind_of(one) == "proof" for one in conditions)
        if self.asks_met:
            self.fields["is_met"] = forms.ChoiceField(
                label=_("是否达标"),
                choices=[("1", _("达标")), ("0", _("没有达标"))],
                widget=forms.RadioSelect,
            )
        self.fields["proof"] = Text(
            label=_("凭什么记录"),
            max_length=500,
            required=False,
            help_text=_("如：通知、签到册、采用稿件的名称和日期。考评组照此核对。"),
        )
        self.fields["upload"] = forms.FileField(
            label=_("材料"),
            required=False,
            help_text=_("照片、扫描件等，一次一份，可以分几次添加。"),
        )

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "typed": {place: given[f"typed-{place}"] for place in self.typed},
            "is_met": given["is_met"] == "1" if self.asks_met else None,
            "proof": given["proof"],
            # Looked at and cleaned before the step's transaction opens.
            "upload": prepare(given["upload"]) if given["upload"] else None,
        }


class ReviewForm(forms.Form):
    awarded = forms.IntegerField(label=_("得分"), min_value=0, max_value=1000)
    mode = forms.ChoiceField(
        label=_("考评方式"), choices=Mark.Mode.choices, widget=forms.RadioSelect
    )
    words = Text(
        label=_("考评意见"),
        max_length=300,
        required=False,
        help_text=_("给分与记录、自评不一致的，应当写明理由。"),
    )


class DisputeForm(forms.Form):
    words = Text(label=_("异议理由"), rows=4, max_length=500)


class AnswerForm(forms.Form):
    awarded = forms.IntegerField(label=_("答复后的得分"), min_value=0, max_value=1000)
    words = Text(label=_("答复理由"), rows=4, max_length=500)


class ExtraForm(forms.Form):
    """A bonus claimed by the body; or a bonus or a criticism entered by the county."""

    area = forms.ChoiceField(label=_("方面"))
    points = forms.IntegerField(label=_("加几分"), min_value=0, max_value=100)
    on = forms.DateField(label=_("日期"), initial=localdate)
    proof = Text(
        label=_("凭据"),
        max_length=500,
        help_text=_("文件、报道的名称、文号和日期。考评组照此核对。"),
    )
    upload = forms.FileField(label=_("材料"), required=False)

    def __init__(self, *args, scheme: Scheme, is_criticism: bool = False, **more):
        super().__init__(*args, **more)
        if is_criticism:
            self.fields["area"] = forms.CharField(
                label=_("通报机关和文号"), max_length=40, help_text=_("如：县委办〔2026〕3 号。")
            )
            self.fields["points"].label = _("扣几分")
            self.fields["points"].help_text = _("办法规定一次最多扣 %d 分。") % (
                scheme.criticism or 0
            )
            return
        self.fields["area"].choices = [
            (area, _("%(area)s（最多 %(most)d 分）") % {"area": area, "most": most or 0})
            for area, most in scheme.bonus
        ]

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"upload": prepare(given["upload"]) if given["upload"] else None}


class DecideForm(forms.Form):
    awarded = forms.IntegerField(label=_("核定几分"), min_value=0, max_value=100)
    words = Text(
        label=_("核定意见"),
        max_length=300,
        required=False,
        help_text=_("与申请的分不同的，应当写明理由。"),
    )


def areas_of(items) -> Iterator[tuple[str, list]]:
    """Items or marks by area, in their order."""
    found: dict[str, list] = {}
    for one in items:
        area = one.area if isinstance(one, Item) else one.item.area
        found.setdefault(area, []).append(one)
    yield from found.items()


def shows_marks(period: Round) -> bool:
    """Whether a body may read what the county gave it: once told."""
    return period.state != Round.State.OPEN
