"""What was done: who came, what was said, what it came to; the record and its correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Seat
from lianxin.work.activities.fields import FilesField, SeatField, Text, YuanField
from lianxin.work.activities.kinds import Field, Kind
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.results import NUMBERS

S = Attendance.State
MARKS = [(S.PRESENT, _("到会")), (S.EXCUSED, _("请假")), (S.ABSENT, _("缺席"))]
# What an answer given beforehand is likely to become.
LIKELY = {S.PRESENT: S.PRESENT, S.EXCUSED: S.EXCUSED, S.ABSENT: S.ABSENT, S.LEAVE: S.EXCUSED}
OPINION_ROWS, EXPENSE_ROWS = 3, 3
OWN = "own-"

MOST_ASKED_SINGLY = 3
"""Deputies not marked who are asked for one by one."""


class MarksForm(forms.Form):
    """One choice and maybe a reason for each deputy on the list."""

    def __init__(self, *args, activity: Activity, **kwargs):
        super().__init__(*args, **kwargs)
        found = activity.attendances.select_related("seat__person", "seat__group")
        self.lines = list(found.order_by("seat__person__stroke_key", "pk"))
        for line in self.lines:
            name = line.seat.person.name
            self.fields[f"state-{line.seat_id}"] = forms.ChoiceField(
                label=name,
                choices=MARKS,
                initial=LIKELY.get(S(line.state)),
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"reason-{line.seat_id}"] = forms.CharField(
                label=_("%s的原因") % name, max_length=200, initial=line.reason, required=False
            )

        self.fields["rest"] = forms.BooleanField(
            label=_("没有选的，都算到会"),
            required=False,
            help_text=_("人多时先选请假和缺席的，再勾这一项。"),
        )

    @property
    def rows(self):
        """Each line with its two fields."""
        return [
            (line, self[f"state-{line.seat_id}"], self[f"reason-{line.seat_id}"])
            for line in self.lines
        ]

    def clean(self):
        typed = super().clean()
        unmarked = []
        for line in self.lines:
            state = typed.get(f"state-{line.seat_id}")
            name = line.seat.person.name
            if not state and typed.get("rest"):
                state = typed[f"state-{line.seat_id}"] = S.PRESENT
            if not state:
                unmarked.append(line)
            elif state == S.EXCUSED and not typed.get(f"reason-{line.seat_id}"):
                self.add_error(f"reason-{line.seat_id}", _("请写%s请假的原因。") % name)
        self._ask_for(unmarked)
        return typed

    def _ask_for(self, unmarked: list) -> None:
        """Each line by itself while they are few; a long list by the one tick that settles it."""
        names = [line.seat.person.name for line in unmarked]
        if len(unmarked) > MOST_ASKED_SINGLY:
            self.add_error(
                "rest",
                _(
                    "还有 %(count)d 名代表没有选：%(names)s等。都到会的，勾这一项；没有到的，逐人选。"
                )
                % {"count": len(names), "names": "、".join(names[:MOST_ASKED_SINGLY])},
            )
            return
        for line, name in zip(unmarked, names, strict=True):
            self.add_error(f"state-{line.seat_id}", _("请选%s是到会、请假还是缺席。") % name)

    def marks(self) -> dict[int, tuple[str, str]]:
        """Argument of `workflow.mark`: seat → state and reason; a reason only where it belongs."""
        typed = self.cleaned_data
        return {
            line.seat_id: (
                typed[f"state-{line.seat_id}"],
                typed[f"reason-{line.seat_id}"]
                if typed[f"state-{line.seat_id}"] != S.PRESENT
                else "",
            )
            for line in self.lines
        }


class SheetForm(forms.Form):
    """The photographed or scanned sheet that people signed."""

    sheets = FilesField(label=_("签到表的照片或者扫描件"), accept="image/*,application/pdf", most=6)


def own_field(field: Field) -> forms.Field:
    """The form's field for one of the kind's own fields."""
    base: dict[str, Any] = {"label": field.label, "required": field.is_required}
    if field.type == "number":
        return forms.IntegerField(min_value=0, **base)
    if field.type == "date":
        return forms.DateField(**base)
    if field.type == "yes":
        return forms.BooleanField(label=field.label, required=False)
    if field.type == "choice":
        choices = [("", _("请选择")), *(field.choices or {}).items()]
        return forms.ChoiceField(choices=choices, **base)
    return forms.CharField(max_length=500, **base)


class FactsForm(forms.Form):
    """What the activity came to: the words, the numbers its kind asks for, its own fields."""

    summary = Text(label=_("活动情况"), max_length=8000, rows=7)

    def __init__(self, *args, kind: Kind, initial=None, **kwargs):
        initial = dict(initial or {})
        values = initial.pop("values", {})
        initial |= {f"{OWN}{key}": value for key, value in values.items()}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in kind.asks:
            label, unit = NUMBERS[name]
            words = f"{label}（{unit}）"
            required = name == "money" and kind.needs_money
            if name == "money":
                self.fields[name] = YuanField(label=words, required=required)
            else:
                self.fields[name] = forms.IntegerField(
                    label=words, min_value=0, max_value=10**8, required=required
                )
        for field in kind.fields:
            self.fields[f"{OWN}{field.key}"] = own_field(field)

    @property
    def fact_fields(self):
        """The summary, the numbers, the kind's own fields."""
        names = [name for name in self.kind.asks if name in self.fields]
        own = [f"{OWN}{field.key}" for field in self.kind.fields]
        return [self[name] for name in ("summary", *names, *own)]

    def facts(self) -> dict[str, Any]:
        """Arguments of `workflow.record` and `workflow.correct`."""
        typed = self.cleaned_data
        return {
            "summary": typed["summary"],
            **{name: typed[name] or 0 for name in self.kind.asks},
            "values": {
                field.key: typed[f"{OWN}{field.key}"]
                for field in self.kind.fields
                if typed[f"{OWN}{field.key}"] not in (None, "")
            },
        }


class RecordForm(FactsForm, MarksForm):
    """Everything in one form: who came, what was done, what was said, what it cost, pictures."""

    pictures = FilesField(label=_("现场照片"), most=9)

    def __init__(self, *args, activity: Activity, kind: Kind, **kwargs):
        super().__init__(*args, activity=activity, kind=kind, **kwargs)
        seats = [line.seat_id for line in self.lines]
        queryset = Seat.objects.filter(pk__in=seats)
        for row in range(OPINION_ROWS):
            self.fields[f"said-{row}"] = Text(
                label=_("意见 %d") % (row + 1), rows=2, max_length=2000, required=False
            )
            self.fields[f"seat-{row}"] = SeatField(
                label=_("谁提的（代表）"),
                queryset=queryset.select_related("person"),
                required=False,
                empty_label=_("不是代表，或者不写"),
            )
            self.fields[f"by-{row}"] = forms.CharField(
                label=_("或者反映人的称呼"), max_length=40, required=False
            )
        for row in range(EXPENSE_ROWS):
            self.fields[f"what-{row}"] = forms.CharField(
                label=_("用途"), max_length=80, required=False
            )
            self.fields[f"amount-{row}"] = YuanField(label=_("金额（元）"), required=False)

    @property
    def opinion_rows(self):
        return [
            [self[f"{name}-{row}"] for name in ("said", "seat", "by")]
            for row in range(OPINION_ROWS)
        ]

    @property
    def expense_rows(self):
        return [
            [self[f"{name}-{row}"] for name in ("what", "amount")] for row in range(EXPENSE_ROWS)
        ]

    @property
    def shows_opinions(self) -> bool:
        return self.kind.shows_opinions or self._is_filled("said", "seat", "by")

    @property
    def shows_expenses(self) -> bool:
        return self._is_filled("what", "amount")

    def _is_filled(self, *names: str) -> bool:
        """Whether anything was typed there: it must not hide in a closed fold."""
        return any(self.data.get(f"{name}-{row}") for name in names for row in range(OPINION_ROWS))

    def clean(self):
        typed = super().clean()
        for row in range(EXPENSE_ROWS):
            what, amount = typed.get(f"what-{row}"), typed.get(f"amount-{row}")
            if what and not amount:
                self.add_error(f"amount-{row}", _("请填这一项开支的金额。"))
            elif amount and not what:
                self.add_error(f"what-{row}", _("请写这一项开支的用途。"))
        for row in range(OPINION_ROWS):
            if (typed.get(f"seat-{row}") or typed.get(f"by-{row}")) and not typed.get(
                f"said-{row}"
            ):
                self.add_error(f"said-{row}", _("请写意见的内容，或者不选提出人。"))
        return typed

    def opinions(self) -> list[dict[str, Any]]:
        """Arguments of `workflow.add_opinion`, one after the other."""
        typed = self.cleaned_data
        return [
            {"text": text, "seat": typed[f"seat-{row}"], "said_by": typed[f"by-{row}"]}
            for row in range(OPINION_ROWS)
            if (text := typed[f"said-{row}"])
        ]

    def expenses(self) -> list[tuple[str, int]]:
        typed = self.cleaned_data
        return [
            (what, typed[f"amount-{row}"])
            for row in range(EXPENSE_ROWS)
            if (what := typed[f"what-{row}"])
        ]


class CorrectForm(FactsForm, MarksForm):
    """What is wrong in a record, put right; shown beside what stood there before it is saved."""

    title = forms.CharField(label=_("名称"), max_length=80)
    topic = forms.CharField(label=_("主题"), max_length=120, required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    reason = forms.CharField(label=_("为什么更正"), max_length=200)

    is_public = forms.BooleanField(label=_("可以公开"), required=False)

    HEAD = ("title", "topic", "place", "is_public")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Everyone is marked already: a correction says of each what is right.
        del self.fields["rest"]

    @property
    def head_fields(self):
        return [self[name] for name in self.HEAD]

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return super().facts() | {name: typed[name] for name in self.HEAD}

    def changed_marks(self) -> list[tuple[str, str, str]]:
        """Name, what stands and what will stand, for each deputy whose line is to change."""
        marks, words = self.marks(), dict(MARKS)
        return [
            (
                line.seat.person.name,
                _mark_words(line.get_state_display(), line.reason),
                _mark_words(words[S(marks[line.seat_id][0])], marks[line.seat_id][1]),
            )
            for line in self.lines
            if marks[line.seat_id] != (line.state, line.reason)
        ]


def _mark_words(state, reason: str) -> str:
    return f"{state}：{reason}" if reason else str(state)


class OpinionForm(forms.Form):
    text = Text(label=_("意见"), max_length=2000, rows=4)
    seat = SeatField(
        label=_("提出的代表"), queryset=None, required=False, empty_label=_("不是代表，或者不写")
    )
    said_by = forms.CharField(label=_("或者反映人的称呼"), max_length=40, required=False)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


class RaiseForm(forms.Form):
    seat = SeatField(label=_("由哪位代表提出"), queryset=None)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


class AddFilesForm(forms.Form):
    kind = forms.ChoiceField(label=_("用途"), choices=())
    uploads = FilesField(
        label=_("文件"),
        accept="",
        most=9,
        required=True,
        help_text=_("照片、PDF、Word、表格都可以。"),
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
