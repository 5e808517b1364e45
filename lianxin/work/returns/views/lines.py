"""The lines of a return that is being drafted: add, change, narrow, drop."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.work.returns import workflow
from lianxin.work.returns.computing import figure_of
from lianxin.work.returns.forms import LineForm, PartForm
from lianxin.work.returns.models import Line, Return
from lianxin.work.returns.permissions import Permission
from lianxin.work.returns.views.common import return_for, step_words


@require_http_methods(FORM)
def line_new(request, pk):
    asked = return_for(request, pk, Permission.ASK)
    return step_page(
        request,
        LineForm(typed(request), others=asked.lines.all()),
        lambda **values: workflow.add_line(asked, by=request.user, **values),
        words=step_words(_("增加项目"), _("增加"), asked.get_absolute_url()),
        done=_("已增加。"),
        then=asked,
    )


def _line_for(request, pk) -> Line:
    line = get_object_or_404(
        Line.objects.filter(asked_in__in=Return.objects.visible_to(request.user)).select_related(
            "asked_in__body"
        ),
        pk=pk,
    )
    require(request.user, Permission.ASK, line.asked_in)
    return line


@require_http_methods(FORM)
def line_edit(request, pk):
    line = _line_for(request, pk)
    names = ("kind", "figure", "label", "code", "unit", "money", "addends", "counts_people", "help")
    return step_page(
        request,
        LineForm(
            typed(request),
            initial={name: getattr(line, name) for name in names},
            others=line.asked_in.lines.exclude(pk=line.pk),
        ),
        lambda **values: workflow.change_line(line, by=request.user, **values),
        words=step_words(_("修改项目"), _("保存"), line.asked_in.get_absolute_url()),
        done=_("已保存。"),
        then=line.asked_in,
    )


@require_http_methods(FORM)
def line_part(request, pk):
    """Only a part of the figure: 经济 of the suggestions."""
    line = _line_for(request, pk)
    found = figure_of(line)
    parts = workflow.part_choices(found, line.asked_in) if found else {}
    return step_page(
        request,
        PartForm(typed(request), parts=parts, initial=line.narrowed),
        lambda **values: workflow.narrow_line(line, narrowed=values, by=request.user),
        words=step_words(
            _("只算一部分：%s") % line.label,
            _("保存"),
            line.asked_in.get_absolute_url(),
            lead=_("不选的算全部。选了的，项目后面写明只算什么，点数字看到的也只是这一部分。"),
        ),
        done=_("已保存。"),
        then=line.asked_in,
    )


@require_POST
def line_drop(request, pk):
    line = _line_for(request, pk)
    return press(
        request,
        lambda: workflow.drop_line(line, by=request.user),
        done=_("已删去。"),
        then=line.asked_in,
    )
