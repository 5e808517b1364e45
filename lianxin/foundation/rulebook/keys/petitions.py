"""Petitions."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys.key import Direction, key, period
from lianxin.foundation.rulebook.values import Kind

PETITION = (
    period(
        "petition.decision",
        _("书面告知信访人是否受理的期限"),
        _("信访登记、受理告知"),
        start="petition_received",
    ),
    period(
        "petition.objection",
        _("对误转的信访事项提出异议的期限"),
        _("信访转办、退回"),
        start="referral_received",
        unit="workday",
    ),
    period(
        "petition.finish",
        _("信访事项办结期限"),
        _("信访受理、办理、督办"),
        start="acceptance",
    ),
    period(
        "petition.extension",
        _("信访事项延长办理的最长期限"),
        _("信访延期"),
        start="period_end",
    ),
    # Of the petitioner, not of an organ: a longer time is the kinder one.
    period(
        "petition.review_request",
        _("信访人请求复查的期限"),
        _("信访复查"),
        start="answer_received",
        direction=Direction.MORE,
    ),
    period("petition.review", _("提出复查意见的期限"), _("信访复查"), start="review_received"),
    period(
        "petition.reexamination_request",
        _("信访人请求复核的期限"),
        _("信访复核"),
        start="answer_received",
        direction=Direction.MORE,
    ),
    period(
        "petition.reexamination",
        _("提出复核意见的期限（听证时间除外）"),
        _("信访复核"),
        start="review_received",
    ),
    period(
        "petition.office",
        _("承办单位办理转办信访事项的期限"),
        _("信访转办"),
        start="handover",
    ),
    key(
        "petition.representatives",
        Kind.NUMBER,
        _("多人走访推选代表的最多人数"),
        _("信访登记"),
        unit="person",
        direction=Direction.LESS,
    ),
    key(
        "petition.topic_cases",
        Kind.NUMBER,
        _("同类信访列为监督选题的件数"),
        _("信访分析"),
        unit="case",
    ),
)
