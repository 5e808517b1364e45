"""Elections and by-elections."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys.key import Direction, before, key
from lianxin.foundation.rulebook.values import Kind

ELECTION = (
    before(
        "election.late_registration",
        _("选民补登、更正的最后时间"),
        _("选民登记"),
        start="election_day",
        direction=Direction.LESS,
    ),
    key(
        "election.primary_min_turnout",
        Kind.FRACTION,
        _("预选参加人数的最低比例"),
        _("候选人预选"),
        direction=Direction.MORE,
    ),
    key(
        "election.proxy_same_district",
        Kind.FLAG,
        _("受委托投票人限本选区选民"),
        _("委托投票"),
    ),
    key(
        "election.after_second_round",
        Kind.CHOICE,
        _("另行选举后名额仍不足"),
        _("另行选举"),
        choices={"no_more": _("不再选举"), "vacant": _("暂时空缺")},
    ),
    before(
        "byelection.list",
        _("补选公布选民名单"),
        _("补选"),
        start="election_day",
        group="election",
    ),
    before(
        "byelection.candidates",
        _("补选公布代表候选人名单"),
        _("补选"),
        start="election_day",
        group="election",
    ),
    before(
        "byelection.formal",
        _("补选公布正式代表候选人名单"),
        _("补选"),
        start="election_day",
        group="election",
    ),
    key("election.committee_size", Kind.RANGE, _("选举委员会组成人数"), _("选举机构")),
)
