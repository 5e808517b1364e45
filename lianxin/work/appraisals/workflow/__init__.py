"""What is done with plans, reports, meetings and ballots.

Each function is one step a person takes, in one transaction, leaving one event in the
ledger; only a ballot leaves none.
"""

from lianxin.work.appraisals.workflow.ballots import (
    Difference,
    Line,
    cast,
    count,
    differences,
    enter,
)
from lianxin.work.appraisals.workflow.meetings import (
    cancel,
    close_rating,
    feed_back,
    file,
    open_rating,
    plan_meeting,
    print_codes,
    publish,
    record_opinion,
)
from lianxin.work.appraisals.workflow.plans import (
    open_batch,
    proposed_share,
    put_in,
    take_out,
)
from lianxin.work.appraisals.workflow.reports import (
    draft_report,
    review_report,
    send_report,
    write_report,
)
from lianxin.work.appraisals.workflow.scales import (
    change_scale,
    end_scale,
    make_scale,
    scale_for,
)

__all__ = [
    "Difference",
    "Line",
    "cancel",
    "cast",
    "change_scale",
    "close_rating",
    "count",
    "differences",
    "draft_report",
    "end_scale",
    "enter",
    "feed_back",
    "file",
    "make_scale",
    "open_batch",
    "open_rating",
    "plan_meeting",
    "print_codes",
    "proposed_share",
    "publish",
    "put_in",
    "record_opinion",
    "review_report",
    "scale_for",
    "send_report",
    "take_out",
    "write_report",
]
