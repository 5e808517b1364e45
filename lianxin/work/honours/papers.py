"""Papers: the public notice of a list, the decision that names, the certificate."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, day_words, paragraph, table
from lianxin.work.honours.models import Honour, Nomination, Round

S = Nomination.State


def _listed(election: Round, states) -> list[dict]:
    found = election.nominations.filter(state__in=states).select_related("award")
    return [
        {"award": one.award.name, "name": one.name}
        for one in found.order_by("award__holder", "award", "pk")
    ]


def _common(election: Round, title: str, states) -> dict:
    return {
        "title": title,
        "year": election.year,
        "issuer": election.body.name,
        "phone": election.body.phone,
        "listed": _listed(election, states),
    }


def notice_data(election: Round, by):
    data = _common(
        election, _("关于%s年表彰名单的公示") % election.year, (S.CHOSEN, S.NAMED, S.STRUCK)
    )
    return data | {
        "first": day_words(election.publicised_on),
        "last": day_words(election.publicised_until),
    }


def compose_notice(data) -> Sheet:
    blocks = [
        paragraph(_("经提名、核对履职记录和评审，现将%(year)s年拟表彰名单予以公示。") % data),
        _table(data),
        paragraph(_("公示期：%(first)s至%(last)s。对名单有意见的，请在公示期内反映。") % data),
    ]
    if data["phone"]:
        blocks.append(paragraph(_("联系电话：%(phone)s") % data))
    return Sheet(title="", blocks=blocks, issuer=data["issuer"])


def decision_data(election: Round, by):
    return _common(election, _("关于%s年表彰的决定") % election.year, (S.NAMED,))


def compose_decision(data) -> Sheet:
    blocks = [
        paragraph(_("经提名、评审和公示，决定对下列代表和单位予以表彰。") % data),
        _table(data),
        paragraph(_("希望受到表彰的代表和单位珍惜荣誉，继续依法履职。")),
    ]
    return Sheet(title="", blocks=blocks, issuer=data["issuer"])


def _table(data):
    rows = [[one["award"], one["name"]] for one in data["listed"]]
    return table([_("奖项"), _("名单")], rows, [5, 8])


def certificate_data(honour: Honour, by):
    return {
        "title": _("荣誉证书"),
        "holder": honour.holder,
        "honour": honour.title,
        "year": honour.year,
        "issuer": honour.giver,
        "granted_on": day_words(honour.granted_on),
    }


def compose_certificate(data) -> Sheet:
    blocks = [
        paragraph(f"{data['holder']}："),
        paragraph(_("在%(year)s年度代表工作中成绩突出，被评为“%(honour)s”。特发此证。") % data),
    ]
    return Sheet(title="", blocks=blocks, issuer=data["issuer"])


LISTED = Field(
    "listed",
    gettext_lazy("名单"),
    rows=(
        Field("award", gettext_lazy("奖项"), "优秀代表"),
        Field("name", gettext_lazy("姓名或者名称"), "张示例"),
    ),
)
YEAR = Field("year", gettext_lazy("年度"), "2026")
KINDS = [
    Kind(
        key="honour_notice",
        name=gettext_lazy("表彰名单公示"),
        model="honours.round",
        data_of=notice_data,
        compose=compose_notice,
        fields=(
            YEAR,
            LISTED,
            Field("first", gettext_lazy("公示起"), "2027年1月4日"),
            Field("last", gettext_lazy("公示止"), "2027年1月8日"),
            Field("phone", gettext_lazy("联系电话"), "0000-1234567"),
        ),
        fits=lambda election: election.publicised_on is not None,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=320,
    ),
    Kind(
        key="honour_decision",
        name=gettext_lazy("表彰决定"),
        model="honours.round",
        data_of=decision_data,
        compose=compose_decision,
        fields=(YEAR, LISTED),
        fits=lambda election: election.state == Round.State.NAMED,
        archive_class=Paper.ArchiveClass.PERMANENT,
        order=321,
    ),
    Kind(
        key="honour_certificate",
        name=gettext_lazy("荣誉证书"),
        model="honours.honour",
        data_of=certificate_data,
        compose=compose_certificate,
        fields=(
            Field("holder", gettext_lazy("授予"), "张示例"),
            Field("honour", gettext_lazy("荣誉"), "优秀代表"),
            YEAR,
            Field("granted_on", gettext_lazy("授予日期"), "2027年1月12日"),
        ),
        fits=lambda honour: not honour.is_outside,
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=322,
    ),
]


def register_papers() -> None:
    kinds.register(*KINDS)


def papers_of(user, one):
    """Papers drawn from an election or honour that the reader may see."""
    found = Paper.objects.visible_to(user).filter(about_type=record_type(one), about_id=one.pk)
    return list(found.order_by("pk"))
