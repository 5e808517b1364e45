"""The bulletin on paper: red head, number, sections, who supplied each."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, centred, heading, paragraph, paragraphs
from lianxin.foundation.people.models.bodies import chinese_number
from lianxin.work.bulletins.models import Bulletin


def bulletin_data(bulletin: Bulletin, by):
    items = [
        {
            "heading": one.heading,
            "office": one.office.name if one.office else "",
            "text": one.text,
        }
        for one in bulletin.items.select_related("office")
    ]
    return {
        "title": bulletin.title,
        "kind": bulletin.kind_name,
        "period": bulletin.period,
        "change": bulletin.change,
        "addressee": _("各位代表"),
        "items": items,
        "attachments": [one.file.original_name for one in bulletin.files.select_related("file")],
        "issuer": bulletin.body.name,
    }


def compose_bulletin(data) -> Sheet:
    # Most titles say it already.
    says_when = data["period"] and data["period"] not in data["title"]
    blocks = [centred(data["period"])] if says_when else []
    if data["change"]:
        blocks.append(paragraph(_("更正：%s") % data["change"]))
    for place, one in enumerate(data["items"], 1):
        blocks.append(heading(f"{chinese_number(place)}、{one['heading']}"))
        blocks += paragraphs(one["text"])
        if one["office"]:
            blocks.append(paragraph(_("（%s供稿）") % one["office"]))
    return Sheet(
        title="",
        head="file",
        mark=f"{data['issuer']}{data['kind']}",
        blocks=blocks,
        attachments=data["attachments"],
        issuer=data["issuer"],
    )


KINDS = [
    Kind(
        key="bulletin",
        name=gettext_lazy("政情通报"),
        model="bulletins.bulletin",
        data_of=bulletin_data,
        compose=compose_bulletin,
        fields=(
            Field("kind", gettext_lazy("类别"), "政情通报"),
            Field("period", gettext_lazy("所属时段"), "2026年11月"),
            Field("change", gettext_lazy("更正了什么"), ""),
            Field(
                "items",
                gettext_lazy("栏目"),
                rows=(
                    Field("heading", gettext_lazy("栏目"), "重点工作进展"),
                    Field("office", gettext_lazy("供稿单位"), "财政所"),
                    Field("text", gettext_lazy("内容"), "村道硬化完成三公里。"),
                ),
            ),
        ),
        number_of=lambda bulletin: bulletin.number_words,
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=330,
    ),
]


def register_papers() -> None:
    kinds.register(*KINDS)


def papers_of(user, bulletin: Bulletin) -> list[Paper]:
    """Papers drawn from a bulletin that the reader may see."""
    found = Paper.objects.visible_to(user).filter(
        about_type=record_type(bulletin), about_id=bulletin.pk
    )
    return list(found.order_by("pk"))
