"""What a search is narrowed to; a value that makes no sense is ignored."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Body
from lianxin.foundation.search.kinds import KINDS, in_order

FIRST_YEAR = 2000


class NarrowingForm(forms.Form):
    year = forms.ChoiceField(label=_("年度"), required=False)
    body = forms.ChoiceField(label=_("机构"), required=False)
    status = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, data, *, user):
        super().__init__(data)
        this_year = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]
        self.fields["year"].choices = [("", _("全部")), *years]
        bodies = _bodies_around(user)
        self.fields["body"].choices = [("", _("全部")), *bodies]
        statuses = [
            (str(code), words)
            for kind in in_order()
            if kind.statuses
            for code, words in kind.statuses()
        ]
        self.fields["status"].choices = [("", _("全部")), *statuses]
        if len(bodies) < 2:
            del self.fields["body"]

    def chosen(self) -> dict:
        """Arguments of `search`."""
        self.full_clean()
        year, body = self.cleaned_data.get("year"), self.cleaned_data.get("body")
        return {
            "year": int(year) if year else None,
            "body_id": int(body) if body else None,
            "status": self.cleaned_data.get("status") or "",
        }


def kind_asked(code: str) -> str:
    """The kind of the tab that is open; empty for all."""
    return code if code in KINDS else ""


def _bodies_around(user) -> list[tuple[str, str]]:
    """The bodies of the reader's county: names are no secret, what is found stays permitted."""
    home = user.home_body
    if home is None:
        return []
    found = Body.objects.filter(path__startswith=f"/{home.county_id}/")
    return [(str(pk), name) for pk, name in found.values_list("pk", "short_name")]
