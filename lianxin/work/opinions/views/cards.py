"""Cards: the quarter's round for the clerk, the deputy's own card, the printed one."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers.giving import pdf_page
from lianxin.foundation.papers.sheet import Block, Sheet, new_page
from lianxin.foundation.people.models import CLERKS
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, found_for, press, typed
from lianxin.work.opinions import workflow
from lianxin.work.opinions.forms.cards import CardForm, HandOnForm, RoundForm
from lianxin.work.opinions.models import Card, CardOpinion, CardRound
from lianxin.work.opinions.papers import card_data, compose_card
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.queries import opinions_of, own_cards, percentages, sees_rounds
from lianxin.work.opinions.views.stepping import room_crumb, step_page, tabs_of
from lianxin.work.voices.models import VoterMessage

MOST_ROUNDS = 80


def _crumb():
    return room_crumb("opinions:rounds", _("征求意见卡"))


@require_safe
def rounds(request):
    """Each quarter's round with its return rate."""
    if not sees_rounds(request.user):
        raise Http404
    found = CardRound.objects.visible_to(request.user).for_list()[:MOST_ROUNDS]
    context = {
        "rows": [(one, percentages([one.returned], one.issued)[0]) for one in found],
        "tabs": tabs_of(request.user, "opinions:rounds"),
        "issues": request.user.has_role(*CLERKS),
    }
    return render(request, "opinions/rounds.html", context)


@require_http_methods(FORM)
def round_new(request):
    if not request.user.has_role(*CLERKS):
        raise PermissionDenied(_("征求意见卡由本级人大工作人员发放。"))
    form = RoundForm(typed(request), user=request.user)

    def act():
        typed = form.cleaned_data
        return workflow.open_round(typed.pop("body"), by=request.user, today=localdate(), **typed)

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("发放征求意见卡"),
            _("发给全体在任代表"),
            reverse("opinions:rounds"),
            lead=_("每位在任代表一张。代表在手机上填写，或者由您按纸质卡代录。"),
            crumbs=[_crumb()],
        ),
        done=_("已发放。代表在工作台上可以看到自己的卡。"),
        then=lambda issued: issued.get_absolute_url(),
    )


@require_safe
def round_detail(request, pk):
    """The return rate with its two numbers, both lists, and the opinions by department."""
    issued = found_for(request, CardRound, pk, related=("body",))
    cards = list(issued.cards.for_list())
    returned = [one for one in cards if one.is_returned]
    may_issue = may(request.user, Permission.ISSUE_CARDS, issued)
    context = {
        "round": issued,
        "issued": cards,
        "returned": returned,
        "outstanding": [one for one in cards if not one.is_returned],
        "none": sum(one.has_none for one in returned),
        "percent": percentages([len(returned)], len(cards))[0],
        "opinions": list(opinions_of(issued)),
        "may_issue": may_issue,
        "is_late": issued.closed_on is None and issued.due_on < localdate(),
    }
    return render(request, "opinions/round.html", context)


@require_POST
def round_close(request, pk):
    issued = found_for(request, CardRound, pk, Permission.ISSUE_CARDS, related=("body",))
    return press(
        request,
        lambda: workflow.close_round(issued, by=request.user, today=localdate()),
        done=_("这一季的征求意见卡已经结束。"),
        then=issued,
    )


@require_safe
def round_sheets(request, pk):
    """The outstanding cards of a round, one a page, to be handed out on paper."""
    issued = found_for(request, CardRound, pk, Permission.ISSUE_CARDS, related=("body",))
    blocks: list[Block] = []
    for one in issued.cards.for_list().filter(returned_on=None):
        if blocks:
            blocks.append(new_page(_("征求意见卡")))
        blocks += compose_card(card_data(one, request.user)).blocks
    if not blocks:
        raise Http404(_("卡已全部收回，没有要打印的。"))
    sheet = Sheet(title=_("征求意见卡"), blocks=blocks, has_closing=False)
    return pdf_page(sheet, str(issued))


@require_safe
def mine(request):
    """A deputy's cards of all quarters."""
    return render(request, "opinions/mine.html", {"cards": own_cards(request.user)[:40]})


@require_http_methods(FORM)
def card(request, pk):
    """A card to fill in; once returned, its opinions and what became of them."""
    found = found_for(
        request, Card, pk, related=("round__body", "seat__person", "seat__district", "entered_by")
    )
    is_own = request.user.person_id == found.seat.person_id
    back = reverse("opinions:mine") if is_own else found.round.get_absolute_url()
    crumb = (_("我的征求意见卡"), back) if is_own else (str(found.round), back)
    may_return = may(request.user, Permission.RETURN_CARD, found)
    if found.is_returned or found.round.closed_on or not may_return:
        if request.method == "POST" and may_return:
            return press(
                request,
                lambda: workflow.return_card(found, by=request.user, today=localdate()),
                done="",
                then=found,
            )
        context = {"card": found, "opinions": opinions_of(found), "crumb": crumb}
        return render(request, "opinions/card.html", context)
    form = CardForm(typed(request), card=found)
    lead = found.round.topic or _("对政府和各部门工作的意见，一件事写一条。")
    return step_page(
        request,
        form,
        lambda: workflow.return_card(found, by=request.user, today=localdate(), **form.values()),
        words=Words(
            str(found.round) if is_own else _("代录%s的征求意见卡") % found.seat.person.name,
            _("交回"),
            back,
            lead=lead,
            crumbs=[crumb],
        ),
        done=_("已交回。每条意见都会交办，结果在这里看。"),
        then=lambda kept: kept.get_absolute_url(),
        template="opinions/card_form.html",
        card=found,
    )


@require_safe
def card_sheet(request, pk):
    """The card on paper, blank or as returned."""
    found = found_for(
        request, Card, pk, Permission.RETURN_CARD, related=("round__body", "seat__person")
    )
    return pdf_page(compose_card(card_data(found, request.user)), str(found))


@require_http_methods(FORM)
def hand_on(request, pk):
    """Hand an opinion to its department: one press where the card names it."""
    opinion = get_object_or_404(
        CardOpinion.objects.select_related("card__round__body", "office", "message"), pk=pk
    )
    issued = found_for(request, CardRound, opinion.card.round_id, Permission.ISSUE_CARDS)
    seen = VoterMessage.objects.visible_to(request.user).filter(pk=opinion.message_id)
    if not seen.exists():
        raise Http404
    form = HandOnForm(typed(request), opinion=opinion)
    return step_page(
        request,
        form,
        lambda: workflow.hand_on(opinion, by=request.user, today=localdate(), **form.cleaned_data),
        words=Words(
            _("交办意见"),
            _("交办"),
            issued.get_absolute_url(),
            lead=opinion.message.title,
            crumbs=[_crumb(), (str(issued), issued.get_absolute_url())],
        ),
        done=_("已交办，答复期限开始计算。"),
        then=issued.get_absolute_url(),
    )
