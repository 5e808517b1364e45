"""Fields that several forms share; sums are typed in 元 and kept in whole 分."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class Text(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows=4, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, seat):
        return seat.person.name


class SeatsField(forms.ModelMultipleChoiceField):
    def __init__(self, **options):
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def label_from_instance(self, seat):
        return seat.person.name


class YuanField(forms.DecimalField):
    """Typed in 元 with at most two places, kept in whole 分."""

    def __init__(self, **options):
        options = {"min_value": 0, "max_digits": 14, "decimal_places": 2} | options
        super().__init__(**options)
        self.widget.attrs |= {"step": "0.01", "inputmode": "decimal"}

    def clean(self, value):
        typed = super().clean(value)
        return None if typed is None else int(typed * 100)

    def prepare_value(self, value):
        # What was typed is a string; only a kept amount is in 分.
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; `most` of them."""

    def __init__(self, *, most=6, accept="image/*", **options):
        self.most = most
        widget = Files(attrs={"accept": accept, "multiple": True})
        super().__init__(widget=widget, **({"required": False} | options))

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > self.most:
            raise forms.ValidationError(
                _("一次最多 %(most)d 个文件。请少选几个，存好以后再加。"),
                params={"most": self.most},
            )
        return [super(FilesField, self).clean(one, initial) for one in files]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)
