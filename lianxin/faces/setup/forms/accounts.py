"""Which deputies get an account."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Person


class DeputyAccountsForm(forms.Form):
    """All are ticked to begin with: who shall have none is unticked."""

    people = forms.ModelMultipleChoiceField(
        label=_("还没有账号的代表"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请先勾选要开通账号的代表。")},
    )

    def __init__(self, *args, people: QuerySet[Person], **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.fields["people"]
        chosen.queryset = people
        chosen.initial = people
        chosen.label_from_instance = lambda person: person.name
