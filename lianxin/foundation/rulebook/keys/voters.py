"""Voters' words: reception days, messages, cards and boxes of opinions."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys.key import Direction, before, key, period
from lianxin.foundation.rulebook.values import Kind

RECEPTION = (
    before(
        "reception.notice",
        _("接待日公告"),
        _("接待排班、接待日公告"),
        start="reception",
    ),
)

MESSAGE = (
    key(
        "message.answer",
        Kind.NUMBER,
        _("收到留言后多少小时内回应（当场答复或者转办）"),
        _("选民留言、留言提醒"),
        unit="hour",
        direction=Direction.LESS,
    ),
    period(
        "message.office",
        _("承办单位答复留言的期限"),
        _("选民留言、待办件"),
        start="handover",
        unit="workday",
    ),
    period(
        "message.redo",
        _("选民不满意的留言重新办理的期限"),
        _("选民留言、待办件"),
        start="redo_asked",
        unit="workday",
    ),
    period(
        "message.feedback",
        _("选民评价的期限，过后按未评价办结"),
        _("选民留言"),
        start="voter_answered",
        direction=Direction.NONE,
    ),
    key(
        "message.topic_cases",
        Kind.NUMBER,
        _("同一类别三个月内多少件可以列为监督选题"),
        _("留言分析"),
        unit="case",
    ),
)

OPINION = (
    period(
        "card.round",
        _("征求意见卡收回的期限"),
        _("征求意见卡"),
        start="card_issued",
        direction=Direction.NONE,
        group="opinion",
    ),
    key(
        "box.opening",
        Kind.NUMBER,
        _("意见箱最长多少日开一次"),
        _("意见箱"),
        group="opinion",
        unit="day",
        direction=Direction.LESS,
    ),
    key(
        "session.answer",
        Kind.NUMBER,
        _("听政日、恳谈会上没有当场答复的意见，多少日内答复"),
        _("听政日、民生茶室、民主恳谈"),
        group="opinion",
        unit="day",
        direction=Direction.LESS,
    ),
)
