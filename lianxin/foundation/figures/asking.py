"""What an address asks of a figure: which body, which days, which part.

A value that makes no sense is not used, and said beside its field; a body that the account
may not read does not exist for it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.catalogue import Figure, Scope
from lianxin.foundation.figures.links import PART
from lianxin.foundation.figures.permissions import bodies_read_by
from lianxin.foundation.people.models import Body

FIRST_YEAR, LAST_YEAR = 1949, 2199


def public_scope(key_parts: Iterable[str], asked: QueryDict) -> Scope:
    """The scope that a public address names, exactly; Http404 for anything else."""
    body = Body.objects.filter(code=str(asked.get("body", "")).replace("\x00", ""), is_active=True)
    found = body.first()
    try:
        since, until = (date.fromisoformat(str(asked.get(name, ""))) for name in ("since", "until"))
    except ValueError:
        raise Http404 from None
    if found is None or since > until:
        raise Http404
    narrowed = {name: str(asked[f"{PART}{name}"]) for name in key_parts if f"{PART}{name}" in asked}
    return Scope(
        found,
        since,
        until,
        below=asked.get("below") == "1",
        public=True,
        narrowed={name: value.replace("\x00", "") for name, value in narrowed.items()},
    )


class ScopeForm(forms.Form):
    """Body and days of a figure, and the parts it divides into."""

    body = forms.ChoiceField(label=_("机构"), required=False)
    below = forms.BooleanField(label=_("含下级"), required=False)
    since = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    data: QueryDict

    def __init__(self, data, *, user, today: date, figure: Figure | None = None):
        super().__init__(data.copy())
        self.user, self.today, self.figure = user, today, figure
        self.bodies = list(bodies_read_by(user).order_by("path"))
        if not self.bodies:
            raise PermissionDenied(
                gettext("您的账号没有所属机构，不能查看数字。如工作需要，请联系本级人大工作人员。")
            )
        self.chosen_body = self._choose_body()
        choices = [(one.code, one.short_name) for one in self.bodies]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]
        self.data["body"] = self.chosen_body.code
        self.data.setdefault("since", date(today.year, 1, 1).isoformat())
        self.data.setdefault("until", date(today.year, 12, 31).isoformat())
        self._offer_parts()
        self.full_clean()
        if len(self.bodies) == 1:
            del self.fields["body"]
        if not self._has_below:
            del self.fields["below"]

    @property
    def _has_below(self) -> bool:
        return any(one.parent_id == self.chosen_body.pk for one in self.bodies)

    def _choose_body(self) -> Body:
        asked = self.data.get("body", "")
        if asked:
            for one in self.bodies:
                if one.code == asked:
                    return one
            raise Http404
        own = {grant.body_id for grant in self.user.current_grants}
        return next((one for one in self.bodies if one.pk in own), self.bodies[0])

    def _offer_parts(self):
        if self.figure is None:
            return
        bare = Scope(self.chosen_body, *self._year(), below=True, user=self.user)
        for name, (label, choices) in self.figure.parts.items():
            self.fields[f"{PART}{name}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", _("全部")), *choices(bare).items()]
            )

    def _year(self) -> tuple[date, date]:
        return date(self.today.year, 1, 1), date(self.today.year, 12, 31)

    def clean(self):
        found: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        for name, day in (("since", since), ("until", until)):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, gettext("年份应当在 1949 到 2199 之间。"))
        if since and until and since > until:
            self.add_error("until", gettext("结束日早于开始日，请改一下。"))
        return found

    def scope(self) -> Scope:
        """What is counted: only what the reader may see."""
        first, last = self._year()
        since = self.cleaned_data.get("since") or first
        until = self.cleaned_data.get("until") or date(since.year, 12, 31)
        if since > until:
            since, until = first, last
        narrowed = {
            name.removeprefix(PART): value
            for name, value in self.cleaned_data.items()
            if name.startswith(PART) and value
        }
        return Scope(
            self.chosen_body,
            since,
            until,
            below=bool(self.cleaned_data.get("below")) and self._has_below,
            user=self.user,
            narrowed=narrowed,
        )
