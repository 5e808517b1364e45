"""届、会次和选区 of one congress."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.faces.setup.forms.bodies import DistrictForm, SessionForm, TermForm
from lianxin.faces.setup.sight import bodies_kept_by, choose
from lianxin.foundation.people import workflow
from lianxin.foundation.people.models import Body, District, Session, Term
from lianxin.foundation.stepping import FORM, Words, step_page


@require_safe
def term_list(request, pk):
    body = get_object_or_404(_bodies(request).select_related("parent"), pk=pk)
    terms = list(body.terms.prefetch_related("sessions", "districts").order_by("-number"))
    return render(request, "setup/bodies/terms.html", {"body": body, "terms": terms})


@require_http_methods(FORM)
def term_new(request, pk):
    body = get_object_or_404(_bodies(request), pk=pk)
    last = body.terms.order_by("-number").first()
    initial = {"number": last.number + 1} if last else {}
    return step_page(
        request,
        TermForm(request.POST or None, initial=initial),
        lambda **typed: workflow.open_term(body, by=request.user, **typed),
        words=_words(body, _("登记一届"), _("登记")),
        done=_("已登记。"),
        then=_address(body),
    )


@require_http_methods(FORM)
def term_edit(request, pk):
    term = _term(request, pk)
    initial = {"number": term.number, "starts_on": term.starts_on}
    return step_page(
        request,
        TermForm(request.POST or None, initial=initial),
        lambda **typed: workflow.change_term(term, by=request.user, **typed),
        words=_words(term.body, _("更正%(term)s") % {"term": term}, _("保存")),
        done=_("已保存。已经算出的期限不变。"),
        then=_address(term.body),
    )


@require_http_methods(FORM)
def session_new(request, pk):
    term = _term(request, pk)
    last = term.sessions.order_by("-number").first()
    return step_page(
        request,
        SessionForm(request.POST or None, initial={"number": last.number + 1 if last else 1}),
        lambda **typed: workflow.open_session(term, by=request.user, **typed),
        words=_words(
            term.body,
            _("登记%(term)s的一次会议") % {"term": term},
            _("登记"),
            lead=_("大会期间的建议按会次编号。日期没有定的，可以先空着。"),
        ),
        done=_("已登记。"),
        then=_address(term.body),
    )


@require_http_methods(FORM)
def session_edit(request, pk):
    mine = Session.objects.filter(term__body__in=_bodies(request))
    session = get_object_or_404(mine.select_related("term__body__parent"), pk=pk)
    initial = {name: getattr(session, name) for name in SessionForm.base_fields}
    return step_page(
        request,
        SessionForm(request.POST or None, initial=initial),
        lambda **typed: workflow.change_session(session, by=request.user, **typed),
        words=_words(session.term.body, _("更正%(session)s") % {"session": session}, _("保存")),
        done=_("已保存。已经算出的期限不变。"),
        then=_address(session.term.body),
    )


@require_http_methods(FORM)
def district_new(request, pk):
    term = _term(request, pk)
    return step_page(
        request,
        DistrictForm(request.POST or None),
        lambda **typed: workflow.open_district(term, by=request.user, **typed),
        words=_words(
            term.body,
            _("登记%(term)s的一个选区") % {"term": term},
            _("登记"),
            lead=_("导入代表名册时，名册里的新选区会自动登记，不必先逐个录入。"),
        ),
        done=_("选区已登记。"),
        then=_address(term.body),
    )


@require_http_methods(FORM)
def district_edit(request, pk):
    mine = District.objects.filter(term__body__in=_bodies(request))
    district = get_object_or_404(mine.select_related("term__body__parent"), pk=pk)
    initial = {name: getattr(district, name) for name in DistrictForm.base_fields}
    return step_page(
        request,
        DistrictForm(request.POST or None, initial=initial),
        lambda **typed: workflow.change_district(district, by=request.user, **typed),
        words=_words(
            district.term.body, _("更正选区：%(name)s") % {"name": district.name}, _("保存")
        ),
        done=_("选区已保存。"),
        then=_address(district.term.body),
    )


def _bodies(request):
    bodies = bodies_kept_by(request.user)
    choose(bodies, request.user, None)
    return bodies


def _term(request, pk) -> Term:
    mine = Term.objects.filter(body__in=_bodies(request))
    return get_object_or_404(mine.select_related("body__parent"), pk=pk)


def _address(body: Body) -> str:
    return reverse("setup:terms", args=[body.pk])


def _words(body: Body, heading: str, button: str, *, lead: str = "") -> Words:
    return Words(
        heading,
        lead=lead,
        button=button,
        back=_address(body),
        crumbs=[
            (_("机构"), reverse("setup:bodies")),
            (body.short_name, reverse("setup:body", args=[body.pk])),
            (_("届、会次和选区"), _address(body)),
        ],
    )
