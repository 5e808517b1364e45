"""The steps of whoever received a message, and of those who moderate."""

from functools import partial

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import ReturnRequest
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import WrongStatus
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.work.voices import workflow
from lianxin.work.voices.forms import steps as forms
from lianxin.work.voices.likeness import similar_to
from lianxin.work.voices.permissions import Permission, text_for
from lianxin.work.voices.queries import known_topics
from lianxin.work.voices.views.stepping import message_or_404

step_methods = require_http_methods(FORM)


def _page(request, message, form, act, *, heading, button, done, permission, **more):
    """One step's page; whoever sees the message but may not take it is told so."""
    require(request.user, permission, message)
    return step_page(
        request,
        form,
        act,
        done=done,
        then=message.get_absolute_url(),
        template="voices/step.html",
        context={
            "message": message,
            "heading": heading,
            "button": button,
            "back": message.get_absolute_url(),
            "text": text_for(request.user, message),
            **more,
        },
    )


def _bound(request, act, message):
    return partial(act, message, by=request.user, today=localdate())


@step_methods
def answer(request, pk):
    message = message_or_404(request, pk)

    def act(text, **values):
        try:
            workflow.answer(message, text=text, by=request.user, today=localdate(), **values)
        except WrongStatus:
            # Pressed twice: the first press has given the same answer.
            last = message.answers.order_by("-pk").first()
            if last is None or (last.by_id, last.text) != (request.user.pk, text.strip()):
                raise

    return _page(
        request,
        message,
        forms.AnswerForm(typed(request)),
        act,
        heading=_("答复选民"),
        button=_("发给选民"),
        done=_("已答复。选民凭查询码可以看到，并可以评价。"),
        permission=Permission.HANDLE,
        shows_text=True,
    )


@step_methods
def hand_to_office(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.OfficeForm(typed(request), message=message),
        lambda office, assist: workflow.hand_to_office(
            message, office, assist=list(assist), by=request.user, today=localdate()
        ),
        heading=_("交承办单位办理"),
        button=_("交办"),
        done=_("已交办。承办单位的待办件里可以看到。"),
        permission=Permission.HANDLE,
        shows_text=True,
    )


@step_methods
def hand_to_village(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.VillageForm(typed(request), message=message),
        lambda village: workflow.hand_to_village(
            message, village, by=request.user, today=localdate()
        ),
        heading=_("交村（社区）办理"),
        button=_("交办"),
        done=_("已交村（社区）。村里没有账号的，由您登记答复。"),
        permission=Permission.HANDLE,
        shows_text=True,
    )


@step_methods
def turn(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.TurnForm(typed(request), message=message, user=request.user),
        _bound(request, workflow.turn_into_suggestion, message),
        heading=_("转为代表建议"),
        button=_("生成建议草稿"),
        done=_("已生成建议草稿。代表修改提交后，选民凭查询码能看到进展。"),
        permission=Permission.HANDLE,
        shows_text=True,
    )


@step_methods
def pass_up(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.PassUpForm(typed(request), message=message),
        lambda body: workflow.pass_up(message, body=body, by=request.user, today=localdate()),
        heading=_("请上级代表反映"),
        button=_("转上级"),
        done=_("已转上级人大，由其答复选民。"),
        permission=Permission.HANDLE,
    )


@step_methods
def refuse(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.RefuseForm(typed(request)),
        _bound(request, workflow.refuse, message),
        heading=_("告知不受理"),
        button=_("告知选民"),
        done=_("已告知选民，并写明可以去哪里解决。"),
        permission=Permission.HANDLE,
        is_grave=True,
        shows_text=True,
    )


@step_methods
def merge(request, pk):
    message = message_or_404(request, pk)
    found = similar_to(message, user=request.user, most=10)
    return _page(
        request,
        message,
        forms.MergeForm(typed(request), found=found),
        lambda into: workflow.merge(message, into=into, by=request.user, today=localdate()),
        heading=_("与同样的留言合并"),
        button=_("合并"),
        done=_("已合并。以后的答复会同时告诉每一位留言人。"),
        permission=Permission.HANDLE,
        shows_text=True,
        closed="" if found else _("没有找到相近的留言。"),
    )


@step_methods
def take_back(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.ReasonForm(typed(request)),
        _bound(request, workflow.take_back, message),
        heading=_("收回另办"),
        button=_("收回"),
        done=_("已收回，请答复或者另行交办。"),
        permission=Permission.HANDLE,
    )


@step_methods
def decide_return(request, pk):
    message = message_or_404(request, pk)
    asked = (
        ReturnRequest.objects.filter(
            assignment__matter=message, decision=ReturnRequest.Decision.PENDING
        )
        .select_related("assignment__office", "assignment__matter")
        .first()
    )

    def act(agree, note_text):
        if asked is None:
            raise workflow.WrongStatus(_("没有等待审核的退回申请。请刷新页面。"))
        handling.decide_return(
            asked, agree=agree, note_text=note_text, by=request.user, today=localdate()
        )

    return _page(
        request,
        message,
        forms.DecideReturnForm(typed(request)),
        act,
        heading=_("审核退回"),
        button=_("提交"),
        done=_("已审核。同意退回的，请答复或者另行交办。"),
        permission=Permission.HANDLE,
        asked=asked,
        closed="" if asked else _("没有等待审核的退回申请。"),
    )


@step_methods
def grade(request, pk):
    message = message_or_404(request, pk)
    last = message.answers.order_by("-pk").first()

    def act(grade, reason):
        if last is None:
            raise workflow.WrongStatus(_("还没有答复，不能评价。"))
        workflow.grade(last, grade=grade, reason=reason, by=request.user, today=localdate())

    return _page(
        request,
        message,
        forms.GradeForm(typed(request)),
        act,
        heading=_("代录选民评价"),
        button=_("保存"),
        done=_("已登记选民的评价。"),
        permission=Permission.HANDLE,
        answer=last,
    )


@step_methods
def conciliate(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.ConciliateForm(typed(request)),
        _bound(request, workflow.conciliate, message),
        heading=_("登记协调结果"),
        button=_("保存"),
        done=_("已登记协调结果。"),
        permission=Permission.CONCILIATE,
        shows_text=True,
    )


@step_methods
def set_topic(request, pk):
    message = message_or_404(request, pk)
    known = known_topics(message.county_id)
    return _page(
        request,
        message,
        forms.TopicForm(typed(request), message=message, known=known),
        lambda topic: workflow.set_topic(message, topic=topic, by=request.user, today=localdate()),
        heading=_("定类别"),
        button=_("保存"),
        done=_("类别已保存。"),
        permission=Permission.HANDLE,
        shows_text=True,
    )


@step_methods
def publish(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.EmptyForm(typed(request)),
        lambda: workflow.publish(message, by=request.user, today=localdate()),
        heading=_("公开本条留言"),
        button=_("公开"),
        done=_("已公开。公开页面不显示选民的姓名和电话。"),
        permission=Permission.MODERATE,
        shows_public=True,
    )


@step_methods
def withhold(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.ReasonForm(typed(request)),
        _bound(request, workflow.withhold, message),
        heading=_("不公开"),
        button=_("保存"),
        done=_("已登记不公开的理由。"),
        permission=Permission.MODERATE,
        shows_text=True,
    )


@step_methods
def hide(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.HideForm(typed(request)),
        _bound(request, workflow.hide, message),
        heading=_("屏蔽"),
        button=_("屏蔽"),
        done=_("已屏蔽，记入留痕；选民在查询页能看到理由，答复照常。"),
        permission=Permission.MODERATE,
        is_grave=True,
        shows_text=True,
    )


@step_methods
def show(request, pk):
    message = message_or_404(request, pk)
    return _page(
        request,
        message,
        forms.EmptyForm(typed(request)),
        lambda: workflow.show(message, by=request.user, today=localdate()),
        heading=_("取消屏蔽"),
        button=_("取消屏蔽"),
        done=_("已取消屏蔽。"),
        permission=Permission.MODERATE,
        shows_text=True,
    )
