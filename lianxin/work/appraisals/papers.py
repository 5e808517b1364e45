"""Papers of this room: the result sheet; and sheets printed at once: ballots, codes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind, register
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import (
    Sheet,
    day_words,
    new_page,
    paragraph,
    qr,
    small,
    table,
)
from lianxin.work.appraisals.models import Meeting
from lianxin.work.appraisals.results import results_of

CODES_A_ROW = 3


def result_data(meeting: Meeting, by):
    """The counts as the meeting settled them, in the order of names."""
    rows, notes = [], []
    for result in results_of(meeting):
        for part in [*result.parts, result.total]:
            for row in part.rows:
                name = f"{result.subject.name}{row.name}"
                numbers = [
                    f"{one.number}" + (f"（{one.percent}）" if one.percent else "")
                    for one in row.shares
                ]
                rows.append(
                    [
                        name,
                        part.name,
                        str(part.issued),
                        str(part.returned),
                        str(part.valid),
                        str(part.invalid),
                        *numbers,
                        str(row.blank),
                    ]
                )
                if part is result.total:
                    notes += [f"{name}：{words}" for words in (row.gap, row.odd) if words]
                    if row.verdict:
                        notes.append(
                            _("%(name)s：%(grade)s") % {"name": name, "grade": row.verdict}
                        )
    if meeting.gap_words:
        notes.append(_("差额说明：%s") % meeting.gap_words)
    typed = "、".join(one.by.name for one in meeting.entries.select_related("by"))
    return {
        "title": _("%s测评结果") % meeting.title,
        "issuer": meeting.body.name,
        "on": day_words(meeting.on),
        "place": meeting.place,
        "base": meeting.get_base_display(),
        "grades": list(meeting.grades),
        "scale": meeting.scale_words,
        "satisfied": "、".join(meeting.grades[: meeting.good]),
        "rows": rows,
        "notes": notes,
        "typed": typed,
        "counted_on": day_words(meeting.counted_on),
    }


def compose_result(data) -> Sheet:
    grades = data.get("grades") or []
    head = [
        _("述职对象"),
        _("参评人"),
        _("发出"),
        _("收回"),
        _("有效"),
        _("废票"),
        *grades,
        _("弃权"),
    ]
    widths = [5, 3, 2, 2, 2, 2, *([4] * len(grades)), 2]
    lead = _(
        "%(on)s，在%(place)s述职测评。比例按%(base)s计算，四舍五入到整数；对象按姓氏笔画和名称排列，不排名次。"
    ) % {key: data.get(key, "") for key in ("on", "place", "base")}
    blocks = [paragraph(lead), table(head, data.get("rows") or [], widths)]
    if data.get("scale"):
        blocks.append(
            small(
                _("测评等次：%(scale)s。其中%(satisfied)s算满意。")
                % {"scale": data["scale"], "satisfied": data.get("satisfied", "")}
            )
        )
    blocks += [paragraph(one) for one in data.get("notes") or []]
    typed = data.get("typed")
    if typed:
        blocks.append(small(_("纸质票由%s分别录入，核对一致。") % typed))
    return Sheet(
        title=data.get("title", ""),
        blocks=blocks,
        issuer=data.get("issuer", ""),
        day=data.get("counted_on", ""),
        is_landscape=True,
    )


def ballot_sheet(meeting: Meeting, raters: str) -> Sheet:
    """A blank ballot for one kind of raters: mark one grade in each line; no name on it."""
    rows = [
        [f"{subject.name}{('·' + row) if row else ''}", *([""] * len(meeting.grades))]
        for subject in meeting.subjects.for_list()
        for row in meeting.rows
    ]
    return Sheet(
        title=_("%s|测评票") % meeting.title,
        blocks=[
            small(
                _("%s用票。每行选一个等次打“√”；不选为弃权，多选的那一张作废。不署名。") % raters
            ),
            table([_("述职对象"), *meeting.grades], rows, [6, *([3] * len(meeting.grades))]),
        ],
        issuer=meeting.body.name,
        has_closing=False,
    )


def codes_sheet(meeting: Meeting, raters: str, made: list[str]) -> Sheet:
    """Slips with one code each, to be cut and handed out."""
    rows = [made[at : at + CODES_A_ROW] for at in range(0, len(made), CODES_A_ROW)]
    rows[-1] = rows[-1] + [""] * (CODES_A_ROW - len(rows[-1]))
    return Sheet(
        title=_("%s|测评码") % meeting.title,
        blocks=[
            qr(meeting.rate_url, _("扫码打开测评页，填测评码。一码一票，不记是谁投的。")),
            new_page(_("%s用") % raters),
            table([_("测评码")] * CODES_A_ROW, rows, [1] * CODES_A_ROW),
        ],
        has_closing=False,
    )


def _is_counted(meeting: Meeting) -> bool:
    return meeting.state in Meeting.TOLD


def register_papers() -> None:
    register(
        Kind(
            key="appraisal_result",
            name=gettext_lazy("述职测评结果单"),
            model="appraisals.meeting",
            data_of=result_data,
            compose=compose_result,
            fields=(
                Field("title", gettext_lazy("标题"), "柳溪镇2026年第一批代表述职测评结果"),
                Field("on", gettext_lazy("日期"), "2026年11月20日"),
                Field("place", gettext_lazy("地点"), "柳溪村党群服务中心"),
                Field("base", gettext_lazy("比例按什么算"), "到会参评人数"),
                Field("typed", gettext_lazy("录入人"), "林示例、王示例"),
                Field("counted_on", gettext_lazy("计票日期"), "2026年11月20日"),
            ),
            fits=_is_counted,
            is_closed=True,
            archive_class=Paper.ArchiveClass.TEN_YEARS,
            order=260,
        )
    )
