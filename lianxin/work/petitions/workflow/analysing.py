"""What many petitions have in common is offered for supervision."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.queries import figures, strong_topics
from lianxin.work.voices.models import TopicCandidate


@transaction.atomic
def offer_topic(body, *, topic: str, by, today: date) -> TopicCandidate:
    """Offer a topic of this year's petitions as something to supervise (监督选题线索).

    Counted over what `by` sees at `body`; the figure stands as it is today.
    Raises Refused below the number the rulebook asks (petition.topic_cases), or
    where the topic lies among the candidates already.
    Source: systems.md S-028 (将人民反应强烈问题纳入监督范围).
    """
    require(by, Permission.REGISTER, body)
    seen = Petition.objects.visible_to(by).filter(body=body)
    strong = strong_topics(figures(seen, today.year).by_topic, body, today)
    counter = next((one for one in strong if one.query["topic"] == topic), None)
    if counter is None:
        raise Refused(_("这一类信访的件数不够，不能作为监督选题线索。"))
    if TopicCandidate.objects.filter(
        body=body, topic=topic, state=TopicCandidate.State.OFFERED
    ).exists():
        raise Refused(_("“%s”已经在监督选题线索中。") % topic)
    candidate = save_or_refuse(
        TopicCandidate(
            body=body,
            topic=topic,
            count=counter.cases,
            since=date(today.year, 1, 1),
            note=_("来自信访分析"),
            offered_on=today,
        )
    )
    record(
        by,
        "petition.offer_topic",
        candidate,
        _("由信访分析提出监督选题线索：%(topic)s（%(number)s 件）")
        % {"topic": topic, "number": counter.cases},
    )
    return candidate
