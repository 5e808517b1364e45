"""What is typed on a phone, without sign-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.work.appraisals.models import Meeting


class RateForm(forms.Form):
    """The ballot on a phone: a code, and one grade for each row of each object."""

    token = forms.CharField(widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=_("测评码"),
        max_length=20,
        required=False,
        help_text=_("发给您的纸条上的八个字母和数字。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = [
            (subject.pk, row)
            for subject in meeting.subjects.for_list()
            for row in range(len(meeting.rows))
        ]
        names = {one.pk: one.name for one in meeting.subjects.for_list()}
        for subject, row in self.places:
            title = meeting.rows[row]
            self.fields[f"g-{subject}-{row}"] = forms.TypedChoiceField(
                label=f"{names[subject]}：{title}" if title else names[subject],
                choices=list(enumerate(meeting.grades)),
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def choices(self) -> dict[tuple[int, int], int | None]:
        return {
            (subject, row): self.cleaned_data[f"g-{subject}-{row}"] for subject, row in self.places
        }
