"""What was heard at an activity, and what becomes of it; files and costs kept with it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import store
from lianxin.foundation.masking import mask_voice
from lianxin.foundation.people.models import Person, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities.models import Activity, ActivityFile, Expense, Opinion
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.workflow.common import State, checked, locked, need_words, note
from lianxin.work.suggestions import workflow as suggesting
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

LONGEST_OPINION = 2000
MOST_FILES = 30
OVER = (State.CANCELLED, State.REFUSED)


@transaction.atomic
def add_opinion(
    activity: Activity,
    *,
    text: str,
    by,
    seat: Seat | None = None,
    said_by: str = "",
    post_key: str = "",
) -> Opinion:
    """Write down what somebody said, in his own words.

    seat: the deputy who raised it. said_by: the voter, if he gave a name. post_key: made by
    the device; the same key gives the same opinion.
    """
    if post_key and (known := Opinion.objects.filter(post_key=post_key).first()):
        if known.created_by_id != by.pk:
            raise Refused(_("这条意见已由另一个账号登记，没有重复登记。"))
        return known
    require(by, Permission.SPEAK, activity)
    locked(activity)
    if activity.state in OVER:
        raise WrongStatus(_("这次活动已经取消或者不予采认，不能再记意见。"))
    if seat is not None and not activity.attendances.filter(seat=seat).exists():
        raise Refused(_("提出意见的代表不在这次活动的名单上。请重新选择。"))
    opinion = Opinion(
        activity=activity,
        seat=seat,
        said_by=said_by.strip(),
        text=need_words(text, _("请写下意见内容。"), LONGEST_OPINION),
        post_key=post_key,
        created_by=by,
    )
    checked(opinion)
    opinion.save()
    note(by, "opinion", activity, _("记下一条意见"), about=opinion)
    return opinion


@transaction.atomic
def drop_opinion(opinion: Opinion, *, by) -> None:
    """Take away one written down by mistake; not one that became a matter."""
    activity = opinion.activity
    if opinion.created_by_id != by.pk:
        require(by, Permission.RECORD, activity)
    _unmade(opinion)
    text = opinion.text
    opinion.delete()
    note(by, "drop_opinion", activity, _("删去一条意见"), before={"text": text})


@transaction.atomic
def opinion_to_message(opinion: Opinion, *, by, today: date) -> VoterMessage:
    """Make it a voter's message, which is answered like any other. Returns the message."""
    _unmade(opinion)
    activity = opinion.activity
    require(by, Permission.RECORD, activity)
    channel = VoterMessage.Channel.VISIT
    if activity.kind not in ("visit", "help", "mediation", "good_deed", "volunteer"):
        channel = VoterMessage.Channel.SESSION
    posted = voices.post(
        body=activity.body,
        text=opinion.text,
        channel=channel,
        today=today,
        station=_open_station(activity),
        place=activity.place,
        topic=activity.topic[:60],
        contact={"name": opinion.said_by} if opinion.said_by else None,
        by=by,
        post_key=f"activity-opinion-{opinion.pk}",
    )
    _tie(opinion, posted.message)
    note(
        by,
        "opinion_to_message",
        activity,
        _("意见转为留言 %s 办理") % posted.message.number,
        after={"message": posted.message.pk},
    )
    return posted.message


@transaction.atomic
def opinion_to_suggestion(opinion: Opinion, *, person: Person, by, today: date) -> Suggestion:
    """Make it a draft of a deputy's suggestion. person: the deputy who will raise it.

    What a voter said of himself is covered: a suggestion is read by many.
    """
    _unmade(opinion)
    activity = opinion.activity
    require(by, Permission.SPEAK, activity)
    title = mask_voice(opinion.text.splitlines()[0][:40]).strip("。！？… ")
    suggestion = suggesting.draft(
        activity.body,
        person=person,
        by=by,
        today=today,
        title=title if title.endswith(_("建议")) else _("关于%s的建议") % title,
        text=_("%(text)s\n\n（根据%(on)s“%(title)s”中听取的意见整理）")
        % {
            "text": mask_voice(opinion.text),
            "on": activity.on,
            "title": activity.title,
        },
    )
    _tie(opinion, suggestion)
    note(
        by,
        "opinion_to_suggestion",
        activity,
        _("意见由%s代表整理为代表建议") % person.name,
        behalf=person if by.person_id != person.pk else None,
        after={"suggestion": suggestion.pk},
    )
    return suggestion


def _unmade(opinion: Opinion) -> None:
    row = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    opinion.matter_id = row.matter_id
    if row.matter_id is not None:
        raise WrongStatus(_("这条意见已经转办，不能再办一次。请刷新页面，打开转成的事项。"))


def _tie(opinion: Opinion, matter) -> None:
    opinion.matter_id = matter.pk
    opinion.save(update_fields=["matter"])


def _open_station(activity: Activity):
    station = activity.station
    return station if station is not None and station.closed_on is None else None


@transaction.atomic
def add_file(activity: Activity, upload, *, kind: str, by) -> ActivityFile:
    """Keep a picture, material, scanned sheet or receipt. kind: one of ActivityFile.Kind."""
    _takes_file(activity, kind, by)
    return _attached(activity, store(upload, by=by, body=activity.body), kind, by)


@transaction.atomic
def keep_file(activity: Activity, stored: StoredFile, *, kind: str, by) -> ActivityFile:
    """Attach a file that was stored before: a sheet that came back by the scanner."""
    _takes_file(activity, kind, by)
    return _attached(activity, stored, kind, by)


def _takes_file(activity: Activity, kind: str, by) -> None:
    asked = Permission.TELL if activity.state == State.TOLD else Permission.RECORD
    require(by, asked, activity)
    locked(activity)
    if activity.state in OVER:
        raise WrongStatus(_("这次活动已经取消或者不予采认，不能再加附件。"))
    if kind not in ActivityFile.Kind.values:
        raise Refused(_("请选择附件的用途。"))
    if activity.files.count() >= MOST_FILES:
        raise Refused(_("一次活动最多 %d 个附件。请删去不需要的，再添加。") % MOST_FILES)


def _attached(activity: Activity, stored: StoredFile, kind: str, by) -> ActivityFile:
    added = ActivityFile.objects.create(activity=activity, file=stored, kind=kind)
    note(by, "add_file", activity, _("添加附件：%s") % stored.original_name)
    return added


@transaction.atomic
def drop_file(file: ActivityFile, *, by) -> None:
    """Take a file off an activity; the sweeping removes its bytes."""
    require(by, Permission.RECORD, file.activity)
    stored, activity = file.file, file.activity
    file.delete()
    note(by, "drop_file", activity, _("删去附件：%s") % stored.original_name)


@transaction.atomic
def add_expense(activity: Activity, *, what: str, amount: int, by) -> Expense:
    """Note a cost. amount: 分. What is paid of it from the activity funds is claimed there."""
    require(by, Permission.RECORD, activity)
    locked(activity)
    if activity.state in OVER:
        raise WrongStatus(_("这次活动已经取消或者不予采认，不能再记开支。"))
    expense = Expense(
        activity=activity, what=need_words(what, _("请写明用途，如“租车”。"), 80), amount=amount
    )
    checked(expense)
    expense.save()
    note(by, "expense", activity, _("记开支：%s") % expense.what, after={"amount": amount})
    return expense


@transaction.atomic
def drop_expense(expense: Expense, *, by) -> None:
    """Take off a cost noted by mistake; what it was stays in the ledger."""
    require(by, Permission.RECORD, expense.activity)
    activity, before = expense.activity, {"what": expense.what, "amount": expense.amount}
    expense.delete()
    note(by, "drop_expense", activity, _("删去开支"), before=before)
