"""The listed grounds for turning a message away and for hiding it; no others exist.

Turned away is told kindly, with the place that can help. Hidden is only what
the law forbids to spread; the voter reads the ground on the query page.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Ground:
    """Why, and where to go instead.

    label: as staff choose it. words: as the voter reads it.
    """

    label: Words
    words: Words


GROUNDS: dict[str, Ground] = {
    "court": Ground(
        _("已经或者应当通过诉讼解决"),
        _(
            "您反映的事已经或者应当由人民法院审理。请向有管辖权的人民法院提出，可以拨打 12368 咨询。"
        ),
    ),
    "reconsideration": Ground(
        _("应当通过行政复议解决"),
        _("您对行政机关的决定不服，请自知道之日起六十日内向行政复议机关申请行政复议。"),
    ),
    "arbitration": Ground(
        _("应当通过劳动、人事、农村土地承包等仲裁解决"),
        _(
            "您反映的事应当先申请仲裁。请向劳动人事争议或者农村土地承包仲裁委员会提出，可以拨打 12333 咨询。"
        ),
    ),
    "procuratorate": Ground(
        _("属检察、监察机关职责"),
        _("您反映的事由检察机关或者监察机关处理。请拨打 12309（检察）、12388（监察举报）。"),
    ),
    "police": Ground(
        _("涉及违法犯罪，应当报警"),
        _("您反映的事可能涉及违法犯罪，请尽快拨打 110 报警，或者到就近的派出所。"),
    ),
    "petition": Ground(
        _("应当按信访程序提出"),
        _("您反映的事请按信访程序提出，可以到县信访接待场所，或者在国家信访局网上平台提出。"),
    ),
    "consumer": Ground(
        _("消费纠纷、市场投诉"),
        _("您反映的是消费或者市场方面的纠纷，请拨打 12315，市场监管部门会受理并答复您。"),
    ),
    "elsewhere": Ground(
        _("不属本地管辖"),
        _("您反映的事发生在别处，请向当地人大代表联络站或者当地 12345 热线反映。"),
    ),
    "decided": Ground(
        _("同一事项已经答复，没有新情况"),
        _("同一件事已经答复过您。如果有新的情况，请另行留言写明，我们会重新办理。"),
    ),
    "unclear": Ground(
        _("无法看懂，又联系不上本人"),
        _("我们没能看懂您的留言，也联系不上您。请换个说法再写一次，最好写明地点和希望解决的事。"),
    ),
}

HIDING: dict[str, Words] = {
    "law": _("含有法律、行政法规禁止发布的内容"),
    "secret": _("涉及国家秘密、商业秘密"),
    "privacy": _("泄露他人隐私或者个人信息"),
    "insult": _("侮辱、诽谤他人，或者煽动仇恨、歧视"),
    "advert": _("广告、诈骗、与公共事务无关的刷屏"),
    "minor": _("含有不利于未成年人的内容"),
}
