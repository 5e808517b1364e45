"""The filter of the list of deputies: body, period, group, name."""

from datetime import date

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lianxin.engines.tenure import Duty, duties_at
from lianxin.foundation.people.models import Account, Body, Group, Term
from lianxin.ui.forms import chosen_words
from lianxin.work.duty.queries import bodies_read_by, period_of, years_of


class FilterForm(forms.Form):
    """What the address asks; a value that makes no sense is ignored.

    body: whose deputies, None for someone who reads no body's. chosen_term, days: the term
    and the period shown. duties: the seats found, in stroke order.
    """

    at = forms.ChoiceField(label=_("机构"), required=False)
    term = forms.ChoiceField(label=_("届"), required=False)
    period = forms.ChoiceField(label=_("年度"), required=False)
    group = forms.ChoiceField(label=_("代表小组"), required=False)
    q = forms.CharField(label=_("姓名包含"), required=False, max_length=20)

    def __init__(self, asked, *, user: Account, today: date):
        super().__init__(asked)
        self.today = today
        self.bodies = list(bodies_read_by(user).order_by("path"))
        home = user.home_body
        self.body = self._chosen(self.bodies, asked.get("at")) or next(
            (body for body in self.bodies if home and body.pk == home.pk),
            self.bodies[0] if self.bodies else None,
        )
        self.terms = list(_terms_of(self.body)) if self.body else []
        self.chosen_term = self._chosen(self.terms, asked.get("term")) or next(
            iter(self.terms), None
        )
        self.days = period_of(self.chosen_term, asked.get("period", ""), today)
        self.groups = list(Group.objects.filter(body=self.body)) if self.body else []
        self.chosen_group = self._chosen(self.groups, asked.get("group"))
        self._offer()

    def _offer(self) -> None:
        choices = {
            "at": [(str(body.pk), body.short_name) for body in self.bodies],
            "term": [(str(term.pk), str(term)) for term in self.terms],
            "period": [
                *((str(year), _("%d 年") % year) for year in self.years),
                ("term", _("本届以来")),
            ],
            "group": [("", _("全部")), *((str(group.pk), group.name) for group in self.groups)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered
        self.data = self.data.copy()
        self.data["at"] = str(self.body.pk) if self.body else ""
        self.data["term"] = str(self.chosen_term.pk) if self.chosen_term else ""
        self.data["period"] = self.days.value
        for name, found in (("at", self.bodies), ("term", self.terms), ("group", self.groups)):
            if len(found) < 2 and not (name == "group" and found):
                self.fields[name].widget = forms.HiddenInput()

    @property
    def more_fields(self):
        """Every choice that is offered, the name apart."""
        return [field for field in self.visible_fields() if field.name != "q"]

    @property
    def chosen(self) -> str:
        return chosen_words(self.more_fields)

    @property
    def years(self) -> list[int]:
        if self.chosen_term is None:
            return [self.today.year]
        return years_of(self.chosen_term, self.today)

    @cached_property
    def duties(self) -> list[Duty]:
        """Seats of the body and term in duty in the period, as the filter narrows them."""
        if self.body is None:
            return []
        found = duties_at(self.body, self.days.since, self.days.until)
        words = str(self.data.get("q", "")).strip()
        return [
            duty
            for duty in found
            if (self.chosen_term is None or duty.seat.term_id == self.chosen_term.pk)
            and (self.chosen_group is None or duty.seat.group_id == self.chosen_group.pk)
            and words in duty.seat.person.name
        ]

    @staticmethod
    def _chosen(found, value):
        return next((one for one in found if str(one.pk) == value), None)


def _terms_of(body: Body):
    """Terms of the body, newest first; a street has those of its county."""
    congress = body.parent_id if body.is_street else body.pk
    return Term.objects.filter(body=congress).order_by("-number")
