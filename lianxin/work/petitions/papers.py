"""Papers of a petition: told whether it is accepted, sent on, answered.

They are closed: the body's own clerks alone see them, none who is accused in the
petition, and the search does not know them. Drawing one that is addressed to the
petitioner reads who that is, which the ledger keeps like any other reading.
"""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers import kinds, queries
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, day_words, heading, paragraph, paragraphs
from lianxin.work.petitions.kind import accusing
from lianxin.work.petitions.models import Clock, Petition, Referral
from lianxin.work.petitions.permissions import is_recused
from lianxin.work.petitions.workflow import read_petitioners

MATTER = "matters.matter"
REFERRAL = "petitions.referral"
COMMON = (
    Field("number", gettext_lazy("信访编号"), "信〔2026〕3号"),
    Field("petition", gettext_lazy("信访事项"), "反映灌溉渠断水"),
    Field("received_on", gettext_lazy("收到日期"), "2026年3月11日"),
    Field("contact", gettext_lazy("联系方式"), "联系电话：0000-1234567"),
)
NAME = Field("addressee", gettext_lazy("信访人"), "张示例")


def _common(petition: Petition) -> dict:
    body = petition.body
    return {
        "number": petition.number,
        "petition": petition.title,
        "received_on": day_words(petition.submitted_on),
        "contact": _("联系电话：%s") % body.phone if body.phone else "",
        "issuer": body.name,
    }


def _addressee(petition: Petition, by, what: str) -> str:
    """The petitioner's name, read for this paper; a 404 to whom the petition is hidden."""
    if by is not None and is_recused(by, petition):
        raise Http404
    if by is None:
        return _("信访人")
    people = read_petitioners(petition, reason=_("起草%s") % what, by=by)
    return "、".join(one.name for one in people if one.name) or _("信访人")


def acceptance_data(petition, by):
    finish = petition.clocks.filter(purpose=Clock.Purpose.FINISH).order_by("pk").first()
    return _common(petition) | {
        "title": _("信访事项受理告知书"),
        "addressee": _addressee(petition, by, _("受理告知书")),
        "accepted_on": day_words(petition.accepted_on),
        "way": str(petition.get_way_display()) if petition.way else "",
        "finish_on": day_words(finish.due_on) if finish else "",
    }


def compose_acceptance(data) -> Sheet:
    blocks = [
        paragraph(
            _("您于%(day)s提出的信访事项（%(number)s：%(petition)s）收悉。")
            % {"day": data["received_on"], "number": data["number"], "petition": data["petition"]}
        ),
        paragraph(
            _("经审查，本机关于%(day)s决定受理。根据《信访工作条例》第二十三条第二款，现予告知。")
            % {"day": data["accepted_on"]}
        ),
    ]
    if data["finish_on"]:
        blocks.append(
            paragraph(
                _(
                    "本机关将听取您陈述事实和理由，调查核实，在%(day)s前办结并出具信访处理意见书（《信访工作条例》第三十一条第六项、第三十四条）。情况复杂需要延长的，另行告知理由。"
                )
                % {"day": data["finish_on"]}
            )
        )
    blocks.append(paragraph(_("办理进度可以凭登记时交给您的查询码查询和评价。")))
    return Sheet(title="", blocks=blocks, issuer=data["issuer"], note=data["contact"])


def refusal_data(petition, by):
    return _common(petition) | {
        "title": _("信访事项不予受理告知书"),
        "addressee": _addressee(petition, by, _("不予受理告知书")),
        "ground": str(petition.get_ground_display()),
        "where_to_go": petition.where_to_go,
        "words": petition.decision_reason,
    }


def compose_refusal(data) -> Sheet:
    blocks = [
        paragraph(
            _("您于%(day)s提出的信访事项（%(number)s：%(petition)s）收悉。")
            % {"day": data["received_on"], "number": data["number"], "petition": data["petition"]}
        ),
        paragraph(
            _("经审查，该事项%(ground)s，本机关依法不予受理。请您按下面的途径提出：")
            % {"ground": data["ground"]}
        ),
        paragraph(data["where_to_go"]),
        *(paragraphs(data["words"]) if data["words"] else []),
        paragraph(_("根据《信访工作条例》第二十三条，特此告知。感谢您对我们工作的关心和监督。")),
    ]
    return Sheet(title="", blocks=blocks, issuer=data["issuer"], note=data["contact"])


def referral_data(referral, by):
    petition = referral.petition
    if by is not None and is_recused(by, petition):
        raise Http404
    # The office gets what it is to look into; who raised it only with consent, and by asking.
    return _common(petition) | {
        "title": _("关于转办信访事项的函"),
        "addressee": referral.receiver,
        "text": petition.text,
        "responsible": referral.responsible,
        "due_on": day_words(referral.due_on),
        "request": referral.request,
    }


def compose_referral(data) -> Sheet:
    blocks = [
        paragraph(
            _("现将%(number)s信访事项转你单位办理。")
            % {"number": f"{data['number']}（{data['petition']}）"}
        ),
        heading(_("一、反映的内容和请求")),
        *paragraphs(data["text"]),
        heading(_("二、办理要求")),
        paragraph(
            _("责任人：%(who)s。请于%(day)s前办理并书面反馈结果。")
            % {"who": data["responsible"], "day": data["due_on"]}
        ),
        *(paragraphs(data["request"]) if data["request"] else []),
        paragraph(
            _(
                "不属于你单位职权范围的，请自收到之日起 5 个工作日内书面提出异议并详细说明理由。不得将信访材料透露给被反映的单位和人员（《信访工作条例》第二十三条第三款、第三十条第三款）。"
            )
        ),
    ]
    return Sheet(
        title="",
        head="letter",
        mark=data["issuer"],
        blocks=blocks,
        issuer=data["issuer"],
        note=data["contact"],
    )


def opinion_data(opinion, by):
    petition = opinion.petition
    is_opinion = petition.needs_opinion
    title = _("信访事项处理意见书") if is_opinion else _("信访事项答复书")
    return _common(petition) | {
        "title": title,
        "addressee": _addressee(petition, by, title),
        "request": opinion.request,
        "facts": opinion.facts,
        "conclusion": opinion.conclusion,
        "basis": opinion.basis,
        "outcome": str(opinion.get_outcome_display()),
        "is_claim": petition.sort == Petition.Sort.CLAIM,
    }


def compose_opinion(data) -> Sheet:
    blocks = [
        paragraph(
            _("您于%(day)s提出的信访事项（%(number)s），经调查核实，现提出处理意见如下：")
            % {"day": data["received_on"], "number": data["number"]}
        ),
        heading(_("一、投诉请求")),
        *paragraphs(data["request"]),
        heading(_("二、事实和理由")),
        *paragraphs(data["facts"]),
        heading(_("三、处理意见")),
        paragraph(_("%s。") % data["outcome"]),
        *paragraphs(data["conclusion"]),
        heading(_("四、依据")),
        *paragraphs(data["basis"]),
    ]
    if data["is_claim"]:
        blocks.append(
            paragraph(
                _(
                    "如不服本意见，可以自收到之日起 30 日内，向本机关的上一级机关请求复查（《信访工作条例》第三十五条）。"
                )
            )
        )
    return Sheet(title="", blocks=blocks, issuer=data["issuer"], note=data["contact"])


def _of_petition(part):
    return part.petition


CLOSED: dict[str, Any] = {"is_closed": True, "is_searchable": False, "has_signature": False}
KINDS = [
    Kind(
        key="petition_acceptance",
        name=gettext_lazy("信访受理告知书"),
        model="petitions.petition",
        data_of=acceptance_data,
        compose=compose_acceptance,
        fields=(
            NAME,
            *COMMON,
            Field("accepted_on", gettext_lazy("受理日期"), "2026年3月12日"),
            Field("way", gettext_lazy("办理方式"), ""),
            Field("finish_on", gettext_lazy("办结期限"), "2026年5月11日"),
        ),
        series="petition_notice",
        series_word="信告",
        fits=lambda petition: petition.accepted_on is not None,
        order=80,
        **CLOSED,
    ),
    Kind(
        key="petition_refusal",
        name=gettext_lazy("信访不予受理告知书"),
        model="petitions.petition",
        data_of=refusal_data,
        compose=compose_refusal,
        fields=(
            NAME,
            *COMMON,
            Field("ground", gettext_lazy("理由"), "依法应当通过仲裁解决"),
            Field("where_to_go", gettext_lazy("去处"), "请向劳动人事争议仲裁委员会申请仲裁。"),
            Field("words", gettext_lazy("说明"), ""),
        ),
        series="petition_notice",
        series_word="信告",
        fits=lambda petition: bool(petition.ground),
        order=81,
        **CLOSED,
    ),
    Kind(
        key="petition_referral",
        name=gettext_lazy("信访转办函"),
        model=REFERRAL,
        data_of=referral_data,
        compose=compose_referral,
        fields=(
            Field("addressee", gettext_lazy("承办单位"), "县水利局"),
            *COMMON,
            Field("text", gettext_lazy("反映的内容"), "水渠断水两个月。"),
            Field("responsible", gettext_lazy("责任人"), "周示例"),
            Field("due_on", gettext_lazy("办结期限"), "2026年4月10日"),
            Field("request", gettext_lazy("办理要求"), ""),
        ),
        about_of=_of_petition,
        series="petition_referral",
        series_word="信转",
        fits=lambda referral: referral.status != Referral.Status.TAKEN_BACK,
        order=82,
        **CLOSED,
    ),
    Kind(
        key="petition_opinion",
        name=gettext_lazy("信访处理意见书"),
        model="petitions.opinion",
        data_of=opinion_data,
        compose=compose_opinion,
        fields=(
            NAME,
            *COMMON,
            Field("request", gettext_lazy("投诉请求"), "恢复供水。"),
            Field("facts", gettext_lazy("事实和理由"), "渠道因塌方中断。"),
            Field("conclusion", gettext_lazy("处理意见"), "四月底前修通。"),
            Field("basis", gettext_lazy("依据"), "《中华人民共和国水法》有关规定"),
            Field("outcome", gettext_lazy("结论"), "予以支持"),
        ),
        about_of=_of_petition,
        series="petition_opinion",
        series_word="信复",
        order=83,
        **CLOSED,
    ),
]


def readable(user) -> Q:
    """An office reads the issued letter by which a petition was sent to it, and no other paper."""
    offices = user.office_ids()
    if not offices:
        return Q(pk__in=[])
    own = Referral.objects.in_force().filter(office_id__in=offices)
    return Q(
        kind="petition_referral",
        status__in=Paper.SENT,
        source_type=REFERRAL,
        source_id__in=own.values("pk"),
    )


def hidden(user) -> Q:
    """Whatever is about a petition in which `user` is accused."""
    return Q(about_type=MATTER, about_id__in=accusing(user).values("petition_id"))


def offers_of(petition: Petition) -> list[tuple[Kind, int, str]]:
    """Papers that can be drafted from the petition's records now: kind, source, which one."""
    found = [
        (kind, petition.pk, "")
        for kind in kinds.kinds_for("petitions.petition")
        if kind.fits(petition)
    ]
    letter, opinion_kind = kinds.kind_of("petition_referral"), kinds.kind_of("petition_opinion")
    for referral in petition.referrals.in_force().select_related("office"):
        found.append((letter, referral.pk, referral.receiver))
    for opinion in petition.opinions.all():
        found.append((opinion_kind, opinion.pk, f"{opinion.issued_on:%Y-%m-%d}"))
    return found


def papers_of(user, petition: Petition) -> list[tuple[Paper, str]]:
    """Papers in the petition's folder that the reader may see, with the names of their kinds."""
    found = Paper.objects.visible_to(user).filter(about_type=MATTER, about_id=petition.pk)
    return [(one, str(kinds.kind_of(one.kind).name)) for one in found.order_by("pk")]


def register_papers() -> None:
    kinds.register(*KINDS)
    queries.register_reading(readable)
    queries.register_hiding(hidden)
