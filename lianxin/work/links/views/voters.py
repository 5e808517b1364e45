"""A deputy's register, on his phone; the clerk's look at it, masked, or with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets import SheetRefused, read_table
from lianxin.foundation.stepping import (
    FORM,
    REFUSED,
    UNFIT,
    Tried,
    Words,
    step_page,
    tried,
    typed,
    words_of,
)
from lianxin.work.links import workflow
from lianxin.work.links.forms.linking import EndForm
from lianxin.work.links.forms.voters import ContactForm, ImportForm, ReadForm, VoterForm
from lianxin.work.links.models import Contact, Link, LinkedVoter
from lianxin.work.links.permissions import Permission, home_of, is_its_deputy
from lianxin.work.links.queries import bodies_overseen
from lianxin.work.links.standing import standing_of
from lianxin.work.links.views.common import address_of, seat_for, step_words, voter_for
from lianxin.work.links.workflow.importing import WORDS
from lianxin.work.voices.codes import post_key_of


@require_safe
def mine(request):
    """The deputy's own: whom he keeps in touch with, and one press to write it down."""
    today, person = localdate(), request.user.person_id
    seats = Seat.objects.in_office().filter(person_id=person or 0)
    parts = []
    for seat in seats.select_related("person", "body", "group__body", "term"):
        voters = LinkedVoter.objects.visible_to(request.user).on(today).filter(seat=seat)
        parts.append(
            {
                "seat": seat,
                "standing": standing_of(seat, home_of(seat), today),
                "voters": voters.select_related("village").last_contact(),
            }
        )
    links = Link.objects.on(today).filter(leader_id=person or 0)
    context = {
        "parts": parts,
        "links": links.select_related("body", "seat__person", "village", "station", "unit"),
        "contacts": Contact.objects.filter(
            seat__in=[part["seat"].pk for part in parts]
        ).select_related("voter", "message")[:10],
        "oversees": bodies_overseen(request.user).exists(),
    }
    return render(request, "links/mine.html", context)


@require_http_methods(FORM)
def voter_new(request, seat):
    seat = seat_for(request, seat)
    require(request.user, Permission.REGISTER, seat)
    return step_page(
        request,
        VoterForm(typed(request), body=home_of(seat)),
        lambda **values: workflow.register_voter(
            seat, by=request.user, today=localdate(), **values
        ),
        words=step_words(
            request,
            seat,
            _("登记联系的选民"),
            _("登记"),
            lead=_("资料只有代表本人看得到；人大工作人员查看要写事由并留痕，不进搜索，不导出。"),
        ),
        done=_("已登记。"),
        then=address_of(request.user, seat),
    )


@never_cache
@require_http_methods(FORM)
def voter(request, pk):
    """One linked voter: whole for the deputy; for the clerk in answer to a reason."""
    one, user = voter_for(request, pk), request.user
    own = is_its_deputy(user, one)
    form = ReadForm(typed(request))
    read = Tried(is_done=one.until is None)
    if not own:
        read = tried(
            request,
            form,
            lambda: workflow.read_voter(one, reason=form.cleaned_data["reason"], by=user),
        )
    shown = read.is_done
    context = {
        "voter": one,
        "own": own,
        "shown": shown,
        "form": form,
        "back": address_of(user, one.seat),
        "contacts": one.contacts.select_related("message"),
        "may_change": one.until is None and may(user, Permission.REGISTER, one) and shown,
        "may_contact": one.until is None and may(user, Permission.CONTACT, one),
    }
    return render(request, "links/voter.html", context, status=read.status)


@never_cache
@require_http_methods(FORM)
def voter_edit(request, pk):
    """The deputy puts right what he registered; the form shows the data, so it is his alone."""
    one = get_object_or_404(
        LinkedVoter.objects.visible_to(request.user)
        .filter(seat__person_id=request.user.person_id or 0, until__isnull=True)
        .select_related("seat__person", "seat__body", "seat__group__body", "body", "village"),
        pk=pk,
    )
    return step_page(
        request,
        VoterForm(typed(request), body=one.body, voter=one),
        lambda **values: workflow.change_voter(one, by=request.user, today=localdate(), **values),
        words=step_words(request, one.seat, _("更正资料"), _("保存")),
        done=_("已保存。"),
        then=one.get_absolute_url(),
    )


@require_http_methods(FORM)
def voter_end(request, pk):
    one = voter_for(request, pk)
    require(request.user, Permission.REGISTER, one)
    return step_page(
        request,
        EndForm(typed(request)),
        lambda reason: workflow.end_voter(one, reason=reason, by=request.user, today=localdate()),
        words=step_words(
            request,
            one.seat,
            _("结束联系"),
            _("结束并删除资料"),
            lead=_("姓名、电话等资料立即删除，不能恢复；联系次数仍然算数。"),
            is_grave=True,
        ),
        done=_("已结束，资料已删除。"),
        then=address_of(request.user, one.seat),
    )


@require_http_methods(FORM)
def voter_contact(request, pk):
    one = voter_for(request, pk)
    require(request.user, Permission.CONTACT, one)
    name = one.name if is_its_deputy(request.user, one) else one.masked_name

    def done(kept):
        if kept.code:
            return (
                _("已记下，意见已转为选民留言。查询码 %s，请告诉选民，以后不再显示。") % kept.code
            )
        return _("已记下。")

    def act(post_key, **values):
        key = post_key_of(post_key, str(one.pk), *(str(value) for value in values.values()))
        return workflow.keep_in_touch(
            voter=one, post_key=key, by=request.user, today=localdate(), **values
        )

    return step_page(
        request,
        ContactForm(typed(request), is_voter=True),
        act,
        words=step_words(request, one.seat, _("记一次联系：%s") % name, _("保存")),
        done=done,
        then=address_of(request.user, one.seat),
    )


@require_http_methods(FORM)
def contact_withdraw(request, pk):
    related = ("voter__seat__person", "voter__seat__group__body", "voter__body", "link__body")
    contact = get_object_or_404(
        Contact.objects.visible_to(request.user).select_related(*related), pk=pk
    )
    require(request.user, Permission.CONTACT, contact.voter or contact.link)
    if contact.voter:
        seat = contact.voter.seat
        words = step_words(request, seat, _("联系记录作废"), _("作废"), is_grave=True)
        then = address_of(request.user, seat)
    else:
        then = contact.link.get_absolute_url()
        words = step_words_of_link(contact, then)
    return step_page(
        request,
        EndForm(typed(request)),
        lambda reason: workflow.withdraw_contact(contact, reason=reason, by=request.user),
        words=words,
        done=_("已作废，不再计入次数。"),
        then=then,
    )


def step_words_of_link(contact, back) -> Words:
    return Words(
        _("联系记录作废"),
        _("作废"),
        back,
        crumbs=[(contact.link.leader.name, back)],
        is_grave=True,
    )


@never_cache
@require_http_methods(FORM)
def voters_import(request, seat):
    """A register from a table; what does not fit is listed with row and reason."""
    seat = seat_for(request, seat)
    require(request.user, Permission.REGISTER, seat)
    form, report, status = _import_form(request), None, 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                table = read_table(upload, filename=upload.name, words=WORDS)
                report = workflow.import_voters(
                    seat,
                    table,
                    agreed_on=form.cleaned_data["agreed_on"],
                    by=request.user,
                    today=localdate(),
                )
                status = 200
            except SheetRefused as refusal:
                form.add_error("file", refusal.message)
            except Refused as refusal:
                form.add_error(None, words_of(refusal))
                status = REFUSED
    if report is not None and not report.refused:
        messages.success(request, _("导入 %s 人。") % report.created)
        return redirect(address_of(request.user, seat))
    context = {
        "words": step_words(request, seat, _("导入联系选民登记表"), _("导入")),
        "form": form,
        "report": report,
    }
    return render(request, "links/import.html", context, status=status)


def _import_form(request) -> ImportForm:
    if request.method == "POST":
        return ImportForm(request.POST, request.FILES)
    return ImportForm(initial={"agreed_on": localdate()})
