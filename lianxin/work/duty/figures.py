"""Figures of this room: deputies who have done all their tasks."""

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.engines.tenure import duties_at
from lianxin.foundation.figures.catalogue import Figure, Row, Scope, register
from lianxin.foundation.people.models import Body, Seat
from lianxin.work.duty.models import Pledge, TaskList
from lianxin.work.duty.models.campaigns import PledgeQuerySet
from lianxin.work.duty.progress import progress_at
from lianxin.work.duty.queries import bodies_read_by

ROOM = _("代表履职")


def _bodies(scope: Scope) -> list[int]:
    """Bodies of the scope that its account reads; the public is shown nobody's tasks."""
    ids = scope.bodies()
    if scope.public:
        return []
    if scope.user is None:
        return ids
    return list(bodies_read_by(scope.user).filter(pk__in=ids).values_list("pk", flat=True))


def _lists(scope: Scope) -> list[TaskList]:
    return list(
        TaskList.objects.filter(
            body__in=_bodies(scope),
            state=TaskList.State.IN_FORCE,
            since__gte=scope.since,
            until__lte=scope.until,
        )
        .select_related("body")
        .prefetch_related("items")
    )


def asked(scope: Scope) -> QuerySet[Seat]:
    """Seats that any list of the time asks something of."""
    found = {
        one.seat.pk for task_list in _lists(scope) for one in progress_at(task_list) if one.counted
    }
    return _seats(found)


def met(scope: Scope) -> QuerySet[Seat]:
    """Of these, those who have done all that every one of the lists asks."""
    done: dict[int, bool] = {}
    for task_list in _lists(scope):
        for one in progress_at(task_list):
            if one.counted:
                done[one.seat.pk] = done.get(one.seat.pk, True) and one.is_met
    return _seats({pk for pk, all_met in done.items() if all_met})


def in_duty(scope: Scope) -> QuerySet[Seat]:
    """Seats in duty on any day of the scope: what rates of deputies are divided by."""
    bodies = Body.objects.filter(pk__in=_bodies(scope))
    return _seats(
        {duty.seat.pk for body in bodies for duty in duties_at(body, scope.since, scope.until)}
    )


def _seats(pks: set[int]) -> QuerySet[Seat]:
    return (
        Seat.objects.filter(pk__in=pks)
        .select_related("person", "body")
        .order_by("person__stroke_key", "pk")
    )


def pledges(scope: Scope) -> PledgeQuerySet:
    found: PledgeQuerySet = Pledge.objects.filter(
        campaign__body__in=_bodies(scope), made_on__gte=scope.since, made_on__lte=scope.until
    )
    return found.select_related("seat__person", "campaign__body")


def pledges_kept(scope: Scope) -> QuerySet[Pledge]:
    return pledges(scope).filter(state=Pledge.State.KEPT)


def pairs(scope: Scope) -> PledgeQuerySet:
    """Pairs made in a scope; narrowed to a stage where one is asked for."""
    found = pledges(scope).pairs()
    if stage := scope.narrowed.get("stage"):
        found = found.at(stage)
    return found


def pairs_with_project(scope: Scope) -> QuerySet[Pledge]:
    return pairs(scope).with_project()


def projects_done(scope: Scope) -> QuerySet[Pledge]:
    return pairs(scope).at(Pledge.Stage.DONE)


def _persons(found: QuerySet) -> int:
    return found.order_by().aggregate(total=Sum("persons"))["total"] or 0


def row_of_pair(one: Pledge) -> Row:
    return Row(
        f"{one.seat.person.name}·{one.branch}",
        one.get_absolute_url(),
        on=one.made_on,
        body=one.campaign.body.short_name,
        amount=one.persons or 0,
        note="，".join(filter(None, [one.project, one.stage])),
    )


def row_of_seat(seat: Seat) -> Row:
    return Row(seat.person.name, reverse("duty:file", args=[seat.pk]), body=seat.body.short_name)


def row_of_pledge(one: Pledge) -> Row:
    return Row(
        f"{one.seat.person.name}：{one.text}",
        one.get_absolute_url(),
        on=one.made_on,
        body=one.campaign.body.short_name,
        note=one.stage,
    )


def register_figures() -> None:
    register(*_of_pairs())
    register(
        Figure(
            "duty.in_duty",
            _("履职代表人数"),
            _("人"),
            _("期间有一天以上在任的代表资格，一个算一人；暂停执行职务的日子不算"),
            room=ROOM,
            records=in_duty,
            row=row_of_seat,
        ),
        Figure(
            "duty.asked",
            _("有任务清单的代表"),
            _("人"),
            _("期间内整份在期间里的任务清单对其有要求的代表；任职很短、按比例不要求的不算"),
            room=ROOM,
            records=asked,
            row=row_of_seat,
        ),
        Figure(
            "duty.tasks_met",
            _("全部完成任务的代表"),
            _("人"),
            _("任务清单各项都已完成的代表；没有记录来源的任务不作统计"),
            room=ROOM,
            records=met,
            row=row_of_seat,
        ),
        Figure(
            "duty.tasks_met_rate",
            _("任务清单完成率"),
            "%",
            _("全部完成任务的代表，除以有任务清单的代表"),
            room=ROOM,
            numerator="duty.tasks_met",
            denominator="duty.asked",
        ),
        Figure(
            "duty.pledges",
            _("代表公开承诺"),
            _("件"),
            _("主题活动中在期间内作出的承诺"),
            room=ROOM,
            records=pledges,
            row=row_of_pledge,
        ),
        Figure(
            "duty.pledges_kept",
            _("已兑现的代表承诺"),
            _("件"),
            _("期间内作出、已经登记兑现的承诺"),
            room=ROOM,
            records=pledges_kept,
            row=row_of_pledge,
        ),
    )


def _of_pairs() -> tuple[Figure, ...]:
    """三个一: pairs, their projects by stage, what is done, and who profits."""
    stages = {"stage": (_("进度"), lambda scope: dict(Pledge.Stage.choices))}
    return (
        Figure(
            "duty.pairs",
            _("代表与网格支部结对"),
            _("对"),
            _("期间内结对的，一名代表、一个网格支部算一对，不论有没有选定项目"),
            room=ROOM,
            records=pairs,
            row=row_of_pair,
            parts=stages,
        ),
        Figure(
            "duty.pair_projects",
            _("结对选定的民生项目"),
            _("个"),
            _("期间内结对、已经选定民生项目的"),
            room=ROOM,
            records=pairs_with_project,
            row=row_of_pair,
            parts=stages,
        ),
        Figure(
            "duty.projects_done",
            _("完成的结对民生项目"),
            _("个"),
            _("期间内结对、项目已经完成的"),
            room=ROOM,
            records=projects_done,
            row=row_of_pair,
        ),
        Figure(
            "duty.projects_done_rate",
            _("结对民生项目完成率"),
            "%",
            _("完成的结对民生项目，除以选定的；没有完成、已经说明的仍在分母里"),
            room=ROOM,
            numerator="duty.projects_done",
            denominator="duty.pair_projects",
        ),
        Figure(
            "duty.project_persons",
            _("结对民生项目受益人数"),
            _("人"),
            _("完成的结对民生项目登记的受益人数之和，同一人受益于两个项目的计两次"),
            room=ROOM,
            records=projects_done,
            measure=_persons,
            amount="persons",
            row=row_of_pair,
        ),
    )
