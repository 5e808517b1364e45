"""自报: a deputy tells what he did himself; the office accepts it or says why not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, press, typed, words_of
from lianxin.ui.menu import Entry
from lianxin.work.activities import workflow
from lianxin.work.activities.fields import ReasonForm
from lianxin.work.activities.forms.telling import TellForm
from lianxin.work.activities.kinds import kinds_told
from lianxin.work.activities.models import ActivityFile
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.views.stepping import activity_for, step_page, uploaded, words_for


def bodies_of(user) -> list[Body]:
    """Bodies whose deputy the reader is, the nearest to the ground first.

    A street has no congress of its own: its deputies sit in the county's and work in
    the street's groups.
    """
    if user.person_id is None:
        return []
    seats = Seat.objects.live().filter(person=user.person_id)
    found: dict[int, Body] = {}
    for seat in seats.select_related("body", "group__body").order_by("-body__path"):
        if seat.group is not None:
            found.setdefault(seat.group.body_id, seat.group.body)
        found.setdefault(seat.body_id, seat.body)
    return list(found.values())


@require_http_methods(FORM)
def tell(request):
    """First what it was, as large buttons; then a form of a few lines."""
    bodies = bodies_of(request.user)
    if not bodies:
        raise PermissionDenied(_("自己做的事由代表本人填报。活动请在“安排活动”里登记。"))
    wanted = request.GET.get("body", "")
    body = next((one for one in bodies if one.code == wanted), bodies[0])
    kinds = {one.key: one for one in kinds_told(body)}
    kind = kinds.get(request.GET.get("kind", ""))
    if kind is None:
        tabs = [Entry(one.short_name, f"?body={one.code}", one == body, None) for one in bodies]
        context = {"kinds": kinds.values(), "body": body, "bodies": tabs}
        return render(request, "activities/tell_kind.html", context)
    form = TellForm(typed(request), uploaded(request), kind=kind)
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                pictures = [prepare(one) for one in form.cleaned_data["pictures"]]
                made = workflow.tell(
                    person=request.user.person,
                    body=body,
                    kind=kind.key,
                    by=request.user,
                    today=localdate(),
                    **form.told(),
                )
                # The same form sent twice is one act with its pictures once.
                for picture in [] if made.files.exists() else pictures:
                    workflow.add_file(
                        made, picture, kind=ActivityFile.Kind.PICTURE, by=request.user
                    )
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
            else:
                messages.success(request, _("已报送，工作人员核对后计入履职档案。"))
                return redirect("activities:mine")
    context = {"form": form, "kind": kind, "body": body, "draft": f"tell-{kind.key}"}
    return render(request, "activities/tell.html", context, status=status)


@require_POST
def accept(request, pk):
    activity = activity_for(request, pk, Permission.ACCEPT)
    return press(
        request,
        lambda: workflow.accept(activity, by=request.user, today=localdate()),
        done=_("已采认，计入代表的履职档案。"),
        then=activity,
    )


@require_http_methods(FORM)
def refuse(request, pk):
    activity = activity_for(request, pk, Permission.ACCEPT)
    form = ReasonForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.refuse(
            activity, reason=form.cleaned_data["reason"], by=request.user, today=localdate()
        ),
        words=words_for(activity, _("不予采认"), _("不予采认"), lead=activity.title, is_grave=True),
        done=_("已退回，代表会看到原因。"),
        then=lambda _made: reverse("activities:list", query={"state": "told"}),
    )
