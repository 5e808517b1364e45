"""Leaving a message (留言): first the words, then the rest, then the receipt.

Works in steps without JavaScript and without a cookie; `tokens` says why no
CSRF cookie is needed here.
"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.faces.portal import abuse
from lianxin.faces.portal.asking import MessageForm, WordsForm
from lianxin.faces.portal.places import front_bodies, public_body, stations_at
from lianxin.faces.portal.taking import take
from lianxin.faces.portal.targets import Target, to_body, to_deputy, to_station
from lianxin.faces.portal.voters import alike_messages, joined
from lianxin.foundation.files.storing import PICTURES, Prepared, prepare
from lianxin.foundation.form_tokens import (
    Token,
    new_token,
    pass_for,
    read_token,
    refuse_from_elsewhere,
)
from lianxin.foundation.refusals import Refused
from lianxin.ui.languages import public
from lianxin.work.voices.codes import typed
from lianxin.work.voices.queries import is_taken

MOST_ALIKE = 3


@public
@require_safe
def choose(request):
    """To whom? A station nearby, a deputy known by name, or simply the body."""
    code = request.GET.get("body")
    bodies = [public_body(code)] if code else front_bodies()
    stations = stations_at(bodies[0]) if len(bodies) == 1 else []
    return render(request, "portal/message_to.html", {"bodies": bodies, "stations": stations})


def station(request, code):
    """The form behind a station's code."""
    return _write(request, to_station(code))


def deputy(request, pk):
    """The form behind a deputy's code."""
    return _write(request, to_deputy(pk))


def body(request, code):
    """The form on the page of a body."""
    return _write(request, to_body(code))


def _page(view):
    return csrf_exempt(public(require_http_methods(["GET", "HEAD", "POST"])(view)))


station, deputy, body = _page(station), _page(deputy), _page(body)


def _write(request, target: Target) -> HttpResponse:
    if request.method != "POST":
        form = WordsForm(initial={"token": new_token(target.form)})
        return _shown(request, target, "portal/message_words.html", form=form)
    token = read_token(target.form, request.POST.get("token", ""))
    if token is None or token.is_old:
        return _ask_again(request, target, token)
    if request.POST.get("step") != "send":
        form = WordsForm(request.POST)
        if not form.is_valid():
            return _shown(request, target, "portal/message_words.html", form=form, status=422)
        return _ask_rest(request, target, token)
    return _send(request, target, token)


def _ask_again(request, target: Target, token: Token | None) -> HttpResponse:
    """The page was open too long: what was typed stays, pictures are chosen anew."""
    fresh = {**request.POST.dict(), "token": new_token(target.form, token.key if token else "")}
    form = WordsForm(initial=fresh)
    refusal = _("这个页面打开得太久了，还没有发送。请核对内容，再提交一次。")
    return _shown(
        request, target, "portal/message_words.html", form=form, refusal=refusal, status=422
    )


def _ask_rest(request, target: Target, token: Token) -> HttpResponse:
    form = MessageForm(target=target, question=_question(request, target, token))
    form.initial = {"text": request.POST["text"], "token": request.POST["token"]}
    return _rest(request, target, form)


def _rest(request, target, form, *, refusal: str = "", status: int = 200) -> HttpResponse:
    text = (form.data.get("text") if form.is_bound else form.initial["text"]) or ""
    alike = alike_messages(target.body, text, most=MOST_ALIKE)
    return _shown(
        request,
        target,
        "portal/message_rest.html",
        form=form,
        refusal=refusal,
        status=status,
        alike=alike,
    )


def _send(request, target: Target, token: Token) -> HttpResponse:
    question = _question(request, target, token)
    form = MessageForm(request.POST, request.FILES, target=target, question=question)
    if request.FILES and not request.FILES.getlist("pictures"):
        form.add_error(None, _("图片没有收到，请重新选择。"))
    if not form.is_valid():
        return _rest(request, target, form, status=422)
    chosen = form.cleaned_data["pictures"]
    try:
        refuse_from_elsewhere(request)
        if not is_taken(token.key):
            abuse.refuse_flood(request, len(chosen))
        pictures = _prepared(chosen)
        posted = take(
            target,
            form,
            key=token.key,
            today=timezone.localdate(),
            pictures=pictures,
            same=joined(request.POST.get("join", "")),
        )
    except Refused as refusal:
        return _rest(request, target, form, refusal=str(refusal), status=422)
    if posted.is_new:
        abuse.count_post(request, target.station_key, len(chosen))
    if not posted.code:
        words = _(
            "这件留言已经收到，编号 %s，不用再发。查询码在第一次发送时已经显示过；"
            "没有记下的，请带上编号到家站点查。"
        )
        return _rest(request, target, form, refusal=words % posted.message.number, status=409)
    address = reverse("portal:receipt", args=[posted.code])
    if abuse.must_answer_to_ask(request):
        # Somebody else on the same network has been guessing.
        address += f"?pass={pass_for(typed(posted.code))}"
    return redirect(address)


def _question(request, target: Target, token: Token) -> abuse.Question | None:
    # Sent again after a lost answer it is not a further message, however many came since.
    if abuse.must_answer(request, target.station_key) and not is_taken(token.key):
        return abuse.question(token.key)
    return None


def _prepared(uploads) -> list[Prepared]:
    """Pictures looked at and cleaned. Raises Refused, naming the picture."""
    prepared = []
    for place, upload in enumerate(uploads, start=1):
        try:
            one = prepare(upload)
        except Refused as refusal:
            raise Refused(
                _("第 %(place)d 个文件没有收下：%(why)s") % {"place": place, "why": refusal}
            ) from refusal
        if one.kind not in PICTURES:
            raise Refused(
                _("第 %d 个文件不是图片，没有收下。这里只收照片和截图，文件请当面交给联络员。")
                % place
            )
        prepared.append(one)
    return prepared


def _shown(request, target, template, *, status=200, **context) -> HttpResponse:
    response = render(
        request,
        template,
        {"target": target, "section": "message", "front": reverse("portal:home"), **context},
        status=status,
    )
    # The token is this page's own; a page kept by a proxy would give it to many.
    response["Cache-Control"] = "no-store"
    return response
