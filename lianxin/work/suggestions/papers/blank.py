"""代表建议专用纸: the blank sheet on which a deputy writes by hand.

Source of the fields: 北京 suggestion rules, art. 9; practice.md §2.5.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, form, heading, lines, new_page, qr, table
from lianxin.work.suggestions.papers.common import issuer_name


def blank_data(body, by):
    return {
        "title": _("%s人大代表|建议、批评和意见专用纸") % body.short_name.removesuffix(_("人大")),
        "issuer": issuer_name(body),
        "phone": body.phone,
        "path": reverse("suggestions:write"),
    }


def compose_blank(data) -> Sheet:
    def tall(label, words=""):
        return cell(label, words, lines=1.4)

    head = form(
        [tall(_("编号")), tall(_("届次会次"), _("第　届第　次会议\n□闭会期间"))],
        tall(_("标题")),
        [tall(_("类别")), tall(_("提交日期"), _("　　年　　月　　日"))],
        [tall(_("领衔代表")), tall(_("代表证号"))],
        [tall(_("代表团")), tall(_("联系电话"))],
        tall(_("单位及职务")),
        [tall(_("通讯地址")), tall(_("邮政编码"))],
        cell(_("是否同意\n公开"), _("□同意全文公开　□只同意公开标题　□不同意公开")),
        [cell(_("可否联名"), _("□可以　□不可以")), cell(_("要求保密"), _("□是　□否"))],
        cell(_("希望的联\n系方式"), _("□电话　□当面　□网络　□书面")),
        tall(_("希望承办\n单位")),
    )
    help_words = _(
        "会用手机的代表，扫码可以在线填写，还能查看办理进展。\n填好的专用纸请交%(issuer)s。"
    )
    if data["phone"]:
        help_words += _("联系电话：%s。") % data["phone"]
    blocks = [
        head,
        qr(data["path"], help_words % {"issuer": data["issuer"]}),
        new_page(),
        heading(_("一、情况和问题（一事一议，有情况、有分析）")),
        lines(20),
        new_page(),
        heading(_("二、具体建议")),
        lines(11),
        heading(_("三、联名代表")),
        table(
            [_("姓名"), _("代表证号"), _("通讯地址"), _("邮政编码"), _("签名")],
            [[""] * 5 for _row in range(6)],
            [3, 3, 5, 3, 4],
        ),
    ]
    return Sheet(title="", blocks=blocks, issuer=data["issuer"], has_closing=False)


KINDS = [
    Kind(
        key="blank_sheet",
        name=gettext_lazy("代表建议专用纸"),
        model="people.body",
        data_of=blank_data,
        compose=compose_blank,
        fields=(Field("phone", gettext_lazy("联系电话"), "0000-1234567"),),
        has_signature=False,
        archive_class=Paper.ArchiveClass.NONE,
        order=90,
    ),
]
