"""What a county has and a township has not: supervision, filing, appointments, the budget."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys.key import before, key, period
from lianxin.foundation.rulebook.values import Kind

COUNTY = (
    period(
        "supervision.opinions_out",
        _("审议意见交办期限"),
        _("听取专项工作报告、执法检查"),
        start="meeting_end",
    ),
    period(
        "supervision.reply",
        _("审议意见研究处理情况报告期限"),
        _("听取专项工作报告、执法检查"),
        start="opinions_received",
        unit="month",
    ),
    period(
        "supervision.reply_audit",
        _("预算执行和审计的审议意见报告期限"),
        _("预算、审计监督"),
        start="opinions_received",
        unit="month",
    ),
    period("filing.days", _("规范性文件报送备案期限"), _("备案审查"), start="published"),
    period("filing.form_check", _("备案材料形式审查期限"), _("备案审查"), start="filed"),
    period("filing.review", _("主动审查期限"), _("备案审查"), start="registered"),
    period(
        "filing.maker_reply",
        _("制定机关书面处理意见期限"),
        _("备案审查"),
        start="opinion_received",
    ),
    key("filing.annual_list", Kind.DAY, _("年度文件目录报送日"), _("备案审查")),
    before(
        "appointment.papers",
        _("任免案材料提交"),
        _("人事任免"),
        start="session_start",
    ),
    period(
        "oath.by_appointing_organ",
        _("任命机关组织宪法宣誓的期限"),
        _("宪法宣誓"),
        start="appointed",
        unit="workday",
        group="appointment",
    ),
    before(
        "budget.township_draft",
        _("乡镇预算草案初步方案送主席团"),
        _("预算审查"),
        start="session_start",
    ),
)
