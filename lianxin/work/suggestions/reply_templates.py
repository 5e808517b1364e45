"""Beginnings of a reply's text, one for each result class; the writer goes on from there.

What is to be filled in stands in 【】. A reply that still has such a place is
not issued.
"""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import ResultClass

PLACE = re.compile(r"【[^】\n]*】")

OPINION = _(
    "一、办理情况：【写明本单位已做的工作】\n\n"
    "二、意见和措施：【写明建议主办单位答复的内容，以及本单位负责的事项】"
)
TEXTS: dict[str, Any] = {
    ResultClass.SOLVED: _(
        "经办理，您反映的问题已经解决。\n\n"
        "一、办理情况：【写明做了什么、何时完成、现在效果怎样】\n\n"
        "二、下一步：【写明如何管护、防止问题再出现】\n\n"
        "感谢您对我们工作的关心和支持，欢迎继续监督。"
    ),
    ResultClass.PARTIAL: _(
        "经办理，您反映的问题已经解决了一部分。\n\n"
        "一、已经解决的：【写明做了什么、何时完成】\n\n"
        "二、尚未解决的：【写明原因】\n\n"
        "三、下一步：【写明做什么、由谁做、何时完成，并填写下面的承诺事项】\n\n"
        "感谢您对我们工作的关心和支持，欢迎继续监督。"
    ),
    ResultClass.IN_PROGRESS: _(
        "经办理，您反映的问题正在解决。\n\n"
        "一、目前进展：【写明已经做到哪一步】\n\n"
        "二、下一步：【写明做什么、由谁做、何时完成，并填写下面的承诺事项】\n\n"
        "感谢您对我们工作的关心和支持，欢迎继续监督。"
    ),
    ResultClass.PLANNED: _(
        "经研究，您反映的问题已列入计划逐步解决。\n\n"
        "一、调查情况：【写明现状和问题】\n\n"
        "二、计划安排：【写明列入哪项计划、资金来源、何时开工、何时完成，并填写下面的承诺事项】\n\n"
        "感谢您对我们工作的关心和支持，欢迎继续监督。"
    ),
    ResultClass.NOT_NOW: _(
        "经研究，您反映的问题因条件限制暂时不能解决。\n\n"
        "一、调查情况：【写明现状和问题】\n\n"
        "二、暂时不能解决的原因：【写明受什么条件限制、依据是什么】\n\n"
        "三、可以先做的：【写明眼下能采取的措施；条件具备时怎样办理】\n\n"
        "感谢您对我们工作的关心，恳请理解。"
    ),
    ResultClass.EXPLAINED: _(
        "对您提出的意见，我们作了认真研究，现说明如下：\n\n"
        "一、有关情况和政策：【写明现行规定和做法】\n\n"
        "二、对您所提意见的考虑：【写明采纳了哪些、哪些留作今后工作参考以及原因】\n\n"
        "感谢您对我们工作的关心和支持。"
    ),
    ResultClass.HIGHER: _(
        "经研究，您提出的事项属于上级职权，我们已向上反映。\n\n"
        "一、职权依据：【写明由哪一级、哪个部门决定，依据是什么】\n\n"
        "二、反映情况：【写明何时向哪个部门反映，文号或者联系人】\n\n"
        "三、后续：【写明收到答复后何时告知您】\n\n"
        "感谢您对我们工作的关心和支持。"
    ),
    ResultClass.UNLAWFUL: _(
        "经研究，您提出的意见与现行法律法规和政策不符，不能照此办理。\n\n"
        "一、有关规定：【写明法律法规或者政策的名称、条文】\n\n"
        "二、说明：【写明为什么不能办，依法可以通过什么途径解决】\n\n"
        "感谢您对我们工作的关心，恳请理解。"
    ),
}


def template_text(result_class: str) -> str:
    """The beginning for a class; empty when none is chosen yet."""
    return str(TEXTS.get(result_class, ""))


def is_untouched(text: str) -> bool:
    """Whether `text` is empty or still one of the templates, so that it may be swapped."""
    typed = _plain(text)
    return not typed or typed in {_plain(str(words)) for words in [OPINION, *TEXTS.values()]}


def places_left(text: str) -> list[str]:
    """Places of a template nobody has filled in."""
    return PLACE.findall(text)


def _plain(text: str) -> str:
    """Browsers send other line ends than we wrote."""
    return "\n".join(line.strip() for line in text.strip().splitlines())
