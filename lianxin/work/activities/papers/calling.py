"""活动通知: who is asked to come, when, where and for what."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, heading, paragraph, paragraphs
from lianxin.work.activities.models import Activity
from lianxin.work.activities.papers.common import head, roll


def notice_data(activity: Activity, by):
    people = [one.seat.person.name for one in roll(activity)]
    until = activity.signup_until
    return head(activity) | {
        "title": _("关于开展“%s”的通知") % activity.title,
        "addressee": _("%s各位代表") % (activity.group.name if activity.group else ""),
        "plan": activity.plan,
        "people": people,
        "until": f"{localtime(until):%Y-%m-%d %H:%M}" if until else "",
        "phone": activity.body.phone,
    }


def compose_notice(data) -> Sheet:
    parts = [
        (_("时间"), [paragraph(data["time"])]),
        (_("地点"), [paragraph(data["place"])] if data["place"] else []),
        (_("带队"), [paragraph(data["leader"])] if data["leader"] else []),
        (_("参加代表"), _people(data["people"])),
        (_("内容安排"), paragraphs(data["plan"])),
        (_("有关事项"), [paragraph(_matters(data))]),
    ]
    blocks = [paragraph(_opening(data))]
    shown = [(words, body) for words, body in parts if body]
    for place, (words, body) in enumerate(shown):
        blocks += [heading(f"{_numeral(place)}、{words}"), *body]
    return Sheet(title="", head="file", mark=data["issuer"], blocks=blocks, issuer=data["issuer"])


def _opening(data) -> str:
    topic = _("主题是“%s”。") % data["topic"] if data["topic"] else ""
    words = _("现将%(kind)s“%(name)s”的有关安排通知如下。%(topic)s")
    return words % (data | {"topic": topic})


def _people(people: list[str]):
    if not people:
        return []
    words = _("%(names)s（共%(number)d人）。")
    return [paragraph(words % {"names": "、".join(people), "number": len(people)})]


def _matters(data) -> str:
    words = [_("请安排好工作，准时参加。因故不能参加的，请事先请假并说明原因。")]
    if data["until"]:
        words.append(_("请在%s以前报名。") % data["until"])
    if data["phone"]:
        words.append(_("联系电话：%s。") % data["phone"])
    return "".join(words)


def _numeral(place: int) -> str:
    return "一二三四五六"[place]


KINDS = [
    Kind(
        key="activity_notice",
        name=gettext_lazy("活动通知"),
        model="activities.activity",
        data_of=notice_data,
        compose=compose_notice,
        fields=(
            Field("name", gettext_lazy("活动名称"), "饮水安全专题视察"),
            Field("kind", gettext_lazy("类别"), "视察"),
            Field("time", gettext_lazy("时间"), "2026年12月7日（星期一） 9:00—11:30"),
            Field("place", gettext_lazy("地点"), "柳溪镇水厂"),
            Field("topic", gettext_lazy("主题"), "农村饮水"),
            Field("leader", gettext_lazy("带队"), "张示例"),
            Field("plan", gettext_lazy("内容安排"), "实地察看，座谈交流。"),
            Field("until", gettext_lazy("报名截止"), "2026-12-04 17:00"),
            Field("phone", gettext_lazy("联系电话"), "0000-1234567"),
        ),
        series="activity_notice",
        series_word="通",
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=230,
    ),
]
