"""What narrows a ledger; every field lives in the address."""

from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models.answers import ResultClass, Satisfaction
from lianxin.faces.reports.permissions import bodies_read_by
from lianxin.foundation.figures.catalogue import Scope as FiguresScope
from lianxin.foundation.people.models import Body, Session
from lianxin.ui.forms import chosen_words
from lianxin.work.suggestions.measures import LABELS, RATES_BY_KEY
from lianxin.work.suggestions.scope import Scope
from lianxin.work.suggestions.statistics import side_of_rate

YEARS_BACK = 10
ALL_YEARS = "all"
LARGEST = 2**31 - 1


class ScopeForm(forms.Form):
    """Body, year and session; a value that makes no sense is ignored, the default taken.

    default_year: shown when none is chosen; this year, or ALL_YEARS.
    """

    body = forms.TypedChoiceField(label=_("机构"), required=False, coerce=int)
    reach = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[("", _("本级和下级")), ("own", _("只看本级"))],
    )
    year = forms.ChoiceField(label=_("年度"), required=False)
    session = forms.TypedChoiceField(label=_("会次"), required=False, coerce=int)

    def __init__(self, data, *, user, today: date, default_year: str = ""):
        super().__init__(data.copy())
        self.user, self.today = user, today
        self.bodies = list(bodies_read_by(user).order_by("path"))
        if not self.bodies:
            raise PermissionDenied(
                _now("您的账号不能查看台账。如工作需要，请联系本级人大工作人员。")
            )
        self.fields["body"].choices = [(body.pk, body.short_name) for body in self.bodies]
        years = [(str(today.year - back), today.year - back) for back in range(YEARS_BACK)]
        self.fields["year"].choices = [*years, (ALL_YEARS, _("全部年度"))]
        # What is taken when nothing is chosen is shown as chosen.
        self.data.setdefault("year", default_year or str(today.year))
        self.data["body"] = str(self.chosen_body.pk)
        self._offer_sessions()
        self.full_clean()
        if len(self.bodies) == 1:
            del self.fields["body"]
        if not self.chosen_body.is_county or not self._has_more_bodies:
            del self.fields["reach"]

    @property
    def said(self) -> str:
        return chosen_words(self.visible_fields())

    @property
    def _has_more_bodies(self) -> bool:
        return len(self.bodies) > 1

    @property
    def chosen_body(self) -> Body:
        """The chosen body, else the first of those the reader works for."""
        chosen = self._asked_body()
        return next((body for body in self.bodies if body.pk == chosen), self._home())

    def _home(self) -> Body:
        own = {grant.body_id for grant in self.user.current_grants}
        return next((body for body in self.bodies if body.pk in own), self.bodies[0])

    def _asked_body(self) -> int | None:
        text = self.data.get("body", "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def _offer_sessions(self):
        sessions = Session.objects.filter(term__body=self.chosen_body).select_related("term")
        self.fields["session"].choices = [
            ("", _("全部")),
            *(
                (one.pk, f"{one}（{one.opens_on:%Y-%m}）" if one.opens_on else str(one))
                for one in sessions.order_by("-term__number", "-number")[:20]
            ),
        ]

    @property
    def includes_below(self) -> bool:
        return (
            self.chosen_body.is_county
            and self._has_more_bodies
            and self.cleaned_data.get("reach", "") != "own"
        )

    @property
    def chosen_year(self) -> int | None:
        chosen = self.cleaned_data.get("year")
        if chosen == ALL_YEARS:
            return None
        return int(chosen) if chosen else self.today.year

    def scope(self) -> Scope:
        """What is counted: only what the reader may see."""
        return Scope(
            self.chosen_body,
            self.chosen_year,
            self.today,
            include_below=self.includes_below,
            session_id=self.cleaned_data.get("session") or None,
            user=self.user,
        )

    def address(self) -> dict[str, str | int]:
        """The choice, for the addresses of the lists behind the figures."""
        chosen: dict[str, str | int] = {
            "body": self.chosen_body.pk,
            "year": ALL_YEARS if self.chosen_year is None else self.chosen_year,
        }
        if self.chosen_body.is_county and not self.includes_below:
            chosen["reach"] = "own"
        if session := self.cleaned_data.get("session"):
            chosen["session"] = session
        return chosen


class DashboardForm(ScopeForm):
    """Body and year of the dashboard: one year, of all its sessions."""

    def __init__(self, data, *, user, today: date):
        data = data.copy()
        if data.get("year") == ALL_YEARS:
            del data["year"]
        super().__init__(data, user=user, today=today)
        self.fields.pop("session")
        self.fields["year"].choices = self.fields["year"].choices[:-1]

    def figures_scope(self) -> FiguresScope:
        """What is counted, as the catalogue of figures asks for it."""
        year = self.chosen_year or self.today.year
        return FiguresScope(
            self.chosen_body,
            date(year, 1, 1),
            date(year, 12, 31),
            below=self.includes_below,
            user=self.user,
        )


class FigureForm(forms.Form):
    """Which figure's list is wanted: a rate's side or a figure, in one row of a table."""

    rate = forms.ChoiceField(required=False, choices=[(key, key) for key in RATES_BY_KEY])
    side = forms.ChoiceField(
        required=False, choices=[("numerator", "numerator"), ("denominator", "denominator")]
    )
    figure = forms.ChoiceField(required=False, choices=[(key, key) for key in LABELS])
    office = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    topic = forms.CharField(required=False, max_length=30, empty_value=None, strip=False)
    result = forms.ChoiceField(required=False, choices=ResultClass.choices)
    satisfaction = forms.ChoiceField(required=False, choices=Satisfaction.choices)

    def __init__(self, data):
        super().__init__(data)
        self.full_clean()

    @property
    def measure(self) -> str:
        """The figure asked for; all that is handled unless said."""
        if rate := self.cleaned_data.get("rate"):
            return side_of_rate(rate, self.cleaned_data.get("side") or "numerator")
        return self.cleaned_data.get("figure") or "handled"

    def narrowed(self, scope: Scope) -> Scope:
        wanted = self.cleaned_data
        return scope.narrowed(
            office_id=wanted.get("office"),
            # A topic may be the empty one: items without.
            topic=wanted.get("topic") if "topic" in self.data else None,
            result=self.data.get("result") if "result" in self.data else None,
            satisfaction=wanted.get("satisfaction") or None,
        )
