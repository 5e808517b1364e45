"""Asking by query code: where a message or petition stands, its answers, the judgement of them.

Whoever has the code has the message: nothing else is asked, and nothing about
it is kept anywhere: no cookie, no cache, no address told on to other pages.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.faces.portal import abuse, cards
from lianxin.faces.portal.asking import CodeForm, GradeForm, MoreForm
from lianxin.faces.portal.following import Followed, followed
from lianxin.foundation.form_tokens import (
    has_pass,
    new_token,
    pass_for,
    read_token,
    refuse_from_elsewhere,
)
from lianxin.foundation.refusals import Refused
from lianxin.ui.languages import public
from lianxin.work.petitions import queries as petitions
from lianxin.work.petitions.workflow import grade as grade_opinion
from lianxin.work.voices import queries as voices
from lianxin.work.voices import workflow
from lianxin.work.voices.codes import shown, typed
from lianxin.work.voices.models import VoterMessage

# What a code may open, and by which page.
PAGES: dict[str, Callable[[str], Any]] = {
    "portal:mine": voices.by_code,
    "portal:petition": petitions.by_code,
}
NOT_FOUND = gettext_lazy("没有找到。请对照查询卡再输一次；一共 12 个字母和数字。")


def private(view):
    """For its reader alone: not kept by browsers and proxies, not found by searching."""

    @wraps(view)
    def shown(request, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return csrf_exempt(public(shown))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Type the code; it never travels in the address of this page."""
    if request.method != "POST":
        return _asked(request, CodeForm(question=_question(request)))
    question = _question(request, request.POST.get("token", ""))
    form = CodeForm(request.POST, question=question)
    if not form.is_valid():
        return _asked(request, form, status=422)
    code = form.cleaned_data["code"]
    try:
        refuse_from_elsewhere(request)
        abuse.refuse_guessing(request)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _asked(request, form, status=429)
    page = next((page for page, look_up in PAGES.items() if look_up(code) is not None), None)
    if page is None:
        abuse.count_miss(request)
        form.add_error("code", NOT_FOUND)
        return _asked(request, form, status=404)
    address = reverse(page, args=[_plain(code)])
    # Whoever has answered the question need not answer it again on the way.
    return redirect(f"{address}?pass={pass_for(_plain(code))}" if question else address)


@private
@require_safe
def mine(request, code):
    """Where one's own message stands."""
    message = _found(request, code)
    return message if isinstance(message, HttpResponse) else _page(request, code, message)


@private
@require_safe
def receipt(request, code):
    """What to keep: the receipt number, the query code, the picture."""
    message = _found(request, code)
    if isinstance(message, HttpResponse):
        return message
    context = {
        "followed": followed(message),
        "code": shown(_plain(code)),
        "plain_code": _plain(code),
        "pass": request.GET.get("pass", ""),
        "address": cards.address_of(_plain(code)),
    }
    return render(request, "portal/receipt.html", context)


@private
@require_safe
def card(request, code):
    """The picture to keep."""
    message = _found(request, code)
    if isinstance(message, HttpResponse):
        return message
    said = followed(message)
    picture = cards.drawn(_plain(code), said.number, said.receiver)
    response = HttpResponse(picture, content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="{said.number or "card"}.png"'
    return response


@private
@require_POST
def grade(request, code):
    """满意、基本满意、不满意 in one tap; the last asks for a reason and reopens."""
    message = _found(request, code)
    if isinstance(message, HttpResponse):
        return message
    form = GradeForm(request.POST)
    answer = followed(message).answer_to_grade
    if answer is None or str(answer.pk) != request.POST.get("answer"):
        return _page(
            request,
            code,
            message,
            refusal=_("这份答复已经评价过，或者又有了新的答复。"),
            status=409,
        )
    if not form.is_valid():
        return _page(request, code, message, refusal=_("请点一个评价。"), status=422)
    chosen = form.cleaned_data
    if chosen["grade"] == "dissatisfied" and not chosen["reason"].strip():
        return _page(request, code, message, asks_reason=True)
    try:
        refuse_from_elsewhere(request)
        workflow.grade(
            answer,
            grade=chosen["grade"],
            reason=chosen["reason"].strip(),
            today=timezone.localdate(),
        )
    except Refused as refusal:
        return _page(request, code, message, refusal=str(refusal), status=409)
    return redirect(_address(request, code))


@private
@require_POST
def more(request, code):
    """A word added to one's own message."""
    message = _found(request, code)
    if isinstance(message, HttpResponse):
        return message
    form = MoreForm(request.POST)
    token = read_token(_form(message), request.POST.get("token", ""))
    if token is None or token.is_old:
        refusal = _("这个页面打开得太久了，还没有发送。请核对内容，再提交一次。")
        return _page(request, code, message, more_form=form, refusal=refusal, status=422)
    if not form.is_valid():
        return _page(request, code, message, more_form=form, status=422)
    try:
        refuse_from_elsewhere(request)
        abuse.refuse_flood(request)
        workflow.add_words(
            message,
            text=form.cleaned_data["text"],
            post_key=token.key,
            today=timezone.localdate(),
        )
    except Refused as refusal:
        return _page(request, code, message, more_form=form, refusal=str(refusal), status=409)
    abuse.count_post(request)
    return redirect(_address(request, code))


@private
@require_safe
def petition(request, code):
    """Where one's own petition stands (信访工作条例 2022, art. 21 para. 2)."""
    found = _found(request, code, "portal:petition")
    return found if isinstance(found, HttpResponse) else _petition_page(request, code, found)


@private
@require_POST
def grade_petition(request, code):
    """The petitioner's judgement of the written answer; once."""
    found = _found(request, code, "portal:petition")
    if isinstance(found, HttpResponse):
        return found
    form = GradeForm(request.POST)
    opinion = petitions.progress(found).opinion
    if opinion is None or not form.is_valid():
        return _petition_page(request, code, found, refusal=_("请点一个评价。"), status=422)
    try:
        refuse_from_elsewhere(request)
        grade_opinion(
            opinion,
            grade=form.cleaned_data["grade"],
            words=form.cleaned_data["reason"].strip(),
            today=timezone.localdate(),
        )
    except Refused as refusal:
        return _petition_page(request, code, found, refusal=str(refusal), status=409)
    return redirect(_address(request, code, "portal:petition"))


def _petition_page(request, code, found, *, status=200, **context) -> HttpResponse:
    context |= {
        "progress": petitions.progress(found),
        "code": _plain(code),
        "query": f"?pass={request.GET['pass']}" if request.GET.get("pass") else "",
        "section": "ask",
    }
    return render(request, "portal/petition.html", context, status=status)


def _page(request, code, message: VoterMessage, *, status=200, **context) -> HttpResponse:
    said: Followed = followed(message)
    more_form = context.pop("more_form", None) or MoreForm()
    # A form that failed keeps its words, but gets a token of today.
    token = new_token(_form(message))
    return render(
        request,
        "portal/mine.html",
        {
            "followed": said,
            "code": _plain(code),
            "pass": request.GET.get("pass", ""),
            "query": f"?pass={request.GET['pass']}" if request.GET.get("pass") else "",
            "more_form": more_form,
            "token": token,
            "section": "ask",
            **context,
        },
        status=status,
    )


def _found(request, code: str, page: str = "portal:mine") -> Any:
    """The message (or the petition, by its page), or the page that says why it is not shown."""
    if not has_pass(_plain(code), request.GET.get("pass", "")) and abuse.must_answer_to_ask(
        request
    ):
        form = CodeForm(initial={"code": code}, question=_question(request))
        return _asked(request, form, status=429)
    try:
        abuse.refuse_guessing(request)
    except Refused as refusal:
        form = CodeForm(data={"code": code})
        form.is_valid()
        form.add_error(None, str(refusal))
        return _asked(request, form, status=429)
    found = PAGES[page](code)
    if found is None:
        abuse.count_miss(request)
        form = CodeForm(data={"code": code})
        form.is_valid()
        form.add_error("code", NOT_FOUND)
        return _asked(request, form, status=404)
    return found


def _asked(request, form: CodeForm, status: int = 200) -> HttpResponse:
    token = form.question.token if form.question else ""
    context = {"form": form, "token": token, "section": "ask"}
    return render(request, "portal/ask.html", context, status=status)


def _question(request, carried: str = "") -> abuse.Question | None:
    """The sum to be answered before a code is looked up from there; None where none is."""
    if not abuse.must_answer_to_ask(request):
        return None
    token = read_token("ask", carried)
    if token is None or token.is_old:
        carried = new_token("ask")
        token = read_token("ask", carried)
    return abuse.question(token.key, carried) if token else None


def _address(request, code: str, page: str = "portal:mine") -> str:
    address = reverse(page, args=[_plain(code)])
    return f"{address}?pass={request.GET['pass']}" if request.GET.get("pass") else address


def _plain(code: str) -> str:
    """The code as it stands in addresses; what can be none stays as typed."""
    return typed(code) or code


def _form(message: VoterMessage) -> str:
    return f"more.{message.pk}"
