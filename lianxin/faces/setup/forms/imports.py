"""Bringing a table in: which one, and what its columns mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.faces.setup.models import ImportBatch
from lianxin.foundation.people.models import Body
from lianxin.foundation.sheets import Table
from lianxin.foundation.sheets.headers import ColumnMap, alias_table

SAMPLES = 3
COLUMN = "column_"
ACCEPTED = ".xlsx,.xls,.ods,.csv,.txt,.json"


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("导入什么"), choices=ImportBatch.Kind.choices, widget=forms.RadioSelect
    )
    body = forms.ChoiceField(label=_("导入到哪个机构"))
    file = forms.FileField(
        label=_("表格文件"),
        allow_empty_file=True,
        help_text=_(
            "xlsx、xls、ods、csv 都可以，列名不必照搬，下一步核对。先预览，确认以后才写入。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args, bodies: list[Body], **kwargs):
        super().__init__(*args, **kwargs)
        self.bodies = {body.code: body for body in bodies}
        self.fields["body"].choices = [(body.code, body.short_name) for body in bodies]
        if len(bodies) == 1:
            self.fields["body"].widget = forms.HiddenInput()
            self.fields["body"].initial = bodies[0].code

    def clean_body(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]


class ColumnsForm(forms.Form):
    """One choice for each column: the field it is, or none."""

    def __init__(self, *args, table: Table, columns: ColumnMap, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.kind = table, alias_table(kind)
        meaning = {column.index: slot.split(".")[0] for slot, column in columns.columns.items()}
        asked = {one.column.index: one for one in columns.questions if one.column is not None}
        choices = [
            ("", _("不导入这一列")),
            *(
                (spec.name, f"{spec.label}{gettext('（必须有）') if spec.required else ''}")
                for spec in self.kind.fields.values()
            ),
        ]
        self.rows: list[dict[str, Any]] = []
        for column in table.columns:
            name = f"{COLUMN}{column.index}"
            title = column.text or gettext("（没有列名）")
            if column.group:
                title = f"{column.group} · {title}"
            question = asked.get(column.index)
            self.fields[name] = forms.ChoiceField(
                label=gettext("%(letter)s 列“%(title)s”是")
                % {"letter": column.letter, "title": title},
                choices=choices,
                required=False,
                initial=meaning.get(column.index, ""),
            )
            samples = [row[column].text for row in table.rows[: SAMPLES * 5] if row[column].text]
            self.rows.append(
                {
                    "letter": column.letter,
                    "title": title,
                    "samples": [text[:30] for text in samples[:SAMPLES]],
                    "is_asked": question is not None,
                    "candidates": [self.kind.fields[one].label for one in question.candidates]
                    if question
                    else [],
                    "field": name,
                }
            )

    def drawn(self):
        """Rows with their bound fields, as the template shows them."""
        return [{**row, "field": self[row["field"]]} for row in self.rows]

    def clean(self):
        taken: dict[str, str] = {}
        for row in self.rows:
            wanted = self.cleaned_data.get(row["field"], "")
            if not wanted:
                continue
            spec = self.kind.fields[wanted]
            if wanted in taken and not spec.many:
                self.add_error(
                    row["field"],
                    gettext("“%(label)s”已经选给 %(letter)s 列，只能有一列。")
                    % {"label": spec.label, "letter": taken[wanted]},
                )
            taken.setdefault(wanted, row["letter"])
        for spec in self.kind.fields.values():
            if spec.required and spec.name not in taken:
                self.add_error(
                    None,
                    gettext(
                        "还没有指出哪一列是“%(label)s”。没有它不能导入；表里没有的，请补上再上传。"
                    )
                    % {"label": spec.label},
                )
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, str]:
        """Index of each column → name of a field, as a batch keeps it."""
        return {
            row["field"].removeprefix(COLUMN): self.cleaned_data[row["field"]] for row in self.rows
        }
