"""A deputy's own act, told in under a minute; an objection and its settlement."""

from uuid import uuid4

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxin.work.activities.fields import FilesField, Text
from lianxin.work.activities.forms.recording import MARKS, FactsForm
from lianxin.work.activities.kinds import Kind


class TellForm(FactsForm):
    """What was done, first; the numbers its kind asks for; everything else may stay empty."""

    title = forms.CharField(
        label=_("做了什么（一句话）"),
        max_length=80,
        help_text=_("如“走访柳溪村三户，了解用水情况”。"),
    )
    on = forms.DateField(label=_("哪天"))
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    pictures = FilesField(label=_("照片"), most=3)
    post_key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, kind: Kind, **kwargs):
        kwargs["initial"] = {"on": localdate(), "post_key": uuid4().hex} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["summary"].required = False
        self.fields["summary"].label = _("详细情况（可以不写）")
        self.fields["summary"].widget.attrs["rows"] = 3

    @property
    def main_fields(self):
        """Title, day, and the first numbers of the kind."""
        return [self["title"], self["on"], *self._numbers()]

    def _numbers(self):
        return [self[name] for name in self.kind.asks if name != "minutes"]

    @property
    def more_fields(self):
        names = ["place", "summary"]
        names += [name for name in self.kind.asks if name == "minutes"]
        own = [f"own-{field.key}" for field in self.kind.fields]
        return [self[name] for name in [*names, *own, "pictures"]]

    @property
    def shows_more(self) -> bool:
        required = any(one.field.required for one in self.more_fields)
        return required or any(one.errors for one in self.more_fields)

    def told(self) -> dict:
        """Arguments of `workflow.tell`, but for whose it is."""
        typed = self.cleaned_data
        names = ("title", "on", "place", "post_key")
        return self.facts() | {name: typed[name] for name in names}


class ObjectForm(forms.Form):
    words = Text(
        label=_("哪里不对"),
        rows=3,
        max_length=300,
        help_text=_("照实写一句，如“那天我到了，签的是纸质表”。"),
    )


class SettleForm(forms.Form):
    state = forms.ChoiceField(label=_("核实的结果"), choices=MARKS, widget=forms.RadioSelect)
    words = Text(label=_("怎样处理、依据什么"), rows=3, max_length=300)
