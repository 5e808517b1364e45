"""Help needs no sign-in: who cannot sign in needs it most."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

TOPICS = {
    # Who is not signed in reads this one first.
    "voters": _("选民：留言、看办理、评满意不满意"),
    "signing-in": _("登录、密码和登录条"),
    "deputies": _("代表：写建议、看进度、评价答复"),
    "clerks": _("人大办：审核、交办、督办、办结"),
    "offices": _("承办单位：签收、面商、答复、承诺"),
    "messages": _("选民留言：回应、转办、答复、评价"),
    "receptions": _("接待选民：排班、公告、登记来访、离线登记"),
    "activities": _("活动：安排、签到、记录、核对、自报、离线"),
    "stations": _("家站点：人员、计划、检查、公示、台账"),
    "opinions": _("征求意见：意见卡、意见箱、听政日、问卷"),
    "assessments": _("工作考评：办法、自评、考评、异议"),
    "appraisals": _("述职测评：计划、报告、测评、计票"),
    "work-reports": _("工作报告：起草、插入数字、检查、签发、公布"),
    "returns": _("报表：布置、填报、签字、汇总；上级交办、请示汇报"),
    "diary": _("年历：全年工作、办没办、工作要点、挂历"),
    "duty": _("代表履职：履职档案、任务清单、主题活动、积分"),
    "links": _("双联：联系选民、领导联系、抽查"),
    "bulletins": _("政情通报：约稿、发出、阅读回执、报刊、交流材料"),
    "groups": _("代表小组：编组、次数、计划、总结"),
    "funds": _("活动经费：标准、预算、报销、审批、投入登记"),
    "care": _("代表权益保障与关爱：我需要帮助、协调、慰问走访"),
    "honours": _("评选表彰：提名、评审、公示、奖金"),
    "deadlines": _("期限怎么算，超期怎么提示"),
    "rates": _("各项比率怎么算"),
    "figures": _("数字：点开名单、看口径、核定、看板"),
    "tables": _("导入、导出表格"),
    "papers": _("公文、模板、扫描件、装订归档"),
    "files": _("附件、公开副本、后台任务"),
    "finding": _("搜索、查相近的旧件、推荐单位"),
    "notices": _("通知、提醒、日历订阅"),
    "petitions": _("信访：登记、转办、期限、保密"),
    "public": _("哪些内容对外公开"),
}


@login_not_required
@require_safe
def home(request):
    return render(request, "help/home.html", {"topics": TOPICS})


@login_not_required
@require_safe
def topic(request, topic):
    if topic not in TOPICS:
        raise Http404
    others = {slug: title for slug, title in TOPICS.items() if slug != topic}
    return render(
        request,
        f"help/{topic}.html",
        {"title": TOPICS[topic], "others": others},
    )
