"""Who belongs to the presidium of a township or leads a body, and since when."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Person, PresidiumMembership, Seat
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused, WrongStatus

Post = PresidiumMembership.Post

FROM_DEPUTIES = "地方组织法（2022）第十八条第一款"
MOST_VICE_CHAIRS = 2


@transaction.atomic
def join_presidium(
    person: Person, *, body: Body, by: Account, on: date, post: str = Post.MEMBER
) -> PresidiumMembership:
    """Enter someone into the presidium, or as chair or vice-chair.

    on: first day in the post.
    Raises PermissionDenied; Refused for someone who is not a deputy of the
    congress, a second chair, a third vice-chair of a township, or someone who
    is in already.

    Source: 地方组织法 (2022), art. 18 para. 1.
    """
    require(by, Permission.MANAGE_PEOPLE, body)
    if post not in Post.values:
        raise Refused(_("请从列出的职务中选择。"))
    # The members of a street's working committee need not be deputies.
    seats = Seat.objects.in_office().filter(person=person, body=body)
    if not body.is_street and not seats.exists():
        raise Refused(
            gettext("%(name)s现在不是本级在任代表，不能担任%(post)s（%(article)s）。")
            % {"name": person.name, "post": Post(post).label, "article": FROM_DEPUTIES},
            article=FROM_DEPUTIES,
        )
    Body.objects.select_for_update().get(pk=body.pk)
    sitting = PresidiumMembership.objects.filter(body=body, ended_on__isnull=True)
    if post == Post.CHAIR and sitting.filter(post=Post.CHAIR).exists():
        raise Refused(_("本级已有一位主席（主任）。请先办理原任离任。"), article=FROM_DEPUTIES)
    vice_chairs = sitting.filter(post=Post.VICE_CHAIR).count()
    if (
        post == Post.VICE_CHAIR
        and body.kind == Body.Kind.TOWNSHIP
        and vice_chairs >= MOST_VICE_CHAIRS
    ):
        raise Refused(
            gettext("乡镇人大副主席最多二人（%(article)s）。请先办理原任离任。")
            % {"article": FROM_DEPUTIES},
            article=FROM_DEPUTIES,
        )
    membership = PresidiumMembership(body=body, person=person, post=post, started_on=on)
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("该人员已在名单里。职务有变动的，请先办理离任，再按新职务登记。")
        ) from error
    record(
        by,
        "presidium.join",
        membership,
        gettext("%(name)s任%(post)s")
        % {"name": person.name, "post": membership.get_post_display()},
        after={"post": post, "started_on": on, "person": person.pk},
    )
    return membership


@transaction.atomic
def leave_presidium(
    membership: PresidiumMembership, *, by: Account, on: date, reason: str = ""
) -> None:
    """Record that someone left the post.

    on: day from which the post is no longer held.
    """
    require(by, Permission.MANAGE_PEOPLE, membership)
    if on < membership.started_on:
        raise Refused(_("任职止不能早于任职起。"))
    open_ones = PresidiumMembership.objects.filter(pk=membership.pk, ended_on__isnull=True)
    if not open_ones.update(ended_on=on):
        raise WrongStatus(_("这个职务已经办理离任，不必重复操作。"))
    membership.ended_on = on
    record(
        by,
        "presidium.leave",
        membership,
        gettext("%(name)s不再担任%(post)s")
        % {"name": membership.person.name, "post": membership.get_post_display()},
        reason=reason,
        after={"ended_on": on},
    )
